"""The figures of duty fit every screen, by night too, and are read by whoever sees or hears."""

import pytest

from lindung.access.models import Staff
from lindung.directory.models import Unit
from tests.browser import OpenPage, sign_in, violations
from tests.stats.test_duty import rang

PATH = "/meja/piket/angka/"


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1440, True)])
def test_the_figures_fit(
    open_page: OpenPage, unit: Unit, sari: Staff, width: int, dark: bool
) -> None:
    for n in range(31):
        rang(severity="high", took_s=None if n < 5 else 30 + n)
    page = open_page(width=width, dark=dark)
    sign_in(page, sari)

    page.goto(f"{PATH}?calls=20&minutes=8&seats=6")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    page.get_by_role("spinbutton", name="Kursi").fill("1")
    page.get_by_role("button", name="Hitung").click()
    page.get_by_text("waktu tunggu bertambah terus").wait_for()
