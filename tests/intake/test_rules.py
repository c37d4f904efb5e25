"""Levels, limits and states: what holds whatever is answered."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.directory.codes import Limit
from lindung.directory.limits import DEFAULTS
from lindung.intake import rules
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
from lindung.intake.instruments import (
    DARURAT,
    DOOR,
    INSTRUMENTS,
    Gate,
    Instrument,
    Item,
    Threshold,
)
from lindung.people.codes import Tri

LIMITS = {limit: default.after for limit, default in DEFAULTS.items()}
POINTS = Instrument(
    code="points",
    version=1,
    title="An instrument with weights, as a site may load one",
    items=tuple(Item(f"p{n}", f"Question {n}", weight=n) for n in range(1, 7)),
    gates=(Gate(frozenset({"p6"}), Risk.HIGH),),
    thresholds=(Threshold(4, Risk.MEDIUM), Threshold(9, Risk.HIGH)),
    open_level=Risk.LOW,
    clear_level=Risk.LOW,
    licence="made up",
    source="this test",
)
ALL = (DARURAT, DOOR, POINTS)


def answers(instrument: Instrument) -> st.SearchStrategy[dict[str, Answer]]:
    """Make answers to some of the items, in any order."""
    codes = [item.code for item in instrument.items]
    pairs = st.dictionaries(st.sampled_from(codes), st.sampled_from(list(Answer)))
    return pairs.flatmap(lambda d: st.permutations(list(d.items())).map(dict))


some = st.sampled_from(ALL).flatmap(lambda i: st.tuples(st.just(i), answers(i)))
screenings = st.lists(
    st.sampled_from([DARURAT, DOOR]).flatmap(
        lambda i: answers(i).map(lambda a: rules.Answers(i.code, i.version, a))
    ),
    max_size=4,
)
facts = st.builds(
    rules.Facts,
    child=st.sampled_from(list(Tri)),
    forms=st.lists(st.sampled_from(list(Form))),
    relation=st.sampled_from(list(Relation)),
)


def rank(level: str) -> int:
    """Return the place of a level; not assessed is below all."""
    return rules.RANK[Risk(level)]


@given(some, st.data())
def test_another_yes_never_lowers(
    given_: tuple[Instrument, dict[str, Answer]], data: st.DataObject
) -> None:
    instrument, said = given_
    item = data.draw(st.sampled_from([item.code for item in instrument.items]))
    before, after = (rules.score(instrument, s) for s in (said, said | {item: Answer.YES}))
    assert rank(after.level) >= rank(before.level)
    assert after.emergency >= before.emergency


@given(some, st.data())
def test_not_known_is_never_less_than_no(
    given_: tuple[Instrument, dict[str, Answer]], data: st.DataObject
) -> None:
    instrument, said = given_
    item = data.draw(st.sampled_from([item.code for item in instrument.items]))
    no, unknown = (
        rules.score(instrument, said | {item: answer}) for answer in (Answer.NO, Answer.UNKNOWN)
    )
    assert rank(unknown.level) >= rank(no.level)


@given(some)
def test_the_order_of_answers_does_not_matter(
    given_: tuple[Instrument, dict[str, Answer]],
) -> None:
    instrument, said = given_
    assert rules.score(instrument, said) == rules.score(
        instrument, dict(reversed(list(said.items())))
    )


@given(some)
def test_not_asked_is_the_same_as_left_out(
    given_: tuple[Instrument, dict[str, Answer]],
) -> None:
    instrument, said = given_
    whole = {item.code: said.get(item.code, Answer.NOT_ASKED) for item in instrument.items}
    assert rules.score(instrument, said) == rules.score(instrument, whole)


@given(screenings, facts, st.sampled_from(list(Risk)))
def test_answers_never_lower_what_a_person_set(
    several: list[rules.Answers], known: rules.Facts, human: Risk
) -> None:
    level = rules.level_of_report(several, known, human=human).level
    assert rank(level) >= rank(human)
    if known.matter:
        assert rank(level) >= rank(Risk.MEDIUM)


@given(screenings, facts, st.sampled_from([i.code for i in DARURAT.items]))
def test_one_more_yes_never_lowers_a_report(
    several: list[rules.Answers], known: rules.Facts, item: str
) -> None:
    yes = rules.Answers(DARURAT.code, DARURAT.version, {item: Answer.YES})
    before = rules.level_of_report(several, known)
    after = rules.level_of_report([*several, yes], known)
    assert after.level == Risk.HIGH
    assert after.emergency >= before.emergency


@given(screenings, screenings)
def test_a_yes_stays_whatever_is_answered_later(
    first: list[rules.Answers], later: list[rules.Answers]
) -> None:
    yes = {f for f, a in rules.merge(first).items() if a == Answer.YES}
    assert yes <= {f for f, a in rules.merge([*first, *later]).items() if a == Answer.YES}


def test_the_ten_flags_are_those_of_the_standard_and_one_alone_means_now() -> None:
    assert len(DARURAT.items) == 10
    assert {item.code for item in DARURAT.items} >= {"danger_now", "weapon", "silent"}
    now = [i.code for i in DARURAT.items if rules.score(DARURAT, {i.code: Answer.YES}).emergency]
    assert now == ["danger_now"]
    assert all(rules.score(DARURAT, {i.code: Answer.YES}).level == Risk.HIGH for i in DARURAT.items)


def test_nothing_asked_is_not_assessed_and_all_no_is_low() -> None:
    assert rules.score(DARURAT, {}).level == Risk.UNASSESSED
    none = {item.code: Answer.NO for item in DARURAT.items}
    assert rules.score(DARURAT, none).level == Risk.LOW
    assert rules.score(DARURAT, none | {"suicide": Answer.UNKNOWN}).level == Risk.MEDIUM


def test_three_times_no_at_the_door_is_medium_since_seven_were_not_asked() -> None:
    said = rules.Answers("door", 1, {"danger": "no", "injured": "no", "near": "no"})
    assert rules.level_of_report([said], rules.Facts()).level == Risk.MEDIUM


def test_an_item_of_another_instrument_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="Not an item"):
        rules.score(DARURAT, {"near": Answer.YES})


def test_every_shipped_instrument_names_version_licence_and_source() -> None:
    assert all(i.version and i.licence and i.source and i.items for i in INSTRUMENTS.values())


@pytest.mark.parametrize(
    ("risk", "emergency", "hour", "minutes"),
    [
        (Risk.HIGH, True, 3, 2),
        (Risk.LOW, True, 12, 2),
        (Risk.HIGH, False, 3, 5),
        (Risk.MEDIUM, False, 3, 15),
        (Risk.LOW, False, 12, 60),
        (Risk.UNASSESSED, False, 12, 15),
        (Risk.UNASSESSED, False, 21, 15),
        (Risk.UNASSESSED, False, 22, 30),
        (Risk.UNASSESSED, False, 5, 30),
        (Risk.UNASSESSED, False, 6, 15),
    ],
)
def test_the_first_look_is_due(risk: Risk, emergency: bool, hour: int, minutes: int) -> None:
    start = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    due = rules.look_due(start, risk, LIMITS, emergency=emergency, hour=hour)
    assert due == start + timedelta(minutes=minutes)


def test_late_means_after_the_limit_and_not_at_it() -> None:
    ten = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    due = ten + timedelta(hours=3)
    assert not rules.is_late(due, due)
    assert rules.is_late(due + timedelta(microseconds=1), due)
    hour_and_one = ten + timedelta(minutes=61)
    high = rules.look_due(ten, Risk.HIGH, LIMITS)
    assert rules.is_late(hour_and_one, high)  # "high risk unassigned 61 min" is overdue


@pytest.mark.parametrize(
    ("risk", "within"),
    [
        (Risk.HIGH, timedelta(minutes=5)),
        (Risk.MEDIUM, timedelta(hours=6)),
        (Risk.LOW, None),
        (Risk.UNASSESSED, None),
    ],
)
def test_service_begins(risk: Risk, within: timedelta | None) -> None:
    assert rules.respond_limit(risk, LIMITS) == within


def test_a_unit_may_set_its_own_limits() -> None:
    own = LIMITS | {Limit.LOOK_HIGH: timedelta(minutes=3)}
    assert rules.look_limit(Risk.HIGH, own, emergency=False, hour=12) == timedelta(minutes=3)


@pytest.mark.parametrize("state", list(State))
def test_the_reporter_reads_one_of_five_plain_states(state: State) -> None:
    status = rules.reporter_status(state, waiting_for_reporter=False)
    assert status in ReporterStatus
    asked = rules.reporter_status(state, waiting_for_reporter=True)
    assert asked == (
        ReporterStatus.CLOSED if status == ReporterStatus.CLOSED else ReporterStatus.WAITING_FOR_YOU
    )


def test_what_has_ended_goes_nowhere() -> None:
    ended = {State.IN_CASE, State.INFORMED, State.JOINED, State.STOPPED}
    assert {state for state, after in rules.NEXT_STATES.items() if not after} == ended


def test_the_named_institution_drops_out_and_the_next_level_is_offered() -> None:
    assert rules.next_levels([Institution.POLICE, Institution.MILITARY]) == (
        NextLevel.POLDA,
        NextLevel.LPSK,
        NextLevel.POM,
    )
    assert all(rules.next_levels([one]) for one in Institution)


@pytest.mark.parametrize(
    ("seconds", "asked"), [(0, False), (119, False), (120, False), (121, True), (179, True)]
)
def test_a_reply_opens_without_her_word_until_two_minutes_after_she_was_heard(
    seconds: int, asked: bool
) -> None:
    heard = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    sent = heard + timedelta(seconds=seconds)

    assert rules.needs_code_word(sent, [heard], has_word=True) is asked
    assert not rules.needs_code_word(sent, [heard], has_word=False)
