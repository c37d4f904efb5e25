"""`lindung backup`, `restore` and `keys`."""

import sys
import time
from argparse import Namespace
from pathlib import Path

from lindung.running import counts
from lindung.running.backup import Progress, make_backup
from lindung.running.cli.working import at_work
from lindung.running.home import Home
from lindung.running.house import reached
from lindung.running.restoring import restore as put_back
from lindung.running.sentences import Refusal, say, show
from lindung.running.supervisor import stop_on_signals


def backup(arguments: Namespace) -> int:
    """Make one file that only the recovery key opens."""
    stop_on_signals()
    home, path = Home.of_environment(), Path(arguments.path).absolute()
    with reached(home) as state:
        figures = make_backup(home, state.logins.backup, path, progress=progress())
    size = f"{path.stat().st_size / 1e6:.1f} MB"
    say(
        f"Cadangan selesai: {path} ({size}). {counts.in_words(figures)}",
        f"Backup done: {path} ({size}). {counts.in_words(figures)}",
    )
    return 0


def restore(arguments: Namespace) -> int:
    """Fill an empty home from a backup."""
    stop_on_signals()
    home, path = Home.of_environment(), Path(arguments.path).absolute()
    try:
        key = Path(arguments.key).read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            f"Berkas kunci tidak terbaca: {arguments.key}.",
            f"The key file cannot be read: {arguments.key}.",
        ) from error
    figures = put_back(home, path, key, progress=progress())
    say(
        f"Pemulihan selesai: {home.path}. {counts.in_words(figures)}",
        f"Restored: {home.path}. {counts.in_words(figures)}",
    )
    return 0


def rotate_keys(arguments: Namespace) -> int:
    """Renew the wrapping keys of every unit and rewrap what they protect."""
    del arguments
    with at_work():
        from lindung.running.rotation import rotate_all

        moved = rotate_all(lambda code, number: show(f"{code}: {number}", to=sys.stderr))
    say(
        f"Kunci pembungkus sudah diganti; {moved} kunci dibungkus ulang.",
        f"The wrapping keys have been renewed; {moved} keys were rewrapped.",
    )
    return 0


def progress() -> Progress:
    """Return what shows the size so far on a terminal, at most five times a second."""
    shown = time.monotonic()

    def tell(size: int) -> None:
        nonlocal shown
        if sys.stderr.isatty() and time.monotonic() - shown > 0.2:  # noqa: PLR2004 - as said above
            shown = time.monotonic()
            sys.stderr.write(f"\r{size / 1e6:10.1f} MB ")
            sys.stderr.flush()

    return tell
