"""Referrals: what was asked of whom, what left, and how it was answered."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lindung.core.models import DataKey, OfUnit
from lindung.core.seal import SealedTextField
from lindung.referral import codes


class Referral(OfUnit):
    """One request to another office. Responsibility stays with the unit."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey("response.Partner", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=codes.Purpose.choices)
    items = ArrayField(models.CharField(max_length=8, choices=codes.Item.choices), default=list)
    urgent = models.BooleanField(default=False)
    state = models.CharField(
        max_length=9, choices=codes.State.choices, default=codes.State.PREPARED
    )
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    phoned_at = models.DateTimeField(null=True)
    letter_number = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.UUIDField(null=True)
    due_at = models.DateTimeField(null=True)
    link_hash = models.BinaryField(null=True)
    code_hash = models.BinaryField(null=True)
    link_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    asked = SealedTextField(null=True)  # in the unit's words
    phoned = SealedTextField(null=True)  # who said yes on the phone
    content = SealedTextField(null=True)  # exactly what left, as JSON: label -> words
    answered_by = SealedTextField(null=True)  # name and number, as typed
    reply = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="referral_sent_with_its_clock",
                condition=models.Q(state__in=["prepared", "withdrawn", "ended"])
                | models.Q(sent_at__isnull=False, due_at__isnull=False, content__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_over_has_no_link",
                condition=~models.Q(state__in=["prepared", "withdrawn", "ended"])
                | models.Q(link_hash=None, code_hash=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "due_at"],
                name="referral_open",
                condition=models.Q(state__in=["sent", "received", "accepted"]),
            ),
            models.Index(
                fields=["link_hash"],
                name="referral_link",
                condition=models.Q(link_hash__isnull=False),
            ),
            models.Index(fields=["case", "-made_at"], name="referral_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"


class PartnerTest(OfUnit):
    """Somebody called a partner's night number to see whether anybody answers."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    partner = models.ForeignKey("response.Partner", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.UUIDField()
    answered = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["partner", "-at"], name="referral_test_newest")]

    def __str__(self) -> str:
        return f"{self.answered} {self.at}"
