"""Contacts: what came in over the duty phone, what is decided about it, what is remembered."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lindung.core.models import DataKey, OfUnit, StoredFile
from lindung.core.seal import SealedTextField
from lindung.hotline.codes.contact import (
    Cause,
    Choice,
    ContactKind,
    FlagKind,
    Origin,
    WhyCode,
)
from lindung.hotline.codes.topics import Topic
from lindung.intake.codes import Channel


class Raw(OfUnit):
    """What came in, as it came, under a name from outside that never comes twice."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    external_id = models.BinaryField()  # a keyed hash
    came_at = models.DateTimeField()  # when we took it in, by the database's clock
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    body = SealedTextField(null=True)
    thread = models.ForeignKey(
        "hotline.Thread", on_delete=models.PROTECT, null=True, related_name="raws"
    )  # of a connected channel

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "origin", "external_id"], name="hotline_raw_once"
            )
        ]

    def __str__(self) -> str:
        return self.origin


class Contact(OfUnit):
    """One call, chat or visit. It exists from the first ring, and without ever being a report."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.CharField(max_length=12, unique=True)  # H-2611-7Q9MX
    raw = models.OneToOneField(Raw, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField()  # itself, then its report: `Blocked` hides it
    channel = models.CharField(max_length=12, choices=Channel.choices)
    kind = models.CharField(max_length=12, choices=ContactKind.choices, blank=True)
    answered = models.BooleanField(default=True)  # False: it rang and nobody took it
    began_at = models.DateTimeField()  # when it rang; may be back-dated
    entered_at = models.DateTimeField()
    taken_by = models.UUIDField()  # staff who held the phone
    entered_by = models.UUIDField()
    sorted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    limits_told_at = models.DateTimeField(null=True)  # *batas kerahasiaan*
    answers = models.JSONField(default=dict)  # question -> yes, no, unknown, not_asked
    topics = ArrayField(models.CharField(max_length=16, choices=Topic.choices), default=list)
    identifier_digest = models.BigIntegerField(null=True)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    report = models.ForeignKey(
        "intake.Report", on_delete=models.PROTECT, null=True, related_name="+"
    )
    left_unit = models.BooleanField(default=False)  # a complaint about staff, filed elsewhere
    second_by = models.UUIDField(null=True)  # the second officer who knows
    second_at = models.DateTimeField(null=True)
    rescued = models.BooleanField(default=False)  # rescue was on the scene when the talk ended
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    identifier = SealedTextField(null=True)  # the number it came from, or how it showed itself
    words = SealedTextField(null=True)  # notes, until they are the report's
    with_whom = SealedTextField(null=True)  # *bersama …*: who is with her when the talk ends
    chosen_adult = SealedTextField(null=True)  # whom the child chose

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hotline_contact_sorted_iff_kind",
                condition=models.Q(kind="", sorted_at__isnull=True)
                | ~models.Q(kind="") & models.Q(sorted_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["unit_id", "-began_at", "id"], name="hotline_contact_newest"),
            models.Index(
                fields=["unit_id", "identifier_digest", "-began_at"],
                name="hotline_contact_same",
                condition=models.Q(identifier_digest__isnull=False),
            ),
            models.Index(fields=["report"], name="hotline_contact_report"),
        ]

    def __str__(self) -> str:
        return self.number


class CallBack(OfUnit):
    """A missed, silent or dropped call that waits for a person's decision, then the decision."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="call_back")
    subject_id = models.UUIDField()  # as its contact's
    cause = models.CharField(max_length=8, choices=Cause.choices)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    choice = models.CharField(max_length=12, choices=Choice.choices, blank=True)
    why = models.CharField(max_length=16, choices=WhyCode.choices, blank=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hotline_callback_decided_by_somebody",
                condition=models.Q(decided_at=None, decided_by=None, choice="")
                | models.Q(decided_at__isnull=False, decided_by__isnull=False)
                & ~models.Q(choice=""),
            ),
            models.CheckConstraint(
                name="hotline_callback_calls_only_if_allowed",
                condition=~models.Q(choice="call")
                | models.Q(why__in=["said_yes", "life_in_danger"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "due_at"],
                name="hotline_callback_open",
                condition=models.Q(decided_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.cause


class Flag(OfUnit):
    """What is remembered of a number for a while, and why. It is shown and silences nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    identifier_digest = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=FlagKind.choices)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hotline_flag_ends",
                condition=models.Q(expires_at__gt=models.F("set_at")),
            )
        ]
        indexes = [
            models.Index(fields=["unit_id", "identifier_digest"], name="hotline_flag_number")
        ]

    def __str__(self) -> str:
        return self.kind


class ChatImport(OfUnit):
    """One *Ekspor chat* that was taken in: what was new of it, and when it left the phone."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="chats")
    subject_id = models.UUIDField()  # as its contact's: the report
    raw = models.OneToOneField(Raw, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    n_new = models.PositiveIntegerField()
    n_known = models.PositiveIntegerField()
    n_files = models.PositiveIntegerField(default=0)
    n_held = models.PositiveIntegerField(default=0)  # files that can be shown to nobody
    deleted_at = models.DateTimeField(null=True)  # from the phone, as a person says
    deleted_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hotline_chatimport_deleted_by_somebody",
                condition=models.Q(deleted_at=None, deleted_by=None)
                | models.Q(deleted_at__isnull=False, deleted_by__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["contact", "-taken_at"], name="hotline_chatimport_newest")]

    def __str__(self) -> str:
        return f"{self.n_new}"
