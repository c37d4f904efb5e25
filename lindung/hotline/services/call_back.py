"""A person's decision about a call nobody answered, or in which nobody spoke."""

from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.turns import end_turn
from lindung.hotline import contact_moves as moves
from lindung.hotline.codes.contact import OFFERED, Choice, ContactVerb
from lindung.hotline.models.contact import CallBack, Contact
from lindung.hotline.policy.contact import CALL_BACKS
from lindung.hotline.queries.contact import may_reach, read_contact, same_number
from lindung.hotline.rules.numbers import read_number
from lindung.people import services as people


def decide_call_back(
    actor: Actor,
    call_back: CallBack,
    *,
    choice: str,
    life_in_danger: bool = False,
    reason: str = "",
) -> None:
    """Decide about a missed, silent or dropped call. A person dials; the machine never does.

    One decision covers every open call of the same number: ten missed calls are one question.

    Args:
        actor: who decides.
        call_back: not decided yet.
        choice: a code of `OFFERED`.
        life_in_danger: an officer answers for breaking the silence.
        reason: why; without a word danger does not count.

    Raises:
        RuleBroken: `choice_unknown`, `call_back_decided`, `number_hidden`, `may_not_contact`.
    """
    with acting(actor, CALL_BACKS, "decide_call_back", call_back):
        moves.require_choice(choice in {str(one) for one in OFFERED})
        contact = call_back.contact
        why = ""
        if choice == Choice.CALL:
            why = _asked(actor, contact, life_in_danger=life_in_danger, reason=reason)
        if not _close(actor, call_back, choice, why, reason):
            raise RuleBroken("call_back_decided", _("A colleague decided this already."))
        for other in _others(actor, contact):
            _close(actor, other, choice, why, reason)
        moves.tell()


def _asked(actor: Actor, contact: Contact, *, life_in_danger: bool, reason: str) -> str:
    """Return why she may be called now, or say that she may not."""
    number = read_contact(actor, contact).identifier
    if not read_number(number):
        message = _("The number is hidden or no number, so nobody can be called.")
        raise RuleBroken("number_hidden", message, "choice")
    if contact.person_id is None:
        contact.person = people.write_person(actor, phone=number)
        contact.save(update_fields=["person"])
    reach = may_reach(actor, contact, life_in_danger=life_in_danger, reason=reason)
    if not reach.allowed:
        message = _(
            "Unknown is no: she did not say that calling is safe. Wait for her, or write down why"
            " a life is in danger."
        )
        raise RuleBroken("may_not_contact", message, "choice")
    return reach.why


def _close(actor: Actor, row: CallBack, choice: str, why: str, reason: str) -> bool:
    """Write the decision down if nobody was faster."""
    sealed = CallBack.reason.field.seal_for(row, reason.strip()) if reason.strip() else None
    changed = CallBack.objects.filter(pk=row.pk, decided_at=None).update(
        choice=choice, why=why, decided_at=Moment(), decided_by=actor.id, reason=sealed
    )
    if changed:
        end_turn(row.contact_id, ContactVerb.CALL_BACK)
        row.refresh_from_db(fields=["choice", "why", "decided_at", "decided_by"])
    return bool(changed)


def _others(actor: Actor, contact: Contact) -> list[CallBack]:
    """Return the other open decisions about the same number."""
    if contact.identifier_digest is None:
        return []
    open_ = CallBack.objects.filter(
        decided_at=None, contact__identifier_digest=contact.identifier_digest
    ).exclude(contact=contact)
    rows = {row.contact_id: row for row in open_.select_related("contact")}
    same = same_number(actor, contact, [row.contact for row in rows.values()])
    return [rows[one.pk] for one in same]
