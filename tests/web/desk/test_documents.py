"""Papers: what is on them, and what is not."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
import typst
from django.utils import translation

from lindung.access.models import Staff
from lindung.directory.models import Unit
from lindung.intake import queries
from lindung.intake.models import Report
from lindung.web import documents
from tests.conftest import at_work
from tests.web.desk.conftest import WORDS


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that papers were given to show."""
    given: list[str] = []
    compile_for_real = typst.compile

    def watched(template: Any, **how: Any) -> bytes:
        given.append(str(how["sys_inputs"]))
        return bytes(compile_for_real(template, **how))

    monkeypatch.setattr(typst, "compile", watched)
    return given


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_complaint_form_is_one_page_with_initials_only(
    drawn: list[str], rini: Staff, report: Report, units: dict[str, Unit], language: str
) -> None:
    with translation.override(language), at_work(rini):
        opened = queries.read_report(rini.actor(), report)
        pdf = documents.complaint_form(report, opened, units["kutim"], with_names=False)

    assert len(pikepdf.open(BytesIO(pdf)).pages) == 1
    assert "S.A." in drawn[0]
    for secret in ("Siti", "Aminah", "0812", WORDS):
        assert secret not in drawn[0]


def test_names_and_the_telling_are_printed_only_when_chosen(
    drawn: list[str], rini: Staff, report: Report, units: dict[str, Unit]
) -> None:
    with at_work(rini):
        opened = queries.read_report(rini.actor(), report)
        documents.complaint_form(report, opened, units["kutim"], with_names=True)

    assert "Siti Aminah" in drawn[0]
    assert WORDS in drawn[0]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("luka di tangan.jpg", "luka_di_tangan.jpg"),
        ('a"; filename="b.html', "a_filename_b.html"),
        ("../../etc/passwd", "etc_passwd"),
        ("\r\nX: y", "X_y"),
        ("…", "file"),
    ],
)
def test_a_files_name_cannot_break_out_of_its_header(name: str, safe: str) -> None:
    assert documents.safe_name(name) == safe
