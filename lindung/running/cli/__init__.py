"""`lindung`: the one command-line tool of an installation.

What it says is in both languages, Indonesian first. Bodies are imported only when asked for, so
that `lindung up` needs no Django and starts at once.
"""

import os
from collections.abc import Sequence

from lindung.running.cli.words import parser
from lindung.running.sentences import Refusal, Stopped, warn


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused, 2 misunderstood, 130 stopped."""
    os.umask(0o077)
    told = parser().parse_args(arguments)
    try:
        return int(told.run(told))
    except Refusal as refusal:
        warn(refusal.indonesian, refusal.english)
        return 1
    except (KeyboardInterrupt, Stopped):
        warn(
            "Dihentikan; yang belum selesai tidak disimpan.", "Stopped; nothing half-done was kept."
        )
        return 130
