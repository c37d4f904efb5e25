"""Whether a report can be taken now, and whether anything is late. No word about anybody."""

import json
from typing import Any

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpResponse

from lindung import __version__
from lindung.directory.queries import takes_messages
from lindung.hotline import audit
from lindung.people.names import index_state

LATE_CHAIN_S = 5  # older: no chainer runs. Source: FRAME section 4
QUESTION = """
select (select coalesce(extract(epoch from statement_timestamp() - min(look_due_at)), 0)
        from door_oldest_unlooked()  as t(look_due_at)),
       (select coalesce(extract(epoch from statement_timestamp() - min(at)), 0)
        from door_unchained() as u(at))
"""


def answer(connection: BaseDatabaseWrapper) -> HttpResponse:
    """Return 200 as soon as the house answers, 503 only when it cannot take a report.

    A house in which no unit was entered yet is well and takes none: it says so by its own status,
    since only a person can change that, and a watcher would start it again in vain. A calling that
    stands still makes it `degraded`, with the parts that are silent: reports are still taken.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(QUESTION)
            overdue, unchained = (float(n) for n in cursor.fetchone())
        opened = takes_messages()
        calling = audit.alive()
    except DatabaseError:
        return _json({"status": "down", "version": __version__}, 503)
    late = overdue > 0
    degraded = unchained > LATE_CHAIN_S or not calling.fine
    status = "degraded" if degraded else "late" if late else "ok"
    return _json(
        {
            "status": status if opened else "no_unit",
            "version": __version__,
            "oldest_overdue_s": round(max(overdue, 0)),
            "unchained_s": round(max(unchained, 0)),
            "oldest_call_late_s": calling.late_s,
            "silent": list(calling.silent),
            "lines_unheard": calling.n_unheard,
            "index": index_state(),
        },
        200,
    )


def _json(body: dict[str, Any], status: int) -> HttpResponse:
    return HttpResponse(json.dumps(body), content_type="application/json", status=status)
