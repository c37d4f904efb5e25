"""What happened, what was agreed, promised and given, and what was noted down."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lindung.casework.codes import (
    ConsentBasis,
    ConsentPurpose,
    Function,
    FundLine,
    LineState,
    NoteKind,
    Place,
    Service,
    Simfoni8,
    Task11,
)
from lindung.casework.models.case import Case, OfCase
from lindung.core.models import DataKey
from lindung.core.seal import SealedTextField
from lindung.intake.codes import Form
from lindung.people.codes import PersonRole


class Incident(OfCase):
    """What happened, once or over a span of time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents")
    place = models.CharField(max_length=8, choices=Place.choices, default=Place.UNKNOWN)
    area = models.ForeignKey(
        "directory.Area", on_delete=models.PROTECT, null=True, related_name="+"
    )
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)  # null with `from_on`: one day
    forms = ArrayField(models.CharField(max_length=14, choices=Form.choices), default=list)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    account = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_incident_span",
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.from_on}"


class Consent(OfCase):
    """What somebody agreed to, or on what other basis the unit acts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=14, choices=ConsentPurpose.choices)
    basis = models.CharField(max_length=12, choices=ConsentBasis.choices)
    given_by = models.CharField(max_length=8, choices=PersonRole.choices)
    guardian_conflict = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    until_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    recorded_by = models.UUIDField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(null=True)

    class Meta:
        constraints = [
            # A suspected guardian has no consent right for the child. Source: SECURITY section 8.
            models.CheckConstraint(
                name="casework_consent_not_by_suspected_guardian",
                condition=models.Q(guardian_conflict=False)
                | ~models.Q(given_by="guardian")
                | models.Q(basis__in=["vital", "legal_duty"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.basis}"


class PlanLine(OfCase):
    """One promise of the intervention plan: what, who, until when."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plan_lines")
    service = models.CharField(max_length=16, choices=Service.choices)
    owner = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=LineState.choices, default=LineState.OPEN)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    agreed_with_client = models.BooleanField(default=False)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(null=True)

    def __str__(self) -> str:
        return f"{self.service} {self.state}"


class ServiceRecord(OfCase):
    """A service that was given, counted in all three official lists at once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="services")
    plan_line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, null=True, related_name="+")
    service = models.CharField(max_length=16, choices=Service.choices)
    function = models.CharField(max_length=16, choices=Function.choices)
    task = models.CharField(max_length=1, choices=Task11.choices)
    simfoni = models.CharField(max_length=24, choices=Simfoni8.choices, blank=True)
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    duration_minutes = models.PositiveSmallIntegerField(null=True)
    fund_line = models.CharField(max_length=16, choices=FundLine.choices, default=FundLine.NONE)
    cost_rupiah = models.PositiveBigIntegerField(default=0)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit_id", "given_at"], name="casework_service_given")]

    def __str__(self) -> str:
        return f"{self.service} {self.given_at}"


class Note(OfCase):
    """A note. A psychologist's note and a legal note are closed even to superiors."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=NoteKind.choices, default=NoteKind.ORDINARY)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.written_at}"
