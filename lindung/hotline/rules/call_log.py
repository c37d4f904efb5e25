"""A telephone's own list of calls, as somebody copied it: read line by line. Pure.

Every telephone and every app writes it in another way, so nothing is asked of the order: a time, a
day, a direction and a number are looked for, on one line or on several. What has no time or nobody
is not guessed: it is given back as it stands.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from lindung.hotline.rules.numbers import read_number

MOST_SIGNS = 200_000
MOST_CALLS = 1_000
NOON, DAWN, FOUR = 12, 6, 4
AHEAD = timedelta(minutes=5)  # a telephone's clock that runs a little fast; [I]


class Direction(StrEnum):
    """Which way a call went. What is not said is not known, and never taken for answered."""

    MISSED = "missed"
    INCOMING = "incoming"
    OUTGOING = "outgoing"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Logged:
    """One call as the telephone wrote it down."""

    at: datetime
    who: str  # a number as `+62…`, else as it stood: a name of the phone's book, *Nomor pribadi*
    direction: Direction
    seconds: int | None = None
    is_number: bool = False

    @property
    def taken(self) -> bool:
        """Say whether somebody took it and it lasted."""
        return self.direction == Direction.INCOMING and self.seconds != 0


@dataclass(frozen=True, slots=True)
class Log:
    """What was read, the earliest call first, and each line that was not."""

    calls: tuple[Logged, ...]
    unread: tuple[str, ...]


# The first that is found counts: "tidak dijawab" holds "dijawab".
DIRECTIONS = (
    (
        Direction.MISSED,
        (
            r"(?:panggilan\s+)?(?:tak|tidak|tdk|belum)\s+(?:ter|di)jawab|missed(?:\s+call)?"
            r"|unanswered|not\s+answered|no\s+answer"
        ),
    ),
    (
        Direction.REJECTED,
        r"(?:panggilan\s+)?(?:ditolak|diblokir|ditutup)|rejected|declined|blocked|refused",
    ),
    (
        Direction.OUTGOING,
        r"(?:panggilan\s+)?keluar|outgoing(?:\s+call)?|dial+ed|memanggil|called\s+out",
    ),
    (
        Direction.INCOMING,
        (
            r"(?:panggilan\s+)?(?:masuk|diterima|terjawab|dijawab)|incoming(?:\s+call)?|received"
            r"|answered"
        ),
    ),
)
DIRECTION = tuple(
    (one, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for one, words in DIRECTIONS
)
CODES = {
    "1": Direction.INCOMING, "2": Direction.OUTGOING, "3": Direction.MISSED,
    "5": Direction.REJECTED, "6": Direction.REJECTED,
}  # fmt: skip  # Source: Android, CallLog.Calls.TYPE
MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mar maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu agt ags agustus aug august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "des desember dec december",
        ),
        start=1,
    )
    for name in names.split()
}
DAY_NAMES = (
    ("senin", "monday"),
    ("selasa", "tuesday"),
    ("rabu", "wednesday"),
    ("kamis", "thursday"),
    ("jumat", "jum'at", "friday"),
    ("sabtu", "saturday"),
    ("minggu", "ahad", "sunday"),
)
WEEKDAYS = {name: n for n, names in enumerate(DAY_NAMES) for name in names}
_M = "|".join(sorted(MONTHS, key=len, reverse=True))
ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
DMY = re.compile(r"(?<![\d\-+])(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?![\d\-])")
DM = re.compile(r"(?<![\d\-+/])(\d{1,2})/(\d{1,2})(?![\d\-/])")
D_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s*[-. ]?\s*({_M})\b\.?(?:[\s,.'-]+(\d{{4}}))?", re.IGNORECASE
)
MONTH_D = re.compile(rf"\b({_M})\.?\s+(\d{{1,2}})(?!\d|[:.]\d)(?:,?\s+(\d{{4}}))?", re.IGNORECASE)
TODAY = re.compile(r"\b(?:hari\s+ini|today)\b", re.IGNORECASE)
YESTERDAY = re.compile(r"\b(?:kemarin|yesterday)\b", re.IGNORECASE)
WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b(?!\s+(?:lalu|ago))", re.IGNORECASE)
CLOCK = re.compile(
    r"(?<![\d:.])(?:(?:pukul|jam|pkl)\.?\s*)?([01]?\d|2[0-3])([:.])([0-5]\d)(?:\2([0-5]\d))?"
    r"(?![\d:]|\.\d)\s*([ap]\.?\s?m\b\.?|pagi|siang|sore|malam)?",
    re.IGNORECASE,
)
AGO = re.compile(
    r"\b(\d{1,3})\s*(menit|mnt|min(?:ute)?s?|jam|hours?|hrs?|h)\s+(?:yang\s+|yg\s+)?(?:lalu|ago)\b",
    re.IGNORECASE,
)
LENGTH = re.compile(
    r"(?<![\d.:])(?:(\d{1,2})\s*(?:jam|hours?|hrs?|h)\b\.?,?\s*)?"
    r"(?:(\d{1,3})\s*(?:menit|mnt|min(?:ute)?s?|m)\b\.?,?\s*)?"
    r"(?:(\d{1,4})\s*(?:detik|dtk|dt|sec(?:ond)?s?|s)\b\.?)?",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\w+])\+?\(?\d[\d\s\-().]{4,20}\d(?!\w)")
SHORT = re.compile(r"(?<![\w+])\d{3,6}(?!\w)")
TIMES_CALLED = re.compile(r"\(\d{1,3}\)|\b\d{1,3}\s?(?:kali|x|times)\b", re.IGNORECASE)
NOBODY = re.compile(
    r"\b(?:sim\s*\d?|ponsel|seluler|mobile|hp|rumah|home|work|kantor|kerja|telepon|phone|voice|call"
    r"|calls|panggilan|suara|duration|durasi|log|riwayat|semua|all|recents|terbaru|volte|wifi|hd"
    r"|indonesia|telkomsel|indosat|xl|tri|smartfren|pukul|jam|wib|wita|wit|dan|yang)\b",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"pribadi|private|unknown|tidak dikenal|withheld|caller id", re.IGNORECASE)
SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007\t"), " ") | dict.fromkeys(
    map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"), None
)
COLUMNS = {
    "who": ("number", "nomor", "phone", "telepon", "no hp", "no. hp", "caller"),
    "name": ("name", "nama", "contact", "kontak"),
    "day": ("date", "tanggal", "tgl", "date/time", "datetime", "timestamp"),
    "clock": ("time", "jam", "waktu", "pukul"),
    "way": ("type", "jenis", "tipe", "direction", "arah", "status"),
    "length": ("duration", "durasi", "lama", "duration (s)", "duration(sec)"),
}


@dataclass(slots=True)
class _Call:
    """A call as far as its lines were read."""

    lines: list[str] = field(default_factory=list)
    who: str = ""
    number: bool = False
    day: date | None = None
    clock: time | None = None
    ago: timedelta | None = None
    way: Direction | None = None
    seconds: int | None = None

    @property
    def whole(self) -> bool:
        return bool(self.who) and (self.clock is not None or self.ago is not None)


def read_log(text: str, now: datetime, zone: tzinfo) -> Log:
    """Return the calls of a copied list, the earliest first, and the lines that tell of none.

    Args:
        text: as it was pasted.
        now: the present moment; a day without a year is the latest one not after it.
        zone: where the telephone is.
    """
    here = now.astimezone(zone)
    calls: list[Logged] = []
    unread: list[str] = []
    for one in _found(text[:MOST_SIGNS].translate(SPACES), here):
        read = _logged(one, here) if one.whole and len(calls) < MOST_CALLS else None
        if read is None:
            unread += one.lines
        else:
            calls.append(read)
    return Log(tuple(sorted(calls, key=lambda c: (c.at, c.who))), tuple(unread))


def _found(text: str, here: datetime) -> Iterator[_Call]:
    lines = [line.strip() for line in text.splitlines()]
    table = _table([line for line in lines if line], here)
    if table is not None:
        yield from table
        return
    heading: date | None = None
    one = _Call()
    for line in lines:
        part = _read_line(line, here)
        if _only_a_day(part) and (one.whole or not one.lines):
            heading, part = part.day, _Call()
        if (not part.lines and one.whole) or _begins_anew(one, part):
            yield one
            one = _Call()
        if part.lines:
            _add(one, part, line)
            one.day = one.day or heading
    if one.lines:
        yield one


def _only_a_day(part: _Call) -> bool:
    return part.day is not None and not (part.who or part.clock or part.way or part.ago)


def _begins_anew(one: _Call, part: _Call) -> bool:
    """Say whether a line is of another call than the lines before it."""
    if not (one.lines and part.lines):
        return False
    if part.who and one.who and (part.number or one.number) and not (part.number ^ one.number):
        return True
    if one.whole and part.who:
        return True
    return part.clock is not None and one.clock is not None


def _add(one: _Call, part: _Call, line: str) -> None:
    one.lines.append(line)
    if part.who and (part.number or not one.who):
        one.who, one.number = part.who, part.number
    one.day, one.clock = part.day or one.day, part.clock or one.clock
    one.ago, one.way = part.ago or one.ago, part.way or one.way
    one.seconds = part.seconds if part.seconds is not None else one.seconds


def _read_line(line: str, here: datetime) -> _Call:
    """Look for everything that one line may tell."""
    one = _Call(lines=[line] if line else [])
    rest = TIMES_CALLED.sub(" ", line)
    for way, pattern in DIRECTION:
        if pattern.search(rest):
            one.way, rest = way, pattern.sub(" ", rest, count=1)
            break
    if ago := AGO.search(rest):
        n = int(ago[1])
        hours = ago[2].lower().startswith(("j", "h"))
        one.ago = timedelta(hours=n) if hours else timedelta(minutes=n)
        rest = _without(rest, ago)
    one.day, rest = _day(rest, here)
    if clock := CLOCK.search(rest):
        one.clock = _clock(clock)
        rest = _without(rest, clock)
        again = CLOCK.search(rest)  # what looks like a second time is how long it lasted
        if again:
            one.seconds = _as_length(again)
            rest = _without(rest, again)
    for length in LENGTH.finditer(rest):
        if length[0].strip():
            hours, minutes, seconds = (int(part or 0) for part in length.groups())
            one.seconds = hours * 3600 + minutes * 60 + seconds
            rest = _without(rest, length)
            break
    one.who, one.number = _who(rest)
    return one


def _who(rest: str) -> tuple[str, bool]:
    for found in NUMBER.finditer(rest):
        plain = read_number(found[0])
        if plain is not None:
            return plain, True
    words = " ".join(re.sub(r"[|;,·•~/\\<>↙↗↖↘←→☎✆]+", " ", rest).split()).strip(" -–—.:()\"'")
    if not words:
        return "", False
    if SHORT.fullmatch(words):
        return words, True
    left = NOBODY.sub(" ", words).strip(" -–—.:()\"'")
    if HIDDEN.search(words):
        return words, False
    return (words, False) if re.search(r"\w{2,}", left) else ("", False)


def _day(rest: str, here: datetime) -> tuple[date | None, str]:
    """Return the day a line names, and the line without it."""
    today = here.date()
    for pattern, read in DAYS:
        found = pattern.search(rest)
        day = read(found, today) if found else None
        if found and day:
            return day, WEEKDAY.sub(" ", _without(rest, found), count=1)
    return None, rest


def _dmy(found: re.Match[str], _today: date) -> date | None:
    year = found[4] if len(found[4]) == FOUR else f"20{found[4]}"
    return _date(year, found[3], found[1]) or _date(year, found[1], found[3])


def _weekday(found: re.Match[str], today: date) -> date:
    back = (today.weekday() - WEEKDAYS[found[1].lower()]) % 7
    return today - timedelta(days=back)


def _in_month(day: str, month: str, year: str | None, today: date) -> date | None:
    number = str(MONTHS[month.lower()])
    return _date(year, number, day) if year else _lately(number, day, today)


def _lately(month: str, day: str, today: date) -> date | None:
    """Return the latest such day that is not to come."""
    for year in (today.year, today.year - 1):
        found = _date(str(year), month, day)
        if found is not None and found <= today:
            return found
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> time:
    hour, minute, second = int(found[1]), int(found[3]), int(found[4] or 0)
    half = (found[5] or "").lower().replace(".", "").replace(" ", "")
    if half in {"pm", "siang", "sore", "malam"} and hour < NOON:
        hour += NOON if half != "siang" or hour < DAWN else 0
    elif half in {"am", "pagi"} and hour == NOON:
        hour = 0
    return time(hour, minute, second)


def _as_length(found: re.Match[str]) -> int:
    first, second, third = int(found[1]), int(found[3]), found[4]
    return first * 60 + second if third is None else first * 3600 + second * 60 + int(third)


Day = Callable[[re.Match[str], date], date | None]
DAYS: tuple[tuple[re.Pattern[str], Day], ...] = (
    (TODAY, lambda _found, today: today),
    (YESTERDAY, lambda _found, today: today - timedelta(days=1)),
    (ISO, lambda found, _today: _date(found[1], found[2], found[3])),
    (DMY, _dmy),
    (D_MONTH, lambda found, today: _in_month(found[1], found[2], found[3], today)),
    (MONTH_D, lambda found, today: _in_month(found[2], found[1], found[3], today)),
    (
        DM,
        lambda found, today: (
            _lately(found[2], found[1], today) or _lately(found[1], found[2], today)
        ),
    ),
    (WEEKDAY, _weekday),
)


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} | {text[found.end() :]}"


def _logged(one: _Call, here: datetime) -> Logged | None:
    if one.ago is not None:
        at = (here - one.ago).replace(second=0, microsecond=0)
    elif one.clock is not None:
        at = datetime.combine(one.day or here.date(), one.clock, here.tzinfo)
        if one.day is None and at > here + AHEAD:
            at -= timedelta(days=1)  # a time alone is the last time it was so late
    else:
        return None
    if at > here + AHEAD:
        return None
    way = one.way or Direction.UNKNOWN
    return Logged(min(at, here), one.who[:80], way, one.seconds, one.number)


def _table(lines: Sequence[str], here: datetime) -> list[_Call] | None:
    """Return the calls of a table with a heading, as apps write them into a file, or None."""
    for sign in (",", ";"):
        if not lines or sign not in lines[0]:
            continue
        heading = [cell.strip(" \"'").lower() for cell in lines[0].split(sign)]
        place = {
            kind: heading.index(word)
            for kind, words in COLUMNS.items()
            for word in reversed([one for one in words if one in heading])
        }
        if {"who", "day"} <= set(place) or {"who", "clock"} <= set(place):
            return [_cells(line, place, sign, here) for line in lines[1:]]
    return None


def _cells(line: str, place: dict[str, int], sign: str, here: datetime) -> _Call:
    cells = list(_split(line, sign))
    got = {kind: cells[at].strip() if at < len(cells) else "" for kind, at in place.items()}
    moment = f"{got.get('day', '')} {got.get('clock', '')}".strip()
    one = _Call(lines=[line])
    if re.fullmatch(r"\d{10}|\d{13}", got.get("day", "")):
        seconds = int(got["day"]) / (1000 if len(got["day"]) > len("1795719900") else 1)
        at = datetime.fromtimestamp(seconds, here.tzinfo)
        one.day, one.clock = at.date(), at.time().replace(microsecond=0, tzinfo=None)
    else:
        read = _read_line(moment, here)
        one.day, one.clock = read.day, read.clock
    plain = read_number(got["who"])
    one.who, one.number = (plain, True) if plain else (got["who"] or got.get("name", ""), False)
    way = got.get("way", "")
    one.way = CODES.get(way) or next((w for w, p in DIRECTION if p.search(way)), None)
    length = got.get("length", "")
    one.seconds = int(length) if length.isdigit() else _length_of(length)
    return one


def _length_of(text: str) -> int | None:
    if found := re.fullmatch(r"(?:(\d+):)?(\d+):(\d+)", text.strip()):
        return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
    return None


def _split(line: str, sign: str) -> Iterable[str]:
    """Split a line of a table; a cell in quotes may hold the sign."""
    return [
        cell.strip().strip('"') for cell in re.split(rf'{sign}(?=(?:[^"]*"[^"]*")*[^"]*$)', line)
    ]
