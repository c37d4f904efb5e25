"""Going to practise on invented cases, and coming back. Both are in the trail of the real unit."""

from typing import TYPE_CHECKING

from lindung.access.models import Staff
from lindung.access.policy import STAFF
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.directory import services as directory

if TYPE_CHECKING:
    from lindung.directory.models import Unit


def enter_practice(actor: Actor, staff: Staff) -> "Unit":
    """Begin to practise and return where; the first of a unit makes it, and cases follow soon.

    Raises:
        Denied: an account that only administers has nothing to practise.
    """
    with acting(actor, STAFF, "enter_practice", staff):
        return directory.open_practice(actor, staff.unit)


def renew_practice(actor: Actor, staff: Staff) -> "Unit":
    """Throw the invented cases of one's unit away, for everybody there, and begin with others.

    Raises:
        Denied: as `enter_practice`.
    """
    with acting(actor, STAFF, "renew_practice", staff):
        return directory.renew_practice(actor, staff.unit)


def leave_practice(actor: Actor, staff: Staff) -> None:
    """Come back to real work."""
    with acting(actor, STAFF, "leave_practice", staff):
        pass
