"""Everything that reads accounts, tokens and approvals."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.timezone import localtime

from lindung.access.codes import Ask, Role, Scope
from lindung.access.models import ApiToken, Approval, FieldDevice, Staff, Witness
from lindung.access.policy import APPROVALS, DEVICES, STAFF, TOKENS, UNIT
from lindung.access.rules import MACHINE_HOST, roles_in_practice
from lindung.core import trail
from lindung.core.acting import missed, opening
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.errors import NotFound
from lindung.core.models import Blocked, Conflict, Trail, Turn
from lindung.directory import queries as directory

if TYPE_CHECKING:
    from lindung.directory.models import Unit

REFUSALS_DAYS = 7
MOST_REFUSALS = 100
MOST_TURNS = 100
ACTS = ("change_staff", "change_roles", "renew_way_in", "leave")


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works in the unit, as far as everybody there may know."""

    id: UUID
    name: str
    title: str
    roles: frozenset[str]
    sex: str = ""  # as far as they said it; UU 12/2022 Ps 26(3) asks that it be thought of


def colleagues(actor: Actor, roles: Collection[str] = ()) -> list[Colleague]:
    """Return who works in the unit, only holders of one of `roles` if given, by name. One query."""
    if actor.unit_id is None:
        return []
    here = directory.office_behind(actor.unit_id)
    working = Staff.objects.filter(here, is_active=True, left_at=None)
    if roles:
        working = working.filter(roles__overlap=[str(role) for role in roles])
    return [
        Colleague(s.pk, s.name, s.title, frozenset(s.roles), s.sex)
        for s in working.order_by("name", "id")
    ]


def names_of(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of staff and witnesses, whoever works or worked anywhere. Two queries."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    names = dict(Staff.objects.filter(pk__in=wanted).values_list("pk", "name"))
    if wanted - names.keys():
        names |= dict(Witness.objects.filter(pk__in=wanted).values_list("pk", "name"))
    return names


def account_by_email(email: str) -> Staff | None:
    """Return the account of an address, before anybody has signed in: to write a refusal down."""
    return Staff.objects.filter(email__iexact=email).first() if email else None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One account on the list of a unit."""

    staff: Staff
    roles: list[str]
    has_second_key: bool


def staff_of_unit(actor: Actor) -> list[StaffRow]:
    """Return the accounts of the unit, those at work first."""
    keys = Authenticator.objects.filter(user_id=OuterRef("pk"))
    seen = STAFF.only(actor, "view_staff", Staff.objects.all()).annotate(has_key=Exists(keys))
    return [StaffRow(s, role_names(s), s.has_key) for s in seen.order_by("-is_active", "name")]


def get_staff(actor: Actor, staff_id: UUID, action: str = "view_staff") -> Staff:
    """Return one account with which `actor` may do `action`, or note it and raise `NotFound`."""
    found = STAFF.only(actor, action, Staff.objects.all()).filter(pk=staff_id).first()
    if found is None:
        raise missed(actor, STAFF, action, str(staff_id))
    return found


@dataclass(frozen=True, slots=True)
class OpenTurn:
    """Something that waits for one person: its number, never a word of it."""

    number: str
    due_at: datetime


def turns_of_one(actor: Actor, staff: Staff) -> list[OpenTurn]:
    """Return what waits for somebody whose account may be closed, the most urgent first."""
    if not STAFF.allows(actor, "leave", staff):
        raise missed(actor, STAFF, "leave", str(staff.pk))
    waiting = Turn.objects.filter(next_staff=staff.pk).order_by("next_at")[:MOST_TURNS]
    return [OpenTurn(turn.number, turn.next_at) for turn in waiting]


@dataclass(frozen=True, slots=True)
class LeftRow:
    """Somebody who left today or has other roles since today, and what of theirs is still open."""

    staff: Staff
    roles: list[str]
    left: bool
    at: datetime
    by: str
    n_sessions: int  # still open; after leaving none may be
    n_tokens: int  # still working
    n_waiting: int  # tasks that wait for this person
    n_asked: int  # decisions this person asked for and nobody took

    @property
    def clean(self) -> bool:
        """Say whether nothing of somebody who left is still open."""
        return not self.left or not (self.n_sessions or self.n_tokens or self.n_waiting)


def left_today(actor: Actor, unit: "Unit") -> list[LeftRow]:
    """Return who left today or whose roles were changed today, the latest first. Six queries.

    Source: NIGHTS 10; SECURITY section 8 (same-day off-boarding list).
    """
    require(actor, unit, "view_staff")
    day = localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    acts = Trail.objects.filter(
        action__in=["access.leave", "access.change_roles"], refused=False, at__gte=day
    )
    lines = {line.record_id: line for line in acts.order_by("at")}  # the latest of each
    people = list(STAFF.only(actor, "view_staff", Staff.objects.filter(pk__in=list(lines))))
    ids = [one.pk for one in people]
    sessions = _counts(UserSession.objects.filter(user_id__in=ids), "user_id")
    working = ApiToken.objects.filter(staff_id__in=ids, revoked_at=None, expires_at__gt=Moment())
    tokens = _counts(working, "staff_id")
    turns = _counts(Turn.objects.filter(next_staff__in=ids), "next_staff")
    asked = Approval.objects.filter(asked_by_id__in=ids, decided_at=None)
    open_asks = _counts(asked, "asked_by_id")
    names = names_of(line.actor_id for line in lines.values())
    rows = [
        LeftRow(
            staff=one,
            roles=role_names(one),
            left=one.left_at is not None,
            at=line.at,
            by=names.get(line.actor_id, ""),
            n_sessions=sessions.get(one.pk, 0),
            n_tokens=tokens.get(one.pk, 0),
            n_waiting=turns.get(one.pk, 0),
            n_asked=open_asks.get(one.pk, 0),
        )
        for one in people
        for line in [lines[str(one.pk)]]
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def _counts(rows: "QuerySet[Any]", column: str) -> dict[UUID, int]:
    counted = rows.order_by().values_list(column).annotate(n=Count("pk"))
    return dict(counted)


def role_names(staff: Staff) -> list[str]:
    """Return the roles of an account as words."""
    return [str(Role(role).label) for role in staff.roles]


def acts_on(actor: Actor, staff: Staff) -> set[str]:
    """Return what `actor` may do with an account, to leave out what they may not."""
    return {action for action in ACTS if STAFF.allows(actor, action, staff)}


def may(actor: Actor, unit: "Unit", action: str) -> bool:
    """Say whether `actor` may do `action` to the settings of `unit`."""
    return UNIT.allows(actor, action, unit)


def require(actor: Actor, unit: "Unit", action: str) -> None:
    """Raise `NotFound` after noting the attempt, unless `actor` may do `action` to `unit`."""
    if not UNIT.allows(actor, action, unit):
        raise missed(actor, UNIT, action, str(unit.pk))


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """Return the tokens `actor` may see, the newest first."""
    seen = TOKENS.only(actor, "view_token", ApiToken.objects.select_related("staff"))
    return seen.order_by("-made_at")


def get_token(actor: Actor, token_id: UUID) -> ApiToken:
    """Return one token, or note the attempt and raise `NotFound`."""
    found = tokens_of(actor).filter(pk=token_id).first()
    if found is None:
        raise missed(actor, TOKENS, "view_token", str(token_id))
    return found


def devices_of(actor: Actor) -> QuerySet[FieldDevice]:
    """Return the phones of the field that `actor` may see, those in use first. One query."""
    seen = DEVICES.only(actor, "view_device", FieldDevice.objects.select_related("staff"))
    return seen.order_by(F("revoked_at").desc(nulls_first=True), "-made_at")


def get_device(actor: Actor, device_id: UUID) -> FieldDevice:
    """Return one phone of the field, or note the attempt and raise `NotFound`."""
    found = devices_of(actor).filter(pk=device_id).first()
    if found is None:
        raise missed(actor, DEVICES, "view_device", str(device_id))
    return found


def is_ended(device_id: UUID) -> bool:
    """Say whether a phone must empty itself. Asked by one that is locked and shows no secret."""
    ended = (
        Q(revoked_at__isnull=False) | Q(staff__is_active=False) | Q(staff__left_at__isnull=False)
    )
    return FieldDevice.objects.filter(ended, pk=device_id).exists()


def scopes() -> list[tuple[str, str]]:
    """Return what a token may be allowed, for a form."""
    return [(scope.value, str(scope.label)) for scope in Scope]


def approvals_for(actor: Actor) -> QuerySet[Approval]:
    """Return what waits for the decision of `actor`, the oldest first. No key, no trail line."""
    seen = APPROVALS.only(actor, "view_approval", Approval.objects.defer("reason"))
    return seen.select_related("asked_by").order_by("asked_at")


def get_approval(actor: Actor, approval_id: UUID, *, to: str = "view_approval") -> Approval:
    """Return one thing that `actor` may decide, or note the attempt and raise `NotFound`.

    Args:
        actor: who asks.
        approval_id: of what was asked.
        to: what is to be done with it; a case manager may invite a witness and not decide.
    """
    seen = APPROVALS.only(actor, to, Approval.objects.defer("reason"))
    found = seen.select_related("asked_by").filter(pk=approval_id).first()
    if found is None:
        raise missed(actor, APPROVALS, to, str(approval_id))
    return found


def acts_on_approvals(actor: Actor, ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Return which of `decide_approval`, `invite_witness` is open to `actor`, by approval.

    One query; none for nothing.
    """
    if not ids:
        return {}
    rows = Approval.objects.filter(pk__in=ids).order_by()
    decide, invite = (
        APPROVALS.only(actor, act, rows).annotate(act=Value(act)).values_list("pk", "act")
        for act in ("decide_approval", "invite_witness")
    )
    may: dict[UUID, frozenset[str]] = {}
    for approval_id, act in decide.union(invite, all=True):
        may[approval_id] = may.get(approval_id, frozenset()) | {act}
    return may


def open_approval(subject_id: UUID, ask: Ask) -> Approval | None:
    """Return what is asked about a record and still open; its module asks, after its own check."""
    return Approval.objects.filter(subject_id=subject_id, ask=ask, decided_at=None).first()


def decided_approval(approval_id: UUID) -> Approval:
    """Return what `ApprovalDecided` tells of, so that its module can carry it out. One query."""
    return Approval.objects.defer("reason").get(pk=approval_id)


def read_approval_reason(actor: Actor, approval: Approval) -> str:
    """Open why it is asked; the opening is noted."""
    with opening(actor, APPROVALS, "read_reason", approval):
        return approval.reason.reveal() if approval.reason else ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """The one thing a witness may decide, as whom, and until when."""

    actor: Actor
    unit_id: UUID
    approval_id: UUID
    title: str
    until: datetime


def invitation(witness_id: UUID) -> Invitation | None:
    """Return an invitation by its id, used up or not; decisions themselves are checked anew."""
    known = Witness.objects.filter(pk=witness_id, used_at=None).first()
    if known is None or known.expires_at <= now():
        return None
    actor = Actor(known.pk, frozenset({"witness"}), known.unit_id, known.name)
    return Invitation(actor, known.unit_id, known.approval_id, known.title, known.expires_at)


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """Somebody who must not know of some records of the unit. Which ones is not said."""

    name: str
    basis: str
    n_records: int


def conflicts(actor: Actor, unit: "Unit") -> list[ConflictRow]:
    """Return conflicts of interest by colleague, without the records `actor` must not know of."""
    require(actor, unit, "view_conflicts")
    mine = Blocked.objects.filter(staff_id=actor.id).values("subject_id")
    rows = list(Blocked.objects.exclude(subject_id__in=mine).values_list("staff_id", "basis"))
    names = names_of(staff_id for staff_id, _ in rows)
    counted = {pair: rows.count(pair) for pair in rows}
    found = [
        ConflictRow(names.get(who, "?"), str(Conflict(basis).label), n)
        for (who, basis), n in counted.items()
    ]
    return sorted(found, key=lambda row: (row.name, row.basis))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody tried what they may not. No word of what the record says."""

    at: datetime
    name: str
    action: str


@dataclass(frozen=True, slots=True)
class TrailPage:
    """How the trail stands, and what was refused lately."""

    seq: int
    hash: str
    unchained: int
    refusals: list[Refusal]


def trail_page(actor: Actor, unit: "Unit") -> TrailPage:
    """Return the end of the chain and the unit's refusals of the last week, the newest first."""
    require(actor, unit, "verify_trail")
    since = now() - timedelta(days=REFUSALS_DAYS)
    lines = list(Trail.objects.filter(refused=True, at__gt=since).order_by("-at")[:MOST_REFUSALS])
    names = names_of(line.actor_id for line in lines)
    refusals = [Refusal(line.at, names.get(line.actor_id, ""), line.action) for line in lines]
    seq, digest = trail.end_of_chain()
    return TrailPage(seq, digest, Trail.objects.filter(link=None).count(), refusals)


def verify_trail(actor: Actor, unit: "Unit") -> trail.Verdict:
    """Walk the whole chain now; that it was asked is noted."""
    with opening(actor, UNIT, "verify_trail", unit):
        return trail.verify_here()


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far a new unit has come: facts, not judgements."""

    n_staff: int
    n_without_key: int
    missing_roles: list[str]
    n_administrators: int
    n_reports: int


NEEDED = (Role.OPERATOR, Role.CASE_MANAGER, Role.UNIT_HEAD, Role.ADMINISTRATOR)


def readiness(actor: Actor, unit: "Unit") -> Readiness:
    """Return what the first six steps of a unit stand on."""
    require(actor, unit, "view_settings")
    keys = Authenticator.objects.filter(user_id=OuterRef("pk"))
    people = list(
        Staff.objects.filter(unit_id=unit.pk, is_active=True)
        .exclude(email__endswith=f"@{MACHINE_HOST}")
        .annotate(has_key=Exists(keys))
        .values_list("roles", "has_key", "demo")
    )
    held = [role for roles, _, _ in people for role in roles]
    told = Trail.objects.filter(action__in=["intake.tell", "intake.enter_report"], refused=False)
    return Readiness(
        n_staff=len(people),
        n_without_key=sum(not key and not demo for _, key, demo in people),
        missing_roles=[str(role.label) for role in NEEDED if role not in held],
        n_administrators=held.count(Role.ADMINISTRATOR),
        n_reports=told[:1].count(),
    )


@dataclass(frozen=True, slots=True)
class Practising:
    """Somebody at work on invented cases: as whom, and where."""

    actor: Actor
    unit: "Unit"


def practising(staff: Staff) -> Practising | None:
    """Return as whom and where `staff` practises, or `None` where nothing was made yet. One query.

    The same person with the same roles in another unit; real rows are behind its wall.
    """
    place, roles = directory.practice_of(staff.unit_id), roles_in_practice(staff.roles)
    if place is None or not roles:
        return None
    return Practising(replace(staff.actor(), unit_id=place.pk, roles=roles), place)


def may_practise(actor: Actor, staff: Staff) -> bool:
    """Say whether `actor` has anything to practise."""
    return STAFF.allows(actor, "enter_practice", staff)


def unit_of(actor: Actor) -> "Unit":
    """Return where `actor` works."""
    if actor.unit_id is None:
        raise NotFound("unit")
    return directory.unit_by_id(actor.unit_id)
