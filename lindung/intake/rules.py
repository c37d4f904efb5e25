"""What intake knows: levels, limits and states. Pure, without a database and without a clock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lindung.directory.codes import Limit
from lindung.intake.codes import (
    Answer,
    Form,
    Institution,
    NextLevel,
    Relation,
    ReporterStatus,
    Risk,
    State,
)
from lindung.intake.instruments import DARURAT, INSTRUMENTS, Instrument
from lindung.people.codes import Tri

RANK = {Risk.UNASSESSED: 0, Risk.LOW: 1, Risk.MEDIUM: 2, Risk.HIGH: 3}
CLEAR = frozenset({Answer.YES, Answer.NO})
NIGHT_FROM, NIGHT_UNTIL = 22, 6  # Source: FRAME section 6
HARMS = frozenset({Form.PHYSICAL, Form.SEXUAL})  # Source: FRAME section 6
SHARE_HOME = frozenset({Relation.SPOUSE, Relation.PARENT})  # taken to live there until known better
FLOOD_ABOVE, FLOOD_WITHIN = 30, timedelta(minutes=10)  # Source: FRAME section 5
MISSES_FREE, MISSES_WITHIN = 5, timedelta(minutes=10)  # Source: FRAME section 5


def highest(levels: Iterable[str]) -> Risk:
    """Return the highest of some levels; not yet assessed is below all."""
    return max((Risk(level) for level in levels), key=RANK.__getitem__, default=Risk.UNASSESSED)


def is_lower(new: str, old: str) -> bool:
    """Say whether `new` is a lower level than `old`."""
    return RANK[Risk(new)] < RANK[Risk(old)]


@dataclass(frozen=True, slots=True)
class Score:
    """What answers make: a level, whether it is now, and the items that made it so."""

    level: Risk
    emergency: bool = False
    reasons: tuple[str, ...] = ()


def score(instrument: Instrument, answers: Mapping[str, str]) -> Score:
    """Return the level that `answers` make.

    The order of answers does not matter, another yes never lowers, and not known is never less
    than no. Without any answer nothing is assessed.

    Raises:
        ValueError: an item or an answer that the instrument does not know.

    Source: HOTLINE section 3; FRAME section 6.
    """
    unknown = set(answers) - {item.code for item in instrument.items}
    if unknown:
        raise ValueError(f"Not an item of {instrument.code}: {sorted(unknown)}")
    given = {i.code: Answer(answers.get(i.code, Answer.NOT_ASKED)) for i in instrument.items}
    if set(given.values()) == {Answer.NOT_ASKED}:
        return Score(Risk.UNASSESSED)
    yes = {code for code, answer in given.items() if answer == Answer.YES}
    points = sum(item.weight for item in instrument.items if item.code in yes)
    opened = [gate for gate in instrument.gates if gate.any_of & yes]
    levels = [instrument.clear_level, *(gate.level for gate in opened)]
    levels += [t.level for t in instrument.thresholds if points >= t.at_least]
    if not set(given.values()) <= CLEAR:
        levels.append(instrument.open_level)
    reasons = tuple(i.code for i in instrument.items if i.code in yes)
    return Score(highest(levels), any(gate.emergency for gate in opened), reasons)


@dataclass(frozen=True, slots=True)
class Answers:
    """One screening as it was stored."""

    instrument: str
    version: int
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What else is known of a report that says something of its level."""

    child: str = Tri.NOT_ASKED
    forms: Collection[str] = ()
    relation: str = Relation.UNKNOWN

    @property
    def matter(self) -> bool:
        """Say whether one of them alone makes it medium. Source: FRAME section 6."""
        harmed = bool(HARMS & set(self.forms))
        return harmed or self.child == Tri.YES or self.relation in SHARE_HOME


def level_of_report(
    screenings: Sequence[Answers], facts: Facts, *, human: str = Risk.UNASSESSED
) -> Score:
    """Return the level of a report: the highest of instruments, red flags, facts and a person's.

    Args:
        screenings: oldest first. A yes stays; any other answer gives way to a later one, so that
            all ten asked and answered no make it low although the door had asked only three.
        facts: what else is known.
        human: the level a person set; answers may raise it, never lower it.

    Source: FRAME section 6, `level = max(instrument, red flag, operator's judgement upwards)`.
    """
    merged = score(DARURAT, merge(screenings))
    own = [
        score(instrument, one.answers)
        for one in screenings
        if (instrument := INSTRUMENTS.get((one.instrument, one.version)))
        and not _counts_as(instrument)
    ]
    levels = [merged.level, human, *(one.level for one in own)]
    if facts.matter:
        levels.append(Risk.MEDIUM)
    reasons = tuple(dict.fromkeys((*merged.reasons, *(r for one in own for r in one.reasons))))
    return Score(highest(levels), merged.emergency or any(o.emergency for o in own), reasons)


def _counts_as(instrument: Instrument) -> Mapping[str, str]:
    """Return which flag each item answers; nothing when the instrument asks of other things."""
    if instrument.code == DARURAT.code:
        return {item.code: item.code for item in instrument.items}
    return {item.code: item.counts_as for item in instrument.items if item.counts_as}


def merge(screenings: Sequence[Answers]) -> dict[str, Answer]:
    """Return one answer for each red flag, from all screenings, oldest first."""
    merged = {item.code: Answer.NOT_ASKED for item in DARURAT.items}
    for one in screenings:
        instrument = INSTRUMENTS.get((one.instrument, one.version))
        counts = _counts_as(instrument) if instrument else {}
        for flag in dict.fromkeys(counts.values()):
            codes = [code for code, counted in counts.items() if counted == flag]
            answer = _together([one.answers.get(code, Answer.NOT_ASKED) for code in codes])
            if merged[flag] != Answer.YES and answer != Answer.NOT_ASKED:
                merged[flag] = answer
    return merged


def _together(answers: Sequence[str]) -> Answer:
    """Return what several questions about one flag answer: no only when all say no."""
    given = {Answer(answer) for answer in answers}
    if Answer.YES in given:
        return Answer.YES
    return given.pop() if len(given) == 1 else Answer.UNKNOWN


def look_limit(
    risk: str, limits: Mapping[Limit, timedelta | None], *, emergency: bool, hour: int
) -> timedelta:
    """Return how soon a human must look.

    Args:
        risk: the level.
        limits: of the unit.
        emergency: danger now.
        hour: of the day where the unit is, 0 to 23.

    Source: FRAME section 6 (settings of the unit, not law).
    """
    return limits[look_kind(risk, emergency=emergency, hour=hour)] or timedelta(0)


def look_kind(risk: str, *, emergency: bool, hour: int) -> Limit:
    """Return which limit holds for the first look."""
    if emergency:
        return Limit.LOOK_EMERGENCY
    if risk == Risk.UNASSESSED:
        at_night = hour >= NIGHT_FROM or hour < NIGHT_UNTIL
        return Limit.LOOK_UNASSESSED_NIGHT if at_night else Limit.LOOK_UNASSESSED_DAY
    return {
        Risk.HIGH: Limit.LOOK_HIGH,
        Risk.MEDIUM: Limit.LOOK_MEDIUM,
        Risk.LOW: Limit.LOOK_LOW,
    }[Risk(risk)]


def respond_limit(risk: str, limits: Mapping[Limit, timedelta | None]) -> timedelta | None:
    """Return within which time service begins, or `None` where no limit is known.

    Source: SIPPN 8202366 (high at once, medium about 6 hours, low not published).
    """
    kind = {
        Risk.HIGH: Limit.RESPOND_HIGH,
        Risk.MEDIUM: Limit.RESPOND_MEDIUM,
        Risk.LOW: Limit.RESPOND_LOW,
    }.get(Risk(risk))
    return limits[kind] if kind else None


def look_due(
    received_at: datetime, risk: str, limits: Mapping[Limit, timedelta | None], **when: bool | int
) -> datetime:
    """Return until when a human must look. The start is when the unit knew."""
    emergency, hour = bool(when.get("emergency")), int(when.get("hour", 12))
    return received_at + look_limit(risk, limits, emergency=emergency, hour=hour)


def is_late(now: datetime, due: datetime) -> bool:
    """Say whether a limit has passed: at the very moment it has not. Source: FRAME section 6."""
    return now > due


NEXT_STATES: Mapping[State, frozenset[State]] = {
    State.RECEIVED: frozenset(
        {State.READ, State.TRIAGED, State.IN_CASE, State.INFORMED, State.JOINED, State.STOPPED}
    ),
    State.READ: frozenset(
        {State.TRIAGED, State.IN_CASE, State.INFORMED, State.JOINED, State.STOPPED}
    ),
    State.TRIAGED: frozenset({State.IN_CASE, State.INFORMED, State.JOINED, State.STOPPED}),
    State.IN_CASE: frozenset(),
    State.INFORMED: frozenset(),
    State.JOINED: frozenset(),
    State.STOPPED: frozenset(),
}
_STATUS = {
    State.RECEIVED: ReporterStatus.RECEIVED,
    State.READ: ReporterStatus.READ,
    State.TRIAGED: ReporterStatus.IN_PROGRESS,
    State.IN_CASE: ReporterStatus.IN_PROGRESS,
    State.JOINED: ReporterStatus.IN_PROGRESS,  # the other report is worked on
    State.INFORMED: ReporterStatus.CLOSED,
    State.STOPPED: ReporterStatus.CLOSED,
}


def reporter_status(state: str, *, waiting_for_reporter: bool) -> ReporterStatus:
    """Return what the reporter reads of where the report stands. Source: FRAME section 7."""
    status = _STATUS[State(state)]
    if waiting_for_reporter and status != ReporterStatus.CLOSED:
        return ReporterStatus.WAITING_FOR_YOU
    return status


WORD_AFTER = timedelta(minutes=2)  # Source: NIGHTS 1; HOTLINE section 3


def needs_code_word(sent_at: datetime, heard_at: Collection[datetime], *, has_word: bool) -> bool:
    """Say whether a reply opens only with her code word: somebody else may hold the phone by now.

    Args:
        sent_at: of the reply.
        heard_at: when something came from her, the telling itself included.
        has_word: she left one; without one nothing could be asked.
    """
    last = max((at for at in heard_at if at <= sent_at), default=None)
    return has_word and (last is None or sent_at - last > WORD_AFTER)


_NEXT_LEVELS = {
    Institution.POLICE: (NextLevel.POLDA, NextLevel.LPSK),
    Institution.MILITARY: (NextLevel.POM, NextLevel.LPSK),
    Institution.OFFICIAL: (NextLevel.PROVINCE, NextLevel.LPSK),
    Institution.SERVICE_STAFF: (NextLevel.APPROVER, NextLevel.PROVINCE),
    Institution.RELATIVE: (NextLevel.PROVINCE, NextLevel.LPSK),
}


def next_levels(
    institutions: Collection[str], *, named: str = Tri.UNKNOWN
) -> tuple[NextLevel, ...]:
    """Return who is asked instead of the institutions somebody reported belongs to.

    Where she only said that it is one of them, all that stand above any of them are returned.

    Source: NIGHTS 2; SECURITY section 8.
    """
    if named == Tri.YES and not institutions:
        return (NextLevel.APPROVER, NextLevel.PROVINCE, NextLevel.LPSK)
    found = (level for one in institutions for level in _NEXT_LEVELS[Institution(one)])
    return tuple(dict.fromkeys(found))
