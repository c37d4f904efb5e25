"""Tokens: a machine's way in. Only the hash is kept; the token is shown once."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from lindung.access import rules
from lindung.access.codes import Scope
from lindung.access.models import ApiToken, Staff
from lindung.access.policy import STAFF, TOKENS
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.errors import RuleBroken

PREFIX = "lnd_"  # by which scanners for leaked secrets find it
TOKEN_BYTES = 32
LONGEST_TYPED = 100


def create_token(
    actor: Actor,
    staff: Staff,
    *,
    name: str,
    scopes: Collection[str],
    days: int = rules.TOKEN_USUAL_DAYS,
) -> tuple[ApiToken, str]:
    """Make a token that acts as `staff`, and return it with its secret, shown once.

    Nobody makes one that acts as somebody else, so it never may more than its maker.

    Raises:
        RuleBroken: `token_unnamed`, `scope_unknown`, `token_lasts_too_long`.
    """
    with acting(actor, STAFF, "create_token", staff):
        _check(name, scopes, days)
        raw = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
        token = ApiToken.objects.create(
            staff=staff,
            name=name.strip(),
            hash=_hash(raw),
            scopes=[scope for scope in Scope.values if scope in scopes],
            made_at=Moment(),
            expires_at=Moment() + timedelta(days=days),
        )
        token.refresh_from_db()
    return token, raw


def revoke_token(actor: Actor, token: ApiToken) -> None:
    """End a token now."""
    with acting(actor, TOKENS, "revoke_token", token):
        ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=Moment())
        token.refresh_from_db()


def token_actor(raw: str) -> tuple[Actor, frozenset[str], UUID] | None:
    """Return as whom a token acts, what it may, and for which unit; or None. One or two queries.

    The day of its last use is kept. It may stand outside a frame: a token tells the unit.
    """
    if not raw.startswith(PREFIX) or len(raw) > LONGEST_TYPED:
        return None
    token = (
        ApiToken.objects.select_related("staff__unit")
        .filter(hash=_hash(raw), revoked_at=None, expires_at__gt=Moment())
        .filter(staff__is_active=True, staff__left_at=None)
        .first()
    )
    if token is None or (token.staff.demo and not settings.DEMO):
        return None
    today = now().date()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token.staff.actor(), frozenset(token.scopes), token.staff.unit_id


def _check(name: str, scopes: Collection[str], days: int) -> None:
    if not name.strip():
        raise RuleBroken("token_unnamed", _("Write what the token is for."), "name")
    problem = rules.scopes_problem(scopes, Scope.values, days)
    if problem == "scope_unknown":
        raise RuleBroken(problem, _("Choose what the token may do."), "scopes")
    if problem:
        raise RuleBroken(problem, _("A token lasts between one day and one year."), "days")


def _hash(raw: str) -> bytes:
    return sha256(raw.encode()).digest()
