"""`lindung demo` and `bench`: invented units, and how fast they are served."""

import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from lindung.running.cli.working import at_work
from lindung.running.home import Home
from lindung.running.sentences import Refusal, say, show
from lindung.running.supervisor import stop_on_signals
from lindung.running.unfinished import filling

LEAST_CASES = 5  # in each unit of a bench: a screen of nothing measures nothing


def demo(arguments: Namespace) -> int:
    """Fill the home with invented units; a home with real people is refused."""
    stop_on_signals()
    with at_work(mode="demo", fresh=True), filling(Home.of_environment()):
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
    """Measure a throw-away house of this machine, and leave nothing of it behind."""
    from lindung.bench.run import UNITS, run, write

    least = LEAST_CASES * UNITS
    if arguments.cases < least:
        raise Refusal(
            f"Uji kecepatan butuh sedikitnya {least} kasus: tiap unit harus punya beberapa.",
            f"A bench needs at least {least} cases: every unit must have a few.",
        )
    stop_on_signals()
    result = run(
        cases=arguments.cases, inside=_inside, say=lambda words: show(words, to=sys.stderr)
    )
    write(result, arguments.json)
    return 0


@contextmanager
def _inside() -> Iterator[str]:
    """Work in the house that LINDUNG_HOME names, and yield its superuser's address."""
    state = Home.of_environment().told()
    if state is None:
        raise Refusal("Rumah uji tidak menyala.", "The bench house does not run.")
    with at_work():
        yield state.server or os.environ["DATABASE_URL"]
