"""Tables every module leans on: keys, conflicts of interest, turns, the trail, the outbox."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from lindung.core.frame import this_unit


class OfUnit(models.Model):
    """A row that belongs to one unit and is hidden from all others by row-level security."""

    unit_id = models.UUIDField(default=this_unit, editable=False)

    class Meta:
        abstract = True


class KeyKind(models.TextChoices):
    """What a data key protects. Each kind of each unit is wrapped under a key of its own."""

    CASE = "case", _("Case")
    IDENTITY = "identity", _("Identity")
    SEALED = "sealed", _("Sealed notes")
    FILE = "file", _("File")


class Kek(OfUnit):
    """A generation of the key that wraps data keys of one kind. The key itself is never stored.

    It is derived from the root key, the unit, the kind and the version, so no row can be lost with
    a rolled back transaction. See docs/adr/0002-derived-keks.md.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField(max_length=8, choices=KeyKind.choices)
    version = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "kind", "version"], name="core_kek_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class DataKey(OfUnit):
    """The key of one case, report, person or file, wrapped by the key keeper."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField(max_length=8, choices=KeyKind.choices)
    wrapped = models.BinaryField()
    kek_version = models.PositiveSmallIntegerField(default=1)
    held = models.BooleanField(default=False)  # legal hold: nobody may destroy it
    destroyed_at = models.DateTimeField(null=True)  # disposal by two persons; nothing opens again

    class Meta:
        indexes = [models.Index(fields=["kind", "kek_version"], name="core_datakey_version")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class RetentionRule(OfUnit):
    """An approved entry of the unit's retention schedule (*JRA*). Without one nothing is destroyed.

    Source: UU 43/2009 Ps 51, 86: destruction without an approved schedule is a crime.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField(max_length=8, choices=KeyKind.choices)
    years = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=120)  # the decree's number and date
    approved_on = models.DateField()
    approved_by = (
        models.UUIDField()
    )  # staff; the archivist signs on paper, the number is in `basis`

    def __str__(self) -> str:
        return self.basis


class Disposal(OfUnit):
    """The minutes of destroying one data key: who asked, who agreed, under which entry."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(RetentionRule, on_delete=models.PROTECT, related_name="+")
    minutes_number = models.CharField(max_length=60)  # of the archivist's paper minutes
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    agreed_by = models.UUIDField(null=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_disposal_by_two",
                condition=models.Q(agreed_by=None) | ~models.Q(agreed_by=models.F("asked_by")),
            )
        ]

    def __str__(self) -> str:
        return self.minutes_number


class Conflict(models.TextChoices):
    """Why a colleague must not know of a record."""

    NAMED = "named", _("named in it as the reported person or a relative")
    HEAD_NAMED = "head_named", _("heads the person named in it")
    KNOWS = "knows", _("said: I know these people")


class Blocked(OfUnit):
    """A conflict of interest: this colleague, whatever the role, must not know of this record."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    subject_id = models.UUIDField()  # a case, report or person
    staff_id = models.UUIDField()
    basis = models.CharField(max_length=12, choices=Conflict.choices, default=Conflict.KNOWS)
    declared_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "staff_id"], name="core_blocked_once")
        ]
        indexes = [models.Index(fields=["staff_id"], name="core_blocked_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} from {self.subject_id}"


class Turn(OfUnit):
    """Something open that waits for somebody: the one table behind *Tugas saya*.

    A service of the owning module keeps it true in the transaction of the change; `kind` and `verb`
    are that module's codes, `number` is what the row shows. Done things have no turn.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField(max_length=24)  # "intake.report", "casework.plan_line"
    record_id = models.UUIDField()  # what waits
    subject_id = models.UUIDField()  # the report or case it belongs to: `Blocked` hides it
    number = models.CharField(max_length=12)
    verb = models.CharField(max_length=24)  # "triage", "call_back", "approve_lower_risk"
    next_role = models.CharField(max_length=16, blank=True)  # whoever holds it may act
    next_staff = models.UUIDField(null=True)  # or this person
    next_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_id", "verb"], name="core_turn_once"),
            models.CheckConstraint(
                name="core_turn_has_somebody",
                condition=~models.Q(next_role="") | models.Q(next_staff__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["unit_id", "next_staff", "next_at"], name="core_turn_staff"),
            models.Index(fields=["unit_id", "next_role", "next_at"], name="core_turn_role"),
            models.Index(fields=["subject_id"], name="core_turn_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.number}"


class Trail(OfUnit):
    """One line for each thing done, opened or refused. Rows are only ever added."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)  # the database's clock
    actor_id = models.UUIDField()
    action = models.CharField(max_length=80)  # "casework.close_case"
    record_id = models.CharField(max_length=36)
    refused = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["record_id", "at"], name="core_trail_record"),
            models.Index(fields=["unit_id", "at"], name="core_trail_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.record_id}"


class Link(models.Model):
    """A trail line's place in the chain. Only `jobs.chainer` adds them, a moment after the line."""

    seq = models.BigIntegerField(primary_key=True)  # 1, 2, 3... without a gap
    trail = models.OneToOneField(Trail, on_delete=models.PROTECT, related_name="link")
    hash = models.BinaryField()  # over the hash before it and the line

    def __str__(self) -> str:
        return str(self.seq)


class Outgoing(OfUnit):
    """An event waiting to be handled, written in the transaction that caused it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    due_at = models.DateTimeField()  # the database's clock; later after each failure
    name = models.CharField(max_length=80)  # "casework.CaseClosed"
    body = models.JSONField()  # ids and codes only, never a name or a story
    handled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=80, blank=True)  # the exception's class, never its text

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="core_outgoing_waiting", condition=models.Q(handled_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


class StoredFile(OfUnit):
    """A sealed file on the disk: framed ciphertext under a key of its own. See `core.files`."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField()  # of the plain content, bytes

    def __str__(self) -> str:
        return str(self.id)


class Tally(models.Model):
    """A small count or mark that all web processes share for a while. See `core.tallies`."""

    id = models.BinaryField(primary_key=True)  # a keyed hash of what is counted
    value = models.JSONField()  # times, counts and marks
    until = models.DateTimeField(db_index=True)  # the database's clock

    def __str__(self) -> str:
        return "tally"
