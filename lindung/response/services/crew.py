"""Who goes along, and who lets one go alone."""

from uuid import UUID

from lindung.access import queries as access
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.response import moves
from lindung.response.models import Crew, Mission
from lindung.response.policy import IN_THE_FIELD, MISSIONS


def add_crew(actor: Actor, mission: Mission, *, staff_id: UUID) -> None:
    """Send another colleague along; asked twice, nothing more happens.

    Raises:
        RuleBroken: `mission_over`, `staff_conflict`.
    """
    with acting(actor, MISSIONS, "add_crew", mission):
        moves.require_not_over(mission)
        fit = {colleague.id for colleague in access.colleagues(actor, IN_THE_FIELD)}
        moves.require_crew([staff_id], fit, mission.subject_id)
        known = moves.crew_of(mission)
        if staff_id not in {row.staff_id for row in known}:
            Crew.objects.create(
                mission=mission,
                subject_id=mission.subject_id,
                staff_id=staff_id,
                lead=not known,
                since=Moment(),
                added_by=actor.id,
            )
        _settled(mission)


def end_crew(actor: Actor, mission: Mission, *, staff_id: UUID) -> None:
    """Take a colleague off a mission; the next one leads if who led is gone.

    Raises:
        RuleBroken: `mission_over`; `still_out` when nobody would be left of those who are out.
    """
    with acting(actor, MISSIONS, "end_crew", mission):
        moves.require_not_over(mission)
        left = [row for row in moves.crew_of(mission) if row.staff_id != staff_id]
        if not left and mission.next_check_at is not None:
            raise moves.refusal("still_out")
        _take_off(mission, staff_id)


def take_off(actor: Actor, mission: Mission, *, staff_id: UUID) -> None:
    """Take off somebody who must not know of it any more, or works here no more."""
    with acting(actor, MISSIONS, "raise_risk", mission):
        _take_off(mission, staff_id)


def _take_off(mission: Mission, staff_id: UUID) -> None:
    Crew.objects.filter(mission=mission, staff_id=staff_id, until=None).update(
        until=Moment(), lead=False
    )
    left = moves.crew_of(mission)
    if left and not any(row.lead for row in left):
        Crew.objects.filter(pk=left[0].pk).update(lead=True)
    _settled(mission)


def sign_alone(actor: Actor, mission: Mission, *, reason: str) -> None:
    """Sign, as the head who stays, that one goes alone where two should; the reason is sealed.

    Raises:
        RuleBroken: `mission_over`.
    """
    with acting(actor, MISSIONS, "sign_alone", mission):
        moves.require_not_over(mission)
        moves.change(
            mission,
            alone_signed_by=actor.id,
            alone_signed_at=Moment(),
            alone_reason=Mission._meta.get_field("alone_reason").seal_for(mission, reason.strip()),
        )
        _settled(mission)


def _settled(mission: Mission) -> None:
    """Let the turns follow who goes along now."""
    moves.wait_for_departure(mission)
    moves.wait_for_word(mission)
    moves.tell()
