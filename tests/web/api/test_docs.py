"""What docs/API.md tells is what there is."""

from pathlib import Path

from django.conf import settings

from lindung.access.codes import Scope
from lindung.web.api.api import api
from lindung.web.api.tokens import Token

TOLD = (Path(settings.BASE_DIR) / "docs" / "API.md").read_text()


def test_every_address_is_told_of() -> None:
    paths = api.get_openapi_schema()["paths"]

    assert [path for path in paths if path not in TOLD] == []


def test_every_scope_is_told_of_and_needed_by_some_address() -> None:
    routers = [api.default_router, *(router for _, router in api._routers)]
    views = [view for router in routers for view in router.path_operations.values()]
    ways = [way for view in views for one in view.operations for way in one.auth_callbacks]
    used = {way.scope for way in ways if isinstance(way, Token)}

    assert used == set(Scope)
    assert [scope for scope in Scope.values if scope not in TOLD] == []
