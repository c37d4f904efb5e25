"""Lines of Asterisk's `queue_log` as signs of a call: what counts in the end. Pure.

Source: docs.asterisk.org, "Queue Logs"; recorded from Asterisk 22.9.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from lindung.hotline.codes.telephony import Source
from lindung.hotline.telephony.signs import Kind, Sign, is_call, number_of

KINDS: Mapping[str, Kind] = {
    "ENTERQUEUE": Kind.RANG,
    "CONNECT": Kind.TAKEN,
    "COMPLETECALLER": Kind.DONE,
    "COMPLETEAGENT": Kind.DONE,
    "BLINDTRANSFER": Kind.DONE,
    "ATTENDEDTRANSFER": Kind.DONE,
    "ABANDON": Kind.ABANDONED,
    "EXITWITHTIMEOUT": Kind.TIMED_OUT,
    "EXITEMPTY": Kind.TIMED_OUT,
    "EXITWITHKEY": Kind.TIMED_OUT,
    "JOINEMPTY": Kind.TIMED_OUT,
}
WAITED: Mapping[str, int] = {"CONNECT": 0, "ABANDON": 2, "EXITWITHTIMEOUT": 2, "EXITEMPTY": 2}
TALKED: Mapping[str, int] = {"COMPLETECALLER": 1, "COMPLETEAGENT": 1}
LEAST_PARTS = 5


def signs_of(queue: str) -> Callable[[str], Sign | None]:
    """Return a reader of the lines of one queue."""

    def read(line: str) -> Sign | None:
        parts = line.split("|")
        if len(parts) < LEAST_PARTS or parts[2] != queue or not is_call(parts[1]):
            return None
        told, more = parts[4], parts[5:]
        kind, at = KINDS.get(told), _at(parts[0])
        if kind is None or at is None:
            return None
        return Sign(
            kind,
            parts[1],
            Source.QUEUE_LOG,
            number=number_of(more[1]) if told == "ENTERQUEUE" and len(more) > 1 else "",
            at=at,
            waited_s=_seconds(more, WAITED.get(told)),
            talked_s=_seconds(more, TALKED.get(told)),
            agent=parts[3] if kind == Kind.TAKEN else "",
            raw=line,
        )

    return read


def _at(text: str) -> datetime | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):  # noqa: PLR2004 - up to 2286
        return None
    return datetime.fromtimestamp(int(text), UTC)


def _seconds(more: list[str], place: int | None) -> int | None:
    if place is None or place >= len(more):
        return None
    text = more[place]
    return min(int(text), 10**6) if text.isascii() and text.isdigit() else None
