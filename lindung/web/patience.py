"""Requests that wait for their turn wait outside the threads.

A look-up whose turn has not come ends here with an answer for the house itself: when to come again,
and with which ticket. `config.spool` keeps what was sent and asks once more; nobody else sees it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lindung.intake.friction import InTurn, coming_again

TURN = "x-turn"  # a request with it can be asked for again; its value is the ticket, or empty
WAIT = "x-wait"  # an answer with it is none: ask again after so many seconds


class PatienceMiddleware:
    """Lets whoever can come again come again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, with its ticket."""
        if TURN not in request.headers:
            return self.get_response(request)
        with coming_again(request.headers[TURN]):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say when to come again."""
        if not isinstance(error, InTurn):
            return None
        return HttpResponse(status=202, headers={WAIT: f"{error.seconds:.3f}", TURN: error.ticket})
