"""One's own account."""

from allauth.usersessions.views import list_usersessions
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lindung.access import queries, services
from lindung.access.codes import Role
from lindung.web.gates import StaffRequest, not_found, public, signed_in


@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """Who I am here, and my ways to my keys."""
    roles = [Role(role).label for role in request.user.roles]
    waiting = queries.approvals_for(request.actor).count()
    return render(request, "accounts/home.html", {"roles": roles, "n_waiting": waiting})


@signed_in
def still_here(_request: StaffRequest) -> HttpResponse:
    """Say that somebody types: a page that is written in is a page in use."""
    return HttpResponse(status=204)


def noting_ends(request: StaffRequest) -> HttpResponse:
    """My sessions; ending the others is written down."""
    if request.method == "POST":
        services.note_own_act(request.actor, request.user, "end_session")
    response: HttpResponse = list_usersessions(request)
    return response


@public
def absent(request: HttpRequest, **_rest: str) -> HttpResponse:
    """A page of the library that this house does not have."""
    return not_found(request)
