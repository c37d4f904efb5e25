"""The auditor: a process of its own that only watches whether the calling is alive and in time.

It shares nothing with the worker but the tables, so that what stops the one does not stop the
other. It says what it sees to every open screen, and to a watch outside the house while all is
well: when that hears nothing more, it rings the head.
"""

import logging
import os
import signal
import threading
from types import FrameType
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

import django
from django.apps import apps
from django.conf import settings

log = logging.getLogger(__name__)
LOOK_S = 15.0
PING_S = 60.0
PING_WITHIN_S = 10
_stop = threading.Event()


def main() -> None:
    """Watch until told to stop."""
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindung.config.settings")
        django.setup()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, _told_to_stop)
    watch(_stop)
    log.info("auditor ended")


def watch(stop: threading.Event, every_s: float = LOOK_S) -> None:
    """Look again and again; two looks alike make a finding, since one may fall between two acts."""
    from lindung.jobs.watching import Watcher  # noqa: PLC0415  # it needs models that are not ready

    watcher = Watcher(ping=ping)
    since_ping = PING_S
    while not stop.is_set():
        since_ping += every_s
        pings = since_ping >= PING_S
        if watcher.look(pings=pings) and pings:
            since_ping = 0.0
        stop.wait(every_s)


def ping() -> bool:
    """Tell the watch outside that all is well, if there is one. Return whether it heard."""
    if not settings.PING_URL:
        return False
    try:
        asking = build_opener(ProxyHandler())
        with asking.open(Request(settings.PING_URL), timeout=PING_WITHIN_S) as answer:  # noqa: S310  # checked in the settings
            return bool(answer.status < 400)  # noqa: PLR2004  # HTTP's own border of failures
    except (URLError, OSError, ValueError) as error:
        log.error("outside watch: %s", type(error).__name__)
        return False


def _told_to_stop(_number: int, _frame: FrameType | None) -> None:
    _stop.set()


if __name__ == "__main__":
    main()
