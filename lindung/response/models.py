"""Missions into the field: who goes, their plan, their moments, their safety, their money."""

from uuid import uuid4

from django.db import models

from lindung.core.models import DataKey, OfUnit, StoredFile
from lindung.core.seal import SealedTextField
from lindung.intake.codes import FileKind, Risk
from lindung.response.codes import (
    EntryKind,
    Escort,
    FundLine,
    MissionKind,
    MissionState,
    MoneyKind,
    Outcome,
    PaperKind,
    Part,
    PartnerKind,
    Signal,
    Stamp,
    Vehicle,
    WordKind,
)


class Mission(OfUnit):
    """One way out to somebody: outreach, a home, a hospital, the police, a court."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.CharField(max_length=12, unique=True)  # T-2611-7Q9MX
    kind = models.CharField(max_length=10, choices=MissionKind.choices)
    state = models.CharField(
        max_length=10, choices=MissionState.choices, default=MissionState.PREPARED
    )
    report = models.ForeignKey("intake.Report", on_delete=models.PROTECT, related_name="+")
    case_id = models.UUIDField(null=True)  # casework.Case, when it was sent from one
    case_number = models.CharField(max_length=12, blank=True)
    subject_id = models.UUIDField()  # that case, else the report: `Blocked` hides it
    risk = models.CharField(max_length=10, choices=Risk.choices)
    emergency = models.BooleanField(default=False)
    area = models.ForeignKey(
        "directory.Area", on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()  # when it was known that somebody must go
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    depart_due_at = models.DateTimeField()
    signal = models.CharField(max_length=7, choices=Signal.choices, default=Signal.UNKNOWN)
    return_by = models.DateTimeField(null=True)
    escort = models.CharField(max_length=8, choices=Escort.choices, default=Escort.NONE)
    alone_signed_by = models.UUIDField(null=True)
    alone_signed_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)  # the next safe word
    missed_at = models.DateTimeField(null=True)  # that none came was told
    duress_at = models.DateTimeField(null=True)
    duress_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    destination = SealedTextField(null=True)  # where to, in the words of who sends
    route = SealedTextField(null=True)
    village_contact = SealedTextField(null=True)  # name and number: whom the unit asks first
    escort_words = SealedTextField(null=True)
    alone_reason = SealedTextField(null=True)
    settled_words = SealedTextField(null=True)  # what became of the danger
    end_words = SealedTextField(null=True)  # why it was called off
    result = SealedTextField(null=True)  # the report of the journey

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="response_mission_ended_iff_final",
                condition=models.Q(state__in=["complete", "called_off"], ended_at__isnull=False)
                | models.Q(state__in=["prepared", "under_way"], ended_at__isnull=True),
            ),
            # Whoever is out there is always waited for.
            models.CheckConstraint(
                name="response_mission_waited_for_iff_under_way",
                condition=models.Q(state="under_way", next_check_at__isnull=False)
                | ~models.Q(state="under_way") & models.Q(next_check_at__isnull=True),
            ),
            models.CheckConstraint(
                name="response_mission_danger_settled_by_another",
                condition=models.Q(settled_at=None, settled_by=None)
                | models.Q(
                    duress_at__isnull=False, settled_at__isnull=False, settled_by__isnull=False
                )
                & ~models.Q(settled_by=models.F("duress_by")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "depart_due_at", "id"],
                name="response_mission_open",
                condition=models.Q(ended_at=None),
            ),
            models.Index(
                fields=["next_check_at"],
                name="response_mission_waited_for",
                condition=models.Q(state="under_way"),
            ),
            models.Index(
                fields=["unit_id", "duress_at"],
                name="response_mission_in_danger",
                condition=models.Q(duress_at__isnull=False, settled_at=None),
            ),
            models.Index(fields=["unit_id", "-made_at", "id"], name="response_mission_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class OfMission(OfUnit):
    """A row of one mission, hidden with it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField()  # as its mission's

    class Meta:
        abstract = True


class Crew(OfMission):
    """A colleague who goes along."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="crew")
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    lead = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)  # taken off before the mission was over
    added_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "staff"],
                condition=models.Q(until=None),
                name="response_crew_once",
            ),
            models.UniqueConstraint(
                fields=["mission"],
                condition=models.Q(until=None, lead=True),
                name="response_crew_one_lead",
            ),
        ]
        indexes = [
            models.Index(
                fields=["staff", "mission"],
                name="response_crew_now",
                condition=models.Q(until=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}"


class Stamped(OfMission):
    """One moment as somebody wrote it down. Never changed: a correction is another row."""

    stamp = models.CharField(max_length=11, choices=Stamp.choices)
    at = models.DateTimeField()  # when it was
    entered_at = models.DateTimeField()  # when it was written down
    entered_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="response_stamped_not_early",
                condition=models.Q(at__lte=models.F("entered_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.stamp} {self.at}"


class Word(OfMission):
    """A safe word or a sign of danger, with the place it came from."""

    kind = models.CharField(max_length=6, choices=WordKind.choices)
    said_at = models.DateTimeField()
    said_by = models.UUIDField()  # in the field, or at the desk who passes it on
    passed_on = models.BooleanField(default=False)  # heard by the desk, by phone or a village
    area = models.ForeignKey(
        "directory.Area", on_delete=models.PROTECT, null=True, related_name="+"
    )
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    place = SealedTextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["mission", "-said_at"], name="response_word_newest"),
            models.Index(fields=["unit_id", "said_by", "-said_at"], name="response_word_by"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.said_at}"


class FieldEntry(OfMission):
    """One thing that a phone wrote down out there, with or without signal. Never changed.

    Its id comes from the phone, so the same thing that arrives twice is one. `seq` is the order
    in which the unit took things; the phone's own time stands beside it and decides nothing.
    """

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="entries")
    seq = models.PositiveIntegerField()  # within its mission, without a gap
    device_id = models.UUIDField(null=True)  # access.FieldDevice; null: on a screen of the desk
    by = models.UUIDField()
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    part = models.CharField(max_length=16, choices=Part.choices, blank=True)
    base = models.UUIDField(null=True)  # the entry its writer saw in this part; null for none
    device_at = models.DateTimeField()  # by the phone's clock
    skew_s = models.IntegerField()  # how far that clock was ahead (+) or behind (-) when it came
    at = models.DateTimeField()  # when it was, as far as can be told: the phone's time set right
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    why = models.CharField(max_length=32, blank=True)  # the code of the rule that refused it
    counts_from = models.PositiveIntegerField(null=True)  # place in the line of what counts
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_kind = models.CharField(max_length=16, choices=FileKind.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "seq"], name="response_entry_in_order"),
            models.CheckConstraint(
                name="response_entry_part_iff_of_a_form",
                condition=models.Q(kind="part") & ~models.Q(part="")
                | ~models.Q(kind="part") & models.Q(part="", counts_from=None),
            ),
            models.CheckConstraint(
                name="response_entry_not_early",
                condition=models.Q(at__lte=models.F("received_at")),
            ),
            # Whoever is asked decides: both sides stay until somebody did.
            models.CheckConstraint(
                name="response_entry_decided_by_a_person",
                condition=models.Q(outcome="conflict", decided_at=None, decided_by=None)
                | models.Q(
                    outcome__in=["taken", "left"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | models.Q(
                    outcome__in=["applied", "refused", "held"], decided_at=None, decided_by=None
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["mission", "part", "-counts_from"], name="response_entry_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"


class Expense(OfMission):
    """Money that was needed at once, with its receipt and who pays."""

    kind = models.CharField(max_length=9, choices=MoneyKind.choices)
    amount_rupiah = models.PositiveBigIntegerField()
    fund_line = models.CharField(max_length=16, choices=FundLine.choices)
    paid_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()
    receipt = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    receipt_kind = models.CharField(max_length=16, choices=FileKind.choices, blank=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(null=True)  # what for; without a receipt: why there is none

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="response_expense_is_paid_by_somebody",
                condition=models.Q(amount_rupiah__gt=0) & ~models.Q(fund_line="none"),
            ),
            models.CheckConstraint(
                name="response_expense_receipt_or_why_none",
                condition=models.Q(receipt__isnull=False) & ~models.Q(receipt_kind="")
                | models.Q(receipt=None, receipt_kind="", words__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_rupiah}"


class Paper(OfMission):
    """A travel paper under a number of the office's own book. The newest of a kind counts."""

    kind = models.CharField(max_length=6, choices=PaperKind.choices)
    letter_number = models.CharField(max_length=60)
    letter_on = models.DateField()
    from_on = models.DateField()
    until_on = models.DateField()
    fund_line = models.CharField(max_length=16, choices=FundLine.choices)
    signer = models.ForeignKey(
        "access.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: the line stays empty for a pen
    made_at = models.DateTimeField()
    made_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="response_paper_span",
                condition=models.Q(until_on__gte=models.F("from_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.letter_number}"


class Partner(OfUnit):
    """A number this unit calls when it goes out at night. An office, never a client."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField(max_length=8, choices=PartnerKind.choices)
    name = models.CharField(max_length=120)
    day_phone = models.CharField(max_length=30, blank=True)
    night_phone = models.CharField(max_length=30)
    area = models.ForeignKey(
        "directory.Area", on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: for the whole district
    kept_at = models.DateTimeField()
    kept_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class FieldProfile(OfUnit):
    """What the unit knows of a colleague's fitness for the field."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    trained_tpks = models.BooleanField(default=False)
    vehicle = models.CharField(max_length=10, choices=Vehicle.choices, default=Vehicle.NONE)
    kept_at = models.DateTimeField()
    kept_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "staff"], name="response_profile_once")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}"
