"""What Telegram tells of: messages of one person to the bot, in the shape of WhatsApp's. Pure.

Source: Telegram, *Bot API*, "Update", "Message".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lindung.hotline.cloud.payload import Kind, Media, Said

Json = Mapping[str, Any]
FILES = ("voice", "audio", "video", "video_note", "document", "sticker", "animation")
LONGEST = 4096
"""Signs of one message. Source: Telegram, *Bot API*, "sendMessage"."""


@dataclass(frozen=True, slots=True)
class Update:
    """One update: its number, and what a person said by it, if anybody did."""

    number: int
    said: Said | None = None
    phone: str = ""  # her own card, sent by herself


def read(update: Json) -> Update | None:
    """Return one update; None for what has no number. Groups and channels say nothing here."""
    number = update.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    edited = _object(update, "edited_message")
    one = edited or _object(update, "message")
    chat, message_id = _object(one, "chat"), one.get("message_id")
    if chat.get("type") != "private" or not isinstance(chat.get("id"), int) or not message_id:
        return Update(number)
    name = f"{chat['id']}/{message_id}"
    said = Said(
        wamid=f"{name}/{edited.get('edit_date', '')}" if edited else name,
        kind=Kind.EDITED if edited else _kind(one),
        user_id=str(chat["id"]),
        name=" ".join(filter(None, (_text(chat, "first_name"), _text(chat, "last_name")))),
        words=_words(one),
        media=_media(one),
        at=_moment(one.get("date")),
        raw=_text({"all": repr(dict(one))}, "all"),
    )
    return Update(number, said, _phone(one))


def parts_of(words: str) -> list[str]:
    """Return words in pieces that Telegram takes, cut at a line or a space where there is one."""
    parts, rest = [], words
    while len(rest) > LONGEST:
        cut = max(rest.rfind("\n", 0, LONGEST), rest.rfind(" ", 0, LONGEST))
        cut = cut if cut > 0 else LONGEST
        parts.append(rest[:cut])
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def _kind(one: Json) -> Kind:
    if _object(one, "location"):
        return Kind.LOCATION
    if _object(one, "contact"):
        return Kind.CONTACTS
    if _text(one, "text"):
        return Kind.TEXT
    return Kind.MEDIA if _media(one) else Kind.UNKNOWN


def _words(one: Json) -> str:
    place, card = _object(one, "location"), _object(one, "contact")
    if place:
        return f"{place.get('latitude')}, {place.get('longitude')}"
    if card:
        names = (_text(card, "first_name"), _text(card, "last_name"), _text(card, "phone_number"))
        return " ".join(filter(None, names))
    return _text(one, "text") or _text(one, "caption")


def _phone(one: Json) -> str:
    card, sender = _object(one, "contact"), _object(one, "from")
    own = card.get("user_id") is not None and card.get("user_id") == sender.get("id")
    return _text(card, "phone_number") if own else ""


def _media(one: Json) -> tuple[Media, ...]:
    sizes = one.get("photo")
    if isinstance(sizes, list) and sizes and isinstance(sizes[-1], dict):
        name = _text(sizes[-1], "file_id")
        return (Media(name, "image/jpeg"),) if name else ()
    for kind in FILES:
        file = _object(one, kind)
        name = _text(file, "file_id")
        if name:
            mime = _text(file, "mime_type")
            return (Media(name, mime, "", _text(file, "file_name"), voice=kind == "voice"),)
    return ()


def _object(one: Json, name: str) -> Json:
    found = one.get(name)
    return found if isinstance(found, dict) else {}


def _text(one: Json, name: str) -> str:
    found = one.get(name)
    if not isinstance(found, str):
        return ""
    return found.replace("\0", "").encode("utf-8", "replace").decode()


def _moment(value: object) -> datetime | None:
    if not isinstance(value, int) or not 0 < value < 253402300800:  # noqa: PLR2004  # the year 9999
        return None
    return datetime.fromtimestamp(value, UTC)
