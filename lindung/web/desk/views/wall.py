"""The duty wall: a screen that hangs in the room, and opens nothing."""

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lindung.core.actor import Actor
from lindung.core.turns import first_turns
from lindung.hotline.queries import calling as hotline
from lindung.hotline.queries import rota
from lindung.intake import queries as intake
from lindung.response import queries as field
from lindung.web import wall as devices
from lindung.web.desk import rows
from lindung.web.desk.views.show import is_live, url_of
from lindung.web.gates import StaffRequest, signed_in

MOST_ROWS = 12  # what can be read from across a room


@signed_in
def start(request: StaffRequest) -> HttpResponse:
    """Hang up a wall: this browser signs out and shows nothing else any more."""
    may_see(request.actor)
    if request.method != "POST":
        is_up = devices.device(request.COOKIES.get(devices.COOKIE, "")) is not None
        return render(
            request, "desk/wall_start.html", {"is_up": is_up, "has_rota": rota.sees(request.actor)}
        )
    response = redirect("desk:wall_screen")
    devices.hang_up(request.user, response)
    logout(request)
    return response


@devices.on_the_wall
def wall(request: StaffRequest) -> HttpResponse:
    """Number, risk and clock of what waits. No name, no place."""
    actor = request.wall_actor  # type: ignore[attr-defined]  # set by its gate
    page = intake.inbox(actor, tab="waiting", after=None, limit=MOST_ROWS)
    waits = rows.Waits(first_turns([row.id for row in page.rows]), {}, actor.id)
    known = {
        "rows": rows.report_rows(page.rows, waits, url_of),
        "alarms": intake.alarms(actor),
        "field_alarms": field.field_alarms(actor),
        "bell": hotline.bell(actor),
        "n_waiting": intake.inbox_counts(actor)["waiting"],
        "here": request.path,
    }
    return render(request, "desk/_wall.html" if is_live(request) else "desk/wall.html", known)


@devices.on_the_wall
@require_POST
def stop(request: StaffRequest) -> HttpResponse:
    """Take the wall down."""
    response = redirect("desk:wall")
    devices.take_down(request, response)
    return response


def may_see(actor: Actor) -> None:
    """Refuse, as the list itself would, whoever may not see the list that the wall shows."""
    intake.require_inbox(actor)
