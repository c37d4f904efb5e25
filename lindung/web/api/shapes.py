"""What goes in and comes out: codes and moments, and sealed words only where it says so."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Generic, Literal, TypeVar
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, BaseModel, Field

T = TypeVar("T")
LONGEST_TELLING = 50_000
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)  # no unit is older
Word = Annotated[str, Field(max_length=200)]
Answer = Literal["yes", "no", "unknown", "not_asked"]
AreaText = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{2}\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?$",
        description="Kemendagri code with dots, such as 64.08. A BPS code (6404) is refused.",
        examples=["64.08"],
    ),
]


class AboutIn(StrEnum):
    """Who tells."""

    SELF = "self"
    OTHER = "other"
    PROFESSIONAL = "professional"
    CHILD = "child"


class SafeWayIn(BaseModel):
    """How whoever tells may safely be reached. Only a yes is a yes."""

    channel: Literal["call", "whatsapp", "sms", "email", "visit", "mailbox"] = "mailbox"
    allowed: Answer = "not_asked"
    message_allowed: Answer = "not_asked"


class ContactIn(BaseModel):
    """Who tells, as far as they want to say."""

    name: Word = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    safe_way: SafeWayIn | None = None


class ProfessionalIn(BaseModel):
    """What a teacher, health worker or officer adds."""

    institution: Word = ""
    role: Word = ""
    seen_on: Annotated[str, Field(max_length=40)] = ""


class ReportIn(BaseModel):
    """A telling. Everything but the first two may be left out, and more is never asked for."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TELLING)]
    about: AboutIn
    area: AreaText | None = None
    place: Annotated[str, Field(max_length=2_000)] = ""
    contact: ContactIn | Annotated[str, Field(max_length=254)] | None = None
    professional: ProfessionalIn | None = None
    danger_now: Answer = "not_asked"
    injured: Answer = "not_asked"
    person_near: Answer = "not_asked"


class ChannelIn(StrEnum):
    """How a report came in that another system of the office passes on."""

    WALK_IN = "walk_in"
    PHONE = "phone"
    WHATSAPP = "whatsapp"
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    SAPA129 = "sapa129"
    SP4N = "sp4n"
    MEDIA = "media"
    REFERRAL_IN = "referral_in"
    POLICE = "police"
    SCHOOL = "school"
    HEALTH = "health"
    NGO = "ngo"


class EntryIn(BaseModel):
    """A report that staff took elsewhere: the three fields of a report, and what else is known."""

    channel: ChannelIn
    about: AboutIn
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TELLING, pattern=r"[^\s]")]
    received_at: Annotated[AwareDatetime, Field(ge=EARLIEST)] | None = None  # with its zone
    area: AreaText | None = None
    place: Annotated[str, Field(max_length=2_000)] = ""
    danger_now: Answer = "not_asked"
    injured: Answer = "not_asked"
    person_near: Answer = "not_asked"
    reporter_name: Word = ""
    reporter_phone: Annotated[str, Field(max_length=40)] = ""
    victim_name: Word = ""


class EntryOut(Schema):
    """The report that was entered."""

    number: str


class ReceiptOut(Schema):
    """Proof that the report exists, and the way back to it. The house has forgotten the code."""

    number: str
    code: str


class CodeIn(BaseModel):
    """The code of a report: sixteen digits, spaces allowed."""

    code: Annotated[str, Field(min_length=1, max_length=60)]
    word: Annotated[str, Field(max_length=60)] = ""  # her safe word, if she gave one


class MessageOut(Schema):
    """A reply of the unit. The reporter's own words are never shown back."""

    sender: str
    sent_at: datetime
    text: str


class ThreadOut(Schema):
    """What whoever holds the code may know."""

    number: str
    status: str
    messages: list[MessageOut]
    locked: int = 0  # replies that wait for her safe word


class PageOut(Schema, Generic[T]):
    """Some rows, and the cursors of the rows behind and before them."""

    items: list[T]
    next: str | None
    prev: str | None


class ReportRowOut(Schema):
    """A report by its codes and clocks."""

    number: str
    channel: str
    about: str
    state: str
    risk: str
    risk_set_by: str
    emergency: bool
    flood: bool
    area: str | None
    received_at: datetime
    look_due_at: datetime
    looked_at: datetime | None
    respond_due_at: datetime | None
    responded_at: datetime | None
    waiting_for_reporter: bool
    ended_at: datetime | None


class PartyOut(Schema):
    """Somebody of a report."""

    role: str
    name: str


class OpenedOut(Schema):
    """What was told, in plain words: opened for this answer, which is noted."""

    text: str
    place: str
    needs: str
    named: str
    source: str
    parties: list[PartyOut]


class ReportOut(ReportRowOut):
    """One report; its words only when they were asked for."""

    case_types: list[str]
    forms: list[str]
    relation: str
    authority: str
    finding: str
    child: str
    opened: OpenedOut | None


class CaseRowOut(Schema):
    """A case by its codes and dates: no name of a client, no initials."""

    number: str
    stage: str
    risk: str
    emergency: bool
    register_class: str
    sex: str
    age_band: str
    kdrt: bool
    tpks: bool
    forms: list[str]
    area: str
    manager: str
    opened_at: datetime
    review_due_at: datetime
    closed_at: datetime | None
    close_reason: str


class PromiseOut(Schema):
    """Something open in a case: what, who, until when."""

    verb: str
    service: str
    next_role: str
    next_name: str
    next_at: datetime
    late: bool


class LineOut(Schema):
    """Something that happened in a case, without its words."""

    kind: str
    id: UUID
    at: datetime
    by: str
    code: str
    state: str


class CaseOut(CaseRowOut):
    """One case: initials for those who may know them, promises, and what happened."""

    initials: str | None
    finding: str
    promises: list[PromiseOut]
    timeline: list[LineOut]


class SearchIn(BaseModel):
    """What is looked for: a number, phone, NIK, e-mail or a name as it was heard."""

    q: Annotated[str, Field(min_length=1, max_length=200)]
    cursor: Annotated[str, Field(max_length=400)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 25


class HitOut(Schema):
    """A record somebody may have meant."""

    what: Literal["report", "case"]
    number: str
    state: str
    risk: str
    role: str
    initials: str
    likeness: float


class SearchOut(PageOut[HitOut]):
    """What was understood and found. `ready` is false while the index of names is being read."""

    understood_as: str
    ready: bool


class TaskOut(Schema):
    """Something that waits for whoever holds the token."""

    kind: str
    number: str
    verb: str
    next_role: str
    next_at: datetime
    late: bool
