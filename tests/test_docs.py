"""The docs name files that exist, and link to pages that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
]
NAMED = re.compile(r"`((?:lindung|tests|docs|requirements)/[\w./-]*)`")
LINKED = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text()
    gone = [name for name in NAMED.findall(text) if not (ROOT / name).exists()]
    gone += [link for link in LINKED.findall(text) if not (page.parent / link).exists()]

    assert gone == []


def test_the_readme_says_the_two_commands_and_they_are_there() -> None:
    text = (ROOT / "README.md").read_text()

    for command in ("./run --demo", "./test"):
        assert command in text
        assert (ROOT / command.split()[0]).stat().st_mode & 0o111


def test_the_version_of_the_changelog_is_the_projects() -> None:
    newest = re.search(r"^## ([0-9.]+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    project = re.search(
        r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE
    )

    assert newest is not None
    assert project is not None
    assert newest[1] == project[1]
