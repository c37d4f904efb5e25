"""The short how-to pages: Markdown files of this version, in both languages, read once."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

CONTENT: Path = settings.PACKAGE / "content"
PICTURES: Path = settings.PACKAGE / "web" / "static" / "help"
META = re.compile(r"^group: (?P<group>[a-z]+) · picture: (?P<picture>[a-z]+)$", re.MULTILINE)
NUMBER_AND_NAME = re.compile(r"^(?P<number>[0-9]{2})-(?P<slug>[a-z-]+)$")
MARKDOWN = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True, slots=True)
class Page:
    """One how-to: a title, a few steps, one thing to remember."""

    number: int
    slug: str
    group: str
    picture: str
    title: str
    body: SafeString
    words: str  # for the search, in lower case

    @property
    def picture_path(self) -> str:
        """Return the picture below the static address, or nothing when none was taken."""
        name = f"help/{self.picture}.png"
        return name if (PICTURES / f"{self.picture}.png").is_file() else ""


@cache
def pages(language: str, kind: str) -> tuple[Page, ...]:
    """Return all pages of one language and kind (`help` or `public`), in their order."""
    folder = CONTENT / language / kind
    return tuple(_read(path) for path in sorted(folder.glob("*.md")))


def page_named(language: str, kind: str, slug: str) -> Page | None:
    """Return one page by its name."""
    return next((page for page in pages(language, kind) if page.slug == slug), None)


def matching(language: str, kind: str, asked: str) -> list[Page]:
    """Return the pages that hold every word of `asked`; all of them when nothing was asked."""
    wanted = asked.lower().split()
    return [p for p in pages(language, kind) if all(word in p.words for word in wanted)]


def _read(path: Path) -> Page:
    name, text = NUMBER_AND_NAME.match(path.stem), path.read_text()
    meta = META.search(text)
    if name is None or meta is None:
        raise ValueError(f"{path.name}: needs a number, a name, a group and a picture.")
    heading, _, rest = text.partition("\n")
    body = META.sub("", rest, count=1)
    return Page(
        int(name["number"]),
        name["slug"],
        meta["group"],
        meta["picture"],
        heading.removeprefix("# ").strip(),
        mark_safe(MARKDOWN.render(body)),  # noqa: S308  # our own files; HTML in them is escaped
        f"{heading} {body}".lower(),
    )
