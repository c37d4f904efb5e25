"""Every code that a rule gives has its sentence, and no sentence waits in vain."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from lindung.casework.refusals import SENTENCES, refusal

CASEWORK = Path(__file__).parents[2] / "lindung" / "casework"


def test_no_sentence_waits_in_vain() -> None:
    said = "".join(p.read_text() for p in CASEWORK.rglob("*.py") if p.name != "refusals.py")

    assert [code for code in SENTENCES if f'"{code}"' not in said] == []


def test_every_refusal_in_the_sources_has_its_sentence() -> None:
    sources = [p.read_text() for p in CASEWORK.rglob("*.py")]
    used = {code for text in sources for code in re.findall(r'refusal\("(\w+)"', text)}

    assert used <= set(SENTENCES)


@pytest.mark.parametrize("code", SENTENCES)
def test_it_is_said_in_the_readers_language(code: str) -> None:
    with translation.override("en"):
        english = refusal(code).message
    with translation.override("id"):
        indonesian = refusal(code).message

    assert english
    assert indonesian != english
