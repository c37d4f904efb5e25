"""The switchboard calls for somebody: a call back that a person decided, or an alarm.

It dials once, after asking again whether it may. What it asked the switchboard for and heard no
answer to is never asked for a second time: a phone that rings twice is one that others notice.
"""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lindung.access import queries as access
from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.clock import Moment
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import this_unit
from lindung.directory import queries as directory
from lindung.hotline import contact_moves as moves
from lindung.hotline.codes.contact import Choice, WhyCode
from lindung.hotline.codes.escalation import CallState
from lindung.hotline.codes.rota import Way
from lindung.hotline.codes.telephony import DialKind, DialState
from lindung.hotline.models import Attempt, Call, CallBack, PbxDial, Reach
from lindung.hotline.models.telephony import HER_PHONE_RANG
from lindung.hotline.policy.contact import CALL_BACKS
from lindung.hotline.policy.telephony import PBX_DIALS
from lindung.hotline.queries.contact import may_reach, read_contact
from lindung.hotline.queries.dialling import can_dial, read_reason
from lindung.hotline.queries.reach import read_address
from lindung.hotline.rules.numbers import read_number
from lindung.hotline.sender import give_up
from lindung.hotline.services.answer import answer_by_pin
from lindung.hotline.telephony import dialling

WAITS_AT_MOST = timedelta(minutes=1)  # [I]: a decision of this minute, not of an hour ago
LIVES_AT_MOST = timedelta(hours=3)  # [I]: longer than any talk


def dial_back(actor: Actor, call_back: CallBack) -> PbxDial:
    """Let the switchboard call `actor`, then the number that somebody decided to call.

    One attempt for each decision, as the page says: a phone of hers that rang is not rung again.
    It is dialled within seconds or not at all, after `may_contact` was asked once more.

    Raises:
        RuleBroken: `not_decided`, `line_down`, `phone_not_proved`, `dialled_already`.
    """
    with acting(actor, CALL_BACKS, "dial_back", call_back):
        if call_back.choice != Choice.CALL:
            raise RuleBroken("not_decided", _("Nobody decided to call back."))
        if not can_dial():
            raise RuleBroken(
                "line_down", _("The switchboard cannot dial now. Take the duty phone.")
            )
        if _proved(actor.id) is None:
            message = _("Your own phone is not proved yet: see the page Phones.")
            raise RuleBroken("phone_not_proved", message)
        earlier = PbxDial.objects.filter(call_back=call_back)
        if earlier.filter(Q(ended_at=None) | Q(state__in=HER_PHONE_RANG)).exists():
            raise _again()
        row = PbxDial(
            kind=DialKind.CALL_BACK, staff_id=actor.id, call_back=call_back, asked_at=Moment()
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:  # a colleague pressed it in the same moment
            raise _again() from error
        moves.tell()
    return row


def next_order(actor: Actor) -> dialling.Order | None:
    """Claim the call out that waits longest and return whom to call, or nothing. In a frame.

    From here on it counts as dialled, whatever becomes of this process.
    """
    row = (
        PbxDial.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("call_back__contact__person")
        .filter(state=DialState.WAITING)
        .order_by("asked_at", "id")
        .first()
    )
    if row is None:
        return None
    with acting(actor, PBX_DIALS, "dial", row):
        too_late = PbxDial.objects.filter(pk=row.pk, asked_at__lt=Moment() - WAITS_AT_MOST)
        order = None if too_late.exists() else _order(row)
        if isinstance(order, dialling.Order):
            row.state, row.dialled_at = DialState.RINGING, Moment()
            row.save(update_fields=["state", "dialled_at"])
            moves.tell()
            return order
        _end(row, order or DialState.FAILED)
    return None


def hear_dial(actor: Actor, sign: dialling.DialSign) -> None:
    """Write down what the switchboard told of a call out. The same again changes nothing."""
    row = PbxDial.objects.select_for_update(of=("self",)).filter(pk=sign.id).first()
    if row is None:
        return
    state = dialling.after(DialState(row.state), sign.told, DialKind(row.kind))
    digits = sign.told == dialling.Told.DIGITS and row.kind == DialKind.ALARM
    if state == row.state and not digits:
        return
    with acting(actor, PBX_DIALS, "hear_dial", row):
        if digits:
            _answered(row, sign.pin)
        elif state in dialling.LIVE:
            row.state = state
            row.save(update_fields=["state"])
            moves.tell()
        else:
            _end(row, state)


def refuse_dial(actor: Actor, dial_id: UUID) -> None:
    """Write down that the switchboard did not take a call out: no phone rang."""
    row = PbxDial.objects.select_for_update().filter(pk=dial_id, state__in=dialling.LIVE).first()
    if row is not None:
        with acting(actor, PBX_DIALS, "hear_dial", row):
            _end(row, DialState.FAILED)


def forget_dials(actor: Actor, live: frozenset[UUID] | None) -> int:
    """Close the calls out that live no more or too long. Return how many.

    Args:
        actor: the machine.
        live: those the switchboard still knows; `None` when it cannot be asked.
    """
    gone = Q(asked_at__lt=Moment() - LIVES_AT_MOST)
    if live is not None:
        soon = Q(dialled_at__gte=Moment() - timedelta(seconds=10))
        gone |= Q(state__in=dialling.LIVE) & ~Q(pk__in=live) & ~soon
    too_late = Q(state=DialState.WAITING, asked_at__lt=Moment() - WAITS_AT_MOST)
    rows = list(
        PbxDial.objects.select_for_update().filter(gone | too_late, ended_at=None).order_by("id")
    )
    for row in rows:
        with acting(actor, PBX_DIALS, "hear_dial", row):
            waited = row.state == DialState.WAITING
            _end(row, DialState.FAILED if waited else DialState.UNKNOWN)
    return len(rows)


def _order(row: PbxDial) -> dialling.Order | DialState:
    """Open both numbers, asking again whether we may; or say why nobody is called."""
    proved = _proved(row.staff_id)
    officer = dialling.dialable(_number(read_address(MACHINE, proved))) if proved else ""
    if not officer:
        return DialState.FAILED
    kind = DialKind(row.kind)
    if kind == DialKind.ALARM:
        pin = _pin(row)
        return dialling.Order(row.pk, kind, officer, pin=pin) if pin else DialState.FAILED
    number = _her_number(row)
    return dialling.Order(row.pk, kind, officer, number) if number else DialState.REFUSED


def _her_number(row: PbxDial) -> str:
    """Return the number of a call back as digits, or nothing when it may not be called now."""
    call_back = row.call_back
    actor = _colleague(row.staff_id)
    if call_back is None or actor is None:
        return ""
    danger = call_back.why == WhyCode.LIFE_IN_DANGER
    try:
        reason = read_reason(actor, call_back) if danger else ""
        reach = may_reach(actor, call_back.contact, life_in_danger=danger, reason=reason)
        number = read_contact(actor, call_back.contact).identifier if reach.allowed else ""
    except Denied:  # no longer of the unit, or kept away from this matter since
        return ""
    return dialling.dialable(_number(number))


def _number(text: str) -> str:
    return read_number(text) or ""


def _pin(row: PbxDial) -> str:
    """Return the digits of the call an alarm belongs to, while nobody answered it."""
    call = _unanswered(row).filter(open_until__gt=Moment()).first()
    return call.pin if call is not None and dialling.PIN.match(call.pin) else ""


def _unanswered(row: PbxDial) -> QuerySet[Call]:
    if row.attempt_id is None:
        return Call.objects.none()
    call_id = Attempt.objects.filter(pk=row.attempt_id).values("call_id")
    return Call.objects.filter(pk__in=call_id, state=CallState.RUNG)


def _answered(row: PbxDial, pin: str) -> None:
    """Let the colleague whose phone it is answer with the digits they pressed."""
    colleague = _colleague(row.staff_id)
    if colleague is None or row.ended_at is not None:
        return
    try:
        answer_by_pin(colleague, directory.unit_by_id(this_unit()), pin=pin)
    except RuleBroken:  # wrong digits: the alarm goes on
        return
    _end(row, DialState.REACHED)


def _end(row: PbxDial, state: DialState) -> None:
    row.state, row.ended_at = state, Moment()
    row.save(update_fields=["state", "ended_at"])
    if row.attempt_id is not None and _unanswered(row).exists():
        give_up(row.attempt_id)
    moves.tell()


def _proved(staff_id: UUID) -> Reach | None:
    return Reach.objects.filter(
        staff_id=staff_id, way=Way.CALL, ended_at=None, verified_at__isnull=False
    ).first()


def _colleague(staff_id: UUID) -> Actor | None:
    unit_id = this_unit()
    for one in access.colleagues(Actor(staff_id, frozenset(), unit_id)):
        if one.id == staff_id:
            return Actor(one.id, one.roles, unit_id, one.name)
    return None


def _again() -> RuleBroken:
    return RuleBroken(
        "dialled_already", _("This was dialled already. One attempt, then wait for her.")
    )
