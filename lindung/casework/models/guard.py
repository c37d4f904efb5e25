"""What guards names against those who work here: openings, alarms, bait, exports."""

from uuid import uuid4

from django.db import models

from lindung.access.codes import Role, Sex
from lindung.casework.codes import AlarmCause, LimitBasis, RegisterClass
from lindung.casework.models.case import Case
from lindung.core.models import DataKey, OfUnit
from lindung.core.seal import SealedTextField
from lindung.people.codes import AgeBand


class OpeningLimit(OfUnit):
    """How many files one colleague opens on a day before somebody asks why. The newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    version = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=12, choices=LimitBasis.choices, default=LimitBasis.HOUSE)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "version"], name="casework_limit_once"),
            models.CheckConstraint(name="casework_limit_most", condition=models.Q(most__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.most} v{self.version}"


class OpenedFile(OfUnit):
    """One file that one colleague opened on one day: counted once, however often. Swept later."""

    id = models.BigAutoField(primary_key=True)
    staff_id = models.UUIDField()
    on = models.DateField()  # the unit's own day
    file_id = models.UUIDField()  # a case, or a report that stands in none

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "staff_id", "on", "file_id"], name="casework_opened_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.on}"


class WatchMark(models.Model):
    """How far along the trail's chain openings have been counted. One row, the worker's own."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.seq)


class OpeningAlarm(models.Model):
    """A colleague opened more files than the limit, or bait: somebody must ask why.

    Seen by the unit where it happened and the unit that hears it; they differ when the head is
    the one it is about.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    unit_id = models.UUIDField()  # hears it
    from_unit_id = models.UUIDField()  # where it happened
    number = models.CharField(max_length=12, unique=True)  # A-2611-7Q9MX
    role = models.CharField(max_length=16, choices=Role.choices)  # whoever holds it there hears it
    staff_id = models.UUIDField()  # whom it is about
    on = models.DateField()
    cause = models.CharField(max_length=8, choices=AlarmCause.choices)
    n = models.PositiveIntegerField()  # files opened that day when it was raised
    most = models.PositiveSmallIntegerField()  # the limit then
    version = models.PositiveSmallIntegerField()  # of the limit; 0: nobody has set one yet
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, null=True, related_name="+")
    words = SealedTextField(null=True)  # what was found out and done

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_unit_id", "staff_id", "on", "cause"], name="casework_alarm_once_a_day"
            ),
            models.CheckConstraint(
                name="casework_alarm_settled_by_another",
                condition=models.Q(settled_by=None) | ~models.Q(settled_by=models.F("staff_id")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Decoy(OfUnit):
    """Bait (*data umpan*): an invented client with an ended case nobody has a reason to open.

    An administrator plans it and a head agrees; only then the case exists. Kept apart by this row:
    figures and exports leave out every case that is named here.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.CharField(max_length=12, unique=True)  # U-2611-7Q9MX, of the plan
    register_class = models.CharField(max_length=8, choices=RegisterClass.choices)
    sex = models.CharField(max_length=1, choices=Sex.choices)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices)
    area = models.ForeignKey("directory.Area", on_delete=models.PROTECT, related_name="+")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_decoy_by_two",
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
            ),
            models.CheckConstraint(
                name="casework_decoy_planted_once_agreed",
                condition=models.Q(case=None) | models.Q(decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class NamesExport(models.Model):
    """A register with names that leaves the house: for whom, what for, until when, agreed by two.

    Seen by the unit that asks and the unit that decides, whose keys seal receiver and purpose.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    unit_id = models.UUIDField()  # decides
    from_unit_id = models.UUIDField()  # asks; the cases are there
    number = models.CharField(max_length=12, unique=True)  # E-2611-7Q9MX
    role = models.CharField(max_length=16, choices=Role.choices)  # whoever holds it there decides
    from_on = models.DateField()  # cases opened from this day
    until_on = models.DateField()  # to this day
    ends_on = models.DateField()  # the last day on which the copy may exist
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    taken_at = models.DateTimeField(null=True)  # first
    n_taken = models.PositiveSmallIntegerField(default=0)
    destroyed_at = models.DateTimeField(null=True)  # whoever asked says so
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    receiver = SealedTextField(null=True)
    purpose = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_export_by_two",
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
            ),
            models.CheckConstraint(
                name="casework_export_taken_once_granted",
                condition=models.Q(n_taken=0)
                | models.Q(granted=True, decided_by__isnull=False, taken_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number
