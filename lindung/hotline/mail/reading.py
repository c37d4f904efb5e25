"""What a letter says: its sender, its words, its files, and whether a machine wrote it. Pure.

Nothing in a letter is believed but its own bytes; what cannot be read is marked and the rest kept.
"""

import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import parseaddr
from html.parser import HTMLParser

from lindung.intake.files import UploadedBytes

ADDRESS = re.compile(r"^[^\s@<>\r\n]{1,64}@[^\s@<>\r\n]{1,190}$")
NAME = re.compile(r"^<[^<>\s\r\n]{1,250}>$")
MOST_FILES = 20
MOST_WORDS = 100_000
MOST_PARTS = 200
QUIET = ("script", "style", "head", "title")
BREAKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "blockquote"})
PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply"})


@dataclass(frozen=True, slots=True)
class Mail:
    """One letter, read."""

    sender: str
    name: str
    words: str
    files: tuple[UploadedBytes, ...]
    message_id: str
    automatic: bool


def read(raw: bytes) -> Mail:
    """Read a letter, however broken it is.

    Source: RFC 5322; RFC 2045-2047; RFC 3834 section 2 for what a machine wrote.
    """
    mail = _parsed(raw)
    name, address = _sender(mail)
    words, files = _content(mail)
    subject = " ".join(_header(mail, "Subject").split())
    said = "\n\n".join(part for part in (subject, words.strip()) if part)[:MOST_WORDS]
    message_id = _header(mail, "Message-ID").strip()
    return Mail(
        sender=address,
        name=name,
        words=said,
        files=tuple(files[:MOST_FILES]),
        message_id=message_id if NAME.match(message_id) else "",
        automatic=_is_automatic(mail, address),
    )


def returned_name(raw: bytes) -> str:
    """Return the name of a letter that comes back as undeliverable, or nothing.

    Source: RFC 3464.
    """
    mail = _parsed(raw)
    if mail.get_content_type() != "multipart/report":
        return ""
    for part in _parts(mail):
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            found = re.search(rb"(?im)^message-id:\s*(<[^<>\s]{1,250}>)", bytes(part))
            if found:
                return found[1].decode("ascii", "ignore")
    return ""


def _parsed(raw: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default.clone(raise_on_defect=False)).parsebytes(raw)


def _header(mail: Message, name: str) -> str:
    """Return a header; one that no rule fits is taken as it stands."""
    try:
        return str(mail.get(name, "") or "")
    except Exception:  # noqa: BLE001  # the parser of headers fails in many ways
        found = [str(value) for key, value in mail.raw_items() if key.lower() == name.lower()]
        return found[0] if found else ""


def _sender(mail: Message) -> tuple[str, str]:
    for header in ("From", "Sender", "Return-Path"):
        name, address = parseaddr(_header(mail, header))
        if ADDRESS.match(address):
            return " ".join(name.split())[:120], address.lower()
    return " ".join(_header(mail, "From").split())[:120], ""


def _is_automatic(mail: Message, address: str) -> bool:
    """Say whether a machine wrote on its own, so that no machine may answer."""
    told = _header(mail, "Auto-Submitted").split(";")[0].strip().lower()
    bulk = _header(mail, "Precedence").strip().lower() in PRECEDENCE
    marks = any(mail.get(name) for name in ("List-Id", "X-Autoreply", "X-Autorespond"))
    local = address.partition("@")[0]
    daemon = local in {"mailer-daemon", "postmaster"} or local.startswith(("noreply", "no-reply"))
    empty = _header(mail, "Return-Path").strip() == "<>"
    return (told not in {"", "no"}) or bulk or marks or daemon or empty


def _parts(mail: Message) -> list[Message]:
    found: list[Message] = []
    for part in mail.walk():
        if len(found) >= MOST_PARTS:
            break
        found.append(part)
    return found


def _content(mail: Message) -> tuple[str, list[UploadedBytes]]:
    """Return the words, plain if there are any, and every file."""
    plain: list[str] = []
    marked: list[str] = []
    files: list[UploadedBytes] = []
    inside: set[int] = set()
    for part in _parts(mail):
        if id(part) in inside or part.is_multipart():
            if part.get_content_type() == "message/rfc822":
                inside |= {id(one) for one in part.walk()} - {id(part)}
                files.append(UploadedBytes("surat.eml", bytes(part)))
            continue
        kind, name = part.get_content_type(), part.get_filename()
        is_file = part.get_content_disposition() == "attachment" or bool(name)
        content = part.get_payload(decode=True)
        raw = content if isinstance(content, bytes) else b""
        if kind == "text/plain" and not is_file:
            plain.append(_text(part, raw))
        elif kind == "text/html" and not is_file:
            marked.append(without_marks(_text(part, raw)))
        elif raw:
            files.append(UploadedBytes(str(name or kind), raw))
    words = "\n".join(one for one in plain if one.strip())
    return words or "\n".join(marked), files


def _text(part: Message, raw: bytes) -> str:
    """Read words in whatever alphabet they say, and in a likely one if they lie."""
    charset = str(part.get_content_charset() or "utf-8")
    for known in (charset, "utf-8"):
        try:
            return raw.decode(known)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    try:
        return raw.decode(charset, "replace")
    except LookupError:
        return raw.decode("latin-1")


class _Words(HTMLParser):
    """Collects the words of a page, and nothing else of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.quiet = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Note a break, and what is not for reading."""
        self.quiet += tag in QUIET
        if tag in BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Read on behind what is not for reading."""
        if tag in QUIET and self.quiet:
            self.quiet -= 1

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if not self.quiet:
            self.found.append(data)


def without_marks(page: str) -> str:
    """Return the words of a page: no script, no style, no picture, no address to follow."""
    words = _Words()
    words.feed(page)
    words.close()
    lines = [" ".join(line.split()) for line in "".join(words.found).split("\n")]
    return "\n".join(line for line in lines if line)
