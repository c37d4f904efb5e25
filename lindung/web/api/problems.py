"""What an answer says that is none: RFC 9457, the same shape for every refusal and every mistake.

No problem repeats what was sent, and a hidden record reads like an absent one.
"""

import json
import logging
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel

CONTENT_TYPE = "application/problem+json"
log = logging.getLogger(__name__)


class FieldProblem(BaseModel):
    """What is wrong with one part of what was sent."""

    pointer: str  # a JSON pointer such as `#/text`, or `query/limit`
    code: str
    detail: str


class Problem(BaseModel):
    """A problem as RFC 9457 describes it, with a stable code and the fields it is about."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: list[FieldProblem] | None = None


def problem(
    status: int,
    code: str,
    *,
    detail: str = "",
    errors: Iterable[FieldProblem] = (),
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """Return a problem as an answer."""
    said = Problem(
        type=f"urn:lindung:problem:{code}",
        title=title_of(status),
        status=status,
        code=code,
        detail=detail or None,
        errors=list(errors) or None,
    )
    body = json.dumps(said.model_dump(exclude_none=True), ensure_ascii=False)
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE, headers=headers)


def title_of(status: int) -> str:
    """Return what a status means, in the reader's language."""
    titles = {
        400: _("The request could not be read."),
        401: _("A valid token is needed."),
        403: _("This token may not do that."),
        404: _("There is nothing here."),
        405: _("This address does not take that method."),
        408: _("What was sent did not arrive in time. Please send it again."),
        413: _("What was sent is too large."),
        415: _("Send JSON."),
        422: _("Something in what was sent needs to be changed."),
        503: _("No unit works here yet. Call 129, or 110 in danger."),
        429: _("Please wait a moment and try again."),
    }
    return titles.get(status) or _("Something went wrong here. Please send it again.")


def invalid(errors: list[dict[str, Any]]) -> HttpResponse:
    """Return what pydantic found, field by field, without what was typed there."""
    found = [
        FieldProblem(
            pointer=_pointer(error["loc"]), code=str(error["type"]), detail=_words(error["type"])
        )
        for error in errors
    ]
    return problem(422, "invalid", errors=found)


def failed(error: BaseException) -> HttpResponse:
    """Log what broke by its class and place, never its text, and say only that it did."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    where = f"{step.tb_frame.f_code.co_filename}:{step.tb_lineno}" if step else "?"
    log.error("api: %s at %s", type(error).__name__, where)
    return problem(500, "broken")


def _pointer(place: Iterable[Any]) -> str:
    """Return where it is wrong: ninja names the source first and the parameter second."""
    source, *rest = (str(part) for part in place)
    if source == "body":
        return "#/" + "/".join(rest[1:])
    return "/".join([source, *rest])


def _words(kind: str) -> str:
    """Return one sentence for a kind of mistake, in the reader's language."""
    sentences = {
        "missing": _("This is needed."),
        "string_too_short": _("This is too short."),
        "greater_than_equal": _("This is too small."),
        "less_than_equal": _("This is too large."),
        "string_too_long": _("This is too long."),
        "string_pattern_mismatch": _("This is not written as it has to be."),
        "enum": _("Choose one of the listed words."),
        "literal_error": _("Choose one of the listed words."),
        "extra_forbidden": _("Nobody here knows this."),
        "too_long": _("There are too many."),
    }
    return sentences.get(kind) or _("This is not of the right kind.")
