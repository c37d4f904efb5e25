"""What one person asks and another must agree to, in the unit or outside it.

Two ways lead to a decision. The record's own screens decide inside the service of its module, which
calls `decide_approval` and carries it out in the same act. Whoever decides elsewhere (a witness, an
approver of another unit) passes `tell=True`: `ApprovalDecided` tells the module that owns it.
"""

import secrets
from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _

from lindung.access import rules
from lindung.access.codes import Ask, Role
from lindung.access.events import ApprovalDecided
from lindung.access.models import Approval, Staff, Witness
from lindung.access.policy import APPROVALS
from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.events import publish
from lindung.core.frame import frame, note, this_frame
from lindung.core.keys import hold_key, new_key
from lindung.core.models import Blocked, KeyKind
from lindung.core.seal import Sealed
from lindung.core.trail import line_for
from lindung.core.turns import end_turn, set_turn
from lindung.directory import queries as directory

WITNESS = "witness"


def ask_approval(
    actor: Actor,
    *,
    ask: Ask,
    kind: str,
    subject_id: UUID,
    number: str,
    detail: str = "",
    reason: str,
) -> Approval:
    """Ask somebody else to agree; called inside the act of the module that owns the record.

    It waits for the head or a supervisor of the unit, or for the approver of another unit when a
    head has a conflict of interest or nobody else could decide.

    Raises:
        RuleBroken: `reason_missing`, or `approval_open` when the same is already asked.
    """
    role = _who_decides(actor, subject_id)
    unit_id = _unit_of(role)
    approval = Approval(
        unit_id=unit_id, from_unit_id=this_frame().unit_id, ask=ask, kind=kind,
        subject_id=subject_id, number=number, detail=detail, asked_by_id=actor.id,
    )  # fmt: skip
    with acting(actor, APPROVALS, "ask_approval", approval):
        if not reason.strip():
            raise RuleBroken("reason_missing", _("Write why."), "reason")
        if Approval.objects.filter(subject_id=subject_id, ask=ask, decided_at=None).exists():
            message = _("This was asked already and waits for a decision.")
            raise RuleBroken("approval_open", message)
        with frame(unit_id):
            _save(approval, reason)
            set_turn(
                approval.pk,
                turn_of(ask),
                kind="access.approval",
                number=number,
                next_at=Moment() + rules.DECIDE_WITHIN[ask],
                role=role,
                subject_id=subject_id,
            )
    return _again(approval)


def decide_approval(actor: Actor, approval: Approval, *, granted: bool, tell: bool = False) -> None:
    """Agree, or not. Never the one who asked.

    Args:
        actor: the head, a supervisor, the outside approver or the invited witness.
        approval: still open.
        granted: agreed.
        tell: nobody carries it out in this act, so tell the module that owns the record.

    Raises:
        RuleBroken: `approval_decided` when a colleague was faster.
    """
    with acting(actor, APPROVALS, "decide_approval", approval):
        who = "witness_id" if WITNESS in actor.roles else "decided_by_id"
        still_open = Approval.objects.filter(pk=approval.pk, decided_at=None)
        if not still_open.update(granted=granted, decided_at=Moment(), **{who: actor.id}):
            message = _("Somebody else decided this already. Read it again.")
            raise RuleBroken("approval_decided", message)
        _end(approval)
        end_witness(actor)
        if tell:
            _tell(approval, granted=granted)
    approval.refresh_from_db()


def withdraw_approval(actor: Actor, subject_id: UUID, ask: Ask) -> None:
    """Take back what is still open, because the record moved on; nothing open is no mistake."""
    for approval in Approval.objects.filter(subject_id=subject_id, ask=ask, decided_at=None):
        with acting(actor, APPROVALS, "ask_approval", approval):
            Approval.objects.filter(pk=approval.pk, decided_at=None).update(
                granted=False, decided_at=Moment()
            )
            _end(approval)


def invite_witness(actor: Actor, approval: Approval, *, name: str, title: str) -> str:
    """Invite a second pair of eyes for this one decision, and return the code to read to them.

    The code works for an hour and for one decision. An earlier invitation ends.

    Raises:
        Denied: also to the one who asked: nobody chooses who watches them.
        RuleBroken: `name_missing`, `title_missing`.
    """
    with acting(actor, APPROVALS, "invite_witness", approval):
        return let_witness(actor, approval.pk, approval.unit_id, name=name, title=title)


def let_witness(actor: Actor, thing_id: UUID, unit_id: UUID, *, name: str, title: str) -> str:
    """Make the code of a witness; called inside the act of the module that owns the thing.

    Args:
        actor: who invites.
        thing_id: the one thing that is to be decided.
        unit_id: where it is decided.
        name: of the witness.
        title: their post.

    Raises:
        RuleBroken: `name_missing`, `title_missing`.
    """
    for field, words in (("name", name), ("title", title)):
        if not words.strip():
            raise RuleBroken(f"{field}_missing", _("Write the name and the post."), field)
    Witness.objects.filter(approval_id=thing_id, used_at=None).update(expires_at=Moment())
    code = "".join(secrets.choice(rules.CODE_SIGNS) for __ in range(rules.CODE_LENGTH))
    Witness.objects.create(
        unit_id=unit_id,
        approval_id=thing_id,
        name=name.strip(),
        title=title.strip(),
        hash=_hash(code),
        invited_by_id=actor.id,
        made_at=Moment(),
        expires_at=Moment() + rules.WITNESS_LASTS,
    )
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def end_witness(actor: Actor) -> None:
    """Let an invitation end with the decision; called inside the act that decides."""
    if WITNESS in actor.roles:
        Witness.objects.filter(pk=actor.id).update(used_at=Moment())


def open_witness(code: str) -> UUID | None:
    """Return the invitation a code opens, if it still does. What was typed is not written down."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    known = Witness.objects.filter(hash=_hash(signs), used_at=None, expires_at__gt=Moment()).first()
    unit_id = known.unit_id if known else directory.default_unit().pk
    with frame(unit_id):
        line = line_for(MACHINE, "access.open_witness", known.pk if known else "-")
        line.refused = known is None
        note(line)
    return known.pk if known else None


def turn_of(ask: str) -> str:
    """Return the verb under which a decision waits."""
    return f"approve_{ask}"


def _who_decides(actor: Actor, subject_id: UUID) -> Role:
    here = this_frame()
    with frame(here.unit_id):  # without a person: the wall would hide who is blocked from them
        blocked = set(Blocked.objects.filter(subject_id=subject_id).values_list("staff_id"))
    works_here = directory.office_behind(here.unit_id)
    staff = Staff.objects.filter(works_here, is_active=True, left_at=None)
    colleagues: Iterable[rules.Colleague] = [
        rules.Colleague(one.pk, frozenset(one.roles), (one.pk,) in blocked) for one in staff
    ]
    unit = directory.unit_by_id(here.unit_id)
    return rules.role_that_decides(actor.id, colleagues, has_approver=unit.approver_id is not None)


def _unit_of(role: Role) -> UUID:
    unit_id = this_frame().unit_id
    outside = directory.unit_by_id(unit_id).approver_id if role == Role.APPROVER else None
    return outside or unit_id


def _save(approval: Approval, reason: str) -> None:
    """Seal the reason under a key of the unit that decides."""
    key = new_key(KeyKind.SEALED)
    hold_key(key)
    approval.data_key = key
    approval.reason = Sealed(words=reason.strip())
    approval.asked_at = Moment()
    approval.save(force_insert=True)


def _again(approval: Approval) -> Approval:
    return Approval.objects.get(pk=approval.pk)


def _end(approval: Approval) -> None:
    with frame(approval.unit_id):
        end_turn(approval.pk)


def _tell(approval: Approval, *, granted: bool) -> None:
    with frame(approval.from_unit_id):
        publish(
            ApprovalDecided(
                approval_id=str(approval.pk),
                ask=approval.ask,
                kind=approval.kind,
                subject_id=str(approval.subject_id),
                detail=approval.detail,
                granted=granted,
            )
        )


def _hash(code: str) -> bytes:
    return sha256(code.encode()).digest()
