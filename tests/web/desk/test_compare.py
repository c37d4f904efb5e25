"""Comparing districts: on the screen, as a paper and as a command; wrong questions say so."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import expect

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.core.models import Trail
from tests.browser import OpenPage, sign_in, violations
from tests.conftest import UNIT

WARNING = "bukan tingkat kekerasan"


@pytest.fixture
def head(sari: Staff) -> Client:
    """The browser of the head."""
    client = Client()
    client.force_login(sari)
    return client


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)])
def test_two_districts_stand_side_by_side_with_sources_and_warning(
    open_page: OpenPage, sari: Staff, width: int, *, dark: bool
) -> None:
    page = open_page(width=width, dark=dark)
    sign_in(page, sari)
    page.goto("/meja/data/banding/?other=21.71&period=2025")

    expect(page.get_by_text(WARNING).first).to_be_visible()
    expect(page.get_by_text("suarakutim").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("other=2171&period=2025", "other"),
        ("other=64.08&period=2025", "other"),
        ("other=21.71&period=kemarin", "period"),
        ("other=21.71&period=", "period"),
        ("other=%00&period=2025", "other"),
    ],
)
def test_a_wrong_question_is_answered_beside_its_field(
    head: Client, query: str, field: str
) -> None:
    for way in ("", "pdf/"):
        answer = head.get(f"/meja/data/banding/{way}?{query}")

        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == [field]


def test_the_paper_is_a_pdf_and_each_comparing_is_written_down(head: Client) -> None:
    answer = head.get("/meja/data/banding/pdf/?other=21.71&period=2025")

    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="banding.pdf"'
    with frame(UNIT):
        assert Trail.objects.filter(action="stats.compare", refused=False).count() == 1


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "lindung.running.cli", "compare", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_says_the_same_without_a_house(tmp_path: Path) -> None:
    said = run("--area", "64.08", "--with", "21.71", "--period", "2025")
    paper = tmp_path / "banding.pdf"
    written = run("--area", "64.08", "--with", "21.71", "--period", "2025", "--out", str(paper))

    assert said.returncode == 0, said.stderr
    assert WARNING in said.stdout
    assert written.returncode == 0, written.stderr
    assert paper.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--area", "6408", "--with", "21.71", "--period", "2025"), "64.08"),
        (("--area", "64.08", "--with", "64.99", "--period", "2025"), "64.08"),
        (("--area", "64.08", "--with", "64.08", "--period", "2025"), "daerah lain"),
        (("--area", "64.08", "--with", "21.71", "--period", "2025-13"), "2025-05"),
        (
            ("--area", "64.08", "--with", "21.71", "--period", "2025", "--out", "/nowhere/a.pdf"),
            "/nowhere/a.pdf",
        ),
    ],
)
def test_a_wrong_command_gets_one_sentence(arguments: tuple[str, ...], word: str) -> None:
    said = run(*arguments)

    assert said.returncode != 0
    assert word in said.stderr
    assert "Traceback" not in said.stderr
