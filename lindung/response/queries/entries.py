"""What phones wrote down out there, in the order in which the unit took it; opened when read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lindung.access import queries as access
from lindung.core.acting import missed, opening
from lindung.core.actor import Actor
from lindung.core.files import read_file
from lindung.core.keys import load_keys
from lindung.core.seal import Sealed
from lindung.intake import queries as intake
from lindung.response import moves, rules
from lindung.response.codes import EntryKind, Outcome, Part, Stamp
from lindung.response.models import FieldEntry, Mission
from lindung.response.policy import MISSIONS, on_it
from lindung.response.queries.missions import SEALED, allowed, missions_seen, moments_of
from lindung.response.queries.opened import PLAN, PlanWords, read_briefing, read_plan

MOST_ENTRIES = 500  # on one page


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry. Its words are empty until they are opened."""

    id: UUID
    seq: int
    kind: EntryKind
    part: str
    label: str
    who: str
    from_phone: bool
    device_at: datetime
    at: datetime
    received_at: datetime
    skew: timedelta
    clock_wrong: bool
    outcome: Outcome
    why: str
    counts: bool
    has_file: bool
    decided_by: str
    words: str = ""

    @property
    def waited(self) -> timedelta:
        """Return how long it waited on the phone."""
        return self.received_at - self.at


@dataclass(frozen=True, slots=True)
class Both:
    """Two who wrote different things: what counts now, and what waits beside it."""

    waiting: EntryLine
    counting: EntryLine | None


@dataclass(frozen=True, slots=True)
class EntryCounts:
    """What the page of a mission says of its phones, without opening anything."""

    n: int
    n_conflicts: int
    n_kept: int  # refused or held: kept, counts nothing
    clock: timedelta | None  # the furthest that a phone's clock was away


def entry_counts(actor: Actor, mission: Mission) -> EntryCounts:
    """Return how much phones wrote down. No query: `get_mission` read it."""
    known: Any = mission
    rows = known.entries_known if "see_entries" in allowed(actor, mission) else []
    far = max((timedelta(seconds=abs(one["skew"])) for one in rows), default=timedelta(0))
    return EntryCounts(
        len(rows),
        sum(one["outcome"] == Outcome.CONFLICT for one in rows),
        sum(one["outcome"] in {Outcome.REFUSED, Outcome.HELD} for one in rows),
        far if far > rules.CLOCK_WRONG else None,
    )


def entries(actor: Actor, mission: Mission) -> list[EntryLine]:
    """Return what phones wrote down, unopened, in the unit's order. Two queries."""
    kept = MISSIONS.only(actor, "see_entries", Mission.objects.filter(pk=mission.pk))
    rows = FieldEntry.objects.filter(mission__in=kept).defer("words").order_by("seq")
    return _lines(list(rows[:MOST_ENTRIES]), opened=False)


def read_entries(actor: Actor, mission: Mission) -> list[EntryLine]:
    """Open what phones wrote down, in the unit's order; the opening is noted. Three queries."""
    with opening(actor, MISSIONS, "read_entries", mission):
        load_keys([mission.data_key_id])
        rows = FieldEntry.objects.filter(mission=mission).order_by("seq")
        return _lines(list(rows[:MOST_ENTRIES]), opened=True)


def get_entry(actor: Actor, mission: Mission, entry_id: UUID) -> FieldEntry:
    """Return one entry of this very mission, or note the attempt and raise `NotFound`."""
    kept = MISSIONS.only(actor, "see_entries", Mission.objects.filter(pk=mission.pk))
    found = FieldEntry.objects.filter(mission__in=kept, pk=entry_id).first()
    if found is None:
        raise missed(actor, MISSIONS, "see_entries", str(entry_id))
    return found


def read_both(actor: Actor, mission: Mission, entry: FieldEntry) -> Both:
    """Open both sides of what two wrote differently; the opening is noted."""
    with opening(actor, MISSIONS, "read_entries", mission):
        load_keys([mission.data_key_id])
        counting = _counting(mission).get(entry.part)
        rows = [entry, *([counting] if counting else [])]
        lines = _lines(rows, opened=True)
        return Both(lines[0], lines[1] if counting else None)


def read_entry_file(actor: Actor, mission: Mission, entry_id: UUID) -> tuple[str, bytes]:
    """Open the picture of one entry of this very mission: its type and its content.

    Raises:
        NotFound: there is none.
    """
    rows = FieldEntry.objects.select_related("file").filter(mission=mission, pk=entry_id)
    row = rows.first()
    if row is None or row.file is None:
        raise missed(actor, MISSIONS, "read_entries", str(entry_id))
    with opening(actor, MISSIONS, "read_entries", mission):
        return row.file_kind, read_file(row.file)


def reads_same(actor: Actor, mission: Mission, entry: FieldEntry, words: str) -> bool:
    """Say whether an entry says the same as `words`; opening it is noted."""
    return words_of_entry(actor, mission, entry) == words


def words_of_entry(actor: Actor, mission: Mission, entry: FieldEntry) -> str:
    """Open the words of one entry, to take them over; the opening is noted."""
    with opening(actor, MISSIONS, "read_entries", mission):
        return _words(entry.words)


def _counting(mission: Mission) -> dict[str, FieldEntry]:
    """Return what counts in each part of the forms."""
    rows = FieldEntry.objects.filter(mission=mission, counts_from__isnull=False)
    return {row.part: row for row in rows.order_by("counts_from")}


def _lines(rows: list[FieldEntry], *, opened: bool) -> list[EntryLine]:
    newest: dict[str, UUID] = {}
    for row in sorted(rows, key=lambda one: one.counts_from or 0):
        if row.counts_from is not None:
            newest[row.part] = row.pk
    names = access.names_of({one for row in rows for one in (row.by, row.decided_by)})
    return [
        EntryLine(
            row.pk,
            row.seq,
            EntryKind(row.kind),
            row.part,
            str(Part(row.part).label if row.part else EntryKind(row.kind).label),
            names.get(row.by, ""),
            row.device_id is not None,
            row.device_at,
            row.at,
            row.received_at,
            timedelta(seconds=row.skew_s),
            abs(timedelta(seconds=row.skew_s)) > rules.CLOCK_WRONG,
            Outcome(row.outcome),
            row.why,
            newest.get(row.part) == row.pk,
            row.file_id is not None,
            names.get(row.decided_by, "") if row.decided_by else "",
            _words(row.words) if opened else "",
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Carried:
    """One mission as a phone carries it: the head only. `mark` changes when the rest does."""

    number: str
    mark: str


def carried(actor: Actor) -> list[Carried]:
    """Return the open missions that `actor` goes along on, the next first. Two queries.

    Nothing is opened: a phone asks for the rest only when the mark is another one.
    """
    rows = missions_seen(actor, *PLAN).select_related("report").filter(ended_at=None)
    mine = list(rows.filter(on_it.rows(actor)).order_by("depart_due_at", "id"))
    last = FieldEntry.objects.filter(mission__in=mine).order_by("mission_id", "-counts_from")
    heard = dict(
        last.filter(counts_from__isnull=False)
        .distinct("mission_id")
        .values_list("mission_id", "counts_from")
    )
    return [Carried(one.number, _mark(one, heard.get(one.pk) or 0)) for one in mine]


def _mark(mission: Mission, heard: int) -> str:
    boxes = [getattr(mission, column) for column in PLAN]
    facts = [
        mission.state,
        mission.risk,
        mission.emergency,
        mission.signal,
        mission.return_by,
        mission.area_id,
        mission.escort,
        heard,
        *(box.box.hex() if box is not None and box.box else "" for box in boxes),
    ]
    return sha256(json.dumps(facts, default=str).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ToCarry:
    """Everything a phone needs of one mission where there is no signal, in plain words."""

    mission: Mission
    mark: str
    plan: PlanWords
    briefing: intake.ForMission
    crew: tuple[str, ...]
    times: Mapping[Stamp, datetime]
    parts: tuple[tuple[str, UUID | None, str], ...]  # part, the entry that counts, its words


def mission_to_write(actor: Actor, number: str) -> Mission:
    """Return a mission that `actor` went along on, for what their phone hands in. One query.

    Raises:
        NotFound: there is none that they may know of.
    """
    rows = Mission.objects.defer(*SEALED).select_related("report")
    found = MISSIONS.only(actor, "write_entry", rows).filter(number=number).first()
    if found is None:
        raise missed(actor, MISSIONS, "write_entry", number)
    return found


def why_words(code: str) -> str:
    """Return why something was not taken over, in words for whoever wrote it."""
    try:
        return str(moves.refusal(code).message)
    except KeyError:
        return str(_("It was kept, but could not be taken over. Somebody at the desk looks at it."))


def read_to_carry(actor: Actor, number: str) -> ToCarry:
    """Open an own open mission for the phone that carries it; each opening is noted.

    Raises:
        NotFound: it is over, or they go along no more.
    """
    rows = missions_seen(actor, *PLAN).select_related("area", "report").filter(ended_at=None)
    found = rows.filter(on_it.rows(actor), number=number).first()
    if found is None:
        raise missed(actor, MISSIONS, "carry", number)
    known: Any = found
    known.crew_known = []
    with opening(actor, MISSIONS, "carry", found):
        plan, briefing = read_plan(actor, found), read_briefing(actor, found)
        counting = _counting(found)
        parts = tuple(_part(found, plan, part, counting.get(part.value)) for part in Part)
        heard = max((row.counts_from or 0 for row in counting.values()), default=0)
        return ToCarry(
            found,
            _mark(found, heard),
            plan,
            briefing,
            tuple(access.names_of(_crew_ids(found)).values()),
            moments_of(actor, found).times,
            parts,
        )


def _part(
    mission: Mission, plan: PlanWords, part: Part, row: FieldEntry | None
) -> tuple[str, UUID | None, str]:
    if row is None:
        return part.value, None, _planned(plan, part, mission)
    return part.value, row.pk, _words(row.words)


def _planned(plan: PlanWords, part: Part, mission: Mission) -> str:
    """Return what the plan said when somebody was sent out, before anybody changed it."""
    return {
        Part.PLAN_SIGNAL: mission.signal,
        Part.PLAN_RETURN: mission.return_by.isoformat() if mission.return_by else "",
        Part.PLAN_ROUTE: plan.route,
        Part.PLAN_VILLAGE: plan.village_contact,
    }.get(part, "")


def _crew_ids(mission: Mission) -> list[UUID]:
    rows = mission.crew.filter(until=None).order_by("-lead", "since")
    return list(rows.values_list("staff_id", flat=True))


def _words(sealed: Sealed | None) -> str:
    return sealed.reveal() if sealed else ""
