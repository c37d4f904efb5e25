"""*Ekspor chat*: a chat of the duty phone is sealed here, then deleted there, as a person confirms.

Taking the same export again, or a longer one of the same chat, adds only what is new.
"""

import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.files import store_file
from lindung.core.keys import load_keys
from lindung.core.turns import end_turn
from lindung.hotline import contact_moves as moves
from lindung.hotline.codes.contact import ContactVerb, Origin
from lindung.hotline.codes.lines import Held
from lindung.hotline.models.contact import ChatImport, Contact, Raw
from lindung.hotline.models.lines import HeldFile
from lindung.hotline.policy.contact import CONTACTS
from lindung.hotline.rules.chat_export import Export, NotAChat, Part, Said, open_export, read_chat
from lindung.hotline.rules.contact import FINISH_LIMIT
from lindung.intake import services as intake
from lindung.intake.files import UploadedBytes, checked, short_name

if TYPE_CHECKING:
    from lindung.directory.models import Unit

BATCH = 5_000
WHY = {
    "no_chat": gettext_lazy("This is no exported chat. In WhatsApp: More, Export chat."),
    "chat_too_long": gettext_lazy("This chat is too long to be taken in at once."),
    "archive_broken": gettext_lazy("This file is damaged. Export the chat again."),
    "archive_locked": gettext_lazy("This file has a password. Export the chat without one."),
    "archive_path": gettext_lazy(
        "This file does not come from WhatsApp as it is. Export it again."
    ),
    "archive_too_large": gettext_lazy("Too much is in this file. Export the chat without media."),
    "archive_lies": gettext_lazy("This file is not what it says. Export the chat again."),
}
HELD = {"file_kind_unknown": Held.UNKNOWN, "file_too_large": Held.TOO_LARGE}


def take_chat(actor: Actor, unit: "Unit", contact: Contact, content: bytes) -> ChatImport:
    """Take an exported chat into the report of a contact: what is new of it, sealed.

    Args:
        actor: who exported it from the duty phone.
        unit: where that phone is.
        contact: the chat's own; it is a report already.
        content: the text, or the archive with media, as WhatsApp made it.

    Raises:
        RuleBroken: `chat_needs_report`, or a code of `WHY`; nothing is kept then.
    """
    with acting(actor, CONTACTS, "take_chat", contact):
        if contact.report_id is None:
            message = _("Make it a report first: then it has a place to be sealed in.")
            raise RuleBroken("chat_needs_report", message, "file")
        Contact.objects.select_for_update().get(pk=contact.pk)  # one import at a time
        try:
            export = open_export(content)
            said = read_chat(export.text, ZoneInfo(unit.time_zone))
            return _take(actor, contact, export, said)
        except NotAChat as refused:
            code = str(refused.args[0])
            raise RuleBroken(code, str(WHY[code]), "file") from refused


def chat_deleted(actor: Actor, contact: Contact) -> int:
    """Say that the chat was deleted from the phone, at this moment. Return of how many exports."""
    with acting(actor, CONTACTS, "chat_deleted", contact):
        still = ChatImport.objects.filter(contact=contact, deleted_at=None)
        n = still.update(deleted_at=Moment(), deleted_by=actor.id)
        end_turn(contact.pk, ContactVerb.DELETE_CHAT)
        moves.tell()
        return n


def _take(actor: Actor, contact: Contact, export: Export, said: Sequence[Said]) -> ChatImport:
    load_keys([contact.data_key_id])
    fresh = _fresh(contact, said)
    made = ChatImport(
        id=uuid4(),
        contact=contact,
        subject_id=contact.subject_id,
        raw=_raw(contact, f"import/{uuid4()}"),
        file=store_file(io.BytesIO(_written(fresh))) if fresh else None,
        taken_at=Moment(),
        taken_by=actor.id,
        first_at=min(one.at for one in said),
        last_at=max(one.at for one in said),
        n_new=len(fresh),
        n_known=len(said) - len(fresh),
    )
    for part in export.files():
        _take_file(contact, made, part)
    made.save(force_insert=True)
    moves.wait(contact, ContactVerb.DELETE_CHAT, Moment() + FINISH_LIMIT, staff_id=actor.id)
    moves.tell()
    made.refresh_from_db()
    return made


def _fresh(contact: Contact, said: Sequence[Said]) -> list[Said]:
    """Return the entries that came in no earlier export, and remember them.

    An entry is known by its minute and words, and by which of several alike it is: a telephone
    shows names as its own book has them, and may show others tomorrow.
    """
    seen: Counter[str] = Counter()
    names = []
    for one in said:
        plain = f"{one.at:%Y%m%d%H%M}|{one.sort}|{one.edited:d}|{one.words}"
        names.append(_outside(contact, f"{plain}|{seen[plain]}"))
        seen[plain] += 1
    known = _known(names)
    fresh = [n for n, name in enumerate(names) if name not in known]
    Raw.objects.bulk_create(
        [
            Raw(
                origin=Origin.CHAT,
                external_id=names[n],
                came_at=Moment(),
                data_key_id=contact.data_key_id,
            )
            for n in fresh
        ],
        BATCH,
    )
    return [said[n] for n in fresh]


def _known(names: Sequence[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for begin in range(0, len(names), BATCH):
        rows = Raw.objects.filter(
            origin=Origin.CHAT, external_id__in=names[begin : begin + BATCH]
        ).values_list("external_id", flat=True)
        found.update(bytes(row) for row in rows)
    return found


def _outside(contact: Contact, name: str) -> bytes:
    return moves.external_id(Origin.CHAT, f"{contact.report_id}/{name}")


def _raw(contact: Contact, name: str) -> Raw:
    return Raw.objects.create(
        origin=Origin.CHAT,
        external_id=_outside(contact, name),
        came_at=Moment(),
        data_key_id=contact.data_key_id,
    )


def _take_file(contact: Contact, made: ChatImport, part: Part) -> None:
    """Hang one file on the report, or hold it unopened; the same content once."""
    name = f"file/{sha256(part.content).hexdigest()}"
    if not part.content or _known([_outside(contact, name)]):
        return
    raw = _raw(contact, name)
    try:
        files = checked([UploadedBytes(part.name, part.content)])
    except RuleBroken as broken:
        HeldFile.objects.create(
            raw=raw,
            file=store_file(io.BytesIO(part.content)),
            why=HELD.get(broken.code, Held.BROKEN),
            data_key_id=contact.data_key_id,
            name=short_name(part.name),
        )
        made.n_held += 1
        return
    intake.take_more(MACHINE, contact.report, words="", files=files)  # type: ignore[arg-type]  # it has one
    made.n_files += 1


def _written(said: Iterable[Said]) -> bytes:
    """Return entries as they are sealed: a line of JSON for each."""
    lines = (
        json.dumps([one.at.isoformat(), one.who, one.sort, one.edited, one.words]) for one in said
    )
    return "\n".join(lines).encode()
