"""What several services of a mission do alike: conditional changes, clocks, turns, who acts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Case, F, Max, TextChoices, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from lindung.access import queries as access
from lindung.access.codes import Role
from lindung.core.actor import MACHINE, Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.frame import this_unit
from lindung.core.models import Blocked
from lindung.core.notify import Topic, tell_screens
from lindung.core.turns import end_turn, set_turn
from lindung.response import rules
from lindung.response.codes import (
    TURN_KIND,
    EntryKind,
    MissionState,
    Outcome,
    Part,
    Signal,
    Stamp,
    Verb,
)
from lindung.response.models import Crew, FieldEntry, Mission, Stamped

C = TypeVar("C", bound=TextChoices)


def tell() -> None:
    """Let open screens know that missions, and so alarms and tasks, changed."""
    for topic in Topic:
        tell_screens(this_unit(), topic)


def change(mission: Mission, **changes: object) -> None:
    """Change a mission only if it still stands where we think; no lock, no lost update.

    Raises:
        RuleBroken: `mission_changed` when a colleague was faster.
    """
    same = Mission.objects.filter(pk=mission.pk, state=mission.state)
    if not same.update(**changes):
        message = _("Somebody else changed this mission. Read it again first.")
        raise RuleBroken("mission_changed", message)
    mission.refresh_from_db()
    tell()


@dataclass(frozen=True, slots=True)
class Line:
    """The next places of a mission's entries, while its row is held."""

    seq: int
    counts_from: int
    now: datetime


def line_of(mission: Mission) -> Line:
    """Hold a mission so that its entries come one after another, and return the next places.

    Two queries. Whoever comes at the same time waits until this act is over.
    """
    held = Mission.objects.select_for_update(of=("self",)).filter(pk=mission.pk)
    here: datetime = held.values_list(Moment(), flat=True).get()
    known = FieldEntry.objects.filter(mission=mission).aggregate(
        seq=Max("seq"), counts=Max("counts_from")
    )
    return Line((known["seq"] or 0) + 1, (known["counts"] or 0) + 1, here)


def note_parts(actor: Actor, mission: Mission, parts: Mapping[Part, str]) -> None:
    """Write down which parts of a form the desk changed, so that a phone learns of it."""
    for part, words in parts.items():
        line = line_of(mission)
        FieldEntry.objects.create(
            mission=mission,
            subject_id=mission.subject_id,
            seq=line.seq,
            by=actor.id,
            kind=EntryKind.PART,
            part=part,
            device_at=line.now,
            skew_s=0,
            at=line.now,
            received_at=line.now,
            outcome=Outcome.APPLIED,
            counts_from=line.counts_from,
            data_key_id=mission.data_key_id,
            words=words,
        )


def require_not_over(mission: Mission) -> None:
    """Raise `mission_over` unless something may still be done."""
    if mission.ended_at is not None:
        raise RuleBroken("mission_over", _("This mission is over."))


def crew_of(mission: Mission) -> list[Crew]:
    """Return who goes along, who leads first. One query."""
    rows = Crew.objects.filter(mission=mission, until=None).select_related("staff")
    return list(rows.order_by("-lead", "since", "id"))


def times_of(mission: Mission) -> dict[Stamp, datetime]:
    """Return the moments that count. One query."""
    return rules.timeline(entries_of(mission))


def entries_of(mission: Mission) -> list[rules.Entry]:
    """Return every moment as it was written down. One query."""
    rows = Stamped.objects.filter(mission=mission).order_by("entered_at", "id")
    return [rules.Entry(Stamp(r.stamp), r.at, r.entered_by, r.entered_at) for r in rows]


def database_now(mission: Mission) -> datetime:
    """Return the moment by the clock that decides. One query."""
    found: datetime = Mission.objects.filter(pk=mission.pk).values_list(Moment(), flat=True).get()
    return found


def depart_due(risk: str, *, emergency: bool, leave_at: datetime | None) -> Combinable:
    """Return until when somebody must have left."""
    if leave_at is not None:
        return Value(leave_at)
    return Moment() + rules.depart_within(risk, emergency=emergency)


def next_check(signal: str) -> Combinable:
    """Return `rules.next_check` as the database reckons it, at its own moment."""
    soon = Moment() + rules.CHECK_EVERY
    before = Least(soon, F("return_by")) if signal == Signal.YES else F("return_by")
    return Case(When(return_by__gt=Moment(), then=before), default=soon)


def company_problem(mission: Mission, crew: Collection[Crew]) -> str | None:
    """Return why these may not depart yet, as a code."""
    company = rules.Company(len(crew), mission.escort, signed=mission.alone_signed_at is not None)
    return rules.company_problem(company, mission.risk, emergency=mission.emergency)


def turn(
    mission: Mission,
    verb: Verb,
    next_at: datetime | Combinable,
    *,
    role: str = "",
    staff_id: UUID | None = None,
) -> None:
    """Say what somebody must do next about a mission."""
    set_turn(
        mission.pk,
        verb,
        kind=TURN_KIND,
        number=mission.number,
        next_at=next_at,
        role=role,
        staff_id=staff_id,
        subject_id=mission.subject_id,
    )


def wait_for_departure(mission: Mission) -> None:
    """Say whose turn a mission is before it left: who leads, and the head where one goes alone."""
    crew = crew_of(mission)
    if mission.state == MissionState.PREPARED:
        turn(
            mission,
            Verb.DEPART,
            mission.depart_due_at,
            role="" if crew else Role.OPERATOR,
            staff_id=crew[0].staff_id if crew else None,
        )
    if company_problem(mission, crew) == "alone":
        whoever_acts(mission, Verb.SIGN_ALONE, mission.depart_due_at)
    else:
        end_turn(mission.pk, Verb.SIGN_ALONE)


def wait_for_word(mission: Mission) -> None:
    """Say that a safe word must come: the lead says it, the desk watches for it."""
    if mission.next_check_at is None:
        return
    end_turn(mission.pk, Verb.MISSED)
    crew = crew_of(mission)
    if crew:
        turn(mission, Verb.CHECK_IN, mission.next_check_at, staff_id=crew[0].staff_id)
    turn(mission, Verb.WATCH, mission.next_check_at, role=Role.OPERATOR)


def nothing_waits(mission: Mission) -> None:
    """Say that a mission is over; danger goes on waiting until somebody settled it."""
    for verb in Verb:
        if verb != Verb.DANGER:
            end_turn(mission.pk, verb)


def whoever_acts(mission: Mission, verb: Verb, next_at: datetime | Combinable) -> None:
    """Give the turn to whoever acts for those in the field. Four queries."""
    here = replace(MACHINE, unit_id=this_unit())
    out = {row.staff_id for row in crew_of(mission)}
    blocked = set(
        Blocked.objects.filter(subject_id=mission.subject_id).values_list("staff_id", flat=True)
    )
    role, staff_id = rules.who_acts(
        [
            rules.Colleague(c.id, c.roles, in_field=c.id in out, blocked=c.id in blocked)
            for c in access.colleagues(here, rules.WATCHERS)
        ]
    )
    turn(mission, verb, next_at, role=role, staff_id=staff_id)


def require_crew(chosen: Iterable[UUID], fit: Collection[UUID], subject_id: UUID) -> list[UUID]:
    """Return the chosen colleagues once each, in their order, if all of them may go.

    Raises:
        RuleBroken: `nobody_goes`; `staff_conflict`, which does not say with whom or why.
    """
    crew = list(dict.fromkeys(chosen))
    if not crew:
        raise refusal("nobody_goes", "crew")
    blocked = Blocked.objects.filter(subject_id=subject_id, staff_id__in=crew).exists()
    if blocked or not set(crew) <= set(fit):
        raise refusal("staff_conflict", "crew")
    return crew


def refusal(code: str, field: str | None = None) -> RuleBroken:
    """Return the refusal of a code in words for the person at the screen."""
    words = {
        "nobody_goes": _("Choose who goes."),
        "staff_conflict": _("This colleague cannot be chosen. Choose somebody else."),
        "alone": _(
            "Nobody goes there alone: send a second colleague or an escort, or let the head sign."
        ),
        "escort_named": _("The reported person belongs there: they must not go along."),
        "return_by_missing": _("Say by when they will be back."),
        "return_by_past": _("The hour of return has passed. Set a new one."),
        "route_missing": _("Without sure signal the way must be written down before departure."),
        "village_contact_missing": _(
            "Without sure signal somebody in the village must be named whom the unit asks first."
        ),
        "stamp_future": _("That moment has not come yet. Is the clock of the phone right?"),
        "stamp_before_report": _("The unit did not know of it then. Look at day and hour again."),
        "not_departed": _("First say when they departed."),
        "still_out": _("They are out. Wait until they are back, then press Finished."),
        "not_assessed": _("Assess the risk first; an emergency goes without."),
        "not_ours_to_send": _("A complaint about staff is looked into by another office."),
        "report_over": _("This report has ended without a case: nobody is sent for it."),
        "choice_unknown": _("Choose one of the list."),
    }
    return RuleBroken(code, words[code], field)


def chosen(kinds: type[C], code: str, field: str) -> C:
    """Return the choice of a code, or raise `choice_unknown`."""
    try:
        return kinds(code)
    except ValueError:
        raise refusal("choice_unknown", field) from None
