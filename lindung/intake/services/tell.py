"""The public door: a telling becomes a report. The one service nobody has to sign in for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from lindung.core.actor import REPORTER
from lindung.core.clock import Moment, now
from lindung.core.errors import RuleBroken
from lindung.core.frame import frame
from lindung.core.keys import hold_key, key_bytes, new_key
from lindung.core.models import DataKey, KeyKind, Turn
from lindung.core.numbers import TRIES, new_number
from lindung.core.trail import line_for
from lindung.directory import queries as directory
from lindung.intake import door, moves, rules
from lindung.intake.codes import About, Channel, Institution, Risk, Verb
from lindung.intake.files import CheckedFile, checked
from lindung.intake.instruments import DOOR
from lindung.intake.models import Party, Report, Screening
from lindung.intake.telling import Receipt, Telling
from lindung.intake.told import known_area, known_code, known_codes, require_code
from lindung.people import services as people
from lindung.people.codes import Disability, PersonRole, Tri

if TYPE_CHECKING:
    from lindung.directory.models import Unit

SAME_FOR = "24 hours"  # Source: FRAME section 5


@dataclass(frozen=True, slots=True)
class Ways:
    """The codes of one telling, and the digests by which it is found again."""

    code: str
    keys: door.ReporterKeys
    second_code: str
    idem: bytes | None
    body: bytes | None


def tell(
    unit: "Unit", telling: Telling, *, idempotency_key: str | None = None, network: str = ""
) -> Receipt:
    """Take a telling, for the first time or once more; what is acknowledged exists.

    The receipt is returned after the commit. The same key and words within a day give the same
    receipt, whichever unit was asked. A complaint about the unit's own staff is filed with the
    unit that decides for it from outside and never in its own inbox.

    Args:
        unit: whose report it is.
        telling: what was said.
        idempotency_key: as secret as the code, which is made of it.
        network: the address it came from; kept as a blind number until tomorrow.

    Raises:
        RuleBroken: `choice_unknown` for `about`; what `files.checked` raises;
            `idempotency_conflict` when the key was used for other words or yesterday;
            `no_outside_approver` for a complaint nobody outside takes.
    """
    require_code(About, telling.about, "about")
    files = checked(telling.files)
    home = _home(unit, telling)
    ways = _ways(telling, idempotency_key)
    for attempt in range(TRIES):
        repeated = _earlier(ways)
        if repeated is not None:
            return repeated
        try:
            with frame(home.pk):
                return _write(home, unit, telling, ways, files, network)
        except IntegrityError as error:
            if attempt == TRIES - 1 or not _taken(error):
                raise
            if ways.idem is None:
                ways = _ways(telling, None)
    raise AssertionError("the last try returns or raises")


def _home(unit: "Unit", telling: Telling) -> "Unit":
    """Return where the report is filed."""
    if telling.about != About.STAFF_COMPLAINT:
        return unit
    if unit.approver_id is None:
        message = _("No outside approver is named yet. Please call 129, or tell the Ombudsman.")
        raise RuleBroken("no_outside_approver", message, "about")
    return directory.unit_by_id(unit.approver_id)


def _ways(telling: Telling, key: str | None) -> Ways:
    code = door.code_of_key(key) if key else door.new_code()
    second = ""
    if telling.second_code:
        second = door.code_of_key(key, "second") if key else door.new_code()
    return Ways(
        code,
        door.reporter_keys(code),
        second,
        door.idem_of(key) if key else None,
        door.body_digest(telling.body()) if key else None,
    )


def _earlier(ways: Ways) -> Receipt | None:
    """Return the receipt of the same telling sent before, if there is one."""
    if ways.idem is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "select unit_id, report_id, number, body,"
            " entered_at > statement_timestamp() - %s::interval from door_idem(%s)",
            [SAME_FOR, ways.idem],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    unit_id, report_id, number, body, fresh = row
    if bytes(body) != ways.body or not fresh:
        message = _("This was sent before with other words. Begin anew.")
        raise RuleBroken("idempotency_conflict", message)
    return Receipt(number, ways.code, unit_id, report_id, True, ways.second_code)


def _taken(error: IntegrityError) -> bool:
    """Say whether a number or a code was taken already, so that another try helps."""
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    return any(name in constraint for name in ("number", "lookup", "idem"))


def _write(
    home: "Unit",
    unit: "Unit",
    telling: Telling,
    ways: Ways,
    files: Sequence[CheckedFile],
    network: str,
) -> Receipt:
    """Write everything down in one transaction. Statements are few: this is the hot path."""
    at = now().astimezone(ZoneInfo(home.time_zone))
    score = _score(telling)
    report = _report(home, unit, telling, ways, score)
    urgent = score.emergency or score.level == Risk.HIGH
    report.flood = _counted(network, at.date()) > rules.FLOOD_ABOVE and not urgent
    report.number = new_number("P", at)
    limits = directory.limits_of(home.pk)
    for column, due in moves.limits_for(Moment(), score, limits, at.hour).items():
        setattr(report, column, due)
    report.save(force_insert=True)
    _write_answers(report, telling, score)
    _write_people(report, telling)
    moves.keep_files(report, files, key_id=report.data_key_id, added_by=None)
    look = rules.look_limit(score.level, limits, emergency=score.emergency, hour=at.hour)
    Turn.objects.create(
        kind=moves.KIND,
        record_id=report.pk,
        subject_id=report.pk,
        number=report.number,
        verb=Verb.LOOK,
        next_role=moves.desk_role(report),
        next_at=Moment() + look,
    )
    line_for(REPORTER, "intake.tell", report.pk).save(force_insert=True)
    moves.tell(home.pk)
    return Receipt(report.number, ways.code, home.pk, report.pk, False, ways.second_code)


def _score(telling: Telling) -> rules.Score:
    answers = telling.answers()
    screenings = [rules.Answers(DOOR.code, DOOR.version, answers)] if answers else []
    return rules.level_of_report(screenings, rules.Facts(_child(telling)))


def _child(telling: Telling) -> str:
    told = known_code(Tri, telling.child, Tri.NOT_ASKED)
    return Tri.YES if telling.about == About.CHILD else told


def _report(home: "Unit", unit: "Unit", telling: Telling, ways: Ways, score: rules.Score) -> Report:
    """Return the report, not yet saved, its two keys made in one statement."""
    own, mailbox = (new_key(KeyKind.CASE, save=False) for _key in range(2))
    DataKey.objects.bulk_create([own, mailbox])
    for key in (own, mailbox):
        hold_key(key)
    return Report(
        id=uuid4(),
        channel=known_code(Channel, telling.channel, Channel.WEB),
        about=telling.about,
        received_at=Moment(),
        entered_at=Moment(),
        area_id=known_area(telling.area),
        anonymous=telling.anonymous,
        child=_child(telling),
        limits_told_at=Moment() if telling.limits_told else None,
        limits_told_in=known_code(Channel, telling.channel, Channel.WEB)
        if telling.limits_told
        else "",
        emergency=score.emergency,
        risk=score.level,
        disability=known_codes(Disability, telling.disability),
        institution_named=known_code(Tri, telling.institution_named, Tri.NOT_ASKED),
        institutions=known_codes(Institution, telling.institutions),
        complaint_unit_id=unit.pk if home.pk != unit.pk else None,
        data_key=own,
        words=telling.account() or None,
        place=telling.place.strip() or None,
        needs=telling.needs.strip() or None,
        named=telling.named.strip() or None,
        source=telling.source() or None,
        lookup=ways.keys.lookup,
        idem=ways.idem,
        idem_body=ways.body,
        mailbox_key=mailbox,
        mailbox_box=door.wrap_mailbox(ways.keys, mailbox.pk, key_bytes(mailbox.pk)),
        mailbox_closes_at=Moment() + moves.MAILBOX_OPEN,
        decoy_lookup=door.reporter_keys(ways.second_code).lookup if ways.second_code else None,
    )


def _counted(network: str, day: date) -> int:
    """Count this sending and return how many came from its network lately. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into intake_doorevent (network, event, at)"
            " values (%(net)s, 'report', statement_timestamp()) returning (select count(*) from"
            " (select from intake_doorevent where network = %(net)s and event = 'report'"
            "  and at > statement_timestamp() - %(within)s::interval limit %(most)s) as lately)",
            {
                "net": door.network_digest(network, day),
                "within": f"{rules.FLOOD_WITHIN.total_seconds()} seconds",
                "most": rules.FLOOD_ABOVE,
            },
        )
        return int(cursor.fetchone()[0]) + 1


def _write_answers(report: Report, telling: Telling, score: rules.Score) -> None:
    answers = telling.answers()
    if answers:
        own = rules.score(DOOR, answers)
        Screening.objects.create(
            report=report,
            instrument=DOOR.code,
            version=DOOR.version,
            answers=answers,
            level=own.level,
            emergency=score.emergency,
            answered_at=Moment(),
        )


def _write_people(report: Report, telling: Telling) -> None:
    """Write down who tells and who it is about, as far as anything was said of them."""
    told, way = telling.reporter, telling.safe_way
    herself = telling.about in {About.SELF, About.CHILD}
    if (told and told.is_somebody()) or (way and way.allowed != Tri.NOT_ASKED):
        roles = (PersonRole.REPORTER, PersonRole.VICTIM) if herself else (PersonRole.REPORTER,)
        person_id = _write_teller(telling, herself=herself)
        Party.objects.bulk_create(
            Party(report=report, person_id=person_id, role=role) for role in roles
        )
    if telling.victim_name.strip() and not herself:
        victim = people.write_person(
            REPORTER, name=telling.victim_name, disability=telling.disability
        )
        Party.objects.create(report=report, person=victim, role=PersonRole.VICTIM)


def _write_teller(telling: Telling, *, herself: bool) -> UUID:
    told, way = telling.reporter, telling.safe_way
    person = people.write_person(
        REPORTER,
        name=told.name if told else "",
        phone=told.phone if told else "",
        email=told.email if told else "",
        disability=telling.disability if herself else (),
    )
    if way is not None:
        people.state_safe_contact(
            REPORTER,
            person,
            channel=way.channel,
            allowed=way.allowed,
            from_time=way.from_time,
            until_time=way.until_time,
            who_sees=way.who_sees,
            message_allowed=way.message_allowed,
            code_word=way.code_word,
            cover_text=way.cover_text,
        )
    return person.pk
