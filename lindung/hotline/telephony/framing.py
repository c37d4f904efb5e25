"""The lines of Asterisk's Manager Interface: bytes to messages and back. Pure.

Whatever a switchboard or a line in between sends, a broken message is counted and left out, and the
next one is read as if nothing had been. Nothing of a broken message is kept, not even for a log.

Source: docs.asterisk.org, "AMI v2 Specification": fields end with CR LF, a message with an empty
line, and the first line of a connection names the interface.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_LINE = 8_192  # bytes; Source: none found, [I]: Asterisk's own lines are far shorter
MOST_FIELDS = 200  # of one message; [I], as above
GREETING = b"Asterisk Call Manager/"


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its fields in their order; a name may come twice, capitals do not count."""

    fields: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """Return the first value of `name`, or nothing."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key.lower() == wanted), "")

    @property
    def event(self) -> str:
        """What happened, if the message is an event."""
        return self.get("Event")


class BadField(ValueError):
    """A field that would break the framing: nothing is sent."""


class Reader:
    """Takes bytes as they come and gives whole messages, however the bytes were cut."""

    def __init__(self) -> None:
        self.greeting = ""
        self.n_lines = 0
        self.broken = 0  # messages left out, and lines that were no field
        self._rest = b""
        self._fields: list[tuple[str, str]] = []
        self._bad = False  # this message is broken: it ends with the next empty line
        self._in_long_line = False

    def feed(self, data: bytes) -> list[Message]:
        """Return the messages that are whole with `data`."""
        return list(self._read(data))

    def _read(self, data: bytes) -> Iterator[Message]:
        *lines, rest = (self._rest + data).split(b"\n")
        self.n_lines += len(lines)
        for line in lines:
            yield from self._line(line.removesuffix(b"\r"), cut=self._in_long_line)
            self._in_long_line = False
        if len(rest) > LONGEST_LINE + 1:  # one more for a CR whose LF is still to come
            self._bad = self._in_long_line = True
            rest = b""
        elif self._in_long_line:
            rest = b""
        self._rest = rest

    def _line(self, line: bytes, *, cut: bool) -> Iterator[Message]:
        if cut or len(line) > LONGEST_LINE:
            self._bad = True
        elif not line:
            yield from self._end()
        elif line.startswith(GREETING) and not self._fields and not self._bad:
            self.greeting = line.decode("ascii", "replace")
        else:
            self._field(line)

    def _field(self, line: bytes) -> None:
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if not colon or not name.strip():
            self.broken += 1
            return
        if len(self._fields) >= MOST_FIELDS:
            self._bad = True
            return
        self._fields.append((name.strip(), value.strip()))

    def _end(self) -> Iterator[Message]:
        fields, bad = self._fields, self._bad
        self._fields, self._bad = [], False
        if bad:
            self.broken += 1
        elif fields:
            yield Message(tuple(fields))


def action(name: str, fields: Iterable[tuple[str, str]]) -> bytes:
    """Return the bytes of one action.

    Raises:
        BadField: a name or value holds a line break or another control sign, which would let
            whoever wrote it give orders to the switchboard.
    """
    lines = [("Action", name), *fields]
    for key, value in lines:
        if any(not sign.isprintable() for sign in key + value) or ":" in key or not key:
            raise BadField(key if key.isprintable() else "")
    return "".join(f"{key}: {value}\r\n" for key, value in lines).encode() + b"\r\n"
