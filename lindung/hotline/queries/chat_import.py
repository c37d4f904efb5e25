"""Chats of the duty phone that were taken in: what came when, and the words, opened and noted."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lindung.core.acting import opening
from lindung.core.actor import Actor
from lindung.core.files import read_file
from lindung.hotline.models.contact import ChatImport, Contact
from lindung.hotline.policy.contact import CONTACTS
from lindung.hotline.rules.chat_export import Said, Sort

A_PAGE = 200


def imports_of(contact: Contact) -> list[ChatImport]:
    """Return the exports taken into a contact that was seen, the newest first. One query."""
    return list(ChatImport.objects.filter(contact=contact).order_by("-taken_at", "id"))


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries of one export."""

    said: tuple[Said, ...]
    page: int
    n_pages: int


def read_import(actor: Actor, contact: Contact, import_id: UUID, page: int = 1) -> Page | None:
    """Open the words of one export, a page of them; the opening is noted."""
    rows = ChatImport.objects.select_related("file").filter(contact=contact, pk=import_id)
    one = rows.first()
    if one is None or one.file is None:
        return None
    with opening(actor, CONTACTS, "read_contact", contact):
        lines = read_file(one.file).split(b"\n")
    n_pages = -(-len(lines) // A_PAGE)
    here = min(max(page, 1), n_pages)
    some = lines[(here - 1) * A_PAGE : here * A_PAGE]
    return Page(tuple(_said(line) for line in some), here, n_pages)


def _said(line: bytes) -> Said:
    at, who, sort, edited, words = json.loads(line)
    return Said(datetime.fromisoformat(at), who, words, Sort(sort), edited)
