"""One search over reports and cases: by number, phone, NIK, e-mail or a name as somebody heard it.

It shows a number, what it is and initials, and only of records the actor may see. What is hidden
and what does not exist take the same way through the tables and get the same answer. That somebody
searched is noted; what was typed is not.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from lindung.access.codes import Role
from lindung.casework.queries import PartyHit, cases_with, get_case
from lindung.core.acting import refused
from lindung.core.actor import Actor
from lindung.core.errors import NotFound
from lindung.core.frame import note
from lindung.core.numbers import MONTH, SIGNS
from lindung.core.policy import Policy, has_role
from lindung.core.trail import line_for
from lindung.intake.queries import ReportHit, get_report, reports_with
from lindung.people import queries as people
from lindung.people.names import find_by_name

if TYPE_CHECKING:
    from lindung.directory.models import Unit
    from lindung.people.models import Person

Kind = Literal["nothing", "number", "nik", "phone", "email", "name"]
NOBODY = UUID(int=0)  # asked for when nobody was found, so that nobody takes as long as somebody
NUMBER = re.compile(rf"([PK])[\s\-–]*({MONTH})[\s\-–]*([{SIGNS}]{{5}})", re.IGNORECASE)
PHONE_SIGNS = re.compile(r"[+(]{0,2}[0-9][0-9 ().\-/]{5,24}")
NIK_DIGITS = 16
MOST_HITS = 20
MOST_TYPED = 200
SEARCHERS = (
    Role.OPERATOR,
    Role.CASE_MANAGER,
    Role.UNIT_HEAD,
    Role.COMPANION,
    Role.PSYCHOLOGIST,
    Role.COUNSEL,
    Role.APPROVER,
    Role.SUPERVISOR,  # by number alone: people's own policy shows them nobody
    Role.DATA_OFFICER,
)
POLICY: "Policy[Unit]" = Policy(
    module="casework", rules={"search": tuple((has_role(role),) for role in SEARCHERS)}
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record somebody may have meant."""

    what: Literal["report", "case"]
    number: str
    state: str  # of a report its state, of a case its stage
    risk: str
    role: str  # what the person is to it; empty when it was found by its number
    initials: str
    likeness: float  # of a name, from 0 to 100; of anything else 100


@dataclass(frozen=True, slots=True)
class Results:
    """What was understood, and what was found."""

    kind: Kind
    hits: list[Hit]
    ready: bool = True  # false while the index of names is being read


def require_search(actor: Actor) -> None:
    """Raise `Denied` after noting the attempt unless `actor` works with reports or cases."""
    if not actor.roles & {str(role) for role in SEARCHERS}:
        raise refused(actor, POLICY, "search", actor.unit_id)


def search(actor: Actor, text: str) -> Results:
    """Return what `actor` may see of what `text` may mean.

    Raises:
        Denied: `actor` works with neither reports nor cases; the attempt is noted.
    """
    require_search(actor)
    note(line_for(actor, "casework.search", actor.unit_id))
    typed = " ".join(text[:MOST_TYPED].split())
    kind = kind_of(typed)
    if kind == "nothing":
        return Results(kind, [])
    if kind == "number":
        return Results(kind, list(_by_number(actor, typed)))
    if kind == "name":
        return _by_name(actor, typed)
    found = _by_digest(actor, kind, typed)
    return Results(kind, _of_people(actor, {person.pk: 100.0 for person in found}))


def kind_of(typed: str) -> Kind:
    """Say what was typed: a number of ours, digits of a card or a phone, an address, or a name."""
    digits = re.sub(r"[^0-9]", "", typed)
    if NUMBER.fullmatch(typed):
        return "number"
    if "@" in typed:
        return "email"
    if PHONE_SIGNS.fullmatch(typed):
        return "nik" if len(digits) == NIK_DIGITS else "phone"
    return "name" if re.search(r"[^\W\d_]", typed) else "nothing"


def _by_number(actor: Actor, typed: str) -> Iterable[Hit]:
    """Find one record; an attempt on a hidden or absent one is noted, as on its page."""
    found = NUMBER.fullmatch(typed)
    letter, month, signs = found.groups() if found else ("", "", "")
    number = f"{letter}-{month}-{signs}".upper()
    try:
        if letter.upper() == "K":
            case = get_case(actor, number)
            yield Hit("case", number, case.stage, case.risk, "", "", 100.0)
        else:
            report = get_report(actor, number)
            yield Hit("report", number, report.state, report.risk, "", "", 100.0)
    except NotFound:
        return


def _by_digest(actor: Actor, kind: Kind, typed: str) -> list["Person"]:
    if kind == "nik":
        return people.by_nik(actor, typed)
    return people.by_email(actor, typed) if kind == "email" else people.by_phone(actor, typed)


def _by_name(actor: Actor, typed: str) -> Results:
    found = find_by_name(typed, limit=MOST_HITS * 3)  # some may have nothing to be seen
    likeness = {likely.person_id: likely.score for likely in found.likely}
    return Results("name", _of_people(actor, likeness), found.ready)


def _of_people(actor: Actor, likeness: dict[UUID, float]) -> list[Hit]:
    """Return the records of these people, the likeliest first; nothing of who has none to see.

    At most five queries, the same ones when nobody was found.
    """
    ids = list(likeness) if people.may_find(actor) else []
    ids = ids or [NOBODY]
    both: list[PartyHit | ReportHit] = [*cases_with(actor, ids), *reports_with(actor, ids)]
    ties = sorted(both, key=lambda tie: -likeness[tie.person_id])[:MOST_HITS]
    initials = people.initials_by_id(actor, {tie.person_id for tie in ties} or [NOBODY])
    return [_hit(tie, initials.get(tie.person_id, ""), likeness[tie.person_id]) for tie in ties]


def _hit(tie: PartyHit | ReportHit, initials: str, likeness: float) -> Hit:
    if isinstance(tie, PartyHit):
        case = tie.case
        return Hit("case", case.number, case.stage, case.risk, tie.role, initials, likeness)
    report = tie.report
    return Hit("report", report.number, report.state, report.risk, tie.role, initials, likeness)
