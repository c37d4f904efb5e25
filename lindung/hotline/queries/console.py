"""What one screen shows by day and night: calls that nobody took, talks, how the calling stands.

Numbers, clocks and codes; not a word of anybody, so that a room may read it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.hotline.audit import ALWAYS, HEARD_WITHIN
from lindung.hotline.codes.contact import Cause
from lindung.hotline.codes.escalation import Finding
from lindung.hotline.codes.telephony import CallStage
from lindung.hotline.models.contact import Contact
from lindung.hotline.policy.contact import CONTACTS
from lindung.hotline.queries.calling import BELL, Bell
from lindung.hotline.queries.contact import SEALED, Undecided
from lindung.hotline.rules import escalation as rules

TALKS_FOR = timedelta(hours=12)
"""[I] A contact that nobody ended within it was forgotten: it stays on the duty phone's page."""

MOST_CALLS = 40


@dataclass(frozen=True, slots=True)
class Talk:
    """A call that rings now, or a talk that nobody ended yet."""

    number: str
    rings: bool
    began_at: datetime


@dataclass(frozen=True, slots=True)
class CallsNow:
    """What is on the telephone, and what nobody decided about."""

    undecided: tuple[Undecided, ...]
    talks: tuple[Talk, ...]


def calls_now(actor: Actor) -> CallsNow:
    """Return missed calls without a decision, the oldest first, and talks. One query."""
    waits = Q(call_back__isnull=False, call_back__decided_at=None)
    talks = Q(answered=True, ended_at=None, left_unit=False, began_at__gt=Moment() - TALKS_FOR)
    rows = (
        CONTACTS.only(actor, "view_contact", Contact.objects.defer(*SEALED))
        .filter(waits | talks)
        .select_related("call_back", "pbx_call")
        .defer(*SEALED, "call_back__reason")
        .order_by("began_at", "id")[:MOST_CALLS]
    )
    here, undecided, found = now(), [], []
    for row in rows:
        asked = getattr(row, "call_back", None)
        if asked is not None and asked.decided_at is None:
            late = asked.due_at < here
            label = str(Cause(asked.cause).label)
            undecided.append(
                Undecided(row.number, asked.cause, label, row.began_at, asked.due_at, late)
            )
        else:
            call = getattr(row, "pbx_call", None)
            rings = call is not None and call.stage in {CallStage.RINGING, CallStage.LEFT}
            found.append(Talk(row.number, rings, row.began_at))
    return CallsNow(tuple(undecided), tuple(found))


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a beat's code, `pbx` for the switchboard, or the code of a connected channel."""

    code: str
    fine: bool


@dataclass(frozen=True, slots=True)
class Pulse:
    """What the reader's screen rings for, and which parts are alive."""

    bell: Bell
    parts: tuple[Part, ...]
    n_ringing: int
    late_s: int

    @property
    def fine(self) -> bool:
        """Say whether every part is alive and no call is late."""
        return all(part.fine for part in self.parts) and self.late_s <= rules.LATE_AFTER.seconds


PBX = "pbx"
PULSE = f"""
select bell.*,
  (select count(*) from hotline_alarm where ended_at is null and state = 'ringing'
   and not out_there @> array[%(staff)s]::uuid[]),
  (select coalesce(extract(epoch from statement_timestamp() - min(next_due)), 0)
   from hotline_alarm where ended_at is null and next_due < statement_timestamp()),
  (select json_object_agg(name, finding = %(fine)s
     and at > statement_timestamp() - %(within)s::interval) from hotline_heartbeat),
  (select up and seen_at > statement_timestamp() - %(line)s::interval from hotline_pbxline limit 1),
  (select json_object_agg(channel, up and coalesce(
     seen_at > statement_timestamp() - %(line)s::interval, false))
   from hotline_channelline where opened_at is not null)
from ({BELL}) as bell (n_mine, drill, n_urgent, stands_still)
"""  # noqa: S608  # our own words


def pulse(actor: Actor) -> Pulse:
    """Return how the calling stands. One statement; walls hide other units' rows.

    Source: HOTLINE section 4 (heartbeat of each part and channel; red after 60 s).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            PULSE,
            {
                "staff": actor.id,
                "within": str(rules.LATE_AFTER),
                "line": str(HEARD_WITHIN),
                "fine": Finding.FINE.value,
            },
        )
        *ringing, n_ringing, late_s, beats, line, lines = cursor.fetchone()
    alive = beats or {}
    parts = [Part(name, bool(alive.get(name))) for name in ALWAYS]
    if line is not None:  # only where a switchboard was ever listened to
        parts.append(Part(PBX, bool(line)))
    parts += [Part(name, bool(fine)) for name, fine in sorted((lines or {}).items())]
    return Pulse(Bell(*ringing), tuple(parts), n_ringing, int(late_s))
