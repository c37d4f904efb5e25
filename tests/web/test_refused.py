"""Who sent too much reads so in the page's own words and look, and has lost nothing of hers."""

import json
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from lindung.web.middleware import POLICY
from lindung.web.refused import refusal
from tests.browser import OpenPage, violations

WORDS = "Kanaria hijau terbang di atas Sangatta"


def told(path: str, status: int = 413, *, cookie: bytes = b"") -> tuple[dict[bytes, bytes], str]:
    scope = {"path": path, "query_string": b"", "headers": [(b"cookie", cookie)] if cookie else []}
    headers, body = refusal(scope, status)
    return dict(headers), body.decode()


@pytest.mark.parametrize(
    ("cookie", "words"), [(b"", "Paling banyak 25 MB"), (b"v=1; l=en", "At most 25 MB")]
)
def test_the_refusal_speaks_the_readers_language_and_names_the_cap(
    cookie: bytes, words: str
) -> None:
    headers, page = told("/pesan/cerita/", cookie=cookie)
    assert words in page
    assert 'href="tel:129"' in page
    assert "css/public" in page
    assert headers[b"content-security-policy"].decode() == POLICY
    assert headers[b"cache-control"] == b"no-store"


@pytest.mark.parametrize("path", ["/pesan/cerita/", "/meja/pengaduan/", "/"])
@pytest.mark.parametrize("status", [413, 408])
def test_no_refusal_repeats_the_address_or_how_the_house_works(path: str, status: int) -> None:
    _, page = told(path, status)
    assert "Traceback" not in page
    assert "/meja/" not in page


@pytest.mark.parametrize(("status", "code"), [(413, "too_large"), (408, "too_slow")])
def test_another_system_reads_a_refusal_as_a_problem(status: int, code: str) -> None:
    headers, body = told("/api/v1/reports", status)
    assert headers[b"content-type"] == b"application/problem+json"
    said = json.loads(body)
    assert (said["status"], said["code"]) == (status, code)


@pytest.mark.usefixtures("units")
def test_whoever_chooses_a_film_that_is_too_large_keeps_every_word(
    open_page: OpenPage, tmp_path: Path
) -> None:
    film = tmp_path / "panjang.mp4"
    film.write_bytes(b"\x00\x00\x00\x20ftypisom" + bytes(26_000_000))
    page = open_page(javascript=False, width=320)
    page.goto("/pesan/semua/")
    page.locator("#id_words").fill(WORDS)
    page.locator("#id_attached").set_input_files(film)
    page.locator("#id_decoy").check()
    page.locator("main form .acts .button").click(timeout=30_000)
    expect(page.locator(".wrongs")).to_contain_text("25 MB")
    expect(page.locator("#id_words")).to_have_value(WORDS)
    expect(page.locator("#id_decoy")).to_be_checked()
    page.locator("main form .acts .button").click()
    expect(page.locator(".code-slip")).to_be_visible()


def test_the_page_of_a_refusal_looks_like_the_others(open_page: OpenPage, live_url: str) -> None:
    address = urlsplit(live_url)
    connection = HTTPConnection("localhost", address.port or 80, timeout=30)
    connection.request("POST", "/pesan/", body=bytes(25_000_001))
    answer = connection.getresponse()
    html = answer.read().decode()
    connection.close()
    assert answer.status == 413
    page = open_page(width=320)
    page.route("**/pesan/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/pesan/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
