"""`lindung web`, `worker` and `migrate`: the parts of the house, each as one process.

The house starts them as its children. On several machines they are started one by one, with
DATABASE_URL naming the database.
"""

import os
import socket
import sys
from argparse import Namespace

from lindung.running import children
from lindung.running.cli.working import at_work
from lindung.running.home import Home
from lindung.running.house import reached, work_in
from lindung.running.installation import bind, read_installation
from lindung.running.sentences import Refusal, show
from lindung.running.supervisor import GO, LISTEN, SPARE

GRACE_S = 4
"""Answers under way may end; live streams never would. Source: FRAME.md §8, an end in 10 s."""


def web(arguments: Namespace) -> int:
    """Answer requests until told to stop."""
    installation = read_installation(port=arguments.port)
    os.environ["LINDUNG_POOL"] = "1"  # read with the settings, so before anything of Django
    if LISTEN not in os.environ:
        with reached(Home.of_environment()) as state:
            work_in(Home.of_environment(), state)
            return _serve(bind(installation))
    children.end_with_parent()
    if SPARE in os.environ and not _told_to_go():
        return 0
    return _serve(socket.socket(fileno=int(os.environ[LISTEN])))


def _told_to_go() -> bool:
    """Load all pages, then wait for the word; nothing more is said when the house ends."""
    from django.urls import get_resolver

    import lindung.config.asgi

    _ = lindung.config.asgi.application, get_resolver().url_patterns
    show("A spare stands ready.", to=sys.stderr)
    return os.read(sys.stdin.fileno(), len(GO)) == GO


def _serve(listening: socket.socket) -> int:
    import uvicorn

    proxies = os.environ.get("LINDUNG_PROXIES", "")
    config = uvicorn.Config(
        "lindung.config.asgi:application",
        proxy_headers=bool(proxies),  # an address is believed only from a proxy that was named
        forwarded_allow_ips=proxies,
        access_log=False,  # who came when is nobody's business
        server_header=False,
        log_level="warning",
        lifespan="on",
        ws="none",
        timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE_S,
        backlog=512,
    )
    uvicorn.Server(config).run(sockets=[listening])
    return 0


def worker(arguments: Namespace) -> int:
    """Do what is due until told to stop."""
    del arguments
    with at_work():
        import lindung.demo.handlers  # noqa: F401  # invents cases to practise on; no layer below may
        from lindung.jobs.worker import main

        main()
    return 0


def auditor(arguments: Namespace) -> int:
    """Watch whether the calling is alive and in time, until told to stop."""
    del arguments
    with at_work():
        from lindung.jobs.auditor import main

        main()
    return 0


def telephony(arguments: Namespace) -> int:
    """Listen to the site's switchboard until told to stop."""
    del arguments
    from lindung.running.telephony import read_line, unit_code

    line = read_line()
    if line is None:
        raise Refusal(
            "Belum ada sentral telepon: isi LINDUNG_AMI.",
            "There is no switchboard yet: set LINDUNG_AMI.",
        )
    with at_work():
        from lindung.jobs.telephony import main

        main(line, unit_code())
    return 0


def migrate(arguments: Namespace) -> int:
    """Bring the tables up to date, as their owner, and the list of places."""
    del arguments
    with at_work(owner=True):
        from django.core.management import call_command

        from lindung.directory.services import load_areas

        call_command("migrate", interactive=False, verbosity=1)
        load_areas()
    return 0
