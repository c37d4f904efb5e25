"""Calls that the site's switchboard told, and how its line stands."""

from uuid import uuid4

from django.db import models

from lindung.core.models import OfUnit
from lindung.hotline.codes.telephony import CallStage, Source
from lindung.hotline.models.contact import Contact


class PbxCall(OfUnit):
    """One call from outside, as the switchboard tells it; its contact stands since it rang."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    pbx = models.CharField(max_length=40, blank=True)  # the switchboard's own name
    linked_id = models.CharField(max_length=64)  # its name of the call: machine, second, number
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="pbx_call")
    stage = models.CharField(max_length=10, choices=CallStage.choices)
    source = models.CharField(max_length=5, choices=Source.choices)
    heard_at = models.DateTimeField()  # when we first heard of it, by the database's clock
    waited_s = models.PositiveIntegerField(null=True)
    talked_s = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "pbx", "linked_id"], name="hotline_pbxcall_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["heard_at"],
                name="hotline_pbxcall_open",
                condition=models.Q(stage__in=[CallStage.RINGING, CallStage.LEFT]),
            )
        ]

    def __str__(self) -> str:
        return self.stage


class PbxLine(OfUnit):
    """How the connection to the switchboard stands, and how far its logs were read. One a unit."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    seen_at = models.DateTimeField()  # the process that listens said that it is alive
    up = models.BooleanField(default=False)  # and signed in at the switchboard
    log_readable = models.BooleanField(default=False)
    n_broken = models.PositiveIntegerField(default=0)  # messages that could not be read
    log_file = models.BigIntegerField(null=True)
    log_offset = models.BigIntegerField(null=True)
    cdr_file = models.BigIntegerField(null=True)
    cdr_offset = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_id"], name="hotline_pbxline_one_a_unit")
        ]

    def __str__(self) -> str:
        return "up" if self.up else "down"
