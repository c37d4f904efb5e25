"""`lindung demo` and `bench`: invented units, and how fast they are served."""

import sys
import time
from argparse import Namespace

from lindung.running.cli.working import at_work
from lindung.running.sentences import say


def demo(arguments: Namespace) -> int:
    """Fill the home with invented units; a home with real people is refused."""
    with at_work(mode="demo", fresh=True):
        from lindung.demo.load import load

        began = time.monotonic()
        made = load(
            seed=arguments.seed,
            cases=arguments.cases,
            if_empty=arguments.if_empty,
            progress=_progress,
        )
    if made is None:
        say("Sudah terisi.", "There is something already.")
        return 0
    took = time.monotonic() - began
    say(
        f"Rekaan: {made.units} unit, {made.reports} laporan, {made.cases} kasus, {took:.0f} detik.",
        f"Invented: {made.units} units, {made.reports} reports, {made.cases} cases, {took:.0f} s.",
    )
    return 0


def _progress(done: int, wanted: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:>9} / {wanted} ")
        sys.stderr.flush()


def bench(arguments: Namespace) -> int:
    """Measure a throw-away house of twenty units."""
    from lindung.bench.run import run, write

    write(run(cases=arguments.cases, say=_note), arguments.json)
    return 0


def _note(line: str) -> None:
    sys.stderr.write(line + "\n")
