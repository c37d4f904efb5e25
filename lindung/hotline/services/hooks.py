"""Keeping a webhook as it came, and the names under which one person comes again."""

import json
from collections.abc import Sequence
from uuid import UUID

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.frame import this_unit
from lindung.core.keys import keeper, load_keys
from lindung.hotline.cloud.payload import Media
from lindung.hotline.models.contact import Raw
from lindung.hotline.models.hooks import Errand, Hook, OtherName
from lindung.hotline.models.lines import ChannelLine, Thread
from lindung.hotline.policy.hooks import ERRANDS, HOOKS, NAMES
from lindung.hotline.queries.hooks import name_hash
from lindung.intake.codes import Channel

CHANNEL = Channel.WHATSAPP


def keep_hook(actor: Actor, line: ChannelLine, body: bytes) -> bool:
    """Keep one webhook as it came, sealed; the same bytes again change nothing. In a frame.

    Returns:
        Whether it is new.
    """
    digest = keeper().derive("hotline/hook", f"{this_unit()}/{line.pk}/".encode() + body)
    if Hook.objects.filter(line=line, digest=digest).exists():
        return False
    hook = Hook(line=line, digest=digest, data_key_id=line.data_key_id)
    with acting(actor, HOOKS, "keep_hook", hook):
        load_keys([line.data_key_id])
        hook.came_at = hook.due_at = Moment()
        hook.body = body.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode()
        made = Hook.objects.bulk_create([hook], ignore_conflicts=True)
    return bool(made)


def know_again(actor: Actor, thread_id: UUID, names: list[str]) -> None:
    """Let whoever comes next under one of these names be known as this thread's. In a frame."""
    thread = Thread(pk=thread_id)
    hashes = {name: name_hash(CHANNEL, name) for name in names}
    known = OtherName.objects.filter(channel=CHANNEL, name_hash__in=list(hashes.values()))
    old = {bytes(row.name_hash) for row in known}
    new = [
        OtherName(channel=CHANNEL, name_hash=hashed, thread=thread)
        for hashed in hashes.values()
        if hashed not in old
    ]
    if new:
        with acting(actor, NAMES, "know_again", new[0]):
            OtherName.objects.bulk_create(new, ignore_conflicts=True)


def want_files(actor: Actor, raw_id: UUID, line_id: UUID, files: Sequence[Media]) -> None:
    """Remember, in the message's own transaction, which files must still be fetched. In a frame."""
    for media in files:
        raw = Raw.objects.only("data_key_id").get(pk=raw_id)
        errand = Errand(raw=raw, line_id=line_id, data_key_id=raw.data_key_id)
        with acting(actor, ERRANDS, "run_errand", errand):
            load_keys([raw.data_key_id])
            file = {"id": media.id, "mime": media.mime, "sha256": media.sha256, "name": media.name}
            errand.file = json.dumps(file)
            errand.due_at = errand.asked_at = Moment()
            errand.save(force_insert=True)
