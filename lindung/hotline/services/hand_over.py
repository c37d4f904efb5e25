"""The change of duty: spoken in three minutes, given by one and taken by another."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.hotline.models import HandOver
from lindung.hotline.policy.rota import HAND_OVERS, ROTA

if TYPE_CHECKING:
    from lindung.directory.models import Unit


def give_over(actor: Actor, unit: "Unit", *, n_open: int) -> HandOver:
    """Say that one has told the next on duty everything that is on the sheet."""
    with acting(actor, ROTA, "give_over", unit):
        made = HandOver.objects.create(given_by=actor.id, given_at=Moment(), n_open=n_open)
    return HandOver.objects.get(pk=made.pk)


def take_over(actor: Actor, hand_over: HandOver) -> None:
    """Say that one was told, and is on duty now.

    Raises:
        RuleBroken: `already_taken` by a colleague.
    """
    with acting(actor, HAND_OVERS, "take_over", hand_over):
        waiting = HandOver.objects.filter(pk=hand_over.pk, taken_at=None)
        if not waiting.update(taken_by=actor.id, taken_at=Moment()):
            raise RuleBroken("already_taken", _("A colleague took it over already."))
        hand_over.refresh_from_db()
