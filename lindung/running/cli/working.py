"""How a command works in the house: as its child, beside it, or in one started for the moment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from lindung.running import children
from lindung.running.home import Home
from lindung.running.house import reached, work_in
from lindung.running.sentences import Refusal


@contextmanager
def at_work(*, owner: bool = False, mode: str = "", fresh: bool = False) -> Iterator[None]:
    """Have Django ready, with a database that answers; every refusal becomes one sentence.

    Args:
        owner: work as the tables' owner, as only migrations do.
        mode: what the home is to be for; another kind of home is refused.
        fresh: make the home and its tables if they are missing.
    """
    if children.PARENT in os.environ:  # the house has told us all there is to know
        children.end_with_parent()
        with _in_sentences():
            yield
        return
    home = Home.of_environment()
    if mode:
        home.check_mode(mode)
    with reached(home, fresh=fresh, mode=mode) as state:
        work_in(home, state)
        if owner:
            os.environ |= {"LINDUNG_LOGIN": "own", "LINDUNG_OWN_URL": state.logins.own}
        with _in_sentences():
            yield


@contextmanager
def _in_sentences() -> Iterator[None]:
    """Set up Django and turn what the modules below refuse into sentences."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindung.config.settings")
    import django

    django.setup()
    from lindung.core.errors import Denied, NotFound, RuleBroken

    try:
        yield
    except RuleBroken as broken:
        raise Refusal(broken.message, broken.message) from broken
    except NotFound as absent:
        raise Refusal(f"Tidak ditemukan: {absent}.", f"Not found: {absent}.") from absent
    except Denied as denied:
        raise Refusal("Tidak diperbolehkan.", "Not allowed.") from denied
