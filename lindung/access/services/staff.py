"""Accounts: made, given roles, given a new way in, and closed on the day somebody leaves."""

import secrets
from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from lindung.access import rules
from lindung.access.codes import Role
from lindung.access.events import StaffLeft
from lindung.access.models import ApiToken, Staff
from lindung.access.policy import STAFF, UNIT
from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.events import publish
from lindung.core.frame import frame
from lindung.core.models import Turn
from lindung.directory import queries as directory
from lindung.directory.codes import UnitKind

if TYPE_CHECKING:
    from lindung.directory.models import Unit


def add_first_staff(
    email: str, unit_code: str, roles: Collection[str], name: str
) -> tuple[Staff, str]:
    """Make an account on the command line, where nobody has signed in yet; it acts as the machine.

    Returns:
        The account, and the password to be changed at the first sign-in.

    Raises:
        NotFound: no unit has this code.
        RuleBroken: as `add_staff`.
    """
    unit = directory.unit_by_code(unit_code)
    with frame(unit.pk):
        return add_staff(MACHINE, unit, email=email, name=name, roles=roles)


def add_staff(
    actor: Actor, unit: "Unit", *, email: str, name: str, roles: Collection[str], title: str = ""
) -> tuple[Staff, str]:
    """Make an account in `unit` and return it with a one-time password, shown once.

    Raises:
        Denied: `actor` administers another unit, or none.
        RuleBroken: `email_taken`, `name_missing`, `role_missing`, `role_unknown`,
            `approver_is_outside`.
    """
    with acting(actor, UNIT, "add_staff", unit):
        email, name = email.strip().lower(), name.strip()
        if not name:
            raise RuleBroken("name_missing", _("Write the name."), "name")
        if "@" not in email or Staff.objects.filter(email__iexact=email).exists():
            message = _("This address cannot be used: it has an account, or is no address.")
            raise RuleBroken("email_taken", message, "email")
        _check_roles(roles, unit)
        staff = Staff(
            email=email, name=name, title=title, unit_id=unit.pk, roles=_in_order(roles),
            one_time=True, made_at=Moment(),
        )  # fmt: skip
        word = one_time_word()
        staff.set_password(word)
        staff.save(force_insert=True)
    return Staff.objects.get(pk=staff.pk), word


def machine_account(actor: Actor, unit: "Unit", *, roles: Collection[str]) -> Staff:
    """Return the account as which a machine of `unit` works with a token; it cannot sign in."""
    email = f"{unit.code}@{rules.MACHINE_HOST}"
    with acting(actor, UNIT, "add_staff", unit):
        staff = Staff.objects.filter(email=email).first()
        if staff is None:
            staff = Staff(email=email, name=f"API {unit.code}", unit_id=unit.pk, made_at=Moment())
            staff.set_unusable_password()
            staff.save(force_insert=True)
        Staff.objects.filter(pk=staff.pk).update(roles=_in_order({*staff.roles, *roles}))
    return Staff.objects.get(pk=staff.pk)


def change_staff(actor: Actor, staff: Staff, *, name: str, title: str) -> None:
    """Change how somebody is named. Raises `RuleBroken` `name_missing`."""
    with acting(actor, STAFF, "change_staff", staff):
        if not name.strip():
            raise RuleBroken("name_missing", _("Write the name."), "name")
        Staff.objects.filter(pk=staff.pk).update(name=name.strip(), title=title.strip())
        staff.refresh_from_db()


def change_roles(actor: Actor, staff: Staff, *, roles: Collection[str]) -> None:
    """Give `staff` these roles and no others; their sessions stay, with the new roles.

    Raises:
        Denied: it is one's own account, or another unit's.
        RuleBroken: `role_missing`, `role_unknown`, `approver_is_outside`.
    """
    with acting(actor, STAFF, "change_roles", staff):
        _check_roles(roles, staff.unit)
        Staff.objects.filter(pk=staff.pk).update(roles=_in_order(roles))
        staff.refresh_from_db()


def renew_way_in(actor: Actor, staff: Staff) -> str:
    """Give somebody who lost their keys a one-time password; old keys and sessions end.

    They must set up a second key again before they can work.
    """
    with acting(actor, STAFF, "renew_way_in", staff):
        word = one_time_word()
        staff.set_password(word)
        Staff.objects.filter(pk=staff.pk).update(password=staff.password, one_time=True)
        Authenticator.objects.filter(user_id=staff.pk).delete()
        end_sessions(staff.pk)
        staff.refresh_from_db()
    return word


def leave(actor: Actor, staff: Staff) -> int:
    """Close an account today: no session, no token, and its turns wait for the head of the unit.

    The account stays, since what its holder did stays written down under it.

    Returns:
        How many turns went to the head.
    """
    with acting(actor, STAFF, "leave", staff):
        Staff.objects.filter(pk=staff.pk).update(is_active=False, left_at=Moment(), roles=[])
        ApiToken.objects.filter(staff_id=staff.pk, revoked_at=None).update(revoked_at=Moment())
        end_sessions(staff.pk)
        with frame(staff.unit_id):  # also what the one who closes the account must not know of
            waiting = Turn.objects.filter(next_staff=staff.pk)
            n_turns = waiting.update(next_staff=None, next_role=Role.UNIT_HEAD)
        publish(StaffLeft(staff_id=str(staff.pk)))
        staff.refresh_from_db()
    return n_turns


def change_password(actor: Actor, staff: Staff, *, password: str) -> None:
    """Give oneself a password of one's own choice; the one-time password is over."""
    with acting(actor, STAFF, "change_password", staff):
        staff.set_password(password)
        staff.one_time = False
        staff.save(update_fields=["password", "one_time"])


def end_sessions(staff_id: UUID) -> None:
    """Sign somebody out everywhere."""
    for session in UserSession.objects.filter(user_id=staff_id):
        session.end()


def one_time_word() -> str:
    """Return a password to be typed once, in groups of four signs that cannot be confused."""
    signs = [secrets.choice(rules.CODE_SIGNS) for __ in range(rules.WORD_LENGTH)]
    return "-".join("".join(signs[i : i + 4]) for i in range(0, len(signs), 4))


def _check_roles(roles: Collection[str], unit: "Unit") -> None:
    problem = rules.roles_problem(roles, outside=unit.kind != UnitKind.UPTD)
    if problem is None:
        return
    messages = {
        "role_missing": _("Choose at least one role."),
        "role_unknown": _("Choose roles from the list."),
        "approver_is_outside": _(
            "An outside approver works in the unit of the province or the inspectorate."
        ),
    }
    raise RuleBroken(problem, messages[problem], "roles")


def _in_order(roles: Collection[str]) -> list[str]:
    return [role for role in Role.values if role in roles]
