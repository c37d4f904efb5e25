"""What whoever goes out must know before departure, and nothing of the telling itself."""

from dataclasses import dataclass
from uuid import UUID

from lindung.core.acting import missed, opening
from lindung.core.actor import Actor
from lindung.core.seal import Sealed
from lindung.intake import rules
from lindung.intake.codes import Answer
from lindung.intake.instruments import DARURAT
from lindung.intake.models import Party, Report, Screening
from lindung.intake.policy import POLICY
from lindung.people import queries as people
from lindung.people.codes import PersonRole

NEEDED = ("place", "needs", "named")


@dataclass(frozen=True, slots=True)
class SomebodyThere:
    """Somebody whoever goes there may meet, in plain words."""

    role: str
    name: str
    phone: str
    address: str
    disability: tuple[str, ...]
    contacts: tuple[people.ContactLine, ...]


@dataclass(frozen=True, slots=True)
class ForMission:
    """What must be known before departure, in plain words."""

    place: str
    needs: str
    named: str  # who is named: institution, rank, office
    disability: tuple[str, ...]
    institutions: tuple[str, ...]
    relation: str
    child: str
    threats: tuple[tuple[str, str], ...]  # question of the screening, answer that is not no
    people: tuple[SomebodyThere, ...]


def report_of(actor: Actor, report_id: UUID) -> Report:
    """Return the report somebody goes out for, unopened; a mission or a case was asked first.

    Raises:
        NotFound: it is hidden from `actor`, noted as when it is asked for.
    """
    rows = Report.objects.select_related("area").defer(*NEEDED, "words", "source", "outcome")
    found = POLICY.only(actor, "read_for_mission", rows).filter(pk=report_id).first()
    if found is None:
        raise missed(actor, POLICY, "read_for_mission", str(report_id))
    return found


def client_of(actor: Actor, report: Report) -> str:
    """Return the sex of the client as the lists have it; empty where it is not known. One query."""
    rows = Party.objects.filter(report=report, role=PersonRole.VICTIM, person__sex__gt="")
    if not POLICY.speaks_for(actor, "read_for_mission", report):
        return ""
    return rows.values_list("person__sex", flat=True).first() or ""


def read_for_mission(actor: Actor, report: Report) -> ForMission:
    """Open what whoever goes there must know: where, who, how to reach her, what threatens.

    The telling stays closed. Each opening is noted. At most eight queries.
    """
    with opening(actor, POLICY, "read_for_mission", report):
        sealed = Report.objects.only(*NEEDED, "data_key_id").get(pk=report.pk)
        plain = {column: _words(getattr(sealed, column)) for column in NEEDED}
        return ForMission(
            **plain,
            disability=tuple(report.disability),
            institutions=tuple(report.institutions),
            relation=report.relation,
            child=report.child,
            threats=_threats(report),
            people=_people(actor, report),
        )


def _threats(report: Report) -> tuple[tuple[str, str], ...]:
    """Return what was answered with yes or not known; what nobody asked is said once, by a dash."""
    stored = Screening.objects.filter(report=report).order_by("answered_at", "id")
    answers = rules.merge(
        [rules.Answers(*row) for row in stored.values_list("instrument", "version", "answers")]
    )
    return tuple(
        (str(item.question), str(Answer(answers[item.code]).label))
        for item in DARURAT.items
        if answers[item.code] != Answer.NO
    )


def _people(actor: Actor, report: Report) -> tuple[SomebodyThere, ...]:
    rows = list(Party.objects.filter(report=report).select_related("person").order_by("role", "id"))
    files = {f.id: f for f in people.read_people(actor, [row.person for row in rows])}
    return tuple(
        SomebodyThere(
            str(PersonRole(row.role).label),
            one.name,
            one.phone,
            one.address,
            one.disability,
            one.contacts,
        )
        for row in rows
        if (one := files.get(row.person_id))
    )


def _words(sealed: Sealed | None) -> str:
    return sealed.reveal() if sealed else ""
