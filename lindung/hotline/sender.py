"""Calls leave: to screens in the transaction itself, by other ways one after another.

Each try is claimed for half a minute, sent, and marked; a crash in between repeats it under the
same key. A way that fails or is not connected gives way to the next at once. "Sent" is not "seen":
what nobody answers, the alarm calls again.
"""

import logging
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Value, When
from django.utils.crypto import salted_hmac

from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.core.notify import tell_screens
from lindung.hotline.codes.escalation import AlarmState, AttemptState, CallKind, CallState
from lindung.hotline.codes.rota import Way
from lindung.hotline.models import Alarm, Attempt, Call, Reach
from lindung.hotline.queries.reach import read_address
from lindung.hotline.rules import escalation as rules
from lindung.hotline.ways import Ring, channels

log = logging.getLogger(__name__)
CLAIMED_FOR = timedelta(seconds=30)
OPEN_FOR = timedelta(minutes=30)  # how long a call may be answered by link or digits; [I]
LINK_SIGNS = 22
MOST_A_ROUND = 100


def send_due(unit_id: UUID) -> int:
    """Let out what is due in a unit. Return how many calls rang."""
    n_rung = 0
    while n_rung < MOST_A_ROUND and _ring_one(unit_id):
        n_rung += 1
    n_tries = 0
    while n_tries < MOST_A_ROUND and _try_one(unit_id):
        n_tries += 1
    return n_rung


def give_up(attempt_id: UUID) -> None:
    """Let the next way be tried: this one took a call over and could not bring it. In a frame."""
    attempt = Attempt.objects.select_related("call").get(pk=attempt_id)
    ours = Attempt.objects.filter(pk=attempt_id).exclude(state=AttemptState.FAILED)
    failed = ours.update(state=AttemptState.FAILED, ended_at=Moment())
    if failed and attempt.call.answered_at is None:  # an answered call rings nowhere else
        alarms = _worst_of(attempt.call_id)
        after = Attempt.objects.filter(call=attempt.call_id, rank__gt=attempt.rank)
        if not after.exists():
            _queue_next(attempt.call, alarms)


def link_of(call_id: UUID) -> str:
    """Return the secret part of the address that answers a call: the same at every try."""
    signed = salted_hmac("hotline.call", str(call_id), algorithm="sha256").digest()
    return urlsafe_b64encode(signed).decode()[:LINK_SIGNS]


def hash_of(link: str) -> bytes:
    """Return what is kept of a link."""
    return sha256(link.encode()).digest()


def _ring_one(unit_id: UUID) -> bool:
    """Let the call that is due longest ring on screens, and queue its first way. One transaction.

    A call whose alarms somebody acknowledged meanwhile is dropped.
    """
    with frame(unit_id):
        due = Call.objects.filter(state=CallState.WAITING, due_at__lte=Moment())
        call = due.select_for_update(skip_locked=True).order_by("due_at", "id").first()
        if call is None:
            return False
        ringing = Alarm.objects.filter(calls__call=call, state=AlarmState.RINGING)
        alarms = list(ringing.order_by("started_at"))
        if call.kind == CallKind.ALARM and not alarms:
            Call.objects.filter(pk=call.pk).update(state=CallState.DROPPED)
            return True
        Call.objects.filter(pk=call.pk).update(
            state=CallState.RUNG,
            rung_at=Moment(),
            n_waiting=len(alarms),
            pin=f"{secrets.randbelow(10_000):04d}",
            link=hash_of(link_of(call.pk)),
            open_until=Moment() + OPEN_FOR,
        )
        Attempt.objects.create(
            call=call,
            way=Way.SCREEN,
            rank=0,
            state=AttemptState.SENT,
            lease_until=Moment(),
            ended_at=Moment(),
        )
        _queue_next(call, alarms)
        tell_screens(unit_id)
    return True


def _queue_next(call: Call, alarms: list[Alarm]) -> None:
    """Queue the next way, each once: whichever alarm is the most urgent now may know others."""
    tried = set(Attempt.objects.filter(call=call).values_list("way", flat=True))
    way = next((one for one in _ways_of(call, alarms) if one not in tried), None)
    if way is not None:
        Attempt.objects.create(call=call, way=way, rank=len(tried), lease_until=Moment())


def _worst_of(call_id: UUID) -> list[Alarm]:
    """Return the most urgent alarm of a call alone: five hundred may hang on it. One query."""
    rank = Case(*(When(severity=one, then=Value(place)) for one, place in rules.RANK.items()))
    rows = Alarm.objects.filter(calls__call=call_id)
    return list(rows.order_by(rank.desc(), "started_at", "id")[:1])


def _ways_of(call: Call, alarms: list[Alarm]) -> tuple[Way, ...]:
    """Return the ways of the most urgent of its alarms, as they were when that one began."""
    if call.kind == CallKind.DRILL:
        return rules.EVERY_WAY
    if not alarms:
        return ()
    worst = max(alarms, key=lambda a: rules.RANK[a.severity])  # type: ignore[index]  # a severity
    return rules.ladder_from_json(worst.ladder).ways


def _try_one(unit_id: UUID) -> bool:
    """Claim, send and mark one try. The sending itself stands in no transaction."""
    claimed = _claim(unit_id)
    if claimed is None:
        return False
    attempt, ring = claimed
    state = AttemptState.NOT_CONNECTED
    channel = channels().get(Way(attempt.way))
    if ring is not None and channel is not None:
        try:
            channel.send(ring)
            state = AttemptState.SENT
        except Exception as error:  # noqa: BLE001  # whatever a channel does, the next way is tried
            log.error("way %s: %s", attempt.way, type(error).__name__)
            state = AttemptState.FAILED
    _mark(unit_id, attempt, state)
    return True


def _claim(unit_id: UUID) -> tuple[Attempt, Ring | None] | None:
    with frame(unit_id):
        waiting = Attempt.objects.filter(state=AttemptState.WAITING, lease_until__lte=Moment())
        attempt = (
            waiting.select_for_update(skip_locked=True, of=("self",))
            .select_related("call")
            .order_by("lease_until", "id")
            .first()
        )
        if attempt is None:
            return None
        Attempt.objects.filter(pk=attempt.pk).update(
            n_tries=attempt.n_tries + 1, lease_until=Moment() + CLAIMED_FOR
        )
        return attempt, _ring(unit_id, attempt)


def _ring(unit_id: UUID, attempt: Attempt) -> Ring | None:
    """Return what to send, or None when this way leads to nobody: no channel, no proved number."""
    call = attempt.call
    channel = channels().get(Way(attempt.way))
    if channel is None or not channel.connected(unit_id):
        return None
    proved = Reach.objects.filter(
        staff_id=call.staff_id, way=attempt.way, ended_at=None, verified_at__isnull=False
    ).first()
    if proved is None:
        return None
    return Ring(
        key=attempt.pk,
        unit_id=unit_id,
        staff_id=call.staff_id,
        address=read_address(MACHINE, proved),
        n_waiting=call.n_waiting,
        severity=call.severity,
        pin=call.pin,
        link=f"{settings.ORIGIN or f'http://localhost:{settings.PORT}'}/p/{link_of(call.pk)}/",
    )


def _mark(unit_id: UUID, attempt: Attempt, state: AttemptState) -> None:
    with frame(unit_id):
        ours = Attempt.objects.filter(pk=attempt.pk, state=AttemptState.WAITING)
        if not ours.update(state=state, ended_at=Moment()):
            return  # another sender, whose claim came later, has marked it
        if state != AttemptState.SENT:
            alarms = _worst_of(attempt.call_id)
            _queue_next(attempt.call, alarms)
