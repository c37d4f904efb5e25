"""WhatsApp's webhook: whose it is, whether Meta signed it, kept as it came, 200. Nothing more.

Anything but 2xx lets Meta come again, for days: a closed line, a full disk and a database that is
away answer 5xx, so nothing is lost by them. What is refused is logged by number alone.
"""

import logging

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from lindung.core.actor import MACHINE
from lindung.core.errors import NotFound
from lindung.core.frame import frame
from lindung.directory.queries import unit_by_code
from lindung.hotline.cloud.signature import same_word, signed
from lindung.hotline.queries.hooks import cloud_line
from lindung.hotline.services.hooks import keep_hook
from lindung.web.gates import public

log = logging.getLogger(__name__)
MOST_BYTES = 3_000_000  # Source: Meta, *Webhooks*: a payload may be up to 3 MB
SIGNATURE = "X-Hub-Signature-256"
OK, UNSIGNED, NOT_OURS, ABSENT, NO_METHOD, TOO_LARGE, LATER = 200, 401, 403, 404, 405, 413, 503


@csrf_exempt
@public
def whatsapp(request: HttpRequest, unit_code: str) -> HttpResponse:
    """Answer Meta."""
    if request.method == "POST":
        return _said(_take(request, unit_code))
    if request.method == "GET":
        return _prove(request, unit_code)
    return _said(NO_METHOD)


def _prove(request: HttpRequest, unit_code: str) -> HttpResponse:
    """Say back what Meta asks, to whoever knows the word that stands in our settings."""
    try:
        found = cloud_line(unit_by_code(unit_code).pk)
    except NotFound:
        found = None
    given = request.GET
    ours = str(found[1].get("verify_word", "")) if found else ""
    asked = given.get("hub.mode") == "subscribe"
    if not asked or not same_word(ours, given.get("hub.verify_token", "")):
        return _said(NOT_OURS)
    challenge = given.get("hub.challenge", "")[:200]
    return HttpResponse(challenge, content_type="text/plain; charset=utf-8")


def _take(request: HttpRequest, unit_code: str) -> int:
    """Keep what Meta signed. Return the status of the answer."""
    body = request.read(MOST_BYTES + 1) if _length(request) <= MOST_BYTES else b""
    if _length(request) > MOST_BYTES or len(body) > MOST_BYTES:
        return TOO_LARGE
    try:
        return _keep(unit_code, body, request.headers.get(SIGNATURE, ""))
    except NotFound:
        return ABSENT
    except (DatabaseError, OSError):
        connection.close()
        return LATER


def _keep(unit_code: str, body: bytes, header: str) -> int:
    unit = unit_by_code(unit_code)
    found = cloud_line(unit.pk)
    if found is None:
        return ABSENT
    line, settings = found
    if not signed(str(settings.get("app_secret", "")), body, header):
        return NOT_OURS if header else UNSIGNED
    if line.opened_at is None:
        return LATER
    with frame(unit.pk):
        keep_hook(MACHINE, line, body)
    return OK


def _length(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0


def _said(status: int) -> HttpResponse:
    if status not in {OK, LATER}:
        log.warning("webhook refused: %d", status)
    elif status == LATER:
        log.error("webhook told to come again")
    return HttpResponse(status=status, content_type="text/plain; charset=utf-8")
