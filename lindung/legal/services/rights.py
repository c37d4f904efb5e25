"""Her rights: explained, wanted, given, or declined by her."""

from typing import TYPE_CHECKING

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.legal.codes import Right, RightState
from lindung.legal.models import RightLine
from lindung.legal.policy import LAW
from lindung.legal.refusals import chosen

if TYPE_CHECKING:
    from lindung.casework.models import Case


def set_right(actor: Actor, case: "Case", *, right: str, state: str, words: str = "") -> None:
    """Write down how far a right has come; what stood before stays readable.

    Raises:
        RuleBroken: `choice_unknown`.

    Source: UU 12/2022 Ps 67–71.
    """
    line = RightLine(
        case=case,
        data_key_id=case.data_key_id,
        right=chosen(Right, right, "right"),
        state=chosen(RightState, state, "state"),
        at=Moment(),
        entered_by=actor.id,
        words=words.strip() or None,
    )
    with acting(actor, LAW, "set_right", line):
        line.save(force_insert=True)
