"""The people of reports and cases, and how each may safely be reached."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lindung.access.codes import Sex
from lindung.core.models import DataKey, OfUnit
from lindung.core.seal import SealedTextField
from lindung.people.codes import AgeBand, ContactChannel, Disability, Tri, WhoSees


class Person(OfUnit):
    """Somebody a report or a case is about, or who tells of it. Nothing here is ever required."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField(null=True)
    aliases = SealedTextField(null=True)
    nik = SealedTextField(null=True)
    birth_date = SealedTextField(null=True)  # ISO, or a year alone
    phone = SealedTextField(null=True)
    email = SealedTextField(null=True)
    address = SealedTextField(null=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices, default=AgeBand.UNKNOWN)
    disability = ArrayField(
        models.CharField(max_length=12, choices=Disability.choices), default=list
    )
    nik_digest = models.BigIntegerField(null=True)
    phone_digest = models.BigIntegerField(null=True)
    email_digest = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # the name index sweeps what changed since it last looked

    class Meta:
        indexes = [
            models.Index(
                fields=["unit_id", name],
                name=f"people_{name}",
                condition=models.Q(**{f"{name}__isnull": False}),
            )
            for name in ("nik_digest", "phone_digest", "email_digest")
        ] + [models.Index(fields=["changed_at"], name="people_changed")]

    def __str__(self) -> str:
        return str(self.id)


class SafeContact(OfUnit):
    """How one person said she may be reached. Only added to; the newest of a channel counts."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="safe_contacts")
    channel = models.CharField(max_length=8, choices=ContactChannel.choices)
    allowed = models.CharField(max_length=9, choices=Tri.choices, default=Tri.NOT_ASKED)
    from_time = models.TimeField(null=True)  # in the unit's time zone; both null: any hour she said
    until_time = models.TimeField(null=True)
    who_sees = ArrayField(models.CharField(max_length=8, choices=WhoSees.choices), default=list)
    message_allowed = models.CharField(max_length=9, choices=Tri.choices, default=Tri.NOT_ASKED)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    code_word = SealedTextField(null=True)
    cover_text = SealedTextField(null=True)
    stated_by = models.UUIDField(null=True)  # staff who wrote it down; null: she herself
    stated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "channel", "-stated_at"], name="people_contact_newest")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.allowed}"
