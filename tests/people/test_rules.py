"""Numbers of people, and when somebody may be reached: unknown is no."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.people import rules
from lindung.people.codes import ContactChannel, Tri, WhoSees
from lindung.people.rules import ContactFacts

TODAY = date(2026, 3, 2)
NOON = time(12, 0)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("0812-3456-789", "+628123456789"),
        ("+62 812 3456 789", "+628123456789"),
        ("62812 3456 789", "+628123456789"),
        ("0062 812 3456 789", "+628123456789"),
        ("(+62) 812.3456.789", "+628123456789"),
        ("+62 0812 3456 789", "+628123456789"),
        ("8123456789", "+628123456789"),
        ("(0549) 21-234", "+6254921234"),
        ("021 5790 1234", "+622157901234"),
        ("0812 3456 789 ext 8", "+628123456789"),
        ("+60 12-345 6789", "+60123456789"),
        ("129", None),
        ("110", None),
        ("", None),
        ("tidak ada", None),
        ("0812", None),
        ("08123456789012345", None),
    ],
)
def test_a_phone_is_the_same_however_it_is_written(typed: str, normal: str | None) -> None:
    assert rules.normalise_phone(typed) == normal


@given(st.integers(min_value=10**8, max_value=10**10))
def test_the_four_ways_of_writing_agree(rest: int) -> None:
    national = f"8{rest}"
    ways = (f"0{national}", f"+62{national}", f"62{national}", f"0062 {national}")
    assert {rules.normalise_phone(way) for way in ways} == {f"+62{national}"}


@pytest.mark.parametrize(
    ("nik", "sex", "born"),
    [
        ("6408045703150001", "F", date(2015, 3, 17)),  # a child, not somebody of 1915
        ("6408041703850001", "M", date(1985, 3, 17)),
        ("2171034101000002", "F", date(2000, 1, 1)),
        ("9701010203260001", "M", date(2026, 3, 2)),  # born today, in a new province of Papua
        ("6408040303260001", "M", date(1926, 3, 3)),  # tomorrow is a hundred years ago
        ("6408 0417 0385 0001", "M", date(1985, 3, 17)),
        ("6408042902000001", "M", date(2000, 2, 29)),
    ],
)
def test_a_nik_tells_sex_and_birth(nik: str, sex: str, born: date) -> None:
    verdict = rules.check_nik(nik, TODAY)
    assert (verdict.valid, verdict.sex, verdict.birth_date) == (True, sex, born)


@pytest.mark.parametrize(
    ("nik", "problem"),
    [
        ("640804570315000", "length"),
        ("64080457031500011", "length"),
        ("64080457O3150001", "digits"),
        ("9901010203260001", "province"),
        ("6408043213850001", "date"),
        ("6408043002850001", "date"),
        ("6408041703850000", "sequence"),
        ("", "digits"),
        ("６４０８０４１７０３８５０００１", "digits"),
    ],
)
def test_an_odd_nik_says_what_is_odd(nik: str, problem: str) -> None:
    verdict = rules.check_nik(nik, TODAY)
    assert (verdict.valid, verdict.problem) == (False, problem)


@given(st.dates(min_value=date(1927, 1, 1), max_value=TODAY), st.booleans())
def test_every_birth_of_the_last_century_is_read_back(born: date, woman: bool) -> None:
    day = born.day + rules.WOMEN_DAY * woman
    nik = f"640804{day:02d}{born.month:02d}{born.year % 100:02d}0001"
    verdict = rules.check_nik(nik, TODAY)
    assert verdict.birth_date is not None
    assert verdict.birth_date <= TODAY
    assert (verdict.birth_date.month, verdict.birth_date.day) == (born.month, born.day)
    assert verdict.sex == ("F" if woman else "M")


said = st.builds(
    ContactFacts,
    allowed=st.sampled_from(list(Tri)),
    from_time=st.none() | st.times(),
    until_time=st.none() | st.times(),
    who_sees=st.lists(st.sampled_from(list(WhoSees))),
    message_allowed=st.sampled_from(list(Tri)),
    has_code_word=st.booleans(),
    has_cover_text=st.booleans(),
)
channels = st.sampled_from(list(ContactChannel))


@given(said, channels, st.times())
def test_only_a_yes_is_a_yes(facts: ContactFacts, channel: str, at: time) -> None:
    verdict = rules.may_contact(facts, channel, at)
    assert not verdict.allowed or facts.allowed == Tri.YES
    assert not verdict.may_leave_message or facts.message_allowed == Tri.YES
    assert verdict.allowed == (verdict.why == "said_yes")


@given(channels, st.times(), st.text(max_size=3), st.booleans())
def test_nothing_said_is_no_unless_a_life_is_in_danger_and_somebody_writes_why(
    channel: str, at: time, reason: str, danger: bool
) -> None:
    verdict = rules.may_contact(None, channel, at, life_in_danger=danger, reason=reason)
    assert verdict.allowed == (danger and bool(reason.strip()))


YES = ContactFacts(allowed=Tri.YES, who_sees=[WhoSees.NOBODY])


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (None, "unknown"),
        (ContactFacts(), "unknown"),
        (ContactFacts(allowed=Tri.UNKNOWN), "unknown"),
        (ContactFacts(allowed=Tri.NO), "said_no"),
        (ContactFacts(allowed=Tri.YES), "who_sees_unknown"),
        (ContactFacts(allowed=Tri.YES, who_sees=[WhoSees.UNKNOWN]), "who_sees_unknown"),
        (ContactFacts(allowed=Tri.YES, who_sees=[WhoSees.REPORTED]), "seen_by_reported"),
        (YES, "said_yes"),
        (
            ContactFacts(
                allowed=Tri.YES, who_sees=[WhoSees.NOBODY], from_time=time(8), until_time=time(9)
            ),
            "wrong_hour",
        ),
        (
            ContactFacts(allowed=Tri.YES, who_sees=[WhoSees.REPORTED], has_code_word=True),
            "said_yes",
        ),
    ],
)
def test_each_no_says_why(facts: ContactFacts | None, why: str) -> None:
    assert rules.may_contact(facts, ContactChannel.WHATSAPP, NOON).why == why


@pytest.mark.parametrize(
    ("begin", "end", "at", "inside"),
    [
        (time(8), time(12), time(8), True),
        (time(8), time(12), time(12), False),
        (time(22), time(2), time(23), True),
        (time(22), time(2), time(1), True),
        (time(22), time(2), time(12), False),
        (None, None, time(3), True),
    ],
)
def test_hours_may_go_over_midnight(
    begin: time | None, end: time | None, at: time, inside: bool
) -> None:
    assert rules.within(begin, end, at) is inside


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Siti Aminah", "S.A."),
        ("siti  nur aminah binti haji", "S.N.A.B."),
        ("M. Rizki", "M.R."),
        ("", ""),
        ("12", ""),
    ],
)
def test_initials(name: str, short: str) -> None:
    assert rules.initials(name) == short
