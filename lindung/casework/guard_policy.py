"""Who may hear alarms, plant bait, set the limit of a day, and let names out.

Two persons stand in each line that matters: whoever asks never agrees, and nobody hears an alarm
about themselves. Source: NIGHTS 10; SECURITY section 8.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from lindung.access import queries as access
from lindung.access.codes import Role
from lindung.casework.models import Decoy, NamesExport, OpeningAlarm
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.core.policy import Condition, Policy, has_role, own_unit

if TYPE_CHECKING:
    from lindung.directory.models import Unit

machine = has_role("machine")
administrator, head = has_role(Role.ADMINISTRATOR), has_role(Role.UNIT_HEAD)

LIMITS: "Policy[Unit]" = Policy(
    module="casework",
    rules={
        "view_openings": ((administrator, own_unit), (head, own_unit)),
        "set_opening_limit": ((administrator, own_unit), (head, own_unit)),
    },
)

hears: Condition[OpeningAlarm] = Condition(
    name="is whose turn it is, and not whom it is about",
    holds=lambda actor, alarm: (
        alarm.unit_id == actor.unit_id and alarm.role in actor.roles and alarm.staff_id != actor.id
    ),
    rows=lambda actor: (
        Q(unit_id=actor.unit_id, role__in=sorted(actor.roles)) & ~Q(staff_id=actor.id)
    ),
)
unsettled: Condition[OpeningAlarm] = Condition(
    name="nobody has settled it",
    holds=lambda _, alarm: alarm.settled_at is None,
    rows=lambda _: Q(settled_at=None),
)
ALARMS: Policy[OpeningAlarm] = Policy(
    module="casework",
    rules={
        "raise_alarm": ((machine,),),
        "view_alarm": ((hears,),),
        "read_finding": ((hears,),),
        "settle_alarm": ((hears, unsettled),),
    },
)

of_the_unit: Condition[Decoy] = Condition(
    name="of the same unit",
    holds=lambda actor, decoy: decoy.unit_id == actor.unit_id,
    rows=lambda actor: Q(unit_id=actor.unit_id),
)
another_planned: Condition[Decoy] = Condition(
    name="another planned it",
    holds=lambda actor, decoy: decoy.asked_by != actor.id,
    rows=lambda actor: ~Q(asked_by=actor.id),
)
undecided: Condition[Decoy] = Condition(
    name="nobody has decided it",
    holds=lambda _, decoy: decoy.decided_at is None,
    rows=lambda _: Q(decided_at=None),
)
DECOYS: Policy[Decoy] = Policy(
    module="casework",
    rules={
        "plan_decoy": ((administrator, of_the_unit),),
        "view_decoy": ((administrator, of_the_unit), (head, of_the_unit)),
        "read_decoy": ((administrator, of_the_unit), (head, of_the_unit)),
        "decide_decoy": ((head, of_the_unit, another_planned, undecided),),
    },
)

asked: Condition[NamesExport] = Condition(
    name="asked for it",
    holds=lambda actor, export: (
        export.from_unit_id == actor.unit_id and export.asked_by == actor.id
    ),
    rows=lambda actor: Q(from_unit_id=actor.unit_id, asked_by=actor.id),
)
may_agree: Condition[NamesExport] = Condition(
    name="is whose yes it needs, and did not ask",
    holds=lambda actor, export: (
        export.unit_id == actor.unit_id
        and export.role in actor.roles
        and export.asked_by != actor.id
    ),
    rows=lambda actor: (
        Q(unit_id=actor.unit_id, role__in=sorted(actor.roles)) & ~Q(asked_by=actor.id)
    ),
)
invited: Condition[NamesExport] = Condition(
    name="is its witness for this hour",
    holds=lambda actor, export: _invited_to(actor) == export.pk,
    rows=lambda actor: Q(pk=_invited_to(actor)) if "witness" in actor.roles else Q(pk=None),
)
manages_here: Condition[NamesExport] = Condition(
    name="manages cases where it is decided, and did not ask",
    holds=lambda actor, export: (
        Role.CASE_MANAGER in actor.roles
        and export.unit_id == export.from_unit_id == actor.unit_id
        and export.asked_by != actor.id
    ),
    rows=lambda actor: (
        Q(unit_id=actor.unit_id, from_unit_id=actor.unit_id) & ~Q(asked_by=actor.id)
        if Role.CASE_MANAGER in actor.roles
        else Q(pk=None)
    ),
)
waits: Condition[NamesExport] = Condition(
    name="waits", holds=lambda _, e: e.decided_at is None, rows=lambda _: Q(decided_at=None)
)
agreed: Condition[NamesExport] = Condition(
    name="was agreed to", holds=lambda _, e: e.granted is True, rows=lambda _: Q(granted=True)
)
not_over: Condition[NamesExport] = Condition(
    name="has not ended",
    holds=lambda _, e: e.destroyed_at is None and e.ends_on >= localdate(now()),
    rows=lambda _: Q(destroyed_at=None, ends_on__gte=localdate(now())),
)
taken: Condition[NamesExport] = Condition(
    name="was taken out", holds=lambda _, e: e.n_taken > 0, rows=lambda _: Q(n_taken__gt=0)
)
not_destroyed: Condition[NamesExport] = Condition(
    name="its copies still exist",
    holds=lambda _, e: e.destroyed_at is None,
    rows=lambda _: Q(destroyed_at=None),
)
EXPORTS: Policy[NamesExport] = Policy(
    module="casework",
    rules={
        "ask_names": ((head, asked),),
        "view_export": ((head, asked), (may_agree,), (invited, waits)),
        "read_export": ((head, asked), (may_agree,), (invited, waits)),  # for whom, what for
        "decide_names": ((may_agree, waits), (invited, waits)),
        # Whoever asked must not choose who watches: another colleague calls a witness in.
        "invite_names_witness": ((may_agree, waits), (manages_here, waits)),
        "take_names": ((head, asked, agreed, not_over),),
        "destroy_copies": ((head, asked, taken, not_destroyed),),
    },
)


def _invited_to(actor: Actor) -> UUID | None:
    """Return the one thing that a witness may decide now."""
    found = access.invitation(actor.id) if "witness" in actor.roles else None
    return found.approval_id if found else None
