"""What somebody decided about a case, and a second person with them."""

from django.db import models

from lindung.casework.codes import (
    CloseReason,
)
from lindung.casework.models.case import Case, OfCase
from lindung.core.models import DataKey
from lindung.core.seal import SealedTextField
from lindung.intake.codes import Risk


class CaseRiskChange(OfCase):
    """Each change of a case's risk, with who and why."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="risk_changes")
    old = models.CharField(max_length=10, choices=Risk.choices)
    new = models.CharField(max_length=10, choices=Risk.choices)
    emergency = models.BooleanField(default=False)
    changed_by = models.UUIDField()
    approved_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(null=True)

    def __str__(self) -> str:
        return f"{self.old} -> {self.new}"


class Closing(OfCase):
    """The end of service: checklist, reason, who asked and who agreed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closings")
    reason = models.CharField(max_length=12, choices=CloseReason.choices)
    checks = models.JSONField()  # Check -> yes, no
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    agreed_by = models.UUIDField(null=True)
    agreed_at = models.DateTimeField(null=True)
    refused_by = models.UUIDField(null=True)
    refused_at = models.DateTimeField(null=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_closing_by_two",
                condition=models.Q(agreed_by=None) | ~models.Q(agreed_by=models.F("asked_by")),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(agreed_at=None, refused_at=None),
                name="casework_closing_one_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class BreakGlass(OfCase):
    """A reading with a reason by somebody who is not on the case: an hour, told and reviewed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "case", "until"], name="casework_breakglass_now")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.until}"
