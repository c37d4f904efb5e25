"""What is said on the phone: answers, notes, how to reach her, and the report it becomes."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.turns import end_turn
from lindung.hotline import contact_moves as moves
from lindung.hotline.codes.contact import ANSWERS, QUESTION_CODES, ContactVerb
from lindung.hotline.codes.topics import Topic
from lindung.hotline.models.contact import CallBack, Contact
from lindung.hotline.policy.contact import CONTACTS
from lindung.hotline.queries.contact import read_contact
from lindung.hotline.rules import contact as rules
from lindung.intake import services as intake
from lindung.intake.codes import About
from lindung.people import services as people

if TYPE_CHECKING:
    from lindung.directory.models import Unit
    from lindung.intake.models import Report

NOTED = ("identifier", "words", "chosen_adult")


def answer_call(
    actor: Actor,
    unit: "Unit",
    contact: Contact,
    *,
    answers: Mapping[str, str],
    topics: Collection[str] | None = None,
    **sealed: str,
) -> None:
    """Keep what was said so far. A red flag makes it a report at once, whoever calls.

    Args:
        actor: who is on the phone.
        unit: whose phone it is.
        contact: it tells of something.
        answers: question -> yes, no, unknown; what was not asked here stays as it was.
        topics: codes of `Topic`; `None` leaves them.
        sealed: `identifier`, `words`, `chosen_adult`; an empty one leaves what stands there.

    Raises:
        RuleBroken: `choice_unknown`, `not_sorted`.
    """
    with acting(actor, CONTACTS, "answer_call", contact):
        moves.require_told(contact)
        _check_answers(answers, topics or ())
        contact.answers = rules.merged(contact.answers, answers)
        if topics is not None:
            contact.topics = [topic for topic in Topic.values if topic in set(topics)]
        changed = _keep(actor, contact, sealed)
        contact.save(update_fields=["answers", "topics", *changed])
        moves.want_second(contact)
        if rules.red_flags(contact.answers) and contact.report_id is None:
            _report(actor, unit, contact, words="", about="")
        elif contact.report_id is not None:
            _screen(actor, contact)
        moves.tell()


def report_contact(
    actor: Actor, unit: "Unit", contact: Contact, *, words: str = "", about: str = ""
) -> "Report":
    """Make a contact a report, whose clocks begin when the phone rang.

    Args:
        actor: who is on the phone.
        unit: whose phone it is.
        contact: it tells of something and is no report yet.
        words: what was told; what was noted before is put in front of it.
        about: who tells, if the kind of contact does not say it: a complaint about staff.

    Raises:
        RuleBroken: `not_sorted`, `contact_is_report`, or what `intake.enter_report` raises.
    """
    with acting(actor, CONTACTS, "report_contact", contact):
        moves.require_told(contact)
        moves.require_no_report(contact)
        report = _report(actor, unit, contact, words=words, about=about)
        moves.tell()
        return report


def say_safe(actor: Actor, contact: Contact, *, channel: str, allowed: str, **said: Any) -> None:
    """Write down how whoever calls may be reached: channel, hours, who sees, safe word, cover.

    Args:
        actor: who is on the phone.
        contact: its person is written down if there is none yet.
        channel: a code of `people.ContactChannel`.
        allowed: a code of `people.Tri`; only yes is a yes.
        said: as `people.services.state_safe_contact`.

    Raises:
        RuleBroken: `hours_incomplete`.
    """
    with acting(actor, CONTACTS, "say_safe", contact):
        person = contact.person
        if person is None:
            number = read_contact(actor, contact).identifier
            person = contact.person = people.write_person(actor, phone=number)
            contact.save(update_fields=["person"])
        people.state_safe_contact(actor, person, channel=channel, allowed=allowed, **said)


def _keep(actor: Actor, contact: Contact, sealed: Mapping[str, str]) -> list[str]:
    """Set what was written; return which columns changed. Notes are added to, never replaced."""
    plain = {name: words for name in NOTED if (words := (sealed.get(name) or "").strip())}
    changed = [*plain]
    if "words" in plain:
        before = read_contact(actor, contact).words
        contact.words = "\n".join(part for part in (before, plain["words"]) if part)
    if "chosen_adult" in plain:
        contact.chosen_adult = plain["chosen_adult"]
    if "identifier" in plain:
        moves.set_identifier(contact, plain["identifier"])
        changed.append("identifier_digest")
        if contact.person is None:
            contact.person = people.write_person(actor, phone=plain["identifier"])
            changed.append("person")
    return changed


def _report(actor: Actor, unit: "Unit", contact: Contact, *, words: str, about: str) -> "Report":
    """Enter the report of a contact and move to it what the contact knew."""
    known = read_contact(actor, contact)
    told = "\n\n".join(part for part in (known.words, words.strip()) if part)
    chosen = about or rules.about_of(contact.kind, contact.answers)
    answers = contact.answers
    optional = {
        "now_danger": answers.get("danger"),
        "injured": answers.get("injured"),
        "near": answers.get("near"),
        "child": answers.get("child"),
        "limits_told": contact.limits_told_at is not None,
    }
    report = intake.enter_report(
        actor,
        unit,
        channel=contact.channel,
        about=chosen,
        words=told or _("Taken over the duty phone: %(number)s.") % {"number": contact.number},
        received_at=contact.began_at,
        on_behalf_of=None if contact.taken_by == actor.id else contact.taken_by,
        reporter_phone=known.identifier,
        **{name: value for name, value in optional.items() if value},
    )
    contact.words = None  # they are the report's now, and are opened there
    contact.subject_id = report.pk
    if chosen == About.STAFF_COMPLAINT:  # nobody of the unit may find here whom it is about
        contact.left_unit, contact.identifier, contact.identifier_digest = True, None, None
        contact.with_whom = contact.chosen_adult = None
        contact.answers, contact.topics, contact.ended_at = {}, [], Moment()
    else:
        contact.report = report
    contact.save()
    contact.refresh_from_db()
    CallBack.objects.filter(contact=contact).update(subject_id=report.pk)
    end_turn(contact.pk, ContactVerb.FINISH)
    if contact.left_unit:
        end_turn(contact.pk)
    else:
        _screen(actor, contact)
        moves.want_second(contact)
    return report


def _screen(actor: Actor, contact: Contact) -> None:
    """Let the answers of the call set the level of its report, as any screening does."""
    report = contact.report
    answers = rules.screening_of(contact.answers)
    if report is None or report.ended_at is not None or not answers:
        return
    intake.screen(actor, report, instrument="darurat", answers=answers)


def _check_answers(answers: Mapping[str, str], topics: Collection[str]) -> None:
    known = set(answers) <= set(QUESTION_CODES) and set(topics) <= set(Topic.values)
    moves.require_choice(known and {a for a in answers.values() if a} <= set(ANSWERS))
