"""How a talk ends, and who else must know: nobody is left alone, no officer either."""

from django.utils.translation import gettext as _

from lindung.access.codes import Role
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.turns import end_turn
from lindung.hotline import contact_moves as moves
from lindung.hotline.codes.contact import ContactVerb
from lindung.hotline.codes.topics import Topic
from lindung.hotline.models.contact import Contact
from lindung.hotline.policy.contact import CONTACTS
from lindung.hotline.queries.contact import may_reach
from lindung.hotline.rules import contact as rules


def end_contact(
    actor: Actor,
    contact: Contact,
    *,
    with_whom: str = "",
    rescued: bool = False,
    go_on: str = "",
) -> None:
    """End a talk. Nobody who speaks of suicide, and no child, is left without somebody.

    Args:
        actor: who was on the phone.
        contact: it tells of something.
        with_whom: *bersama …*: who is with her now.
        rescued: help is on the scene.
        go_on: whether she wants us to go on; without a report only her no or a mere question ends
            a contact that tells of something.

    Raises:
        RuleBroken: `not_sorted`, `alone`, `child_alone`, `report_or_no`.
    """
    with acting(actor, CONTACTS, "end_contact", contact):
        moves.require_told(contact)
        if go_on:
            contact.answers = rules.merged(contact.answers, {"go_on": go_on})
        _require_safe_end(contact, with_whom, rescued=rescued)
        _require_no_silent_end(contact)
        contact.with_whom = with_whom.strip() or contact.with_whom
        contact.rescued = rescued or contact.rescued
        contact.ended_at = Moment()
        contact.save(update_fields=["with_whom", "rescued", "ended_at", "answers"])
        contact.refresh_from_db(fields=["ended_at"])
        end_turn(contact.pk, ContactVerb.FINISH)
        if rules.is_yes(contact.answers, "suicide"):
            moves.wait(
                contact,
                ContactVerb.AGAIN,
                Moment() + rules.AGAIN_LIMIT,
                staff_id=contact.taken_by,
            )
            moves.wait(
                contact, ContactVerb.DEBRIEF, Moment() + rules.AGAIN_LIMIT, role=Role.UNIT_HEAD
            )
        moves.tell()


def know_too(actor: Actor, contact: Contact) -> None:
    """Be the second officer who knows: the one who calls 119, PSC or 110 for the first."""
    with acting(actor, CONTACTS, "know_too", contact):
        Contact.objects.filter(pk=contact.pk, second_by=None).update(
            second_by=actor.id, second_at=Moment()
        )
        contact.refresh_from_db(fields=["second_by", "second_at"])
        end_turn(contact.pk, ContactVerb.SECOND)
        moves.tell()


def contacted_again(actor: Actor, contact: Contact, *, channel: str) -> None:
    """Say that she was contacted again in the way she chose.

    Raises:
        RuleBroken: `may_not_contact` when she did not say that this way is safe now.
    """
    with acting(actor, CONTACTS, "contacted_again", contact):
        if not may_reach(actor, contact, channel).allowed:
            message = _("She did not say that this is safe. Choose another way, or none.")
            raise RuleBroken("may_not_contact", message, "channel")
        end_turn(contact.pk, ContactVerb.AGAIN)
        moves.tell()


def cannot_contact_again(actor: Actor, contact: Contact) -> None:
    """Say that there is no safe way to contact her again: the unit waits for her."""
    with acting(actor, CONTACTS, "cannot_contact_again", contact):
        end_turn(contact.pk, ContactVerb.AGAIN)
        moves.tell()


def debriefed(actor: Actor, contact: Contact) -> None:
    """Say that somebody talked with the officer who took the call."""
    with acting(actor, CONTACTS, "debriefed", contact):
        end_turn(contact.pk, ContactVerb.DEBRIEF)
        moves.tell()


def _require_safe_end(contact: Contact, with_whom: str, *, rescued: bool) -> None:
    why = rules.may_end(
        contact.kind,
        contact.answers,
        with_whom=with_whom,
        rescued=rescued,
        second=contact.second_by is not None,
    )
    if why == "alone":
        message = _("Do not end the talk yet: name who is with her, or wait until help is there.")
        raise RuleBroken("alone", message, "with_whom")
    if why:
        message = _("Stay on the line until somebody is with the child or a colleague knows.")
        raise RuleBroken("child_alone", message, "with_whom")


def _require_no_silent_end(contact: Contact) -> None:
    """A telling ends as a report, by her no, or as a mere question."""
    asked_only = contact.topics == [Topic.INFORMATION]
    said_no = contact.answers.get("go_on") == "no"
    if not (contact.report_id or contact.left_unit or said_no or asked_only):
        message = _("Make it a report, or write down that she does not want us to go on.")
        raise RuleBroken("report_or_no", message, "go_on")
