"""What phones in the field wrote down: taken over in order, once each, and never lost."""

import io
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lindung.access.codes import Role
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.files import store_file
from lindung.core.turns import end_turn
from lindung.intake.codes import FileKind
from lindung.intake.files import CheckedFile, UploadedBytes, checked
from lindung.response import moves, rules
from lindung.response.codes import PLAN_PARTS, EntryKind, Outcome, Part, Verb
from lindung.response.models import FieldEntry, Mission
from lindung.response.policy import MISSIONS, on_it
from lindung.response.queries.entries import reads_same, words_of_entry
from lindung.response.services.safety import say_danger, say_safe
from lindung.response.services.sending import Plan, change_plan
from lindung.response.services.way import stamp

PAPERS = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP})
LONGEST_CHAIN = 200  # entries of one hand without signal


@dataclass(frozen=True, slots=True)
class Written:
    """One thing as a phone hands it in."""

    id: UUID
    kind: str
    device_at: datetime
    device_now: datetime
    words: str = ""
    part: str = ""
    base: UUID | None = None
    file: bytes | None = None


def write_entry(
    actor: Actor,
    mission: Mission,
    *,
    device_id: UUID,
    written: Written,
    held: bool = False,
) -> FieldEntry:
    """Take over what a phone wrote down, and return it with what became of it.

    The same thing a second time changes nothing. What a rule refuses is kept with its reason;
    where two wrote different things both are kept until a person decides. A sign of danger is
    passed on from whatever phone it comes.

    Args:
        actor: who carries the phone.
        mission: one they went along on.
        device_id: which phone.
        written: what it wrote.
        held: the phone was ended: what it says is kept and counts nothing by itself.

    Raises:
        RuleBroken: `choice_unknown`; `entry_of_another` when the id is taken.
    """
    with acting(actor, MISSIONS, "write_entry", mission):
        line = moves.line_of(mission)
        again = FieldEntry.objects.filter(pk=written.id).first()
        if again is not None:
            if again.device_id != device_id or again.mission_id != mission.pk:
                raise RuleBroken("entry_of_another", _("This was handed in elsewhere."))
            return again
        mission.refresh_from_db()
        kind = moves.chosen(EntryKind, written.kind, "kind")
        part = moves.chosen(Part, written.part, "part") if kind == EntryKind.PART else None
        told = rules.told_at(written.device_at, written.device_now, line.now)
        held = held or not on_it.holds(actor, mission)
        entry = FieldEntry(
            id=written.id,
            mission=mission,
            subject_id=mission.subject_id,
            seq=line.seq,
            device_id=device_id,
            by=actor.id,
            kind=kind,
            part=part or "",
            base=written.base,
            device_at=written.device_at,
            skew_s=int(told.skew.total_seconds()),
            at=told.at,
            received_at=line.now,
            outcome=Outcome.APPLIED,
            data_key_id=mission.data_key_id,
            words=written.words.strip() or None,
        )
        if held and kind != EntryKind.DURESS:
            entry.outcome = Outcome.HELD
        try:
            paper = _paper(kind, written.file)
            if entry.outcome != Outcome.HELD:
                _take_over(actor, mission, entry, told, line, written.words.strip())
        except RuleBroken as broken:
            entry.outcome, entry.why, entry.counts_from = Outcome.REFUSED, broken.code[:32], None
            paper = None
        if paper is not None:
            entry.file = store_file(io.BytesIO(paper.clean or paper.original))
            entry.file_kind = paper.kind
        entry.save(force_insert=True)
        moves.tell()
    return entry


def _paper(kind: EntryKind, content: bytes | None) -> CheckedFile | None:
    """Return a picture without what is written beside it; only documents and signatures."""
    if content is None:
        return None
    paper = checked([UploadedBytes("", content)])[0]
    if kind not in {EntryKind.DOCUMENT, EntryKind.CONSENT} or paper.kind not in PAPERS:
        raise RuleBroken("file_kind_unknown", _("Only a picture of a document is taken here."))
    return paper


def _take_over(
    actor: Actor,
    mission: Mission,
    entry: FieldEntry,
    told: rules.Told,
    line: moves.Line,
    words: str,
) -> None:
    at = None if told.on_the_spot else told.at
    if entry.kind == EntryKind.DURESS:
        say_danger(actor, mission, place=words, at=at)
    elif entry.kind == EntryKind.STAMP:
        stamp(actor, mission, stamp=words, at=at)
    elif entry.kind == EntryKind.SAFE:
        moves.require_not_over(mission)
        say_safe(actor, mission, place=words, at=at)
    elif entry.kind == EntryKind.PART:
        _take_part(actor, mission, entry, line, words)


def _take_part(
    actor: Actor, mission: Mission, entry: FieldEntry, line: moves.Line, words: str
) -> None:
    """Let a part of a form count, or keep both sides where its writer did not know the other."""
    current = _current(mission, Part(entry.part))
    base = _seen_base(actor, entry)
    same = current is not None and reads_same(actor, mission, current, words)
    if rules.is_conflict(base, current.pk if current else None, same_words=same):
        entry.outcome = Outcome.CONFLICT
        moves.turn(mission, Verb.DECIDE, Moment(), role=Role.OPERATOR)
        return
    if entry.part in PLAN_PARTS and not same:
        moves.require_not_over(mission)
        change_plan(actor, mission, plan=_plan(mission, Part(entry.part), words), from_phone=True)
    entry.counts_from = line.counts_from


def _current(mission: Mission, part: Part) -> FieldEntry | None:
    rows = FieldEntry.objects.filter(mission=mission, part=part, counts_from__isnull=False)
    return rows.order_by("-counts_from").first()


def _seen_base(actor: Actor, entry: FieldEntry) -> UUID | None:
    """Return what counted when the writer last saw it, through their own entries before this one.

    An own entry that waits for a decision is replaced by the newer one of the same hand.
    """
    base = entry.base
    for _step in range(LONGEST_CHAIN):
        if base is None:
            return None
        rows = FieldEntry.objects.filter(mission_id=entry.mission_id, part=entry.part, pk=base)
        before = rows.first()
        if before is None or before.counts_from is not None:
            return base
        if before.outcome == Outcome.CONFLICT and before.by == actor.id:
            _decide(actor, before, Outcome.LEFT)
        base = before.base
    return base


def _plan(mission: Mission, part: Part, words: str) -> Plan:
    return Plan(
        area=mission.area_id,
        signal=words if part == Part.PLAN_SIGNAL else mission.signal,
        return_by=_moment(words) if part == Part.PLAN_RETURN else mission.return_by,
        route=words if part == Part.PLAN_ROUTE else "",
        village_contact=words if part == Part.PLAN_VILLAGE else "",
        escort=mission.escort,
    )


def _moment(words: str) -> datetime:
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        raise moves.refusal("choice_unknown") from None
    if found.tzinfo is None:
        raise moves.refusal("choice_unknown")
    return found


def decide_entry(actor: Actor, mission: Mission, entry: FieldEntry, *, take: bool) -> None:
    """Say which of two counts. Both stay on record, with who decided.

    Raises:
        RuleBroken: `entry_decided` when a colleague was faster; what a changed plan breaks.
    """
    with acting(actor, MISSIONS, "decide_entry", mission):
        line = moves.line_of(mission)
        if take and entry.part in PLAN_PARTS:
            words = words_of_entry(actor, mission, entry)
            change_plan(
                actor, mission, plan=_plan(mission, Part(entry.part), words), from_phone=True
            )
        counts_from = line.counts_from if take else None
        outcome = Outcome.TAKEN if take else Outcome.LEFT
        if not _decide(actor, entry, outcome, counts_from):
            raise RuleBroken("entry_decided", _("Somebody decided this already."))
        open_ = FieldEntry.objects.filter(mission=mission, outcome=Outcome.CONFLICT)
        if not open_.exists():
            end_turn(mission.pk, Verb.DECIDE)
        moves.tell()


def _decide(
    actor: Actor, entry: FieldEntry, outcome: Outcome, counts_from: int | None = None
) -> bool:
    waiting = FieldEntry.objects.filter(pk=entry.pk, outcome=Outcome.CONFLICT)
    return bool(
        waiting.update(
            outcome=outcome,
            counts_from=counts_from,
            decided_at=Moment(),
            decided_by=actor.id,
        )
    )
