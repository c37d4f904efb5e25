"""A modem through gammu-smsd: its inbox is read, its outbox is written, in its own SQLite file.

gammu-smsd keeps what it received until we have committed it, so nothing is lost while this house
stands still. See docs/adr/0050-gammu.md.
"""

import logging
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.db import Error as DatabaseFault

from lindung.core.actor import MACHINE
from lindung.core.frame import frame
from lindung.directory.queries import unit_by_id
from lindung.hotline.codes.lines import Fault, LetterState
from lindung.hotline.incoming import Incoming
from lindung.hotline.letters import LineFault, OpenLine, Refused, beat
from lindung.hotline.models import Letter
from lindung.hotline.queries.lines import Parcel
from lindung.hotline.rules.numbers import read_number
from lindung.hotline.services.lines import note_status
from lindung.hotline.services.pins import take_in
from lindung.hotline.sms import parts
from lindung.intake.codes import Channel

if TYPE_CHECKING:
    from lindung.directory.models import Unit

log = logging.getLogger(__name__)
WAIT_S = 5.0  # for gammu-smsd to let go of its file
MOST_A_ROUND = 100
PARTS_WITHIN_S = 20.0  # gammu-smsd waits itself (multiparttimeout), and then gives what it has; [I]
MOST = 500  # letters whose fate is looked for
DONE = {
    "DeliveryOK": LetterState.DELIVERED,
    "SendingOK": LetterState.SENT,
    "SendingOKNoReport": LetterState.SENT,
    "DeliveryPending": LetterState.SENT,
    "DeliveryUnknown": LetterState.SENT,
    "SendingError": LetterState.FAILED,
    "DeliveryFailed": LetterState.FAILED,
    "Error": LetterState.FAILED,
}
FINAL = frozenset({LetterState.DELIVERED, LetterState.FAILED})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of gammu's inbox."""

    id: int
    at: str
    number: str
    udh: str
    words: str


@dataclass(slots=True)
class Gammu:
    """The line of one unit."""

    line: OpenLine
    seen: dict[tuple[str, str], float] = field(default_factory=dict)  # incomplete ones, since when
    left_out: set[int] = field(default_factory=set)  # rows that cannot be heard; they stay there

    def __post_init__(self) -> None:
        self.path = Path(str(self.line.settings.get("database", "")))
        if not self.path.is_file():
            raise LineFault(Fault.SETTINGS)

    path: Path = field(init=False)

    def send(self, parcel: Parcel) -> str:
        """Lay a letter into gammu's outbox, in parts; the same one again is left as it is."""
        key, number = str(parcel.key), read_number(parcel.address)
        if number is None:
            raise Refused("number")
        try:
            pieces = parts.split(parcel.words)
        except ValueError as error:
            raise Refused("too_long") from error
        with self._file() as link:
            known = (
                "select 1 from outbox where CreatorID = ?"
                " union select 1 from sentitems where CreatorID = ?"
            )
            if link.execute(known, [key, key]).fetchone() is None:
                _lay(link, key, number, pieces, wide=parts.is_wide(parcel.words))
        return key

    def fetch(self) -> int:
        """Hear what came, and note how far what went out has come."""
        unit = unit_by_id(self.line.unit_id)
        n = 0
        for rows in self._whole():
            if self._hear(unit, rows):
                self._mark(rows)
                n += 1
        self._statuses()
        return n

    def close(self) -> None:
        """Nothing is held open."""

    def _hear(self, unit: "Unit", rows: list[Row]) -> bool:
        """Hear one message; one that cannot be heard stays in the file and hides none behind it."""
        try:
            with frame(unit.pk):
                take_in(MACHINE, unit, _said(rows))
        except (DatabaseFault, OSError):
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, the next message counts
            log.error("line sms: a message was left out: %s", type(error).__name__)
            self.left_out |= {row.id for row in rows}
            beat(unit.pk, Channel.SMS, n_broken=1)
            return False
        return True

    def _whole(self) -> list[list[Row]]:
        """Return messages whose parts are all there, or have been waited for long enough."""
        with self._file() as link:
            found = link.execute(
                "select ID, ReceivingDateTime, SenderNumber, UDH, TextDecoded from inbox"
                " where Processed = 'false' order by ID limit ?",
                [MOST_A_ROUND * parts.MOST_PARTS],
            )
            rows = [Row(*one) for one in found if one[0] not in self.left_out]
        together: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in rows:
            part = parts.read_header(row.udh)
            name = f"{part.ref}/{part.total}" if part else f"row/{row.id}"
            together[row.number, name].append(row)
        here = time.monotonic()
        self.seen = {name: self.seen.get(name, here) for name in together}
        whole = [
            some
            for name, some in together.items()
            if _is_whole(some) or here - self.seen[name] > PARTS_WITHIN_S
        ]
        return whole[:MOST_A_ROUND]

    def _mark(self, rows: list[Row]) -> None:
        """Say that a message was heard, and wipe it: gammu's file is not sealed."""
        with self._file() as link:
            for row in rows:
                link.execute(
                    "update inbox set Processed = 'true', Text = '', TextDecoded = '',"
                    " SenderNumber = '' where ID = ?",
                    [row.id],
                )

    def _statuses(self) -> None:
        with frame(self.line.unit_id):
            sent = Letter.objects.filter(channel=Channel.SMS, state=LetterState.SENT)
            keys = [str(pk) for pk in sent.order_by("-sent_at").values_list("pk", flat=True)[:MOST]]
        if not keys:
            return
        with self._file() as link:
            found = link.execute(
                "select CreatorID, Status, StatusError from sentitems"  # noqa: S608  # only marks
                f" where CreatorID in ({','.join('?' * len(keys))})",
                keys,
            ).fetchall()
            link.execute(  # the number stays until the network has told: gammu knows it by that
                "update sentitems set Text = '', TextDecoded = ''"  # noqa: S608  # only marks
                f" where TextDecoded <> '' and CreatorID in ({','.join('?' * len(keys))})",
                keys,
            )
        worst: dict[str, tuple[LetterState, str]] = {}
        for key, status, error in found:
            state = DONE.get(status, LetterState.SENT)
            before = worst.get(key)
            if before is None or _is_worse(state, before[0]):
                worst[key] = (state, f"{status}:{error}" if state == LetterState.FAILED else "")
        for key, (state, code) in worst.items():
            if state in FINAL:
                with frame(self.line.unit_id):
                    note_status(MACHINE, Channel.SMS, key, state, code=code)

    @contextmanager
    def _file(self) -> Iterator[sqlite3.Connection]:
        """Open gammu's file for one short transaction."""
        name = f"file:{quote(str(self.path))}?mode=rw"
        try:
            with closing(sqlite3.connect(name, uri=True, timeout=WAIT_S)) as link, link:
                link.text_factory = _readable
                link.execute("pragma secure_delete = on")
                yield link
        except sqlite3.OperationalError as error:
            fault = Fault.BROKEN if "no such" in str(error) else Fault.UNREACHABLE
            raise LineFault(fault) from error


def _readable(raw: bytes) -> str:
    """Read text that a modem may have broken: what cannot be read is marked, the rest is kept."""
    return raw.decode("utf-8", "replace")


def _is_whole(rows: list[Row]) -> bool:
    part = parts.read_header(rows[0].udh)
    return part is None or len({parts.read_header(row.udh) for row in rows}) >= part.total


def _said(rows: list[Row]) -> Incoming:
    first = rows[0]
    part = parts.read_header(first.udh)
    words = first.words
    if part is not None:
        pieces = [(one.seq, row.words) for row in rows if (one := parts.read_header(row.udh))]
        words = parts.joined(pieces, part.total)
    number = read_number(first.number)
    # Its own count begins anew with a new file: the moment and the words tell two apart.
    own = "/".join(f"{row.id}:{row.at}:{row.number}:{row.udh}:{row.words}" for row in rows)
    return Incoming(
        channel=Channel.SMS,
        outside_id=sha256(own.encode()).hexdigest(),
        address=number or first.number,
        words=words,
        raw=words,
        phone=number or "",
        # A service's name is no phone: nobody can be answered there.
        name="" if number else first.number,
    )


def _lay(link: sqlite3.Connection, key: str, number: str, pieces: list[str], *, wide: bool) -> None:
    coding = "Unicode_No_Compression" if wide else "Default_No_Compression"
    several = len(pieces) > 1
    ref = int(key[:2], 16)
    heads = [
        parts.header(ref, len(pieces), n) if several else None for n in range(1, len(pieces) + 1)
    ]
    done = link.execute(
        "insert into outbox (CreatorID, DestinationNumber, TextDecoded, Coding, UDH, MultiPart,"
        " DeliveryReport) values (?, ?, ?, ?, ?, ?, 'yes')",
        [key, number, pieces[0], coding, heads[0], "true" if several else "false"],
    )
    for n, (piece, head) in enumerate(zip(pieces[1:], heads[1:], strict=True), start=2):
        link.execute(
            "insert into outbox_multipart (ID, SequencePosition, TextDecoded, Coding, UDH)"
            " values (?, ?, ?, ?, ?)",
            [done.lastrowid, n, piece, coding, head],
        )


def _is_worse(state: LetterState, than: LetterState) -> bool:
    """Say whether a part of a message is worse off: a message is as far as its slowest part."""
    order = [LetterState.FAILED, LetterState.SENT, LetterState.DELIVERED]
    return order.index(state) < order.index(than)
