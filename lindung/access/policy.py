"""Who may do what to accounts, tokens and approvals. Nothing about it is said elsewhere."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lindung.access.codes import Role
from lindung.access.models import ApiToken, Approval, FieldDevice, Staff, Witness
from lindung.access.rules import roles_in_practice
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.policy import Condition, Policy, has_role, own_unit

if TYPE_CHECKING:
    from lindung.directory.models import Unit

machine = has_role("machine")  # the command line of the machine itself
administrator = has_role(Role.ADMINISTRATOR)
head = has_role(Role.UNIT_HEAD)
supervisor = has_role(Role.SUPERVISOR)
manager = has_role(Role.CASE_MANAGER)
approver = has_role(Role.APPROVER)

same_unit: Condition[Staff] = Condition(
    name="of the same unit",
    holds=lambda actor, staff: staff.unit_id == actor.unit_id,
    rows=lambda actor: Q(unit_id=actor.unit_id),
)
oneself: Condition[Staff] = Condition(
    name="is oneself",
    holds=lambda actor, staff: staff.pk == actor.id,
    rows=lambda actor: Q(pk=actor.id),
)
somebody_else: Condition[Staff] = Condition(
    name="is somebody else",
    holds=lambda actor, staff: staff.pk != actor.id,
    rows=lambda actor: ~Q(pk=actor.id),
)
works: Condition[Staff] = Condition(
    name="works here still",
    holds=lambda _, staff: staff.is_active and staff.left_at is None,
    rows=lambda _: Q(is_active=True, left_at=None),
)
_PRACTISED = [str(role) for role in Role if roles_in_practice([role])]
practised: Condition[Staff] = Condition(
    name="has a role to practise",
    holds=lambda _, staff: bool(roles_in_practice(staff.roles)),
    rows=lambda _: Q(roles__overlap=_PRACTISED),
)

UNIT: "Policy[Unit]" = Policy(
    module="access",
    rules={
        "add_staff": ((machine,), (administrator, own_unit)),
        "view_settings": ((administrator, own_unit), (head, own_unit)),
        "view_staff": ((administrator, own_unit), (head, own_unit)),
        "view_conflicts": ((head, own_unit), (supervisor, own_unit)),
        "verify_trail": ((machine,), (administrator, own_unit)),
    },
)
_OTHERS = ((administrator, same_unit, somebody_else, works),)
STAFF: Policy[Staff] = Policy(
    module="access",
    rules={
        "view_staff": ((administrator, same_unit), (head, same_unit)),
        "change_staff": _OTHERS,
        "change_roles": _OTHERS,  # nobody edits their own; Source: SECURITY section 8
        "renew_way_in": _OTHERS,
        "leave": _OTHERS,
        "create_token": ((machine,), (oneself, works)),
        "sign_in": ((oneself, works),),
        "sign_out": ((oneself,),),
        "reauthenticate": ((oneself, works),),
        "change_password": ((oneself, works),),
        "change_key": ((oneself, works),),
        "end_session": ((oneself,),),
        "enter_practice": ((oneself, works, practised),),
        "renew_practice": ((oneself, works, practised),),
        "leave_practice": ((oneself,),),
        "register_device": ((oneself, works),),
    },
)

own_token: Condition[ApiToken] = Condition(
    name="acts as oneself",
    holds=lambda actor, token: token.staff_id == actor.id,
    rows=lambda actor: Q(staff_id=actor.id),
)
token_of_unit: Condition[ApiToken] = Condition(
    name="of the same unit",
    holds=lambda actor, token: token.staff.unit_id == actor.unit_id,
    rows=lambda actor: Q(staff__unit_id=actor.unit_id),
)
TOKENS: Policy[ApiToken] = Policy(
    module="access",
    rules={
        "view_token": ((own_token,), (administrator, token_of_unit)),
        "revoke_token": ((machine,), (own_token,), (administrator, token_of_unit)),
    },
)

own_device: Condition[FieldDevice] = Condition(
    name="carries it",
    holds=lambda actor, device: device.staff_id == actor.id,
    rows=lambda actor: Q(staff_id=actor.id),
)
device_of_unit: Condition[FieldDevice] = Condition(
    name="is carried by a colleague of the same unit",
    holds=lambda actor, device: device.staff.unit_id == actor.unit_id,
    rows=lambda actor: Q(staff__unit_id=actor.unit_id),
)
_WHOSE = ((own_device,), (head, device_of_unit), (administrator, device_of_unit))
DEVICES: Policy[FieldDevice] = Policy(
    module="access",
    rules={
        "view_device": _WHOSE,
        "revoke_device": _WHOSE,  # a lost phone is told of by whoever is at the desk
        "wipe_device": ((own_device,),),  # the phone itself, once it heard
    },
)

asks: Condition[Approval] = Condition(
    name="asks for their unit",
    holds=lambda actor, approval: approval.from_unit_id == actor.unit_id,
    rows=lambda actor: Q(from_unit_id=actor.unit_id),
)
decides_inside: Condition[Approval] = Condition(
    name="decided where it was asked",
    holds=lambda actor, a: a.unit_id == actor.unit_id == a.from_unit_id,
    rows=lambda actor: Q(unit_id=actor.unit_id, from_unit_id=actor.unit_id),
)
decides_outside: Condition[Approval] = Condition(
    name="decided for another unit",
    holds=lambda actor, a: a.unit_id == actor.unit_id != a.from_unit_id,
    rows=lambda actor: Q(unit_id=actor.unit_id) & ~Q(from_unit_id=actor.unit_id),
)
another_asked: Condition[Approval] = Condition(
    name="another asked",
    holds=lambda actor, a: a.asked_by_id != actor.id,
    rows=lambda actor: ~Q(asked_by_id=actor.id),
)
waits: Condition[Approval] = Condition(
    name="waits", holds=lambda _, a: a.decided_at is None, rows=lambda _: Q(decided_at=None)
)
witness: Condition[Approval] = Condition(
    name="is its witness for this hour",
    holds=lambda actor, a: _invitations(actor).filter(approval_id=a.pk).exists(),
    rows=lambda actor: Q(pk__in=_invitations(actor).values("approval_id")),
)
_DECIDES = (
    (head, decides_inside, another_asked, waits),
    (supervisor, decides_inside, another_asked, waits),
    (approver, decides_outside, another_asked, waits),
    (witness, waits),
)
APPROVALS: Policy[Approval] = Policy(
    module="access",
    subject="subject_id",
    rules={
        "ask_approval": ((asks,),),
        "view_approval": _DECIDES,
        "read_reason": _DECIDES,
        "decide_approval": _DECIDES,
        # Whoever asked must not choose who watches: a witness is invited by another colleague.
        "invite_witness": (
            (head, decides_inside, another_asked, waits),
            (supervisor, decides_inside, another_asked, waits),
            (manager, decides_inside, another_asked, waits),
            (approver, decides_outside, another_asked, waits),
        ),
    },
)


def _invitations(actor: Actor) -> QuerySet[Witness]:
    return Witness.objects.filter(pk=actor.id, used_at=None, expires_at__gt=Moment())
