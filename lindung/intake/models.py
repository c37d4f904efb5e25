"""Reports: the first telling, from whatever channel, and the thread with whoever told it."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lindung.core.models import DataKey, OfUnit, StoredFile
from lindung.core.seal import SealedTextField
from lindung.intake.codes import (
    About,
    Authority,
    CaseType,
    Channel,
    FileKind,
    Finding,
    Form,
    Institution,
    Relation,
    Request,
    Risk,
    Sender,
    SetBy,
    State,
)
from lindung.people.codes import Disability, PersonRole, Tri


class Report(OfUnit):
    """One telling. Three fields make one: channel, what, about. Everything else may follow."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.CharField(max_length=12, unique=True)  # P-2611-7Q9MX
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    about = models.CharField(max_length=16, choices=About.choices)
    received_at = models.DateTimeField()  # when the unit knew; may be back-dated
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField(null=True)  # staff; null: through the public door
    on_behalf_of = models.UUIDField(null=True)  # the colleague who took it
    area = models.ForeignKey(
        "directory.Area", on_delete=models.PROTECT, null=True, related_name="+"
    )  # kecamatan or district of the place
    anonymous = models.BooleanField(default=False)
    child = models.CharField(max_length=9, choices=Tri.choices, default=Tri.NOT_ASKED)
    limits_told_at = models.DateTimeField(null=True)  # *batas kerahasiaan*
    limits_told_by = models.UUIDField(null=True)  # staff; null: she read them at the door, or not
    limits_told_in = models.CharField(max_length=12, choices=Channel.choices, blank=True)

    emergency = models.BooleanField(default=False)  # *darurat sekarang*: an axis of its own
    risk = models.CharField(max_length=10, choices=Risk.choices, default=Risk.UNASSESSED)
    risk_set_by = models.CharField(max_length=7, choices=SetBy.choices, default=SetBy.MACHINE)
    look_due_at = models.DateTimeField()  # first look by a human
    looked_at = models.DateTimeField(null=True)
    looked_by = models.UUIDField(null=True)
    respond_due_at = models.DateTimeField(null=True)  # service begins; null: no limit known
    responded_at = models.DateTimeField(null=True)
    handled_by = models.UUIDField(null=True)  # who said *Saya tangani*
    flood = models.BooleanField(default=False)  # *arus deras*: same clock, a tab of its own

    case_types = ArrayField(models.CharField(max_length=8, choices=CaseType.choices), default=list)
    forms = ArrayField(models.CharField(max_length=14, choices=Form.choices), default=list)
    relation = models.CharField(max_length=10, choices=Relation.choices, default=Relation.UNKNOWN)
    authority = models.CharField(max_length=8, choices=Authority.choices, blank=True)
    finding = models.CharField(max_length=16, choices=Finding.choices, blank=True)
    disability = ArrayField(
        models.CharField(max_length=12, choices=Disability.choices), default=list
    )
    institution_named = models.CharField(
        max_length=9, choices=Tri.choices, default=Tri.NOT_ASKED
    )  # the question on police, officials, staff and relatives
    institutions = ArrayField(
        models.CharField(max_length=14, choices=Institution.choices), default=list
    )
    complaint_unit = models.ForeignKey(
        "directory.Unit", on_delete=models.PROTECT, null=True, related_name="+"
    )  # whose staff a complaint is about; it is filed in another unit
    joined_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(null=True)  # the telling
    place = SealedTextField(null=True)
    needs = SealedTextField(null=True)  # what she asks for; what helps with a disability
    named = SealedTextField(null=True)  # who is named: institution, rank, office
    source = SealedTextField(null=True)  # who told it, when nobody's person row fits
    outcome = SealedTextField(null=True)  # what was explained when it ended without a case

    # The door: only hashes of the code are kept.
    lookup = models.BinaryField(null=True, unique=True)
    idem = models.BinaryField(null=True, unique=True)
    idem_body = models.BinaryField(null=True)
    mailbox_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, null=True, related_name="+")
    mailbox_box = models.BinaryField(null=True)  # the mailbox key, wrapped by the code
    mailbox_closes_at = models.DateTimeField(null=True)
    decoy_lookup = models.BinaryField(null=True, unique=True)  # second code: an empty mailbox
    decoy_used_at = models.DateTimeField(null=True)  # the silent mark
    waiting_for_reporter = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_report_ended_iff_final",
                condition=models.Q(
                    state__in=["in_case", "informed", "joined", "stopped"], ended_at__isnull=False
                )
                | models.Q(state__in=["received", "read", "triaged"], ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="intake_report_joined_iff_to",
                condition=models.Q(state="joined", joined_to__isnull=False)
                | ~models.Q(state="joined") & models.Q(joined_to__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "-emergency", "look_due_at", "id"],
                name="intake_report_open",
                condition=models.Q(ended_at=None),
            ),
            models.Index(
                fields=["look_due_at"],
                name="intake_report_unlooked",
                condition=models.Q(looked_at=None, ended_at=None),
            ),
            models.Index(
                fields=["unit_id", "handled_by"],
                name="intake_report_mine",
                condition=models.Q(ended_at=None, handled_by__isnull=False),
            ),
            models.Index(fields=["unit_id", "-received_at", "id"], name="intake_report_newest"),
            models.Index(fields=["unit_id", "area", "received_at"], name="intake_report_place"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def has_mailbox(self) -> bool:
        """Say whether whoever told it may come back with a code."""
        return self.mailbox_key_id is not None


class Party(OfUnit):
    """What a person is to a report."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="parties")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=PersonRole.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "person", "role"], name="intake_party_once")
        ]
        indexes = [models.Index(fields=["person"], name="intake_party_person")]

    def __str__(self) -> str:
        return self.role


class Screening(OfUnit):
    """The answers to one instrument, as given, with the level they make. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="screenings")
    instrument = models.CharField(max_length=24)  # code of the instrument: "darurat"
    version = models.PositiveSmallIntegerField()
    answers = models.JSONField()  # item code -> yes, no, unknown, not_asked
    level = models.CharField(max_length=10, choices=Risk.choices)
    emergency = models.BooleanField(default=False)
    answered_by = models.UUIDField(null=True)  # staff; null: the reporter
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.instrument} v{self.version}: {self.level}"


class RiskChange(OfUnit):
    """Each change of a report's risk, with who and why."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="risk_changes")
    old = models.CharField(max_length=10, choices=Risk.choices)
    new = models.CharField(max_length=10, choices=Risk.choices)
    emergency = models.BooleanField(default=False)
    changed_by = models.UUIDField()
    approved_by = models.UUIDField(null=True)  # lowering only
    changed_at = models.DateTimeField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(null=True)

    def __str__(self) -> str:
        return f"{self.old} -> {self.new}"


class Message(OfUnit):
    """One message of the thread between reporter and unit, sealed under the mailbox's key."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="messages")
    sender = models.CharField(max_length=8, choices=Sender.choices)
    staff_id = models.UUIDField(null=True)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    via_decoy = models.BooleanField(default=False)  # written with the second code
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["report", "sent_at"], name="intake_message_thread")]

    def __str__(self) -> str:
        return f"{self.sender} {self.sent_at}"


class ReporterRequest(OfUnit):
    """What whoever holds the code asked for. A person decides; clocks go on meanwhile."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="requests")
    request = models.CharField(max_length=8, choices=Request.choices)
    asked_at = models.DateTimeField()
    via_decoy = models.BooleanField(default=False)  # asked with the second code
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    confirmed = models.BooleanField(null=True)  # by safe contact or in person

    def __str__(self) -> str:
        return self.request


class Attachment(OfUnit):
    """A file that came with a report: the original sealed away, a clean copy for staff."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=16, choices=FileKind.choices)
    original = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    clean_copy = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+"
    )  # metadata stripped; null for sound and video, where only the type was checked
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True)  # staff; null: the reporter
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    file_name = SealedTextField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.size}"


class Draft(models.Model):
    """Answers between two pages of the public form, sealed under what only the cookie knows.

    Belongs to no unit, since none is known yet. Gone at exit, at sending, after 30 minutes.
    """

    lookup = models.BinaryField(primary_key=True)  # a hash of the cookie's token
    box = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "draft"


class DraftFile(models.Model):
    """A file of a draft, sealed as the draft is."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    box = models.BinaryField()
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return "draft file"


class DoorEvent(models.Model):
    """Counts for friction at the public door, by network: never who, never what."""

    id = models.BigAutoField(primary_key=True)
    network = models.BigIntegerField()  # blind digest of a /24 or /64, renewed daily
    event = models.CharField(max_length=8, choices=[("report", "report"), ("miss", "miss")])
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["network", "event", "at"], name="intake_door_recent"),
            models.Index(
                fields=["at"], name="intake_door_misses", condition=models.Q(event="miss")
            ),
        ]

    def __str__(self) -> str:
        return self.event


class DoorWait(models.Model):
    """A place in the line before the public door: of a blind number of a network, for seconds."""

    id = models.UUIDField(primary_key=True)  # the ticket; whoever waits holds it
    network = models.BigIntegerField()
    due_at = models.DateTimeField(db_index=True)
    used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "place"


class PaperNumber(OfUnit):
    """A number printed on a paper form, for the night without power. Used once, when typed in."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.CharField(max_length=12, unique=True)
    issued_by = models.UUIDField()
    issued_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number
