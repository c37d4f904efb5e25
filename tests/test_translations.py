"""Every word on a screen has its Indonesian, and the tool that says so would notice if not."""

from pathlib import Path

import pytest

from lindung.running import translations
from lindung.running.translations import Entry, Use, compiled, entries, problems, unused, used

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def catalogue(tmp_path: Path, area: str, words: str) -> Path:
    path = tmp_path / area / "id" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + words, encoding="utf-8")
    return path


def entry(word: str, *strings: str, fuzzy: bool = False, area: str = "desk") -> Entry:
    return Entry(("", word), strings, fuzzy, f"{area}:1")


def test_every_word_of_the_house_is_said_in_indonesian_and_compiled(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended = translations.main(["--check"])

    assert ended == 0, capsys.readouterr().out


def test_words_are_found_in_code_and_in_templates(tmp_path: Path) -> None:
    package = tmp_path / "house"
    (package / "templates").mkdir(parents=True)
    (package / "codes.py").write_text(
        'A = _("Open")\nB = ngettext("one case", "%(n)d cases", n)\nC = pgettext("risk", "low")\n'
    )
    (package / "templates" / "page.html").write_text(
        '<p>{% translate "Sign out" %}</p>\n    {% if x %}{% translate "Pages" context "book" %}'
        "{% endif %}\n{% blocktranslate trimmed %}\n  Hello\n  {{ name }}\n{% endblocktranslate %}"
    )

    found = {use.key for use in used(package)}

    assert found == {
        ("", "Open"), ("", "one case"), ("risk", "low"),
        ("", "Sign out"), ("book", "Pages"), ("", "Hello %(name)s"),
    }  # fmt: skip


def test_a_word_without_indonesian_is_a_problem_with_its_place() -> None:
    said = problems([Use(("", "Open"), "web/page.html:3")], [])

    assert said == ["web/page.html:3: no Indonesian for “Open”"]


def test_the_same_word_in_another_context_is_another_word() -> None:
    assert problems([Use(("door", "Open"), "a:1")], [entry("Open", "Buka")])


def test_a_translated_word_is_no_problem() -> None:
    assert problems([Use(("", "Open"), "a:1")], [entry("Open", "Buka")]) == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (entry("Open", "Buka", fuzzy=True), "unsure"),
        (entry("Open", ""), "empty"),
        (entry("%(n)s left", "sisa %(m)s"), "placeholders"),
        (entry("{n} left", "sisa"), "placeholders"),
    ],
)
def test_a_doubtful_line_is_a_problem(wrong: Entry, why: str) -> None:
    assert why in problems([], [wrong])[0]


def test_two_areas_may_not_contradict_each_other() -> None:
    known = [entry("Open", "Buka"), entry("Open", "Terbuka", area="public")]

    assert problems([], known) == ["public:1: says otherwise than desk:1: “Open”"]


def test_what_nothing_says_any_more_is_listed_but_forgiven() -> None:
    old = entry("Gone", "Hilang")

    assert unused([], [old]) == ["desk:1: not used: “Gone”"]
    assert problems([], [old]) == []


def test_the_same_words_give_the_same_bytes_whatever_the_date_says(tmp_path: Path) -> None:
    words = 'msgctxt "door"\nmsgid "Open"\nmsgstr "Buka"\n'
    first = catalogue(tmp_path, "first", words)
    second = catalogue(tmp_path, "second", words)
    dated = "charset=UTF-8\\nPO-Revision-Date: 2026-11-24 04:00+0000\\n"
    second.write_text(second.read_text().replace("charset=UTF-8\\n", dated))

    assert compiled(first) == compiled(second)
    assert b"Buka" in compiled(first)


def test_an_unsure_line_is_not_compiled(tmp_path: Path) -> None:
    path = catalogue(tmp_path, "desk", '#, fuzzy\nmsgid "Open"\nmsgstr "Bukalah"\n')

    assert b"Bukalah" not in compiled(path)
    assert entries(path)[0].fuzzy


def test_a_catalogue_changed_after_compiling_is_noticed(tmp_path: Path) -> None:
    path = catalogue(tmp_path, "desk", 'msgid "Open"\nmsgstr "Buka"\n')
    path.with_suffix(".mo").write_bytes(compiled(path))
    fresh = translations.stale([path])
    path.write_text(path.read_text().replace("Buka", "Terbuka"))

    assert fresh == []
    assert len(translations.stale([path])) == 1
