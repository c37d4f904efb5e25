"""Every word on a screen has its Indonesian: `python -m lindung.running.translations [--check]`.

Without `--check` it lists what is missing and compiles every catalogue; with it, it only looks, and
ends with 1 if a word is missing, unsure or contradicted, or a compiled catalogue is not what its
source says. It adds nothing by itself: a translation is written by somebody who knows the glossary.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = PACKAGE / "locale"
CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

Key = tuple[str, str]
"""Context (empty for none) and the English word."""


@dataclass(frozen=True)
class Use:
    """One place of the house that says something."""

    key: Key
    place: str


@dataclass(frozen=True)
class Entry:
    """One line of a catalogue."""

    key: Key
    strings: tuple[str, ...]
    fuzzy: bool
    place: str


class _Dateless(Catalog):
    """A catalogue whose compiled form depends on its words alone: same words, same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Only what gettext needs to read it."""
        return [
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Language", "id"),
            ("Plural-Forms", "nplurals=1; plural=0;"),
        ]


def used(package: Path = PACKAGE) -> list[Use]:
    """Every translatable word in code and templates, with where it stands."""
    found: list[Use] = []
    for path in sorted(package.rglob("*.py")):
        found.extend(_said(path.read_text(encoding="utf-8"), path, package))
    for path in sorted(p for p in package.rglob("templates/**/*") if p.is_file()):
        shown = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # Babel reads it as Python, where an indented line would need a reason.
        found.extend(_said(re.sub(r"^[ \t]+", "", shown, flags=re.MULTILINE), path, package))
    return found


def _said(source: str, path: Path, package: Path) -> Iterator[Use]:
    lines = io.BytesIO(source.encode())
    for number, word, _comments, context in extract(
        "python", lines, CALLS, options={"encoding": "utf-8"}
    ):
        first = word if isinstance(word, str) else word[0]
        yield Use((context or "", first), f"{path.relative_to(package.parent)}:{number}")


def catalogues(locale: Path = LOCALE) -> list[Path]:
    """The Indonesian source catalogues, one for each area of the house."""
    return sorted(locale.glob("*/id/LC_MESSAGES/django.po"))


def entries(path: Path) -> list[Entry]:
    """What one catalogue says, without its header."""
    return [_entry(message, path) for message in _read(path) if message.id]


def _read(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale="id")


def _entry(message: Message, path: Path) -> Entry:
    first = message.id if isinstance(message.id, str) else message.id[0]
    said = message.string or ""
    strings = (said,) if isinstance(said, str) else tuple(said)
    place = f"{path.relative_to(path.parents[3])}:{message.lineno}"
    return Entry((message.context or "", first), strings, message.fuzzy, place)


def compiled(path: Path) -> bytes:
    """The catalogue as gettext reads it."""
    plain = _Dateless(locale="id")
    for message in _read(path):
        if message.id and not message.fuzzy:
            plain.add(message.id, message.string, context=message.context)
    out = io.BytesIO()
    write_mo(out, plain)
    return out.getvalue()


def problems(uses: Iterable[Use], known: Iterable[Entry]) -> list[str]:
    """What stands between the house and a reader of Indonesian, one sentence each."""
    said: dict[Key, Entry] = {}
    wrong: list[str] = []
    for entry in known:
        wrong.extend(_doubts(entry, said.get(entry.key)))
        said.setdefault(entry.key, entry)
    missing = {use.key: use.place for use in reversed(list(uses)) if use.key not in said}
    wrong.extend(f"{place}: no Indonesian for {_name(key)}" for key, place in missing.items())
    return sorted(wrong)


def _doubts(entry: Entry, earlier: Entry | None) -> Iterator[str]:
    if entry.fuzzy:
        yield f"{entry.place}: unsure (fuzzy): {_name(entry.key)}"
    elif not all(entry.strings):
        yield f"{entry.place}: empty: {_name(entry.key)}"
    elif any(
        set(HOLES.findall(text)) != set(HOLES.findall(entry.key[1])) for text in entry.strings
    ):
        yield f"{entry.place}: other placeholders than {_name(entry.key)}"
    if earlier is not None and earlier.strings != entry.strings:
        yield f"{entry.place}: says otherwise than {earlier.place}: {_name(entry.key)}"


def _name(key: Key) -> str:
    context, word = key
    return f"“{word}”" + (f" ({context})" if context else "")


def unused(uses: Iterable[Use], known: Iterable[Entry]) -> list[str]:
    """Catalogue lines that nothing says any more."""
    needed = {use.key for use in uses}
    return [
        f"{entry.place}: not used: {_name(entry.key)}" for entry in known if entry.key not in needed
    ]


def stale(paths: Iterable[Path]) -> list[str]:
    """Catalogues whose compiled file is absent or says something else."""
    return [f"{path}: not compiled" for path in paths if not _fresh(path)]


def _fresh(path: Path) -> bool:
    target = path.with_suffix(".mo")
    return target.exists() and target.read_bytes() == compiled(path)


def main(arguments: list[str] | None = None) -> int:
    """Look at every word; compile unless only asked to check."""
    parser = argparse.ArgumentParser(
        prog="python -m lindung.running.translations", description=__doc__
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing, end with 1 if anything is missing"
    )
    check = parser.parse_args(arguments).check
    if not settings.configured:
        settings.configure(USE_I18N=True)
    paths = catalogues()
    uses, known = used(), [entry for path in paths for entry in entries(path)]
    wrong = problems(uses, known)
    if check:
        wrong += stale(paths)
    else:
        for path in paths:
            path.with_suffix(".mo").write_bytes(compiled(path))
    say = sys.stdout.write
    say("".join(f"{line}\n" for line in [*wrong, *unused(uses, known)]))
    say(f"{len({use.key for use in uses})} words, {len(paths)} catalogues, {len(wrong)} problems\n")
    return 1 if check and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
