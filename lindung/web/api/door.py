"""The public door for other systems: tell, and come back with the code. Nobody signs in."""

from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest
from ninja import Header, Status
from ninja.errors import HttpError

from lindung.core.errors import NotFound
from lindung.directory.queries import unit_for
from lindung.intake import services as intake
from lindung.intake.codes import Channel
from lindung.intake.services import ProfessionalFacts, SafeWay, Teller, Telling
from lindung.web.api.problems import Problem
from lindung.web.api.router import router
from lindung.web.api.shapes import CodeIn, ContactIn, MessageOut, ReceiptOut, ReportIn, ThreadOut

if TYPE_CHECKING:
    from lindung.directory.models import Unit

TAGS = ["door"]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern="^[!-~]{22,200}$",
        description="A UUID, or at least 22 visible signs. It is as secret as the code.",
    ),
]
WRONG = {400: Problem, 413: Problem, 415: Problem, 422: Problem, 500: Problem, 503: Problem}


@router.post(
    "/reports", response={201: ReceiptOut, **WRONG}, auth=None, tags=TAGS, operation_id="tell"
)
def tell(
    request: HttpRequest,
    body: ReportIn,
    idempotency_key: IdempotencyKey = "",
) -> Status[ReceiptOut]:
    """Tell the unit. The answer comes after the report is kept; no limit refuses it.

    The same key with the same body gives the same answer for 24 hours.
    """
    receipt = intake.tell(
        _unit(request, body),
        _telling(body),
        idempotency_key=idempotency_key or None,
        network=request.META.get("REMOTE_ADDR", ""),
    )
    return Status(201, ReceiptOut(number=receipt.number, code=receipt.code))


@router.post(
    "/reports/thread",
    response={200: ThreadOut, 404: Problem, 429: Problem, **WRONG},
    auth=None,
    tags=TAGS,
    operation_id="thread",
)
def thread(request: HttpRequest, body: CodeIn) -> ThreadOut:
    """Come back with a code: the status in plain words and the unit's replies, nothing else."""
    mailbox = intake.open_mailbox(body.code, request.META.get("REMOTE_ADDR", ""), body.word)
    if mailbox is None:
        raise NotFound("mailbox")
    if any(reply.is_new for reply in mailbox.messages):
        seen = [message.sent_at for message in mailbox.messages]
        intake.mark_read(body.code, request.META.get("REMOTE_ADDR", ""), seen)
    messages = [
        MessageOut(sender=m.sender, sent_at=m.sent_at, text=m.text) for m in mailbox.messages
    ]
    return ThreadOut(
        number=mailbox.number,
        status=mailbox.status,
        messages=messages,
        locked=mailbox.n_locked,
    )


def _unit(request: HttpRequest, body: ReportIn) -> "Unit":
    """Return whose report it is; a house without any unit cannot take one yet."""
    try:
        return unit_for(request.get_host(), None, body.area)
    except NotFound:
        raise HttpError(503, "no unit") from None


def _telling(body: ReportIn) -> Telling:
    professional = body.professional
    return Telling(
        about=body.about.value,
        words=body.text,
        channel=Channel.API,
        anonymous=body.contact is None,
        reporter=_teller(body.contact),
        safe_way=_safe_way(body.contact),
        area=body.area or "",
        place=body.place,
        now_danger=body.danger_now,
        injured=body.injured,
        near=body.person_near,
        professional=ProfessionalFacts(**professional.model_dump()) if professional else None,
    )


def _teller(contact: ContactIn | str | None) -> Teller | None:
    """Return who tells; a contact in one line is a phone, an address or a name."""
    if contact is None:
        return None
    if isinstance(contact, ContactIn):
        return Teller(name=contact.name, phone=contact.phone, email=contact.email)
    if "@" in contact:
        return Teller(email=contact)
    return Teller(name=contact) if any(s.isalpha() for s in contact) else Teller(phone=contact)


def _safe_way(contact: ContactIn | str | None) -> SafeWay | None:
    if not isinstance(contact, ContactIn) or contact.safe_way is None:
        return None
    return SafeWay(**contact.safe_way.model_dump())
