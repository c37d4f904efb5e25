"""The law of a case: proceedings, their steps and clocks, orders, hearings, rights."""

from uuid import uuid4

from django.db import models

from lindung.core.models import DataKey, OfUnit
from lindung.core.seal import SealedTextField
from lindung.core.spans import Every
from lindung.intake.clocks import Sure
from lindung.legal import codes


class OfCase(OfUnit):
    """A row of one case, hidden with it; its words are sealed by the case's own key."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="+")
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Proceeding(OfCase):
    """One way of the law for a case; a divorce runs beside a criminal one."""

    track = models.CharField(max_length=8, choices=codes.Track.choices)
    procedure = models.CharField(max_length=10, choices=codes.Procedure.choices)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    name = SealedTextField(null=True)  # LP number, court and number of the file: as one finds it

    class Meta:
        indexes = [models.Index(fields=["case", "opened_at"], name="legal_proceeding_of")]

    def __str__(self) -> str:
        return self.track


class StepTaken(OfCase):
    """One rung of the ladder. What was entered stays; a correction is another line."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20, choices=codes.Step.choices)
    at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()
    level = models.CharField(max_length=6, choices=codes.Level.choices, blank=True)
    by = models.CharField(max_length=6, choices=codes.By.choices, blank=True)
    payer = models.CharField(max_length=8, choices=codes.Payer.choices, blank=True)
    cost_rupiah = models.PositiveBigIntegerField(null=True)
    struck_at = models.DateTimeField(null=True)  # entered wrongly
    struck_by = models.UUIDField(null=True)
    paper = SealedTextField(null=True)  # number of the letter, hospital, court, officer and phone
    words = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="legal_step_not_early", condition=models.Q(at__lte=models.F("entered_at"))
            ),
            models.CheckConstraint(
                name="legal_step_report_says_whose",
                condition=~models.Q(step="police_report")
                | ~models.Q(by="") & ~models.Q(level="") & models.Q(paper__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["proceeding", "at"], name="legal_step_of")]

    def __str__(self) -> str:
        return self.step


class LawClock(OfCase):
    """A limit of the law that runs for a case. What the law said when it began stays with it."""

    proceeding = models.ForeignKey(
        Proceeding, on_delete=models.PROTECT, null=True, related_name="clocks"
    )
    rule = models.CharField(max_length=32)  # id of a clock in intake.clocks
    rule_from = models.DateField()  # since when that version of the rule holds
    basis = models.CharField(max_length=80)
    sure = models.CharField(max_length=1, choices=Sure.choices)
    amount = models.PositiveSmallIntegerField()
    every = models.CharField(max_length=12, choices=Every.choices)
    began_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    started_by = models.ForeignKey(
        StepTaken, on_delete=models.PROTECT, null=True, related_name="+"
    )  # None: the victim's own report to the unit
    told_by = models.CharField(max_length=13, choices=codes.Told.choices, blank=True)
    confirmed_at = models.DateTimeField(null=True)  # counsel: this is the hour
    confirmed_by = models.UUIDField(null=True)
    offence = models.CharField(max_length=5, choices=codes.Offence.choices, blank=True)
    informed_at = models.DateTimeField(null=True)  # she knows what a police report means
    opinion_at = models.DateTimeField(null=True)  # counsel wrote why it may end without one
    opinion_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)  # when it happened, not when it was entered
    ended_by = models.UUIDField(null=True)
    end = models.CharField(max_length=15, choices=codes.End.choices, blank=True)
    opinion = SealedTextField(null=True)
    reason = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="legal_clock_ends_somehow",
                condition=models.Q(end="", ended_at=None, ended_by=None)
                | ~models.Q(end="") & models.Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="legal_clock_runs_forward",
                condition=models.Q(warn_at__gte=models.F("began_at"))
                & models.Q(warn_at__lte=models.F("due_at")),
            ),
            # Two persons end a duty without a police report: counsel writes, the head signs.
            models.CheckConstraint(
                name="legal_clock_reason_by_two",
                condition=~models.Q(end__in=["complaint", "not_tpks"])
                | models.Q(opinion_by__isnull=False, opinion__isnull=False)
                & ~models.Q(opinion_by=models.F("ended_by")),
            ),
            models.UniqueConstraint(
                name="legal_clock_one_duty",
                fields=["case", "rule"],
                condition=models.Q(rule=codes.PS_41, end=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "due_at"],
                name="legal_clock_open",
                condition=models.Q(end=""),
            ),
            models.Index(fields=["case", "began_at"], name="legal_clock_of"),
        ]

    def __str__(self) -> str:
        return self.rule


class Order(OfCase):
    """Protection that lasts until a day, or detention whose end is a danger to her."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="orders")
    kind = models.CharField(max_length=15, choices=codes.OrderKind.choices)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)  # extended, lifted, or its end was dealt with
    ended_by = models.UUIDField(null=True)
    words = SealedTextField(null=True)  # what it forbids

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="legal_order_span",
                condition=models.Q(until_at__gt=models.F("from_at"))
                & models.Q(warn_at__lte=models.F("until_at")),
            )
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "until_at"],
                name="legal_order_open",
                condition=models.Q(ended_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.kind


class Hearing(OfCase):
    """A day in court, or at the police, and who goes with her."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="hearings")
    kind = models.CharField(max_length=10, choices=codes.HearingKind.choices)
    at = models.DateTimeField()
    companion = models.ForeignKey(
        "access.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_doors = models.BooleanField(default=False)
    remote = models.BooleanField(default=False)
    state = models.CharField(
        max_length=9, choices=codes.HearingState.choices, default=codes.HearingState.PLANNED
    )
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    place = SealedTextField(null=True)  # court, room, number of the file
    words = SealedTextField(null=True)  # what came of it

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="legal_hearing_ended_iff_not_planned",
                condition=models.Q(state="planned", ended_at=None)
                | ~models.Q(state="planned") & models.Q(ended_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "at"],
                name="legal_hearing_planned",
                condition=models.Q(state="planned"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class RightLine(OfCase):
    """How far one right of hers has come. Each change is another line; the newest counts."""

    right = models.CharField(max_length=13, choices=codes.Right.choices)
    state = models.CharField(max_length=8, choices=codes.RightState.choices)
    at = models.DateTimeField()
    entered_by = models.UUIDField()
    words = SealedTextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "right", "-at"], name="legal_right_newest")]

    def __str__(self) -> str:
        return f"{self.right} {self.state}"
