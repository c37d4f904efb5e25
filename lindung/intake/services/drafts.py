"""Answers between two pages of the public form, sealed under what only the reader's cookie knows.

No unit is known yet and nobody acts, so this stands outside a frame and leaves no line in the
trail: a telling that is not sent must leave nothing at all. A dump opens nothing, since the key is
made of the cookie's token by the key keeper and is kept nowhere; the row is found by another
digest of the same token. Source: FRAME.md section 5.
"""

import base64
import binascii
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.db.models import QuerySet

from lindung.core.clock import Moment
from lindung.core.keys import NONCE_BYTES, keeper
from lindung.intake.models import Draft, DraftFile

DRAFT_LIVES = timedelta(minutes=30)  # after the last answer. Source: FRAME.md section 5
TOKEN_BYTES = 32
PAD_TO = 1024  # the length of a telling says something too
Answers = dict[str, Any]  # what JSON can say


def start_draft(answers: Answers) -> str:
    """Keep the first answers and return the token for the cookie, which alone opens them again."""
    token = base64.urlsafe_b64encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=")
    lookup = _lookup(token)
    box = _seal(_key(token), _packed(answers), _place(lookup))
    row = Draft(lookup=lookup, box=box, expires_at=Moment() + DRAFT_LIVES)
    row.save(force_insert=True)
    return token


def draft_proof(token: str) -> str:
    """Return what a form of this draft carries: no other site can make it."""
    return keeper().derive("draft/proof", _secret(token)).hex()[:32]


def read_draft(token: str) -> Answers | None:
    """Return what was answered so far, or `None` when it is gone."""
    row = _alive(token).first()
    return None if row is None else _answers(row, token)


@contextmanager
def changing_draft(token: str) -> Iterator[Answers | None]:
    """Hold a draft while its answers are changed, and keep them; `None` when it is gone.

    Two presses of a button at once take turns here: the second one sees what the first one did.
    What is done inside stands or falls with the draft.
    """
    with transaction.atomic():
        row = _alive(token).select_for_update().first()
        answers = None if row is None else _answers(row, token)
        yield answers
        if row is not None and answers is not None:
            row.box = _seal(_key(token), _packed(answers), _place(bytes(row.lookup)))
            row.expires_at = Moment() + DRAFT_LIVES
            row.save(update_fields=["box", "expires_at"])


def forget_draft(token: str) -> None:
    """Forget everything now: at the exit, and when whoever tells is done."""
    Draft.objects.filter(lookup=_lookup(token)).delete()


def forget_draft_files(token: str) -> None:
    """Forget the files of a draft, as when they went out with a report."""
    DraftFile.objects.filter(draft_id=_lookup(token)).delete()


def keep_draft_file(token: str, content: bytes) -> UUID:
    """Keep a file with a draft that is there, and return its id."""
    row = DraftFile(id=uuid4(), draft_id=_lookup(token), size=len(content))
    row.box = _seal(_key(token), content, _place(row.id.bytes))
    row.save(force_insert=True)
    return row.id


def read_draft_file(token: str, file_id: UUID) -> bytes | None:
    """Return the content of a file of this draft, or `None`."""
    row = DraftFile.objects.filter(pk=file_id, draft_id=_lookup(token)).first()
    return None if row is None else _open(_key(token), bytes(row.box), _place(file_id.bytes))


def drop_draft_file(token: str, file_id: UUID) -> None:
    """Take a file out of a draft."""
    DraftFile.objects.filter(pk=file_id, draft_id=_lookup(token)).delete()


def sweep_drafts() -> int:
    """Forget every draft whose time is over, with its files, and return how many there were."""
    over = Draft.objects.filter(expires_at__lte=Moment())
    _, by_model = over.delete()
    return by_model.get(Draft._meta.label, 0)


def _alive(token: str) -> QuerySet[Draft]:
    return Draft.objects.filter(lookup=_lookup(token), expires_at__gt=Moment())


def _answers(row: Draft, token: str) -> Answers | None:
    try:
        packed = _open(_key(token), bytes(row.box), _place(bytes(row.lookup)))
    except InvalidTag:  # sealed under an earlier root key, or altered: as good as gone
        return None
    found: Answers = json.loads(packed)
    return found


def _packed(answers: Answers) -> bytes:
    plain = json.dumps(answers, ensure_ascii=False).encode()
    return plain + b" " * (-len(plain) % PAD_TO)


def _seal(key: AESGCM, plain: bytes, place: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + key.encrypt(nonce, plain, place)


def _open(key: AESGCM, box: bytes, place: bytes) -> bytes:
    return key.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], place)


def _place(name: bytes) -> bytes:
    return b"draft/" + name


def _lookup(token: str) -> bytes:
    return keeper().derive("draft/lookup", _secret(token))


def _key(token: str) -> AESGCM:
    return AESGCM(keeper().derive("draft/key", _secret(token)))


def _secret(token: str) -> bytes:
    """Return the bytes of a token; of anything else, bytes that find nothing."""
    try:
        return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return b""
