"""What the command line says, in both languages, Indonesian first."""

import sys
from typing import TextIO


class Refusal(Exception):
    """Why something was not done, in one sentence that tells what to do about it."""

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(english)
        self.indonesian, self.english = indonesian, english


class Stopped(BaseException):
    """Someone asked this process to stop."""


def say(indonesian: str, english: str, *, to: TextIO | None = None) -> None:
    """Print a sentence in both languages; that nobody reads them stops no one."""
    show(f"{indonesian}\n{english}" if english != indonesian else indonesian, to=to)


def show(text: str, *, to: TextIO | None = None) -> None:
    """Print `text` at once, also into a pipe."""
    try:
        print(text, file=to or sys.stdout, flush=True)
    except BrokenPipeError:
        sys.stdout = open("/dev/null", "w")  # noqa: SIM115 - the reader has gone


def warn(indonesian: str, english: str) -> None:
    """Print a sentence apart from results, which a program may be reading."""
    say(indonesian, english, to=sys.stderr)
