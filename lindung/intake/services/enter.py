"""Reports that did not come through the door: by phone, in person, by letter, from a partner."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db.models import TextChoices, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.errors import RuleBroken
from lindung.core.frame import frame
from lindung.core.keys import hold_key, new_key
from lindung.core.models import KeyKind
from lindung.core.numbers import with_fresh_number
from lindung.directory import queries as directory
from lindung.intake import moves, rules
from lindung.intake.codes import About, Answer, Channel, Institution, State, Verb
from lindung.intake.files import checked
from lindung.intake.instruments import DOOR
from lindung.intake.models import Party, Report, Screening
from lindung.intake.policy import POLICY
from lindung.intake.services.paper import use_number
from lindung.intake.told import known_area, require_code
from lindung.people import services as people
from lindung.people.codes import Disability, PersonRole, Tri

if TYPE_CHECKING:
    from lindung.directory.models import Unit

SLACK = timedelta(minutes=1)  # between the clock of a form and ours
QUESTIONS = {"now_danger": "danger", "injured": "injured", "near": "near"}
CODES: Mapping[str, type[TextChoices]] = {
    "child": Tri,
    "institution_named": Tri,
    "institutions": Institution,
    "disability": Disability,
    **dict.fromkeys(QUESTIONS, Answer),
}
SEALED = ("place", "needs", "named", "source")
CODED = ("child", "institution_named", "institutions", "disability", "anonymous")
KNOWN = frozenset(
    {*QUESTIONS, *SEALED, *CODED, "area", "limits_told", "files"}
    | {"reporter_name", "reporter_phone", "victim_name", "paper_number"}
)


def enter_report(
    actor: Actor,
    unit: "Unit",
    *,
    channel: str,
    about: str,
    words: str,
    received_at: datetime | None = None,
    on_behalf_of: UUID | str | None = None,
    **optional: Any,
) -> Report:
    """Enter a report: three fields, and whatever else is known.

    Whoever enters it has looked at it. A complaint about the unit's own staff is filed with the
    unit that decides for it from outside; the one who enters it does not see it again.

    Args:
        actor: who enters it.
        unit: whose report it is.
        channel: how it came in.
        about: who tells.
        words: what was told.
        received_at: when the unit knew, if not just now; all limits count from then.
        on_behalf_of: the colleague who took it.
        optional: `now_danger`, `injured`, `near`, `area`, `place`, `child`, `needs`, `named`,
            `source`, `institution_named`, `institutions`, `disability`, `anonymous`,
            `limits_told`, `reporter_name`, `reporter_phone`, `victim_name`, `files`, and
            `paper_number` of a form written by hand.

    Raises:
        RuleBroken: `choice_unknown`, `words_missing`, `received_in_future`,
            `no_outside_approver`, or what `files.checked` and `paper.use_number` raise.
    """
    unknown = set(optional) - KNOWN
    if unknown:
        raise TypeError(f"A report has no {sorted(unknown)}.")
    with acting(actor, POLICY, "enter_report", Report(unit_id=unit.pk, channel=channel)):
        _check(channel, about, words, received_at)
        _check_codes(optional)
        files = checked(optional.get("files", ()))
        home, other_frame = _home(unit, about)
        with other_frame:
            report = _write(home, unit, channel, about, words, optional)
            report.entered_by = report.looked_by = actor.id
            if report.limits_told_at is not None:
                report.limits_told_by, report.limits_told_in = actor.id, channel
            report.on_behalf_of = UUID(str(on_behalf_of)) if on_behalf_of else None
            _save(report, home, received_at, optional)
            moves.keep_files(report, files, key_id=report.data_key_id, added_by=actor.id)
            _write_people(actor, report, optional)
            report.refresh_from_db()
            complaint = report.about == About.STAFF_COMPLAINT
            moves.start_waiting(report, Verb.DECIDE if complaint else Verb.TRIAGE)
            moves.tell(home.pk)
    return report


def _check_codes(optional: Mapping[str, Any]) -> None:
    for name, kind in CODES.items():
        if optional.get(name) not in (None, ""):
            require_code(kind, optional[name], name)


def _check(channel: str, about: str, words: str, received_at: datetime | None) -> None:
    require_code(Channel, channel, "channel")
    require_code(About, about, "about")
    if not words.strip():
        raise RuleBroken("words_missing", _("Write what was told, in one sentence."), "words")
    if received_at is not None and received_at > now() + SLACK:
        raise RuleBroken("received_in_future", _("That moment is still to come."), "received_at")


def _home(unit: "Unit", about: str) -> tuple["Unit", AbstractContextManager[None]]:
    """Return where the report is filed, and the frame for it."""
    if about != About.STAFF_COMPLAINT:
        return unit, nullcontext()
    if unit.approver_id is None:
        message = _("No outside approver is named yet. An administrator names one.")
        raise RuleBroken("no_outside_approver", message, "about")
    outside = directory.unit_by_id(unit.approver_id)
    return outside, frame(outside.pk)


def _write(
    home: "Unit", unit: "Unit", channel: str, about: str, words: str, optional: Mapping[str, Any]
) -> Report:
    """Return the report with its words, not yet saved."""
    key = new_key(KeyKind.CASE)
    hold_key(key)
    report = Report(
        id=uuid4(),
        data_key=key,
        state=State.READ,
        channel=channel,
        about=about,
        words=words.strip(),
        area_id=known_area(optional.get("area") or ""),
        complaint_unit_id=unit.pk if home.pk != unit.pk else None,
        entered_at=Moment(),
        looked_at=Moment(),
        limits_told_at=Moment() if optional.get("limits_told") else None,
    )
    for column in SEALED:
        setattr(report, column, (optional.get(column) or "").strip() or None)
    for column in CODED:
        if optional.get(column) not in (None, ""):
            setattr(report, column, optional[column])
    if about == About.CHILD:
        report.child = Tri.YES
    return report


def _save(
    report: Report, home: "Unit", received_at: datetime | None, optional: Mapping[str, Any]
) -> None:
    """Set level and limits, and save it under a number of its own."""
    at = (received_at or now()).astimezone(ZoneInfo(home.time_zone))
    start: Combinable = Value(received_at) if received_at else Moment()
    answers = _answers(optional)
    screenings = [rules.Answers(DOOR.code, DOOR.version, answers)] if answers else []
    score = rules.level_of_report(screenings, moves.facts_of(report))
    report.received_at = start
    report.risk, report.emergency = score.level, score.emergency
    limits = moves.limits_for(start, score, directory.limits_of(home.pk), at.hour)
    for column, due in limits.items():
        setattr(report, column, due)

    def save(number: str) -> None:
        report.number = number
        report.save(force_insert=True)

    paper_number = (optional.get("paper_number") or "").strip()
    if paper_number:
        save(use_number(paper_number))
    else:
        with_fresh_number("P", at, save, practice=home.practice_of_id is not None)
    if answers:
        own = rules.score(DOOR, answers)
        Screening.objects.create(
            report=report,
            instrument=DOOR.code,
            version=DOOR.version,
            answers=answers,
            level=own.level,
            emergency=own.emergency,
            answered_by=report.entered_by,
            answered_at=Moment(),
        )


def _answers(optional: Mapping[str, Any]) -> dict[str, str]:
    given = {code: optional.get(name) for name, code in QUESTIONS.items()}
    return {code: a for code, a in given.items() if a and a != Answer.NOT_ASKED}


def _write_people(actor: Actor, report: Report, optional: Mapping[str, Any]) -> None:
    name, phone = optional.get("reporter_name") or "", optional.get("reporter_phone") or ""
    herself = report.about in {About.SELF, About.CHILD}
    if (name + phone).strip():
        person = people.write_person(actor, name=name, phone=phone)
        roles = (PersonRole.REPORTER, PersonRole.VICTIM) if herself else (PersonRole.REPORTER,)
        Party.objects.bulk_create(Party(report=report, person=person, role=r) for r in roles)
    victim = optional.get("victim_name") or ""
    if victim.strip() and not herself:
        her = people.write_person(actor, name=victim)
        Party.objects.create(report=report, person=her, role=PersonRole.VICTIM)
