"""What access knows: which roles go together, who decides, how long things last. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from lindung.access.codes import Ask, Role

WITNESS_LASTS = timedelta(hours=1)  # Source: issue 2 section 2, "one act, one hour, then nothing"
TOKEN_USUAL_DAYS = 90  # Source: docs/SETTINGS.md
TOKEN_LASTS_DAYS = 365  # the longest; Source: docs/SETTINGS.md
CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without 0 O 1 I; Source: FRAME section 7
CODE_LENGTH = 12  # 60 bits, good for one hour
WORD_LENGTH = 20  # a one-time password: 100 bits
MACHINE_HOST = "machine.invalid"  # of accounts that nobody signs in with; Source: RFC 2606
DECIDE_WITHIN = {  # [I], no law names one; Source: docs/SETTINGS.md
    Ask.LOWER_RISK: timedelta(hours=4),
    Ask.CLOSE_CASE: timedelta(days=3),
    Ask.BREAK_GLASS: timedelta(hours=4),
}
DECIDERS = (Role.UNIT_HEAD, Role.SUPERVISOR)  # Source: FRAME section 7, "lower risk"


def roles_problem(roles: Collection[str], *, outside: bool) -> str | None:
    """Return why somebody may not hold these roles, as a code, or None.

    Any roles may meet in one person: in a unit of four somebody holds several. Only the approver
    is by definition somebody outside the unit that works with clients.

    Args:
        roles: as asked for.
        outside: the unit decides for others (a province, an inspectorate).

    Source: FRAME section 7.
    """
    if not roles:
        return "role_missing"
    if set(roles) - set(Role.values):
        return "role_unknown"
    if Role.APPROVER in roles and not outside:
        return "approver_is_outside"
    return None


def roles_in_practice(roles: Collection[str]) -> frozenset[str]:
    """Return which of somebody's roles count while they practise; without any they cannot.

    Accounts and settings are real everywhere, so nobody administers in practice.

    Source: docs/adr/0021-practice-beside-the-office.md.
    """
    return frozenset(roles) - {Role.ADMINISTRATOR}


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who might decide."""

    id: UUID
    roles: frozenset[str]
    blocked: bool  # has a conflict of interest with what is to be decided


def role_that_decides(
    asked_by: UUID, colleagues: Iterable[Colleague], *, has_approver: bool
) -> Role:
    """Return the role whose turn a decision is.

    It leaves the unit when a head has a conflict of interest, or when nobody but the one who asks
    could decide; without an approver it stays and waits for the head.

    Source: SECURITY section 8 (approver outside the unit); FRAME section 7 (never who asked).
    """
    known = list(colleagues)
    free = {role for c in known if not c.blocked and c.id != asked_by for role in c.roles}
    head_blocked = any(c.blocked and Role.UNIT_HEAD in c.roles for c in known)
    inside = next((role for role in DECIDERS if role in free), None)
    if has_approver and (head_blocked or inside is None):
        return Role.APPROVER
    return inside or Role.UNIT_HEAD


def scopes_problem(scopes: Collection[str], known: Collection[str], days: int) -> str | None:
    """Return why a token may not be made, as a code, or None."""
    if not scopes or set(scopes) - set(known):
        return "scope_unknown"
    return None if 1 <= days <= TOKEN_LASTS_DAYS else "token_lasts_too_long"
