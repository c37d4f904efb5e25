"""The duty wall: a screen that hangs in the room, and opens nothing."""

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lindung.core.actor import Actor
from lindung.hotline.queries import rota
from lindung.intake import queries as intake
from lindung.web import wall as devices
from lindung.web.console import console_of
from lindung.web.desk.views.show import is_live, url_of
from lindung.web.gates import StaffRequest, signed_in


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
    """Number, risk and clock of what waits, rings and is out there. No name, no place."""
    actor = request.wall_actor  # type: ignore[attr-defined]  # set by its gate
    known = {"it": console_of(actor, url_of), "here": request.path}
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
