"""A demo whose first load was broken off: thrown away and filled anew, never shown half.

Half a year of invented cases would make every figure of a demo a wrong one. Only a home that was
made for a demo, and whose load says itself that it did not end, is ever thrown away.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from lindung.running.home import Home, write_private
from lindung.running.roles import throw_away
from lindung.running.sentences import say


@contextmanager
def filling(home: Home) -> Iterator[None]:
    """Mark the home while it is filled for the first time, and as filled at the very end."""
    if home.filled_file.exists():  # what is added later is no beginning
        yield
        return
    write_private(home.filling_file, "")
    yield
    write_private(home.filled_file, "")
    home.filling_file.unlink()


def begin_anew(home: Home, superuser: str, name: str) -> None:
    """Throw away what a broken-off first load left; its keys stay."""
    if not home.half_filled():
        return
    say(
        "Pengisian demo terputus: dibuang dan diisi lagi.",
        "Filling the demo was broken off: it is thrown away and filled again.",
    )
    throw_away(superuser, name)
    for left in home.files.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    home.filled_file.unlink(missing_ok=True)
    home.filling_file.unlink()
