"""The case itself, the reports it stands on, who works on it and who is in it."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lindung.access.codes import Sex
from lindung.casework.codes import (
    CloseReason,
    NoteKind,
    RegisterClass,
    Stage,
)
from lindung.core.models import DataKey, OfUnit
from lindung.core.seal import SealedTextField
from lindung.intake.codes import Finding, Form, Relation, Risk
from lindung.people.codes import AgeBand, PersonRole


class Case(OfUnit):
    """A case has nine fields at its opening; the rest may follow."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.CharField(max_length=12, unique=True)  # K-2611-4HTC8
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.OPEN)
    register_class = models.CharField(max_length=8, choices=RegisterClass.choices)
    sex = models.CharField(max_length=1, choices=Sex.choices)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices)
    area = models.ForeignKey("directory.Area", on_delete=models.PROTECT, related_name="+")
    forms = ArrayField(models.CharField(max_length=14, choices=Form.choices), default=list)
    relation = models.CharField(max_length=10, choices=Relation.choices)
    risk = models.CharField(max_length=10, choices=Risk.choices)
    manager = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    kdrt = models.BooleanField(default=False)  # a context, not a form
    tpks = models.BooleanField(default=False)
    emergency = models.BooleanField(default=False)
    finding = models.CharField(max_length=16, choices=Finding.choices, blank=True)
    opened_at = models.DateTimeField()
    first_service_at = models.DateTimeField(null=True)
    review_due_at = models.DateTimeField()
    close_asked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=12, choices=CloseReason.choices, blank=True)
    legal_ended_on = models.DateField(null=True)
    recovery_ended_on = models.DateField(null=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    initials = SealedTextField(null=True)  # null: *tidak dikenal*
    summary = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_closed_at_iff_closed",
                condition=models.Q(stage="closed", closed_at__isnull=False)
                | ~models.Q(stage="closed") & models.Q(closed_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "review_due_at", "id"],
                name="casework_case_open",
                condition=~models.Q(stage="closed"),
            ),
            models.Index(
                fields=["unit_id", "manager", "review_due_at", "id"],
                name="casework_case_mine",
                condition=~models.Q(stage="closed"),
            ),
            models.Index(fields=["unit_id", "-opened_at", "id"], name="casework_case_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class OfCase(OfUnit):
    """A row of one case."""

    id = models.UUIDField(primary_key=True, default=uuid4)

    class Meta:
        abstract = True


class CaseReport(OfCase):
    """A report that a case stands on."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    report = models.OneToOneField("intake.Report", on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()
    attached_by = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.report_id}"


class Companion(OfCase):
    """A colleague who accompanies the client."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="companions")
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "staff"],
                condition=models.Q(until=None),
                name="casework_companion_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["staff", "case"],
                name="casework_companion_now",
                condition=models.Q(until=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}"


class CaseParty(OfCase):
    """What a person is to a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=PersonRole.choices)
    guardian_conflict = models.BooleanField(default=False)  # a guardian who is suspected

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "role"], name="casework_party_once")
        ]
        indexes = [models.Index(fields=["person"], name="casework_party_person")]

    def __str__(self) -> str:
        return self.role


class Assignment(OfCase):
    """A colleague besides manager and companions who may read one kind of sealed notes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=NoteKind.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "staff", "kind"],
                condition=models.Q(until=None),
                name="casework_assignment_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.staff_id}"
