"""What protects her for a while, and what must be known before it ends."""

from datetime import datetime

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.spans import end_of
from lindung.core.turns import end_turn
from lindung.legal import moves, rules
from lindung.legal.codes import OrderKind
from lindung.legal.models import Order, Proceeding
from lindung.legal.policy import LAW
from lindung.legal.refusals import chosen, refusal, refuse_if


def add_order(
    actor: Actor,
    proceeding: Proceeding,
    *,
    kind: str,
    from_at: datetime,
    until_at: datetime | None = None,
    words: str = "",
) -> Order:
    """Write down an order. Without an end of its own it lasts as the law says.

    Raises:
        RuleBroken: `choice_unknown`, `future`, `order_until_missing`, `order_backwards`.

    Source: UU 12/2022 Ps 42, 45; UU 23/2004.
    """
    with acting(actor, LAW, "add_order", proceeding):
        what = chosen(OrderKind, kind, "kind")
        problem = rules.moment_problem(from_at, now())
        if problem is not None:
            raise refusal(problem, "from_at")
        facts = moves.facts_of(proceeding.case_id)
        if until_at is None:
            span = rules.order_lasts(what, tpks=facts.tpks or facts.sexual)
            if span is None:
                raise refusal("order_until_missing")
            until_at = end_of(span, from_at, moves.zone())
        refuse_if("order_backwards" if until_at <= from_at else None)
        order = Order.objects.create(
            case_id=proceeding.case_id,
            data_key_id=proceeding.data_key_id,
            proceeding=proceeding,
            kind=what,
            from_at=from_at,
            until_at=until_at,
            warn_at=rules.warn_before(from_at, until_at),
            entered_at=Moment(),
            entered_by=actor.id,
            words=words.strip() or None,
        )
        moves.order_waits(order, facts)
        moves.tell()
    return Order.objects.get(pk=order.pk)


def end_order(actor: Actor, order: Order) -> None:
    """Say that its end was dealt with: extended by another one, lifted, or no danger any more.

    Raises:
        RuleBroken: `order_ended`.
    """
    with acting(actor, LAW, "end_order", order):
        standing = Order.objects.filter(pk=order.pk, ended_at=None)
        if not standing.update(ended_at=Moment(), ended_by=actor.id):
            raise refusal("order_ended")
        end_turn(order.pk)
        moves.tell()
