"""How a unit calls: ladders as data. A change holds for alarms that begin from now on."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.hotline.codes.escalation import Severity
from lindung.hotline.models import LadderVersion
from lindung.hotline.policy.escalation import CALLING
from lindung.hotline.rules import escalation as rules

if TYPE_CHECKING:
    from lindung.directory.models import Unit


def set_ladder(actor: Actor, unit: "Unit", *, severity: str, ladder: rules.Ladder) -> LadderVersion:
    """Set how one severity calls. Live alarms keep the ladder with which they began.

    Raises:
        RuleBroken: `rungs_missing`, `wait_out_of_range`, `too_slow` or `too_weak` for an emergency
            or a high risk.
    """
    with acting(actor, CALLING, "set_ladder", unit):
        problem = rules.ladder_problem(ladder, severity)
        if problem is not None:
            raise RuleBroken(problem, _why(problem))
        return LadderVersion.objects.create(
            severity=Severity(severity),
            ladder=rules.ladder_to_json(ladder),
            set_by=actor.id,
            set_at=Moment(),
        )


def _why(problem: str) -> str:
    return {
        "rungs_missing": _("Each step needs somebody who is called."),
        "wait_out_of_range": _("A step waits between 1 minute and 24 hours."),
        "too_slow": _(
            "Too slow: an emergency reaches everybody within 15 minutes, a high risk the back-up"
            " within 10."
        ),
        "too_weak": _("An emergency and a high risk need a standing cover and a time limit."),
    }[problem]
