"""Two presses of one button, at the same moment, over a real connection."""

import re
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from lindung.core.frame import frame
from lindung.intake.models import Report
from tests.conftest import UNIT
from tests.web.public.walking import HIDDEN, code_on

pytestmark = pytest.mark.usefixtures("units")
PRESSES = 6


def send(opener: OpenerDirector, address: str, page: str, **typed: str) -> str:
    data = dict(HIDDEN.findall(page)) | typed
    with opener.open(address, urlencode(data).encode()) as answer:
        return str(answer.read().decode())


def test_many_presses_at_once_make_one_report_and_all_show_the_same_code(live_url: str) -> None:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    first = send(browser, f"{live_url}/pesan/", "", about="self")
    asked = send(browser, f"{live_url}/pesan/batas/", first)
    send(browser, f"{live_url}/pesan/cerita/", asked, words="Kanaria hijau")
    with browser.open(f"{live_url}/pesan/kirim/") as answer:
        last = answer.read().decode()
    with ThreadPoolExecutor(PRESSES) as pool:
        shown = list(
            pool.map(
                lambda _: send(browser, f"{live_url}/pesan/kirim/", last, send="1"), range(PRESSES)
            )
        )
    assert len({code_on(page) for page in shown}) == 1
    with frame(UNIT):
        assert Report.objects.count() == 1


def test_answers_of_two_windows_do_not_overwrite_each_other(live_url: str) -> None:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    first = send(browser, f"{live_url}/pesan/", "", about="self")
    answers = {f"/pesan/{page}/": value for page, value in PAGES.items()}
    with ThreadPoolExecutor(len(answers)) as pool:
        list(
            pool.map(
                lambda one: send(browser, live_url + one, first, **answers[one]), list(answers)
            )
        )
    with browser.open(f"{live_url}/pesan/kirim/") as answer:
        summary = answer.read().decode()
    assert re.search(rf"{len(PAGES)} dari \d+ pertanyaan", summary)


PAGES = {
    "cerita": {"words": "Kanaria hijau"},
    "badan": {"injured": "no"},
    "dekat": {"near": "no"},
    "nama": {"name": "Bu Melati"},
    "tempat": {"place": "Sandaran hulu"},
}
