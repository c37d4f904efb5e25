"""Which question comes after which. Each reader has a way of their own, and may skip every stone.

Page names are parts of addresses: no word among them tells what this is about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lindung.intake.codes import About, Answer
from lindung.people.codes import ContactChannel
from lindung.web.public.forms import child, contact, sending, telling
from lindung.web.public.forms.base import Question, Words

Flat = dict[str, Any]
QUESTION, TAP, PICTURES = "public/question.html", "public/tap.html", "public/pictures.html"


def _always(_: Flat) -> bool:
    return True


def _in_danger(flat: Flat) -> bool:
    return flat.get("danger") == Answer.YES


def _reachable(flat: Flat) -> bool:
    return flat.get("channel") not in {None, "", ContactChannel.MAILBOX}


def _connected(flat: Flat) -> bool:
    return flat.get("institution") == Answer.YES


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name in the address, its question, how it looks, and for whom it comes."""

    name: str
    form: type[Question]
    template: str = QUESTION
    applies: Callable[[Flat], bool] = _always
    counted: bool = True  # whether "question 2 of 5" counts it

    def title(self, about: About) -> Words:
        """Return the question in the words for this reader."""
        form = self.form(about=about)
        first = next(iter(form.fields.values()), None)
        return form.heading or (first.label if first else "") or ""


LIMITS = Page("batas", telling.Told, "public/limits.html", counted=False)
NUMBERS = Page("telepon", telling.Told, "public/numbers.html", _in_danger, counted=False)
WORDS = Page("cerita", telling.What)
DANGER = Page("sekarang", telling.Danger, TAP)
SAFE_CONTACT = (
    Page("nama", contact.Name),
    Page("hubungi", contact.Reach),
    Page("jam", contact.Hours, applies=_reachable),
    Page("layar", contact.Screen, applies=_reachable),
    Page("kata", contact.SafeWords, applies=_reachable),
)
NOW = (DANGER, NUMBERS, Page("badan", telling.Injured, TAP), Page("dekat", telling.Near, TAP))
WHERE = (Page("ragam", telling.Body), Page("tempat", telling.Where))
WHO = (
    Page("orang", telling.Connected, TAP),
    Page("siapa", telling.Named, applies=_connected),
)
FILES = Page("berkas", sending.Files, "public/files.html")
SUMMARY = Page("kirim", sending.Sending, "public/summary.html", counted=False)

PATHS: dict[About, tuple[Page, ...]] = {
    About.SELF: (LIMITS, WORDS, *NOW, *SAFE_CONTACT, *WHERE, *WHO, FILES, SUMMARY),
    About.OTHER: (
        LIMITS,
        WORDS,
        *NOW,
        Page("dia", telling.Whom),
        *SAFE_CONTACT,
        *WHERE,
        *WHO,
        FILES,
        SUMMARY,
    ),
    About.CHILD: (
        LIMITS,
        Page("kini", child.ChildSafe, PICTURES),
        NUMBERS,
        Page("cerita", child.ChildWords, "public/child_words.html"),
        Page("teman", child.ChildAdult, PICTURES),
        Page("balas", child.ChildReply, PICTURES),
        Page("tempat", child.ChildPlace),
        SUMMARY,
    ),
    About.PROFESSIONAL: (
        LIMITS,
        Page("lembaga", telling.Workplace),
        Page("cerita", telling.Facts),
        Page("dia", telling.WhomSeen),
        *NOW,
        *WHERE,
        *WHO,
        *SAFE_CONTACT[:3],
        FILES,
        SUMMARY,
    ),
    About.STAFF_COMPLAINT: (
        LIMITS,
        WORDS,
        Page("siapa", telling.Officer),
        DANGER,
        NUMBERS,
        *SAFE_CONTACT,
        FILES,
        SUMMARY,
    ),
}


@dataclass(frozen=True, slots=True)
class Way:
    """The pages of one reader, as far as the answers so far decide them."""

    pages: tuple[Page, ...]

    def page(self, name: str) -> Page | None:
        """Return the page of that name, if it is on this way."""
        return next((page for page in self.pages if page.name == name), None)

    def after(self, page: Page) -> Page:
        """Return what comes next; after the last one, itself."""
        return self.pages[min(self._index(page) + 1, len(self.pages) - 1)]

    def before(self, page: Page) -> Page | None:
        """Return what came before, or `None` for the first."""
        index = self._index(page)
        return self.pages[index - 1] if index else None

    def step(self, page: Page) -> tuple[int, int] | None:
        """Return "question n of m"; pages without a question are not counted."""
        counted = [p.name for p in self.pages if p.counted]
        return (counted.index(page.name) + 1, len(counted)) if page.counted else None

    def _index(self, page: Page) -> int:
        return next(i for i, p in enumerate(self.pages) if p.name == page.name)


def way_of(about: About, flat: Flat) -> Way:
    """Return the way of this reader."""
    return Way(tuple(page for page in PATHS[about] if page.applies(flat)))
