"""The case file: one client's way from asking for help to being safe."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lindung.access.codes import Sex
from lindung.casework.codes import (
    CloseReason,
    ConsentBasis,
    ConsentPurpose,
    Function,
    FundLine,
    LineState,
    NoteKind,
    Place,
    RegisterClass,
    Service,
    Simfoni8,
    Stage,
    Task11,
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


class CaseRiskChange(OfCase):
    """Each change of a case's risk, with who and why."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="risk_changes")
    old = models.CharField(max_length=10, choices=Risk.choices)
    new = models.CharField(max_length=10, choices=Risk.choices)
    emergency = models.BooleanField(default=False)
    changed_by = models.UUIDField()
    approved_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(null=True)

    def __str__(self) -> str:
        return f"{self.old} -> {self.new}"


class Closing(OfCase):
    """The end of service: checklist, reason, who asked and who agreed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closings")
    reason = models.CharField(max_length=12, choices=CloseReason.choices)
    checks = models.JSONField()  # Check -> yes, no
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    agreed_by = models.UUIDField(null=True)
    agreed_at = models.DateTimeField(null=True)
    refused_by = models.UUIDField(null=True)
    refused_at = models.DateTimeField(null=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_closing_by_two",
                condition=models.Q(agreed_by=None) | ~models.Q(agreed_by=models.F("asked_by")),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(agreed_at=None, refused_at=None),
                name="casework_closing_one_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class BreakGlass(OfCase):
    """A reading with a reason by somebody who is not on the case: an hour, told and reviewed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "case", "until"], name="casework_breakglass_now")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.until}"
