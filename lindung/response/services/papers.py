"""The travel papers. Their numbers are the office's own, typed in, never made here."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from lindung.access import queries as access
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.turns import end_turn
from lindung.response import moves
from lindung.response.codes import FundLine, PaperKind, Verb
from lindung.response.models import Mission, Paper
from lindung.response.policy import MISSIONS


def write_paper(
    actor: Actor,
    mission: Mission,
    *,
    kind: str,
    letter_number: str,
    letter_on: date,
    from_on: date,
    until_on: date,
    fund_line: str,
    signer: UUID | None = None,
) -> Paper:
    """Write down number and dates of a travel paper; a second one of its kind replaces the first.

    Raises:
        RuleBroken: `choice_unknown`, `paper_span`, `signer_unknown`.
    """
    with acting(actor, MISSIONS, "write_paper", mission):
        if until_on < from_on:
            message = _("The journey cannot end before it begins.")
            raise RuleBroken("paper_span", message, "until_on")
        if signer is not None and signer not in {c.id for c in access.colleagues(actor)}:
            raise RuleBroken("signer_unknown", _("Choose one of the list."), "signer")
        return Paper.objects.create(
            mission=mission,
            subject_id=mission.subject_id,
            kind=moves.chosen(PaperKind, kind, "kind"),
            letter_number=letter_number.strip(),
            letter_on=letter_on,
            from_on=from_on,
            until_on=until_on,
            fund_line=moves.chosen(FundLine, fund_line, "fund_line"),
            signer_id=signer,
            made_at=Moment(),
            made_by=actor.id,
        )


def write_result(actor: Actor, mission: Mission, *, words: str) -> None:
    """Write the report of the journey: what was done, no name and no place of the client."""
    with acting(actor, MISSIONS, "write_result", mission):
        moves.change(
            mission, result=Mission._meta.get_field("result").seal_for(mission, words.strip())
        )
        end_turn(mission.pk, Verb.RESULT)
