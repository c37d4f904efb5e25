"""A mailbox of the unit: IMAP in, SMTP out.

A letter is marked as seen only after it was committed, so a house that dies hears it again and
keeps it once. What another machine wrote on its own is kept, and never answered by a machine.
See docs/adr/0052-mail.md.
"""

import imaplib
import logging
import re
import smtplib
import ssl
import time
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import Error as DatabaseFault

from lindung.core.actor import MACHINE
from lindung.core.frame import frame
from lindung.directory.queries import unit_by_id
from lindung.hotline.codes.lines import Fault, LetterState
from lindung.hotline.incoming import Incoming
from lindung.hotline.letters import LineFault, OpenLine, Refused, TryLater, beat
from lindung.hotline.mail import reading
from lindung.hotline.queries.lines import Parcel
from lindung.hotline.services.lines import note_status
from lindung.hotline.services.pins import take_in
from lindung.intake.codes import Channel

if TYPE_CHECKING:
    from lindung.directory.models import Unit

log = logging.getLogger(__name__)
WITHIN_S = 20.0
EVERY_S = 5.0  # [I]: soon enough for a letter, and no burden to a mail host
MOST_BYTES = 40_000_000  # [I]: mail hosts take 25 MB, which base64 makes a third longer
MOST_A_ROUND = 50
IMPLICIT_TLS = {"imap": 993, "smtp": 465}
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(slots=True)
class Mail:
    """The mailbox of one unit."""

    line: OpenLine
    imap: imaplib.IMAP4 | None = None
    left_out: set[str] = field(default_factory=set)
    next_look: float = 0.0

    def __post_init__(self) -> None:
        needed = ("address", "imap_host", "imap_port", "smtp_host", "smtp_port", "user", "password")
        if not all(self.line.settings.get(name) for name in needed):
            raise LineFault(Fault.SETTINGS)

    def send(self, parcel: Parcel) -> str:
        """Send a letter with a neutral subject, as an answer in its own thread."""
        if not reading.ADDRESS.match(parcel.address):
            raise Refused("address")
        letter, name = self._written(parcel)
        try:
            with self._smtp() as out:
                out.send_message(letter)
        except smtplib.SMTPAuthenticationError as error:
            raise TryLater(str(error.smtp_code)) from None
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()), (550, b""))[0]
            raise (Refused if code >= 500 else TryLater)(str(code)) from None  # noqa: PLR2004
        except smtplib.SMTPResponseException as error:
            kind = Refused if error.smtp_code >= 500 else TryLater  # noqa: PLR2004  # for good
            raise kind(str(error.smtp_code)) from None
        except (smtplib.SMTPException, OSError) as error:
            raise TryLater(type(error).__name__) from None
        return name

    def fetch(self) -> int:
        """Hear the letters that nobody has seen, the oldest first."""
        here = time.monotonic()
        if here < self.next_look:
            return 0
        self.next_look = here + EVERY_S
        unit, n = unit_by_id(self.line.unit_id), 0
        try:
            box = self._box()
            for uid in self._unseen(box):
                if self._hear(unit, box, uid):
                    box.uid("STORE", uid, "+FLAGS", "(\\Seen)")
                    n += 1
        except imaplib.IMAP4.error as error:
            self.close()
            raise LineFault(Fault.BROKEN) from error
        except (DatabaseFault, LineFault):
            raise
        except OSError as error:
            self.close()
            raise LineFault(Fault.UNREACHABLE) from error
        return n

    def close(self) -> None:
        """Sign out."""
        box, self.imap = self.imap, None
        if box is not None:
            try:
                box.logout()
            except (imaplib.IMAP4.error, OSError):
                log.info("mailbox: it was left without a good-bye")

    def _box(self) -> imaplib.IMAP4:
        """Return the open mailbox; one that is not there any more is opened anew."""
        if self.imap is not None:
            self.imap.noop()
            return self.imap
        known = self.line.settings
        host, port = str(known["imap_host"]), int(known["imap_port"])
        box: imaplib.IMAP4
        if port == IMPLICIT_TLS["imap"]:
            box = imaplib.IMAP4_SSL(host, port, ssl_context=_tls(), timeout=WITHIN_S)
        else:
            box = imaplib.IMAP4(host, port, timeout=WITHIN_S)
            if host not in LOCAL:
                box.starttls(_tls())
        try:
            box.login(str(known["user"]), str(known["password"]))
        except imaplib.IMAP4.error as error:
            raise LineFault(Fault.REFUSED) from error
        box.select("INBOX")
        self.imap = box
        return box

    def _unseen(self, box: imaplib.IMAP4) -> list[str]:
        _, found = box.uid("SEARCH", "UNSEEN")
        uids = (found[0] or b"").decode("ascii", "ignore").split()
        return [uid for uid in uids if uid not in self.left_out][:MOST_A_ROUND]

    def _hear(self, unit: "Unit", box: imaplib.IMAP4, uid: str) -> bool:
        """Hear one letter; one that cannot be heard stays unseen and hides none behind it."""
        raw = self._read(box, uid)
        try:
            said = self._said(raw)
            if said is None:
                return True  # our own words that came back
            self._take(unit, raw, said)
        except (DatabaseFault, OSError):
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, the next letter counts
            log.error("line email: a letter was left out: %s", type(error).__name__)
            self.left_out.add(uid)
            beat(unit.pk, Channel.EMAIL, n_broken=1)
            return False
        return True

    def _read(self, box: imaplib.IMAP4, uid: str) -> bytes:
        """Return a letter; of one that is far too large its head, which says who wrote."""
        _, told = box.uid("FETCH", uid, "(RFC822.SIZE)")
        size = SIZE.search(b" ".join(part for part in told if isinstance(part, bytes)))
        whole = size is None or int(size[1]) <= MOST_BYTES
        _, found = box.uid("FETCH", uid, "(BODY.PEEK[])" if whole else "(BODY.PEEK[HEADER])")
        for part in found:
            if isinstance(part, tuple):
                return bytes(part[1])
        raise imaplib.IMAP4.error("a letter without words")

    def _said(self, raw: bytes) -> Incoming | None:
        mail = reading.read(raw)
        own = str(self.line.settings["address"]).lower()
        if mail.sender == own:
            return None
        # Two letters may carry one name by mistake of whoever sent them: the words count too.
        return Incoming(
            channel=Channel.EMAIL,
            outside_id=sha256(raw).hexdigest(),
            address=mail.sender or mail.name or "?",
            words=mail.words,
            files=mail.files,
            raw=raw.decode("utf-8", "replace"),
            name=mail.name,
            email=mail.sender,
            tail=mail.message_id,
            automatic=mail.automatic,
        )

    def _take(self, unit: "Unit", raw: bytes, said: Incoming) -> None:
        with frame(unit.pk):
            failed = reading.returned_name(raw)
            if failed and note_status(
                MACHINE, Channel.EMAIL, failed, LetterState.FAILED, code="returned"
            ):
                return  # our own letter came back: that is told on its report
            take_in(MACHINE, unit, said)

    def _written(self, parcel: Parcel) -> tuple[EmailMessage, str]:
        own = str(self.line.settings["address"])
        letter = EmailMessage()
        letter["From"], letter["To"] = own, parcel.address
        letter["Subject"] = str(self.line.settings.get("subject") or "Surat Anda")
        letter["Date"] = formatdate()
        domain = own.rpartition("@")[2]
        name = f"<{parcel.key.hex}@{domain}>"  # the same at every try: a second copy is known
        letter["Message-ID"] = name
        if reading.NAME.match(parcel.tail):
            letter["In-Reply-To"] = letter["References"] = parcel.tail
        letter.set_content(parcel.words)
        return letter, name

    def _smtp(self) -> smtplib.SMTP:
        known = self.line.settings
        host, port = str(known["smtp_host"]), int(known["smtp_port"])
        out: smtplib.SMTP
        if port == IMPLICIT_TLS["smtp"]:
            out = smtplib.SMTP_SSL(host, port, timeout=WITHIN_S, context=_tls())
        else:
            out = smtplib.SMTP(host, port, timeout=WITHIN_S)
            if host not in LOCAL:
                out.starttls(context=_tls())
        out.ehlo()
        if out.has_extn("auth"):
            out.login(str(known["user"]), str(known["password"]))
        return out


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
