"""What a connected channel brings: a report from the first message, then more of its thread.

Nobody has read it, so it begins as *belum dinilai* with the clock of such a report.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.errors import RuleBroken
from lindung.core.keys import hold_key, new_key
from lindung.core.models import KeyKind
from lindung.core.numbers import with_fresh_number
from lindung.core.turns import end_turn
from lindung.directory import queries as directory
from lindung.intake import moves, rules
from lindung.intake.codes import About, Sender, Verb
from lindung.intake.files import CheckedFile
from lindung.intake.models import Message, Party, Report
from lindung.intake.policy import POLICY
from lindung.people import services as people
from lindung.people.codes import PersonRole

if TYPE_CHECKING:
    from lindung.directory.models import Unit

MOST_LETTERS = 20_000


def take_message(
    actor: Actor,
    unit: "Unit",
    *,
    channel: str,
    words: str,
    files: Sequence[CheckedFile] = (),
    **teller: str,
) -> tuple[Report, UUID | None]:
    """Make a report of the first message of a channel. Return it, and the id of who wrote.

    Nothing is asked for: words may be empty, as when only a picture came.

    Args:
        actor: the machine.
        unit: whose channel it is.
        channel: a code of `Channel`.
        words: what was written.
        files: checked before.
        teller: `name`, `phone`, `email` as the channel shows them; nobody has proved them.
    """
    report = Report(id=uuid4(), unit_id=unit.pk, channel=channel, about=About.UNKNOWN)
    with acting(actor, POLICY, "take_message", report):
        report.data_key = new_key(KeyKind.CASE)
        hold_key(report.data_key)
        report.words = words.strip() or None
        report.received_at = report.entered_at = Moment()
        at = now().astimezone(ZoneInfo(unit.time_zone))
        score = rules.Score(rules.highest(()))
        limits = moves.limits_for(Moment(), score, directory.limits_of(unit.pk), at.hour)
        look = limits["look_due_at"]
        for column, due in limits.items():
            setattr(report, column, due)

        def save(number: str) -> None:
            report.number = number
            report.save(force_insert=True)

        with_fresh_number("P", at, save)
        report.refresh_from_db()
        moves.keep_files(report, files, key_id=report.data_key_id, added_by=None)
        person_id = _write_teller(actor, report, teller)
        moves.wait_for(report, Verb.LOOK, next_at=look)  # type: ignore[arg-type]  # a moment
        moves.tell(unit.pk)
    return report, person_id


def take_more(
    actor: Actor, report: Report, *, words: str, files: Sequence[CheckedFile] = ()
) -> None:
    """Add a later message of the same channel to its report; somebody must read and answer it."""
    with acting(actor, POLICY, "take_more", report):
        if words.strip():
            Message.objects.create(
                report=report,
                sender=Sender.REPORTER,
                sent_at=Moment(),
                data_key_id=report.data_key_id,
                words=words.strip(),
            )
        moves.keep_files(report, files, key_id=report.data_key_id, added_by=None)
        Report.objects.filter(pk=report.pk).update(waiting_for_reporter=False)
        hour = moves.hour_in(report.unit_id)
        limits = directory.limits_of(report.unit_id)
        within = rules.look_limit(report.risk, limits, emergency=report.emergency, hour=hour)
        moves.wait_for(report, Verb.ANSWER, next_at=Moment() + within)
        moves.tell(report.unit_id)


def write_to_channel(
    actor: Actor, report: Report, *, words: str, through_case: bool = False
) -> Message:
    """Write an answer that leaves by a channel, beside the act that lets it leave.

    Raises:
        RuleBroken: `words_missing`, `words_too_long`.
    """
    with acting(actor, POLICY, "reply_in_case" if through_case else "reply", report):
        plain = words.strip()
        if not plain:
            raise RuleBroken("words_missing", _("Write a message."), "words")
        if len(plain) > MOST_LETTERS:
            told = _("At most %(n)d letters at once. Send it in parts.") % {"n": MOST_LETTERS}
            raise RuleBroken("words_too_long", told, "words")
        message = Message.objects.create(
            report=report,
            sender=Sender.STAFF,
            staff_id=actor.id,
            sent_at=Moment(),
            data_key_id=report.data_key_id,
            words=plain,
        )
        moves.move(
            report,
            waiting_for_reporter="?" in plain,
            responded_at=Coalesce(F("responded_at"), Moment()),
        )
        end_turn(report.pk, Verb.ANSWER)
    return message


def _write_teller(actor: Actor, report: Report, teller: dict[str, str]) -> UUID | None:
    """Write down whoever wrote, as the channel shows them."""
    known = {name: words for name, words in teller.items() if words.strip()}
    if not known:
        return None
    person = people.write_person(actor, **known)
    Party.objects.create(report=report, person=person, role=PersonRole.REPORTER)
    return person.pk
