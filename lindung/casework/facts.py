"""What statistics may know of cases: coded columns, never a sealed word or a person."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from lindung.casework.codes import Stage
from lindung.casework.models import Case, Companion, Decoy
from lindung.people.codes import CHILD_BANDS


@dataclass(frozen=True, slots=True)
class Active:
    """Clients whose case is not ended, by what the law counts them as."""

    n: int
    n_girls: int
    n_boys: int
    n_women: int
    n_men: int
    n_age_unknown: int
    most_of_one_companion: int


def counted() -> QuerySet[Case]:
    """Return the cases that figures may count: all but bait, which nobody lived through."""
    bait = Decoy.objects.filter(case__isnull=False).values("case_id")
    return Case.objects.exclude(pk__in=bait)


def active() -> Active:
    """Count cases that are not ended. One client a case in this release. Two queries."""
    child = Q(age_band__in=CHILD_BANDS)
    unknown = Q(age_band="unknown")
    female, male = Q(sex="F"), Q(sex="M")
    found = (
        counted()
        .exclude(stage=Stage.CLOSED)
        .aggregate(
            n=Count("pk"),
            girls=Count("pk", filter=child & female),
            boys=Count("pk", filter=child & male),
            women=Count("pk", filter=~child & ~unknown & female),
            men=Count("pk", filter=~child & ~unknown & male),
            unknown=Count("pk", filter=unknown),
        )
    )
    loads = Companion.objects.filter(until=None).exclude(case__stage=Stage.CLOSED)
    most = loads.values("staff_id").annotate(n=Count("pk")).aggregate(most=Max("n"))["most"]
    return Active(
        found["n"],
        found["girls"],
        found["boys"],
        found["women"],
        found["men"],
        found["unknown"],
        most or 0,
    )
