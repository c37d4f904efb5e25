"""Letting a register with names out: asked by the head, agreed to by another, with an end."""

from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from lindung.access import queries as access
from lindung.access import services as signing
from lindung.casework import guard_rules as rules
from lindung.casework.guard_policy import EXPORTS
from lindung.casework.models import NamesExport
from lindung.casework.refusals import refusal
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.frame import frame, this_unit
from lindung.core.keys import hold_key, new_key
from lindung.core.models import KeyKind
from lindung.core.notify import Topic, tell_screens
from lindung.core.numbers import with_fresh_number
from lindung.core.seal import Sealed
from lindung.core.turns import end_turn, set_turn
from lindung.directory import queries as directory

if TYPE_CHECKING:
    from lindung.directory.models import Unit

KIND, DECIDE, DESTROY = "casework.export", "decide_names", "destroy_copies"


def ask_names(
    actor: Actor, *, from_on: date, until_on: date, ends_on: date, receiver: str, purpose: str
) -> NamesExport:
    """Ask that the register of some days may leave the house with names.

    Args:
        actor: the head.
        from_on: cases opened from this day.
        until_on: to this day.
        ends_on: the last day on which the copy may exist.
        receiver: which office, and who there.
        purpose: what for.

    Raises:
        RuleBroken: `receiver_missing`, `purpose_missing`, `export_backwards`, `export_future`,
            `export_ends_past`, `export_ends_late`.
    """
    here = this_unit()
    unit = directory.unit_by_id(here)
    role = _who_agrees(actor, unit)
    outside = unit.approver_id if role == "approver" else None
    export = NamesExport(
        unit_id=outside or here, from_unit_id=here, role=role, from_on=from_on,
        until_on=until_on, ends_on=ends_on, asked_by=actor.id,
    )  # fmt: skip
    with acting(actor, EXPORTS, "ask_names", export):
        for code, words in (("receiver_missing", receiver), ("purpose_missing", purpose)):
            if not words.strip():
                raise refusal(code)
        problem = rules.export_problem(from_on, until_on, ends_on, today=localdate(now()))
        if problem:
            raise refusal(*problem)
        with frame(export.unit_id):
            _write(export, unit, receiver, purpose)
            set_turn(
                export.pk, DECIDE, kind=KIND, number=export.number, role=role,
                next_at=Moment() + rules.EXPORT_DECIDE_WITHIN,
            )  # fmt: skip
            tell_screens(export.unit_id, Topic.TASKS)
    return NamesExport.objects.get(pk=export.pk)


def decide_names(actor: Actor, export: NamesExport, *, granted: bool) -> None:
    """Agree that names leave, or not. Never the one who asked.

    Raises:
        RuleBroken: `export_decided`.
    """
    with acting(actor, EXPORTS, "decide_names", export):
        waits = NamesExport.objects.filter(pk=export.pk, decided_at=None)
        if not waits.update(decided_by=actor.id, decided_at=Moment(), granted=granted):
            raise refusal("export_decided")
        signing.end_witness(actor)
        end_turn(export.pk, DECIDE)
        for unit_id in {export.unit_id, export.from_unit_id}:
            tell_screens(unit_id, Topic.TASKS)
    export.refresh_from_db()


def invite_names_witness(actor: Actor, export: NamesExport, *, name: str, title: str) -> str:
    """Call a second pair of eyes in for this one register, and return the code to read to them.

    Raises:
        Denied: also to the one who asked: nobody chooses who watches them.
        RuleBroken: `name_missing`, `title_missing`.
    """
    with acting(actor, EXPORTS, "invite_names_witness", export):
        return signing.let_witness(actor, export.pk, export.unit_id, name=name, title=title)


def note_taken(actor: Actor, export: NamesExport) -> None:
    """Count that the register was taken out; whoever took it is asked for its end on the day."""
    with acting(actor, EXPORTS, "take_names", export):
        NamesExport.objects.filter(pk=export.pk).update(
            n_taken=F("n_taken") + 1, taken_at=Coalesce(F("taken_at"), Moment())
        )
        days = max((export.ends_on - localdate(now())).days, 0)
        set_turn(
            export.pk, DESTROY, kind=KIND, number=export.number, staff_id=actor.id,
            next_at=Moment() + timedelta(days=days),
        )  # fmt: skip


def destroy_copies(actor: Actor, export: NamesExport) -> None:
    """Say that every copy is destroyed; the register cannot be taken out again."""
    with acting(actor, EXPORTS, "destroy_copies", export):
        NamesExport.objects.filter(pk=export.pk, destroyed_at=None).update(destroyed_at=Moment())
        end_turn(export.pk, DESTROY)
    export.refresh_from_db()


def _write(export: NamesExport, unit: "Unit", receiver: str, purpose: str) -> None:
    """Seal for whom and what for under a key of the unit that decides, and give it a number."""
    export.data_key = new_key(KeyKind.SEALED)
    hold_key(export.data_key)
    export.receiver = Sealed(words=receiver.strip())
    export.purpose = Sealed(words=purpose.strip())
    export.asked_at = Moment()

    def numbered(number: str) -> None:
        export.number = number
        export.save(force_insert=True)

    with_fresh_number("E", now().astimezone(ZoneInfo(unit.time_zone)), numbered)


def _who_agrees(actor: Actor, unit: "Unit") -> str:
    working = [(one.id, one.roles) for one in access.colleagues(actor)]
    return rules.who_agrees(actor.id, working, has_approver=unit.approver_id is not None)
