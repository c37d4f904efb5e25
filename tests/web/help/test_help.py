"""Help: short pages in both languages, a booklet, paper forms, the public's pages."""

import re

import pytest
from django.test import Client

from lindung.access.models import Staff
from lindung.web.help.pages import CONTENT, matching, page_named, pages

MOST_WORDS = 120


def test_there_are_more_than_fifty_pages_in_both_languages_under_the_same_names() -> None:
    indonesian, english = pages("id", "help"), pages("en", "help")

    assert len(indonesian) > 50
    assert [p.slug for p in indonesian] == [p.slug for p in english]
    assert [p.group for p in indonesian] == [p.group for p in english]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_is_short_and_has_steps_and_a_picture(language: str) -> None:
    for page in [*pages(language, "help"), *pages(language, "public")]:
        plain = re.sub("<[^>]+>", " ", page.body)
        assert len(plain.split()) <= MOST_WORDS, page.slug
        assert page.body.count("<li>") >= 3, page.slug
        if page in pages(language, "help"):
            assert page.picture_path, page.slug


def test_markup_in_a_page_is_shown_and_never_run() -> None:
    for path in CONTENT.rglob("*.md"):
        assert "<" not in path.read_text(), path.name


def test_the_search_finds_words_of_the_text() -> None:
    found = matching("id", "help", "RISIKO supervisor")

    assert page_named("id", "help", "turunkan-risiko") in found
    assert matching("id", "help", "kata-yang-tidak-ada") == []


def test_staff_read_the_list_a_page_and_the_booklet(client: Client, rini: Staff) -> None:
    client.force_login(rini)

    assert "Mulai piket dengan suara" in client.get("/bantuan/").content.decode()
    assert "<ol>" in client.get("/bantuan/mulai-piket/").content.decode()
    booklet = client.get("/bantuan/semua/").content.decode()
    assert booklet.count("<article") == len(pages("id", "help"))
    assert "Start duty with sound" in client.get("/bantuan/mulai-piket/?l=en").content.decode()


def test_a_page_that_is_not_there_is_the_not_found_page(client: Client, rini: Staff) -> None:
    client.force_login(rini)

    assert client.get("/bantuan/tidak-ada/").status_code == 404


def test_without_signing_in_only_the_neutral_part_is_read(client: Client, db: None) -> None:
    assert client.get("/bantuan/")["Location"].startswith("/masuk/")
    page = client.get("/bantuan/umum/").content.decode()
    assert "<title>Pesan</title>" in page
    assert "kekerasan" not in page.lower()


def test_paper_forms_come_as_one_pdf_with_reserved_numbers(client: Client, rini: Staff) -> None:
    client.force_login(rini)

    answer = client.post("/bantuan/formulir-kertas/", {"n": "2"})

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_wrong_number_of_forms_says_so_beside_its_field(client: Client, rini: Staff) -> None:
    client.force_login(rini)

    page = client.post("/bantuan/formulir-kertas/", {"n": "200"}).content.decode()

    assert 'id="id_n_error"' in page
