"""Numbers people say aloud: `P-2611-7Q9MX` for a report, `K-2611-4HTC8` for a case.

Random, so that a number tells neither how many there are nor what came before it; 32 signs without
0 O 1 I, so that nobody mishears them.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 5
PAPER = "Z"  # the first sign of numbers given out on paper: no screen ever draws it
PRACTICE = "COBA"  # "try": stands for year and month in every number of an invented case
MONTH = f"(?:[0-9]{{4}}|{PRACTICE})"  # the middle of a number, to look for
TRIES = 8
T = TypeVar("T")


def new_number(letter: str, at: datetime, *, practice: bool = False) -> str:
    """Return a fresh number of the month of `at`, which is in the unit's own time zone.

    One made in practice says so itself, wherever it is read aloud or written down: `P-COBA-7Q9MX`.
    """
    first = secrets.choice(SIGNS.replace(PAPER, ""))
    return f"{letter}-{_month(at, practice)}-{first}{_signs(LENGTH - 1)}"


def new_paper_number(letter: str, at: datetime, *, practice: bool = False) -> str:
    """Return a number for a paper form: it can never meet one that a screen draws."""
    return f"{letter}-{_month(at, practice)}-{PAPER}{_signs(LENGTH - 1)}"


def _month(at: datetime, practice: bool) -> str:
    return PRACTICE if practice else f"{at:%y%m}"


def _signs(n: int) -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(n))


def with_fresh_number(
    letter: str, at: datetime, make: Callable[[str], T], *, practice: bool = False
) -> T:
    """Call `make` with a number, and again with another one while the database knows it already.

    33 million numbers a month: a second try is rare, an eighth means that something else is wrong.
    """
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                return make(new_number(letter, at, practice=practice))
        except IntegrityError as error:
            if "number" not in str(error):
                raise
    return make(new_number(letter, at, practice=practice))
