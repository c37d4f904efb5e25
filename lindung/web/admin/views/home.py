"""The first page of the settings: six steps until a unit can work, each with its state."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindung.access import queries
from lindung.access.queries import Readiness
from lindung.web.gates import StaffRequest, signed_in

if TYPE_CHECKING:
    from lindung.directory.models import Unit

TWO = 2  # administrators: one may fall ill. Source: docs/PENERAPAN.md


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is, how it stands, and where to do it."""

    title: Promise
    words: Promise
    done: bool
    url: str = ""
    missing: str = ""


@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """The steps, and ways to each setting that this person may use."""
    unit = queries.unit_of(request.actor)
    ready = queries.readiness(request.actor, unit)
    may_administer = queries.may(request.actor, unit, "add_staff")
    first, *rest = _place_steps(unit, ready, may_administer=may_administer)
    steps = [first, *_people_steps(ready), *rest]
    page = {
        "steps": steps,
        "n_done": sum(step.done for step in steps),
        "may_administer": may_administer,
        "may_see_conflicts": queries.may(request.actor, unit, "view_conflicts"),
        "may_practise": queries.may_practise(request.actor, request.user),
    }
    return render(request, "admin/home.html", page)


def _people_steps(ready: Readiness) -> list[Step]:
    return [
        Step(
            _("Colleagues"),
            _("Officer, case manager, head and two administrators; one person may be several."),
            done=not ready.missing_roles and ready.n_administrators >= TWO,
            url=reverse("admin:staff"),
            missing=", ".join(ready.missing_roles),
        ),
        Step(
            _("Second keys"),
            _("Everybody who signs in holds an app or a passkey, and spare codes on paper."),
            done=ready.n_staff > 0 and ready.n_without_key == 0,
            url=reverse("admin:staff"),
            missing=str(ready.n_without_key) if ready.n_without_key else "",
        ),
    ]


def _place_steps(unit: "Unit", ready: Readiness, *, may_administer: bool) -> list[Step]:
    change_unit = reverse("admin:unit") if may_administer else ""  # a head sees how it stands
    return [
        Step(
            _("Unit"),
            _("Name, hours, duty phone, and who decides from outside in a conflict of interest."),
            done=bool(unit.phone and unit.approver_id),
            url=change_unit,
        ),
        Step(
            _("Rota"),
            _("Not in this release yet: it comes with the duty phone. Keep your rota on paper."),
            done=False,
        ),
        Step(
            _("Channels"),
            _(
                "The public address and the phone; then SMS, e-mail and chat where you connect"
                " them."
            ),
            done=bool(unit.phone or unit.whatsapp),
            url=reverse("lines:lines"),
        ),
        Step(
            _("Test report"),
            _("Send one through the public page, as somebody in need would, and see it arrive."),
            done=ready.n_reports > 0,
            url="/",
        ),
    ]
