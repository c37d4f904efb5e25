"""One process, one port: `/live/` streams natively, all else is Django on a pool of threads.

Source: ARCHITECTURE.md §2 (twice the pages per second of plain Django under ASGI).
"""

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from psycopg_pool.base import AttemptWithBackoff

from lindung.config.spool import App, Receive, Scope, Send, spooled

# After a restart of the database the pool would try at 0, 1, 3, 7 seconds: a report cannot wait.
AttemptWithBackoff.INITIAL_DELAY = 0.1

_django: App = WSGIMiddleware(get_wsgi_application(), workers=settings.THREADS)  # type: ignore[arg-type, assignment]  # speaks ASGI

from lindung.web.live import CHAT, live_app  # noqa: E402 - only after Django was set up
from lindung.web.practising import ROOT  # noqa: E402 - as above
from lindung.web.refused import keeps_words, refusal  # noqa: E402 - as above

_pages: App = spooled(
    _django,
    most_bytes=settings.MAX_BODY_BYTES,
    within_s=settings.BODY_DEADLINE_S,
    refusal=refusal,
    keeps_words=keeps_words,
)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one connection."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and _is_live(scope["path"]):
        await live_app(scope, receive, send)
    elif scope["type"] == "http":
        await _pages(scope, receive, send)
    else:  # nothing here speaks over web sockets
        await send({"type": "websocket.close", "code": 1000})


def _is_live(path: str) -> bool:
    return path == CHAT or path.removeprefix(ROOT).startswith("/live/")


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
