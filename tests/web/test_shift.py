"""Nothing moves under a finger: what is said after the page came takes no place from the page."""

import pytest
from playwright.sync_api import Route, expect

from lindung.access.models import Staff
from lindung.directory.models import Unit
from tests.browser import OpenPage, sign_in


@pytest.mark.parametrize("status", ["ok", "late", "degraded", "down"])
@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280, 1440])
def test_a_bad_state_of_the_house_moves_nothing(
    open_page: OpenPage, units: dict[str, Unit], sari: Staff, width: int, status: str
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page = open_page(width=width)
    sign_in(page, sari)
    page.route("**/healthz", hold)
    with page.expect_request("**/healthz"):
        page.goto("/meja/")
    top = page.locator("h1").bounding_box()
    assert held
    held[0].fulfill(json={"status": status})
    expect(page.locator(".health__words")).not_to_be_empty()

    assert page.locator("h1").bounding_box() == top
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
