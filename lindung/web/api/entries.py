"""Entering a report that staff took elsewhere, through a token: as if its holder typed it in."""

from django.http import HttpRequest
from ninja import Status

from lindung.access.codes import Scope
from lindung.directory.queries import unit_by_id
from lindung.intake import services as intake
from lindung.web.api.gate import holder_of
from lindung.web.api.problems import Problem
from lindung.web.api.router import router
from lindung.web.api.shapes import EntryIn, EntryOut
from lindung.web.api.tokens import Token, actor_of

WRONG = dict.fromkeys((400, 401, 403, 404, 413, 415, 422, 500), Problem)


@router.post(
    "/entries",
    response={201: EntryOut, **WRONG},
    auth=Token(Scope.REPORTS_WRITE),
    tags=["records"],
    operation_id="enter",
)
def enter(request: HttpRequest, body: EntryIn) -> Status[EntryOut]:
    """Enter a report; whoever holds the token has looked at it."""
    report = intake.enter_report(
        actor_of(request),
        unit_by_id(holder_of(request).unit_id),
        channel=body.channel.value,
        about=body.about.value,
        words=body.text,
        received_at=body.received_at,
        now_danger=body.danger_now,
        injured=body.injured,
        near=body.person_near,
        **_more(body),
    )
    return Status(201, EntryOut(number=report.number))


def _more(body: EntryIn) -> dict[str, str]:
    """Return what else was said."""
    names = ("area", "place", "reporter_name", "reporter_phone", "victim_name")
    return {name: value for name in names if (value := getattr(body, name))}
