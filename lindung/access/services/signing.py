"""What is written down when somebody comes in, leaves, or is turned away."""

from lindung.access.models import Staff
from lindung.access.policy import STAFF
from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.frame import frame, note
from lindung.core.trail import line_for
from lindung.directory import queries as directory

NOBODY = "-"  # a name that is no account: what was typed is not written down


def note_own_act(actor: Actor, staff: Staff, action: str) -> None:
    """Write down that `actor` signed in or out, proved themselves or changed a key of their own."""
    with frame(staff.unit_id, staff.pk), acting(actor, STAFF, action, staff):
        pass


def note_refused_sign_in(staff: Staff | None, action: str = "sign_in") -> None:
    """Write down that somebody was turned away: under the account, or under nobody.

    Nobody has signed in, so this acts as the machine; the line stands after a rollback too.
    """
    unit_id = staff.unit_id if staff else directory.default_unit().pk
    with frame(unit_id):
        name = staff.pk if staff else NOBODY
        note(line_for(MACHINE, f"access.{action}", name, refused=True))
