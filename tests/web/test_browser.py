"""The browser fixtures themselves: real pages, real commits, and nothing left behind."""

from playwright.sync_api import Page

from lindung.access.models import Staff
from lindung.directory.models import Unit
from tests.browser import OpenPage, sign_in


def test_a_browser_reaches_the_site(page: Page) -> None:
    answer = page.goto("/no-such-address/")

    assert answer is not None
    assert answer.status == 404
    assert page.locator("h1").inner_text()


def test_a_signed_in_browser_is_that_of_the_staff(page: Page, sari: Staff) -> None:
    sign_in(page, sari)
    page.goto("/akun/")

    assert page.locator("h1").inner_text() == "Sari"


def test_nothing_is_left_of_a_test_that_committed(transactional_db: None) -> None:
    assert (Unit.objects.count(), Staff.objects.count()) == (0, 0)


def test_pages_work_without_scripts(open_page: OpenPage) -> None:
    page = open_page(javascript=False, width=320)
    page.goto("/no-such-address/")

    assert page.evaluate("innerWidth") == 320
