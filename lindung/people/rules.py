"""What is known about people's numbers and about reaching them safely. Pure, without a clock."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from lindung.people.codes import ContactChannel, Tri, WhoSees

NATIONAL = re.compile(r"[2-9][0-9]{7,11}")  # of an Indonesian number, after +62
FOREIGN = re.compile(r"\+[1-9][0-9]{6,14}")  # Source: ITU-T E.164
PROVINCE_RANGES = ((11, 19), (21, 21), (31, 36), (51, 53), (61, 65), (71, 76), (81, 82), (91, 97))
PROVINCES = frozenset(
    n for first, last in PROVINCE_RANGES for n in range(first, last + 1)
)  # Source: Kepmendagri 300.2.2-2138/2025; 93-97 are the new provinces of Papua
WOMEN_DAY = 40
NIK_DIGITS = 16
SHORTEST_WITH_62 = 10  # shorter, 62 may be the number itself and not the country
SEEN_BY_OTHERS = frozenset(
    {ContactChannel.CALL, ContactChannel.WHATSAPP, ContactChannel.SMS, ContactChannel.EMAIL}
)


def normalise_phone(text: str) -> str | None:
    """Return a phone number as `+62…`, however it was written, or `None` when it is none.

    0812-3456-789, +62 812 3456 789, 62812…, 812… and (0549) 21-234 name the same phone as their
    international form. Short service numbers such as 129 belong to nobody.
    """
    main = re.split(r"(?i)ext|#|;", text.strip(), maxsplit=1)[0]
    if re.search(r"[^0-9+()./\s\u00a0-]", main):
        return None
    digits = re.sub(r"[^0-9]", "", main)
    abroad = main.lstrip(" (").startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00") if digits.startswith("00") else digits
    if digits.startswith("62") and (abroad or len(digits) >= SHORTEST_WITH_62):
        return _indonesian(digits[2:].removeprefix("0"))
    if abroad:
        number = f"+{digits}"
        return number if FOREIGN.fullmatch(number) else None
    if digits.startswith("0"):
        return _indonesian(digits[1:])
    return _indonesian(digits) if digits.startswith("8") else None


def _indonesian(national: str) -> str | None:
    return f"+62{national}" if NATIONAL.fullmatch(national) else None


def normalise_nik(text: str) -> str:
    """Return the digits of a NIK as typed, without spaces, dots and dashes."""
    return re.sub(r"[\s.\-]", "", text)


def normalise_email(text: str) -> str:
    """Return an address as it is compared: without outer spaces, in small letters."""
    return text.strip().lower()


def normalise_name(text: str) -> str:
    """Return a name with single spaces and no control signs, as typed otherwise."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def initials(name: str) -> str:
    """Return the initials of a name: `Siti Aminah` becomes `S.A.`, at most four letters."""
    words = [word for word in re.split(r"[\s.]+", normalise_name(name)) if word[:1].isalpha()]
    return "".join(f"{word[0].upper()}." for word in words[:4])


@dataclass(frozen=True, slots=True)
class NikVerdict:
    """What a NIK says, and what is odd about it. It never keeps anybody from being helped."""

    valid: bool
    sex: str = ""  # F or M
    birth_date: date | None = None
    problem: str = ""  # length, digits, province, date, sequence


def check_nik(nik: str, today: date) -> NikVerdict:
    """Read sex and birth date from a NIK.

    A woman's day is written plus 40. Two digits of a year leave the century open: it is the later
    one in which the birth is not in the future, so a child born in 2015 is not taken for 1915.

    Source: UU 23/2006 Ps 13 and its explanation; Permendagri 108/2019.
    """
    digits = normalise_nik(nik)
    if not digits.isascii() or not digits.isdigit():
        return NikVerdict(valid=False, problem="digits")
    if len(digits) != NIK_DIGITS:
        return NikVerdict(valid=False, problem="length")
    if int(digits[:2]) not in PROVINCES:
        return NikVerdict(valid=False, problem="province")
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    sex = "F" if day > WOMEN_DAY else "M"
    born = _latest_past(year, month, day - WOMEN_DAY if sex == "F" else day, today)
    if born is None:
        return NikVerdict(valid=False, problem="date")
    valid = digits[12:] != "0000"
    return NikVerdict(valid, sex, born, "" if valid else "sequence")


def _latest_past(year: int, month: int, day: int, today: date) -> date | None:
    for century in range(today.year // 100, today.year // 100 - 2, -1):
        try:
            born = date(century * 100 + year, month, day)
        except ValueError:
            continue
        if born <= today:
            return born
    return None


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What somebody said about being reached by one channel."""

    allowed: str = Tri.NOT_ASKED
    from_time: time | None = None
    until_time: time | None = None
    who_sees: Collection[str] = ()
    message_allowed: str = Tri.NOT_ASKED
    has_code_word: bool = False
    has_cover_text: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether somebody may be contacted now, and why or why not, as a code."""

    allowed: bool
    why: str  # said_yes, life_in_danger; unknown, said_no, wrong_hour, who_sees_unknown, ...
    may_leave_message: bool = False
    ask_code_word: bool = False


def may_contact(
    contact: ContactFacts | None,
    channel: str,
    at_local: time,
    *,
    life_in_danger: bool = False,
    reason: str = "",
) -> Verdict:
    """Decide whether somebody may be contacted by `channel` now. Unknown is no.

    Args:
        contact: what she said of this channel last, if anything.
        channel: by what she would be reached.
        at_local: the hour where she is.
        life_in_danger: somebody's life is, and an officer answers for breaking the silence.
        reason: what that officer wrote; without a word it does not count.

    Source: HOTLINE section 3, *Call-back*; NIGHTS 1.
    """
    if life_in_danger and reason.strip():
        return Verdict(allowed=True, why="life_in_danger")
    why = _why_not(contact, channel, at_local)
    if why or contact is None:
        return Verdict(allowed=False, why=why)
    return Verdict(
        allowed=True,
        why="said_yes",
        may_leave_message=contact.message_allowed == Tri.YES,
        ask_code_word=contact.has_code_word,
    )


def _why_not(contact: ContactFacts | None, channel: str, at_local: time) -> str:
    if contact is None:
        return "unknown"
    if contact.allowed != Tri.YES:
        return "said_no" if contact.allowed == Tri.NO else "unknown"
    if not within(contact.from_time, contact.until_time, at_local):
        return "wrong_hour"
    return _why_not_seen(contact) if channel in SEEN_BY_OTHERS else ""


def _why_not_seen(contact: ContactFacts) -> str:
    """Return why what others see on her phone forbids it."""
    seen = set(contact.who_sees)
    if not seen or WhoSees.UNKNOWN in seen:
        return "who_sees_unknown"
    covered = contact.has_code_word or contact.has_cover_text
    return "seen_by_reported" if WhoSees.REPORTED in seen and not covered else ""


def within(begin: time | None, end: time | None, at: time) -> bool:
    """Say whether `at` lies in the hours from `begin` to before `end`, also over midnight."""
    if begin is None and end is None:
        return True
    begin, end = begin or time.min, end or time.max
    if begin <= end:
        return begin <= at < end or at == end == time.max
    return at >= begin or at < end
