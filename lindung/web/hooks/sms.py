"""Kannel's way in: whose it is, whether it knows the word, taken in one transaction, 200.

Anything but 200 lets Kannel bring it again. The word comes in the header, never in the address.
"""

import base64
import binascii
import hmac
import logging
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from lindung.core.actor import MACHINE
from lindung.core.errors import NotFound
from lindung.core.frame import frame
from lindung.directory.queries import unit_by_code
from lindung.hotline.adapters import kannel
from lindung.hotline.codes.lines import Driver
from lindung.hotline.queries import lines as queries
from lindung.intake.codes import Channel
from lindung.web.gates import public

log = logging.getLogger(__name__)
MOST_BYTES = 64_000  # far more than the longest message in ten parts
OK, BROKEN, NOT_OURS, ABSENT, NO_METHOD, TOO_LARGE, LATER = 200, 400, 403, 404, 405, 413, 503
Line = tuple[UUID, bool]  # whose, and whether it is open


@csrf_exempt
@public
def incoming(request: HttpRequest, unit_code: str) -> HttpResponse:
    """Take one message."""
    if request.method != "POST":
        return _said(NO_METHOD)
    if _length(request) > MOST_BYTES:
        return _said(TOO_LARGE)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return _said(TOO_LARGE)
    return _said(_safely(_take, request, unit_code, body))


@csrf_exempt
@public
def status(request: HttpRequest, unit_code: str) -> HttpResponse:
    """Take news of a letter."""
    if request.method != "GET":
        return _said(NO_METHOD)
    return _said(_safely(_note, request, unit_code, b""))


def _take(request: HttpRequest, line: Line, body: bytes) -> int:
    if not line[1]:
        return LATER
    taken = kannel.take_sms(
        line[0],
        outside_id=request.GET.get("id", ""),
        sender=request.headers.get("X-Kannel-From", "")[:40],
        words=_text(request, body),
    )
    return OK if taken else BROKEN


def _note(request: HttpRequest, line: Line, _body: bytes) -> int:
    told = request.GET.get("d", "")
    if told.isascii() and told.isdigit() and len(told) < 4:  # noqa: PLR2004  # small numbers
        noted = kannel.take_status(line[0], letter=request.GET.get("surat", ""), kind=int(told))
        return OK if noted else LATER
    return OK


def _safely(take: Any, request: HttpRequest, unit_code: str, body: bytes) -> int:
    """Find the line, ask for its word, and take; whatever is full or away lets it come again."""
    try:
        line = _line(unit_code, _word(request))
        status_code: int = ABSENT if line is None else take(request, line, body)
    except PermissionError:
        return NOT_OURS
    except NotFound:
        return ABSENT
    except (DatabaseError, OSError):
        connection.close()
        return LATER
    return status_code


def _line(unit_code: str, word: str) -> Line | None:
    unit = unit_by_code(unit_code)
    with frame(unit.pk):
        line = queries.get_line(MACHINE, Channel.SMS, to="read_line")
        if line is None or line.driver != Driver.KANNEL:
            return None
        ours = str(queries.read_settings(MACHINE, line).get("receive_key", ""))
    if not ours or not hmac.compare_digest(ours.encode(), word.encode()):
        raise PermissionError
    return unit.pk, line.opened_at is not None


def _word(request: HttpRequest) -> str:
    kind, _, told = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(told, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def _text(request: HttpRequest, body: bytes) -> str:
    """Read the words; what cannot be read is marked, the rest is kept."""
    charset = (request.content_params or {}).get("charset", "utf-8").strip('"')
    try:
        return body.decode(charset, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _length(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0


def _said(code: int) -> HttpResponse:
    if code == LATER:
        log.error("gateway told to come again")
    elif code != OK:
        log.warning("gateway refused: %d", code)
    return HttpResponse(status=code, content_type="text/plain; charset=utf-8")
