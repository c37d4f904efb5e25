"""Writing to whoever told a report that a case stands on, by those who work on the case."""

from typing import TYPE_CHECKING

from lindung.casework.models import Case
from lindung.casework.policy import POLICY
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.intake import services as intake

if TYPE_CHECKING:
    from lindung.intake.models import Report


def write_to_reporter(actor: Actor, case: Case, report: "Report", *, words: str) -> None:
    """Write to the reporter, who reads it with the code; by the one way of `intake.reply`.

    Args:
        actor: manages or accompanies.
        case: one that `get_case` returned.
        report: one that `get_report_of` returned.
        words: somebody else may read along.

    Raises:
        RuleBroken: what `intake.services.reply` raises.
    """
    with acting(actor, POLICY, "write_to_reporter", case):
        intake.reply(actor, report, words=words, through_case=True)


def tell_limits(actor: Actor, case: Case, report: "Report", *, channel: str) -> None:
    """Write down that the limits of secrecy were told now, by whom and how.

    Raises:
        RuleBroken: what `intake.services.tell_limits` raises.
    """
    with acting(actor, POLICY, "tell_limits", case):
        intake.tell_limits(actor, report, channel=channel, through_case=True)
