"""A message from a colleague's proved phone with the four digits of a call answers that call.

Everything else a channel brings is heard as a telling, also from a colleague's phone.
"""

import re
from typing import TYPE_CHECKING

from lindung.access import queries as access
from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.keys import new_key
from lindung.core.models import KeyKind
from lindung.hotline import contact_moves as moves
from lindung.hotline.incoming import ORIGIN, Heard, Incoming
from lindung.hotline.models import Call, Raw, Reach
from lindung.hotline.models.lines import ChannelLine
from lindung.hotline.policy.lines import LINES
from lindung.hotline.queries.reach import read_address
from lindung.hotline.rules.numbers import read_number
from lindung.hotline.services.answer import answer_by_pin
from lindung.hotline.services.lines import hear

if TYPE_CHECKING:
    from lindung.directory.models import Unit

PIN = re.compile(r"^\D{0,20}(\d{4})\D{0,20}$", re.ASCII)


def take_in(actor: Actor, unit: "Unit", said: Incoming) -> Heard | None:
    """Take one message: an answer to a call, or a telling. Call it in a frame, as `hear`.

    Returns:
        What was heard; nothing when it answered a call of a colleague.
    """
    with acting(actor, LINES, "hear", ChannelLine(channel=said.channel)):
        if _answered(unit, said):
            return None
        return hear(actor, unit, said)


def _answered(unit: "Unit", said: Incoming) -> bool:
    """Answer a call if a colleague sent its digits; the same message again answers nothing."""
    found = PIN.match(" ".join(said.words.split()))
    if found is None or not said.phone:
        return False
    outside = moves.external_id(ORIGIN[said.channel], said.outside_id)
    before = Raw.objects.filter(origin=ORIGIN[said.channel], external_id=outside)
    if before.exists():
        return before.filter(thread=None).exists()
    colleague = _holder(said.phone, found[1])
    if colleague is None:
        return False
    try:
        answer_by_pin(colleague, unit, pin=found[1])
    except RuleBroken:
        return False
    Raw.objects.create(
        origin=ORIGIN[said.channel],
        external_id=outside,
        came_at=Moment(),
        data_key=new_key(KeyKind.SEALED),
    )
    return True


def _holder(phone: str, pin: str) -> Actor | None:
    """Return the colleague called with these digits whose proved phone this is."""
    number = read_number(phone)
    called = Call.objects.filter(pin=pin, open_until__gt=Moment()).values("staff_id")
    proved = Reach.objects.filter(
        staff_id__in=called, ended_at=None, verified_at__isnull=False
    ).exclude(way="email")
    ids = {
        reach.staff_id
        for reach in proved
        if number is not None and read_number(read_address(MACHINE, reach)) == number
    }
    if len(ids) != 1:
        return None
    unit_id = proved[0].unit_id
    staff_id = ids.pop()
    for one in access.colleagues(Actor(staff_id, frozenset(), unit_id)):
        if one.id == staff_id:
            return Actor(one.id, one.roles, unit_id, one.name)
    return None
