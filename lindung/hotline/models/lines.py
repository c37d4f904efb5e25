"""Connected channels: the line, the thread with each address, what goes out, files held back."""

from uuid import uuid4

from django.db import models

from lindung.core.models import DataKey, OfUnit, StoredFile
from lindung.core.seal import SealedTextField
from lindung.hotline.codes.lines import (
    UNSENT,
    Driver,
    Fault,
    Held,
    LeaveWhy,
    LetterKind,
    LetterState,
    Safe,
)
from lindung.hotline.models.contact import Contact, Raw
from lindung.hotline.models.escalation import Attempt
from lindung.intake.codes import Channel


class ChannelLine(OfUnit):
    """How a unit is connected to one channel. It takes and sends only while it is open."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    driver = models.CharField(max_length=8, choices=Driver.choices)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    settings = SealedTextField(null=True)  # JSON: places, names, secrets
    question = SealedTextField(null=True)  # asked at the first message; empty: nothing is asked
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()
    decision = SealedTextField(null=True)  # number of the controller's decision and its DPIA
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    looked_at = models.DateTimeField(null=True)  # *yang terlihat di HP pelapor*, on a real phone
    looked_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)  # null: closed
    opened_by = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)  # whoever listens said that it is alive
    up = models.BooleanField(default=False)
    fault = models.CharField(max_length=12, choices=Fault.choices, blank=True)
    n_broken = models.PositiveIntegerField(default=0)  # messages that could not be read
    cursor = models.CharField(max_length=80, blank=True)  # how far was read: the channel's numbers

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "channel"], name="hotline_line_once"),
            models.CheckConstraint(
                name="hotline_line_opens_after_a_look",
                condition=models.Q(opened_at=None)
                | models.Q(looked_at__isnull=False, opened_by__isnull=False),
            ),
            models.CheckConstraint(
                name="hotline_line_abroad_is_decided",
                condition=models.Q(opened_at=None)
                | ~models.Q(channel__in=[Channel.WHATSAPP, Channel.TELEGRAM])
                | models.Q(decided_at__isnull=False, decision__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.channel


class Thread(OfUnit):
    """Whoever writes from one address of one channel, and the report it belongs to now."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    address_hash = models.BinaryField()  # a keyed hash: by it the next message is known again
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="threads")
    subject_id = models.UUIDField()  # its report: `Blocked` hides it
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    address = SealedTextField(null=True)
    tail = SealedTextField(null=True)  # what the channel needs to answer: the last message's name
    last_in_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)  # whether an answer is safe
    safe = models.CharField(max_length=3, choices=Safe.choices, blank=True)
    safe_at = models.DateTimeField(null=True)
    safe_by = models.UUIDField(null=True)  # staff, or the machine that read her answer

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "channel", "address_hash"], name="hotline_thread_once"
            )
        ]
        indexes = [models.Index(fields=["subject_id"], name="hotline_thread_subject")]

    def __str__(self) -> str:
        return self.channel


class Letter(OfUnit):
    """Something that goes out, written with the act that wants it, and sent later by the worker."""

    id = models.UUIDField(primary_key=True, default=uuid4)  # the channel's key: sent once
    channel = models.CharField(max_length=12, choices=Channel.choices)
    kind = models.CharField(max_length=8, choices=LetterKind.choices)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, null=True, related_name="letters")
    message = models.OneToOneField(
        "intake.Message", on_delete=models.PROTECT, null=True, related_name="+"
    )
    attempt = models.OneToOneField(
        Attempt, on_delete=models.PROTECT, null=True, related_name="letter"
    )
    template = models.CharField(max_length=64, blank=True)  # a name of neutral words, if needed
    written_by = models.UUIDField()
    why = models.CharField(max_length=16, choices=LeaveWhy.choices)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(null=True)  # why a life is in danger
    state = models.CharField(max_length=9, choices=LetterState.choices, default=LetterState.QUEUED)
    code = models.CharField(max_length=40, blank=True)  # the channel's own, when it failed
    n_tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()  # leased: until then another sender leaves it alone
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    outside_id = models.BinaryField(null=True)  # a keyed hash of the channel's name for it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "channel", "outside_id"], name="hotline_letter_outside"
            ),
            models.CheckConstraint(
                name="hotline_letter_to_one",
                condition=models.Q(thread__isnull=False, attempt=None)
                | models.Q(thread=None, attempt__isnull=False, kind=LetterKind.ALARM),
            ),
            models.CheckConstraint(
                name="hotline_letter_sent_has_moment",
                condition=~models.Q(state__in=["sent", "delivered", "read"])
                | models.Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "channel", "due_at"],
                name="hotline_letter_due",
                condition=models.Q(state__in=UNSENT),
            ),
            models.Index(fields=["thread", "queued_at"], name="hotline_letter_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class HeldFile(OfUnit):
    """A file that came: kept sealed as it was and shown to nobody, since it may be anything."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    raw = models.ForeignKey(Raw, on_delete=models.PROTECT, related_name="held_files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=9, choices=Held.choices)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField(null=True)

    def __str__(self) -> str:
        return self.why
