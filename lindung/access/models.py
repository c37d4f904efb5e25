"""Staff accounts. Never the people who are protected: those are in `people`."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from lindung.access.codes import Ask, Role, Scope, Sex
from lindung.core.actor import Actor
from lindung.core.models import DataKey
from lindung.core.seal import SealedTextField


class StaffAccounts(BaseUserManager["Staff"]):
    """Finds accounts by e-mail, whatever its case. allauth and Django ask for a manager."""

    def get_queryset(self) -> models.QuerySet["Staff"]:
        """Bring the unit along: every request of theirs needs it."""
        return super().get_queryset().select_related("unit")

    def get_by_natural_key(self, username: str | None) -> "Staff":
        """Return the account of an e-mail address."""
        return self.get(email__iexact=username or "")


class Staff(AbstractBaseUser):
    """Someone who signs in. Visible to every unit: signing in comes before a unit is known."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80, blank=True)  # the post, such as "Pendamping PPA"
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=16, choices=Role.choices), default=list)
    is_active = models.BooleanField(default=True)
    one_time = models.BooleanField(default=False)  # the password was given out: change it first
    demo = models.BooleanField(default=False)  # signs in only in demo mode, only on loopback
    language = models.CharField(
        max_length=2, choices=[("id", "Indonesia"), ("en", "English")], default="id"
    )
    made_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[StaffAccounts] = StaffAccounts()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="access_staff_email_once")]

    def __str__(self) -> str:
        return self.name

    def actor(self) -> Actor:
        """Return what decisions need to know of this person."""
        return Actor(id=self.id, roles=frozenset(self.roles), unit_id=self.unit_id, name=self.name)


class ApiToken(models.Model):
    """A machine's way in, of which only a hash is kept. It acts as one staff member."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    hash = models.BinaryField(unique=True)  # SHA-256 of 32 random bytes
    scopes = ArrayField(models.CharField(max_length=16, choices=Scope.choices), default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class FieldDevice(models.Model):
    """A phone that somebody takes into the field, of whose secret only a hash is kept.

    It acts as its holder, and only for what they carry: their own open missions.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)  # what its holder calls it
    hash = models.BinaryField(unique=True)  # SHA-256 of 32 random bytes
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    wiped_at = models.DateTimeField(null=True)  # it heard of it and emptied itself

    class Meta:
        indexes = [models.Index(fields=["staff", "-made_at"], name="access_fielddevice_of")]
        constraints = [
            models.CheckConstraint(
                name="access_fielddevice_wiped_after_revoked",
                condition=models.Q(wiped_at=None) | models.Q(revoked_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Witness(models.Model):
    """A second pair of eyes from the office or the province: one act, one hour, then nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    approval_id = models.UUIDField()  # the one thing it may decide
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80)
    hash = models.BinaryField(unique=True)  # SHA-256 of the code read to them
    invited_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Approval(models.Model):
    """Something one person asked and another must agree to.

    Both the unit that asks and the unit that decides see it; they differ when a head has a
    conflict of interest.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    unit_id = models.UUIDField()  # decides; its keys seal the reason
    from_unit_id = models.UUIDField()  # asks; the record is there
    ask = models.CharField(max_length=12, choices=Ask.choices)
    kind = models.CharField(max_length=24)  # "intake.report" or "casework.case"
    subject_id = models.UUIDField()
    number = models.CharField(max_length=12)
    detail = models.CharField(max_length=24, blank=True)  # a code, such as the risk asked for
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_approval_by_another",
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
            ),
            models.UniqueConstraint(
                fields=["subject_id", "ask"],
                condition=models.Q(decided_at=None),
                name="access_approval_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ask} {self.number}"
