"""Which token may read what. The gate has found out who acts; here its scopes are asked."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja.errors import AuthorizationError, ValidationError
from ninja.security import HttpBearer

from lindung.access.codes import Scope
from lindung.core.actor import Actor
from lindung.core.frame import note
from lindung.core.trail import line_for

if TYPE_CHECKING:
    from lindung.web.api.gate import ApiRequest

LANGUAGE = "l"  # every address of the house takes it


class Token(HttpBearer):
    """A bearer token with one scope. Without a valid one the answer is 401, without the scope 403.

    A refusal for want of a scope is written down; a token nobody knows belongs to no unit.
    """

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return who acts."""
        holder = getattr(request, "holder", None)
        if holder is None:
            return None
        if self.scope not in holder.scopes:
            action = f"api.{self.scope.replace(':', '_')}"
            note(line_for(holder.actor, action, holder.actor.id, refused=True))
            raise AuthorizationError
        actor: Actor = holder.actor
        return actor


def known_only(request: HttpRequest, *names: str) -> None:
    """Refuse a question nobody knows: a mistyped `cursor` would show the first page again."""
    unknown = [name for name in request.GET if name not in {*names, LANGUAGE}]
    if unknown:
        raise ValidationError(
            [{"loc": ("query", name[:40]), "type": "extra_forbidden"} for name in unknown[:5]]
        )


def actor_of(request: "HttpRequest | ApiRequest") -> Actor:
    """Return who acts through the token of this request."""
    actor: Actor = request.auth  # type: ignore[union-attr]  # ninja puts there what authenticated
    return actor
