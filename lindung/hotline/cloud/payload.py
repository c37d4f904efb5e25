"""What a webhook of WhatsApp says: messages and statuses, however it is bundled. Pure.

Nothing here raises for a part that is odd: whatever has a name becomes a message that a person
reads, also of a kind nobody knows yet; the rest is counted. Identity is WhatsApp's own id of the
person where there is one, else the number, which people may hide.
Source: Meta, *WhatsApp Cloud API webhooks*, fields `messages` and `statuses`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

Json = Mapping[str, Any]
LONGEST_ID = 512
LATEST = 253402300799  # the last second of the year 9999


class Unreadable(Exception):
    """The body is no webhook of WhatsApp."""


class Kind(StrEnum):
    """What a message is."""

    TEXT = "text"
    MEDIA = "media"  # image, sound, voice, video, document, sticker
    LOCATION = "location"
    CONTACTS = "contacts"
    REACTION = "reaction"
    CHOICE = "choice"  # a button or a line of a list
    ORDER = "order"
    EDITED = "edited"
    DELETED = "deleted"
    NEW_NUMBER = "new_number"
    SYSTEM = "system"
    UNSUPPORTED = "unsupported"  # Meta itself cannot pass it on
    UNKNOWN = "unknown"  # newer than this program


class State(StrEnum):
    """How far something that was sent has come."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Media:
    """A file that lies at Meta and is fetched by its name."""

    id: str
    mime: str = ""
    sha256: str = ""  # as Meta writes it: hexadecimal or base64
    name: str = ""
    voice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of a person."""

    wamid: str
    kind: Kind
    user_id: str = ""  # WhatsApp's own id of the person, if told
    wa_id: str = ""  # the number in digits, if she shows it
    name: str = ""
    words: str = ""  # what she wrote, chose or captioned
    media: tuple[Media, ...] = ()
    about: str = ""  # the message it changes, deletes, reacts or answers to
    new_wa_id: str = ""  # of `NEW_NUMBER`
    new_user_id: str = ""
    at: datetime | None = None  # when it happened, by Meta's clock
    raw: str = ""  # as it came

    @property
    def address(self) -> str:
        """Whose thread it is."""
        return self.user_id or self.wa_id


@dataclass(frozen=True, slots=True)
class Told:
    """How far something that we sent has come."""

    wamid: str
    state: State
    tracker: str = ""  # what we sent along: our own name for it
    code: str = ""  # Meta's, of a failure
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything of one webhook, in its order."""

    said: tuple[Said, ...] = ()
    told: tuple[Told, ...] = ()
    codes: tuple[str, ...] = ()  # of errors that belong to no message
    n_broken: int = 0  # parts without a name or a sender


def read(body: bytes) -> Batch:
    """Return what a webhook says.

    Raises:
        Unreadable: it is no JSON object of WhatsApp's shape.
    """
    try:
        whole = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    entries = whole.get("entry") if isinstance(whole, dict) else None
    if not isinstance(entries, list):
        raise Unreadable
    said: list[Said] = []
    told: list[Told] = []
    codes: list[str] = []
    n_broken = 0
    for value in _values(entries):
        people = _people(value)
        for one in _objects(value, "messages"):
            message = _said(one, people)
            n_broken += message is None
            said += [message] if message else []
        for one in _objects(value, "statuses"):
            status = _told(one)
            told += [status] if status else []
        codes += [_text(one.get("code")) for one in _objects(value, "errors")]
        n_broken += sum(
            not isinstance(one, dict)
            for name in ("messages", "statuses")
            for one in _list(value, name)
        )
    return Batch(tuple(said), tuple(told), tuple(filter(None, codes)), n_broken)


def _values(entries: list[Any]) -> Iterator[Json]:
    for entry in entries:
        for change in _objects(entry, "changes") if isinstance(entry, dict) else ():
            value = change.get("value")
            if isinstance(value, dict):
                yield value


def _people(value: Json) -> list[Json]:
    return list(_objects(value, "contacts"))


def _said(one: Json, people: list[Json]) -> Said | None:
    """Return one message, or None for what has no name or nobody behind it."""
    wamid = _id(one.get("id"))
    number, user_id = _digits(one.get("from")), _id(one.get("from_user_id"))
    person = _person(people, number, user_id)
    number = number or _digits(person.get("wa_id"))
    user_id = user_id or _id(person.get("user_id"))
    if not wamid or not (number or user_id):
        return None
    kind, words, about = _content(one)
    return Said(
        wamid=wamid,
        kind=kind,
        user_id=user_id,
        wa_id=number,
        name=_text(_object(person, "profile").get("name")),
        words=words,
        media=_media(_inner(one)),
        about=about,
        new_wa_id=_new_number(one) if kind == Kind.NEW_NUMBER else "",
        new_user_id=_id(_object(one, "system").get("user_id")),
        at=_moment(one.get("timestamp")),
        raw=_as_it_came(one),
    )


def _person(people: list[Json], number: str, user_id: str) -> Json:
    """Return the card that belongs to a message; a lone one does, unless it names another."""
    for one in people:
        if number and _digits(one.get("wa_id")) == number:
            return one
        if user_id and _id(one.get("user_id")) == user_id:
            return one
    lone = people[0] if len(people) == 1 else {}
    other = (number and _digits(lone.get("wa_id"))) or (user_id and _id(lone.get("user_id")))
    return {} if other else lone


def _inner(one: Json) -> Json:
    """Return the message itself: that of an edit lies one step deeper."""
    return _object(_object(one, "edit"), "message") if one.get("type") == "edit" else one


def _content(one: Json) -> tuple[Kind, str, str]:
    """Return kind, words, and the message it is about."""
    kind = _text(one.get("type")).lower()
    if kind == "edit":
        inner = _inner(one)
        reader = READERS.get(_text(inner.get("type")).lower())
        words = reader(inner)[1] if reader else _caption(inner)
        return Kind.EDITED, words, _id(_object(one, "edit").get("original_message_id"))
    if kind == "revoke":
        return Kind.DELETED, "", _id(_object(one, "revoke").get("original_message_id"))
    about = _id(_object(one, "context").get("id"))
    reader = READERS.get(kind, _read_rest)
    kind_of, words, named = reader(one)
    return kind_of, words, named or about


def _caption(one: Json) -> str:
    return _text(_object(one, _text(one.get("type")).lower()).get("caption"))


def _read_rest(one: Json) -> tuple[Kind, str, str]:
    if _text(one.get("type")).lower() in MEDIA:
        return Kind.MEDIA, _caption(one), ""
    cannot = _text(one.get("type")).lower() == "unsupported" or _list(one, "errors")
    return (Kind.UNSUPPORTED if cannot else Kind.UNKNOWN), "", ""


def _read_text(one: Json) -> tuple[Kind, str, str]:
    return Kind.TEXT, _text(_object(one, "text").get("body")), ""


def _read_location(one: Json) -> tuple[Kind, str, str]:
    place = _object(one, "location")
    parts = [
        f"{_text(place.get('latitude'))}, {_text(place.get('longitude'))}",
        _text(place.get("name")),
        _text(place.get("address")),
    ]
    return Kind.LOCATION, "\n".join(part for part in parts if part.strip(", ")), ""


def _read_contacts(one: Json) -> tuple[Kind, str, str]:
    lines = []
    for card in _objects(one, "contacts"):
        name = _text(_object(card, "name").get("formatted_name"))
        numbers = [_text(phone.get("phone")) for phone in _objects(card, "phones")]
        mails = [_text(mail.get("email")) for mail in _objects(card, "emails")]
        lines.append(" ".join(part for part in (name, *numbers, *mails) if part))
    return Kind.CONTACTS, "\n".join(line for line in lines if line), ""


def _read_reaction(one: Json) -> tuple[Kind, str, str]:
    reaction = _object(one, "reaction")
    return Kind.REACTION, _text(reaction.get("emoji")), _id(reaction.get("message_id"))


def _read_button(one: Json) -> tuple[Kind, str, str]:
    return Kind.CHOICE, _text(_object(one, "button").get("text")), ""


def _read_interactive(one: Json) -> tuple[Kind, str, str]:
    chosen = _object(one, "interactive")
    for name in ("button_reply", "list_reply"):
        reply = _object(chosen, name)
        words = [_text(reply.get("title")), _text(reply.get("description"))]
        if any(words):
            return Kind.CHOICE, "\n".join(word for word in words if word), ""
    return Kind.CHOICE, _text(_object(chosen, "nfm_reply").get("body")), ""


def _read_order(one: Json) -> tuple[Kind, str, str]:
    return Kind.ORDER, _text(_object(one, "order").get("text")), ""


def _read_system(one: Json) -> tuple[Kind, str, str]:
    system = _object(one, "system")
    changed = _text(system.get("type")) in NUMBER_CHANGED and (_new_number(one))
    return (Kind.NEW_NUMBER if changed else Kind.SYSTEM), _text(system.get("body")), ""


NUMBER_CHANGED = frozenset(
    {"user_changed_number", "customer_changed_number", "user_changed_user_id"}
)
MEDIA = frozenset({"image", "audio", "voice", "video", "document", "sticker"})
READERS = {
    "text": _read_text,
    "location": _read_location,
    "contacts": _read_contacts,
    "reaction": _read_reaction,
    "button": _read_button,
    "interactive": _read_interactive,
    "order": _read_order,
    "system": _read_system,
}


def _media(one: Json) -> tuple[Media, ...]:
    kind = _text(one.get("type")).lower()
    file = _object(one, kind) if kind in MEDIA else {}
    name = _id(file.get("id"))
    if not name:
        return ()
    return (
        Media(
            id=name,
            mime=_text(file.get("mime_type")),
            sha256=_text(file.get("sha256")),
            name=_text(file.get("filename")),
            voice=file.get("voice") is True or kind == "voice",
        ),
    )


def _new_number(one: Json) -> str:
    system = _object(one, "system")
    return _digits(system.get("wa_id")) or _digits(system.get("new_wa_id"))


def _told(one: Json) -> Told | None:
    state = _text(one.get("status")).lower()
    state = "read" if state == "played" else state
    wamid = _id(one.get("id"))
    if not wamid or state not in State.__members__.values():
        return None
    code = next((_text(error.get("code")) for error in _objects(one, "errors")), "")
    tracker = _text(one.get("biz_opaque_callback_data"))
    return Told(wamid, State(state), tracker, code, _moment(one.get("timestamp")))


def _as_it_came(one: Json) -> str:
    try:
        return _text(json.dumps(one, ensure_ascii=False))
    except RecursionError:
        return ""


def _object(one: Json, name: str) -> Json:
    found = one.get(name)
    return found if isinstance(found, dict) else {}


def _list(one: Json, name: str) -> list[Any]:
    found = one.get(name)
    return found if isinstance(found, list) else []


def _objects(one: Json, name: str) -> list[Json]:
    return [each for each in _list(one, name) if isinstance(each, dict)]


def _text(value: object) -> str:
    """Return words as they are, without what a database takes not: NUL, half a pair of signs."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    words = str(value).replace("\0", "")
    return words.encode("utf-8", "replace").decode()


def _id(value: object) -> str:
    words = _text(value).strip()
    return words if len(words) <= LONGEST_ID else ""


def _digits(value: object) -> str:
    words = _text(value).strip().removeprefix("+")
    return words if words.isascii() and words.isdigit() and len(words) <= LONGEST_ID else ""


def _moment(value: object) -> datetime | None:
    words = _digits(value)
    seconds = int(words) if words and len(words) < len(str(LATEST)) + 1 else 0
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds <= LATEST else None
