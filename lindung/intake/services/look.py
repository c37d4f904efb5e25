"""Who looks at a report, who handles it, and who must not know of it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lindung.access import queries as access
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.events import publish
from lindung.core.models import Blocked, Conflict
from lindung.core.turns import end_turn
from lindung.intake import moves
from lindung.intake.codes import About, State, Verb
from lindung.intake.events import ConflictKnown
from lindung.intake.models import Party, Report
from lindung.intake.policy import POLICY
from lindung.intake.queries.report import may_release


def look_at(actor: Actor, report: Report) -> None:
    """Be the first human to look at `report`. Looking again changes nothing."""
    with acting(actor, POLICY, "look_at", report):
        if report.looked_at is None and report.ended_at is None:
            _note_look(actor, report)


@dataclass(frozen=True, slots=True)
class Taken:
    """How a report stood before *Saya tangani*, so that it can stand so again. Codes and times."""

    first_look: bool
    turns: tuple[tuple[str, str, str], ...]  # verb, whose role, until when


def take(actor: Actor, report: Report) -> Taken | None:
    """Say *Saya tangani*: the alarm stops, and what waits on the report waits for `actor`.

    Returns how it stood before, for `release`; nothing when `actor` handled it already.

    Raises:
        RuleBroken: `report_ended`, `already_taken` by a colleague, or `report_changed`.
    """
    with acting(actor, POLICY, "take", report):
        moves.require_open(report)
        if report.handled_by == actor.id:
            return None
        if report.handled_by is not None:
            raise RuleBroken("already_taken", _("A colleague handles this already."))
        before = Taken(report.looked_at is None, moves.waiting(report))
        if before.first_look:
            _note_look(actor, report)
        moves.move(report, handled_by=actor.id)
        moves.hand_turns(report)
    return before


def release(actor: Actor, report: Report, before: Taken) -> None:
    """Take *Saya tangani* back: turn and clock are what they were, and it waits for somebody.

    Both stay in the trail. If taking it was the first look, there was none.

    Raises:
        RuleBroken: `done_since` when anybody did or read anything since.
    """
    with acting(actor, POLICY, "release", report):
        if not may_release(actor, report):
            message = _("Something was done since. Hand it to a colleague instead.")
            raise RuleBroken("done_since", message)
        look: dict[str, object] = {}
        if before.first_look:
            look = {"looked_at": None, "looked_by": None}
        moves.step_back(report, State.RECEIVED if before.first_look else None, **look)
        moves.wait_again(report, before.turns)


def hand_to(actor: Actor, report: Report, *, staff_id: UUID | str) -> None:
    """Hand `report` to a colleague, such as the companion who goes there.

    Raises:
        RuleBroken: `report_ended`, `no_colleague`, or `staff_conflict` when that colleague must
            not know of it.
    """
    with acting(actor, POLICY, "hand_to", report):
        moves.require_open(report)
        chosen = _colleague(actor, staff_id)
        if Blocked.objects.filter(subject_id=report.pk, staff_id=chosen).exists():
            message = _("This colleague cannot take it. Choose somebody else.")
            raise RuleBroken("staff_conflict", message, "staff")
        if report.looked_at is None:
            _note_look(actor, report)
        moves.move(report, handled_by=chosen)
        moves.hand_turns(report)


def give_back(actor: Actor, report: Report) -> None:
    """Let `report` wait for whoever is on duty: who handled it works here no more."""
    with acting(actor, POLICY, "give_back", report):
        moves.move(report, handled_by=None)
        moves.hand_turns(report)


def declare_conflict(actor: Actor, report: Report) -> None:
    """Say *saya kenal pihak ini*: from now on `actor` knows of `report` no more."""
    with acting(actor, POLICY, "declare_conflict", report):
        _block(report, actor.id, Conflict.KNOWS, actor)


def block_named(
    actor: Actor, report: Report, staff_id: UUID | str, *, basis: str = Conflict.NAMED
) -> None:
    """Keep a colleague who is named in `report`, or heads who is, from knowing of it.

    Raises:
        RuleBroken: `no_colleague`, or `say_so_yourself` when it is oneself.
    """
    with acting(actor, POLICY, "block_named", report):
        chosen = _colleague(actor, staff_id)
        if chosen == actor.id:
            message = _("Say that you know these people instead.")
            raise RuleBroken("say_so_yourself", message, "staff")
        _block(report, chosen, basis, actor)


def _note_look(actor: Actor, report: Report) -> None:
    state = State.READ if report.state == State.RECEIVED else None
    looked_at = Coalesce(F("looked_at"), Moment())
    moves.move(report, state, looked_at=looked_at, looked_by=actor.id)
    end_turn(report.pk, Verb.LOOK)
    complaint = report.about == About.STAFF_COMPLAINT  # looked into, not triaged
    moves.wait_for(report, Verb.DECIDE if complaint else Verb.TRIAGE)


def _block(report: Report, staff_id: UUID, basis: str, actor: Actor) -> None:
    """Hide the report and its people from a colleague. Comes last: `actor` may be blind then."""
    if report.handled_by == staff_id:
        moves.move(report, handled_by=None)
        moves.hand_turns(report)
    moves.tell(report.unit_id)
    publish(ConflictKnown(report_id=str(report.pk), staff_id=str(staff_id), basis=str(basis)))
    people = Party.objects.filter(report=report).values_list("person_id", flat=True)
    Blocked.objects.bulk_create(
        [
            Blocked(subject_id=subject_id, staff_id=staff_id, basis=basis, declared_by=actor.id)
            for subject_id in (report.pk, *set(people))
        ],
        ignore_conflicts=True,
    )


def _colleague(actor: Actor, staff_id: UUID | str) -> UUID:
    known = {str(colleague.id): colleague.id for colleague in access.colleagues(actor)}
    if str(staff_id) not in known:
        raise RuleBroken("no_colleague", _("Choose a colleague of this unit."), "staff")
    return known[str(staff_id)]
