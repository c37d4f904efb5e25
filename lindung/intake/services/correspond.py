"""What the unit writes to the reporter, and what it adds to a report."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.keys import hold_key, key_bytes, new_key
from lindung.core.models import Blocked, KeyKind
from lindung.core.turns import end_turn
from lindung.intake import door, moves
from lindung.intake.codes import Channel, Sender, Verb
from lindung.intake.files import UploadedBytes, checked
from lindung.intake.models import Message, Party, Report
from lindung.intake.policy import POLICY
from lindung.intake.told import require_code
from lindung.people import services as people
from lindung.people.codes import PersonRole

MOST_LETTERS = 20_000


def reply(
    actor: Actor,
    report: Report,
    *,
    words: str,
    asks: bool | None = None,
    through_case: bool = False,
) -> None:
    """Write to whoever told `report`. It is read with the code, perhaps by somebody else.

    Args:
        actor: who writes.
        report: it has a mailbox.
        words: no address, plan, time or form of violence: the abuser may read along.
        asks: whether an answer is awaited; not said, a question mark decides.
        through_case: a case that stands on the report was asked first, by its own policy.

    Raises:
        RuleBroken: `words_missing`, `words_too_long`, `no_mailbox`.
    """
    with acting(actor, POLICY, "reply_in_case" if through_case else "reply", report):
        plain = words.strip()
        key_id = _mailbox_of(report, plain)
        Message.objects.create(
            report=report,
            sender=Sender.STAFF,
            staff_id=actor.id,
            sent_at=Moment(),
            data_key_id=key_id,
            words=plain,
        )
        moves.move(
            report,
            mailbox_closes_at=Moment() + moves.MAILBOX_OPEN,
            waiting_for_reporter="?" in plain if asks is None else asks,
            responded_at=Coalesce(F("responded_at"), Moment()),
        )
        end_turn(report.pk, Verb.ANSWER)


def give_code(actor: Actor, report: Report) -> str:
    """Give whoever told `report` in another way a code to come back with, and return it, once.

    Raises:
        RuleBroken: `has_mailbox`: nobody can find out a code again, so a lost one stays lost.
    """
    with acting(actor, POLICY, "give_code", report):
        if report.has_mailbox:
            raise RuleBroken("has_mailbox", _("This report has a code already."))
        code, key = door.new_code(), new_key(KeyKind.CASE)
        hold_key(key)
        keys = door.reporter_keys(code)
        moves.move(
            report,
            lookup=keys.lookup,
            mailbox_key=key,
            mailbox_box=door.wrap_mailbox(keys, key.pk, key_bytes(key.pk)),
            mailbox_closes_at=Moment() + moves.MAILBOX_OPEN,
        )
    return code


def add_party(actor: Actor, report: Report, *, role: str, **person: Any) -> Party:
    """Add somebody to `report`. Nothing about them is required.

    Args:
        actor: who adds them.
        report: where they belong.
        role: a code of `PersonRole`.
        person: as `people.services.write_person`.

    Raises:
        RuleBroken: `report_ended`, `choice_unknown`.
    """
    with acting(actor, POLICY, "add_party", report):
        moves.require_open(report)
        require_code(PersonRole, role, "role")
        somebody = people.write_person(actor, **person)
        party = Party.objects.create(report=report, person=somebody, role=role)
        hidden = Blocked.objects.filter(subject_id=report.pk)
        Blocked.objects.bulk_create(
            Blocked(
                subject_id=somebody.pk,
                staff_id=row.staff_id,
                basis=row.basis,
                declared_by=row.declared_by,
            )
            for row in hidden
        )
        return party


def tell_limits(actor: Actor, report: Report, *, channel: str, through_case: bool = False) -> None:
    """Write down that the reporter was told the limits of secrecy just now, by whom and how.

    Args:
        actor: who told her.
        report: whose reporter was told.
        channel: how, a code of `Channel` by which people talk.
        through_case: a case that stands on the report was asked first, by its own policy.

    Raises:
        RuleBroken: `choice_unknown`; `limits_told` when they were before: that hour stays.
    """
    with acting(actor, POLICY, "tell_limits_in_case" if through_case else "tell_limits", report):
        require_code(Channel, channel, "channel")
        untold = Report.objects.filter(pk=report.pk, limits_told_at=None)
        told = {"limits_told_at": Moment(), "limits_told_by": actor.id, "limits_told_in": channel}
        if not untold.update(**told):
            message = _("The limits of secrecy were told before; that stays as it is.")
            raise RuleBroken("limits_told", message)


def attach(actor: Actor, report: Report, files: UploadedBytes | Sequence[UploadedBytes]) -> None:
    """Hang files on `report`: the original sealed away, a clean copy for those who read.

    Raises:
        RuleBroken: `file_missing`, or what `files.checked` raises; beside the field `files`.
    """
    with acting(actor, POLICY, "attach", report):
        several = [files] if isinstance(files, UploadedBytes) else list(files)
        if not several:
            raise RuleBroken("file_missing", _("Choose a file."), "files")
        moves.keep_files(report, checked(several), key_id=report.data_key_id, added_by=actor.id)
        moves.tell(report.unit_id)


def _mailbox_of(report: Report, words: str) -> UUID:
    """Return the key under which `words` go out, if they may."""
    if not words:
        raise RuleBroken("words_missing", _("Write a message."), "words")
    if len(words) > MOST_LETTERS:
        message = _("At most %(n)d letters at once. Send it in parts.") % {"n": MOST_LETTERS}
        raise RuleBroken("words_too_long", message, "words")
    if report.mailbox_key_id is None:
        message = _("This report has no code, so nobody could read a message.")
        raise RuleBroken("no_mailbox", message)
    return report.mailbox_key_id
