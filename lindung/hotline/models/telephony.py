"""Calls that the site's switchboard told, and how its line stands."""

from uuid import uuid4

from django.db import models

from lindung.core.models import OfUnit
from lindung.hotline.codes.telephony import CallStage, DialKind, DialState, Source, Trouble
from lindung.hotline.models.contact import CallBack, Contact

HER_PHONE_RANG = (DialState.REACHED, DialState.NOT_REACHED, DialState.UNKNOWN)


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
    trouble = models.CharField(max_length=12, choices=Trouble.choices, blank=True)
    may_dial = models.BooleanField(null=True)  # None: not tried yet
    may_steer = models.BooleanField(null=True)  # put people of the rota into the queue; as above
    n_in_queue = models.PositiveIntegerField(null=True)  # phones the queue rings now
    n_unproved = models.PositiveIntegerField(default=0)  # on duty, without a proved phone

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_id"], name="hotline_pbxline_one_a_unit")
        ]

    def __str__(self) -> str:
        return "up" if self.up else "down"


class PbxDial(OfUnit):
    """One call out: a colleague's phone rings first, then the other one. Once, never repeated.

    It holds no number: both are opened at the moment of dialling, after asking again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField(max_length=9, choices=DialKind.choices)
    staff_id = models.UUIDField()  # whose phone rings first
    call_back = models.ForeignKey(
        CallBack, on_delete=models.PROTECT, null=True, related_name="dials"
    )
    attempt_id = models.UUIDField(null=True, unique=True)  # of an alarm
    state = models.CharField(max_length=11, choices=DialState.choices, default=DialState.WAITING)
    asked_at = models.DateTimeField()
    dialled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hotline_pbxdial_is_one",
                condition=models.Q(kind="call_back", attempt_id=None, call_back__isnull=False)
                | models.Q(kind="alarm", call_back=None, attempt_id__isnull=False),
            ),
            models.CheckConstraint(
                name="hotline_pbxdial_open_iff_live",
                condition=models.Q(state__in=["waiting", "ringing", "picked_up"], ended_at=None)
                | ~models.Q(state__in=["waiting", "ringing", "picked_up"])
                & models.Q(ended_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["call_back"],
                condition=models.Q(ended_at=None),
                name="hotline_pbxdial_one_a_call_back",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="hotline_pbxdial_live",
                condition=models.Q(ended_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.state

    @property
    def her_phone_rang(self) -> bool:
        """Say whether the other phone rang or may have: then it is not dialled again."""
        return self.state in HER_PHONE_RANG
