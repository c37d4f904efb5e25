"""Alarms: each open report's own row with its due time, calls to people, tries by each way."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lindung.core.models import OfUnit
from lindung.hotline.codes.escalation import (
    AlarmState,
    AttemptState,
    Beat,
    CallKind,
    CallState,
    Finding,
    Severity,
)
from lindung.hotline.codes.rota import Way


class LadderVersion(OfUnit):
    """How a unit lets one severity call. Never changed: the newest row counts for new alarms."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    severity = models.CharField(max_length=6, choices=Severity.choices)
    ladder = models.JSONField()  # codes and minutes
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["unit_id", "severity", "-set_at"], name="hotline_ladder_newest")
        ]

    def __str__(self) -> str:
        return self.severity


class Alarm(OfUnit):
    """A report, or those in the field, call until a person acts. While open it is due, always."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    report_id = models.UUIDField()  # of those in the field the report or case: `Blocked` hides it
    mission_id = models.UUIDField(null=True)  # response.Mission: a danger, a word that did not come
    danger = models.BooleanField(default=False)
    out_there = ArrayField(models.UUIDField(), default=list)  # their screens must not betray them
    number = models.CharField(max_length=12)
    severity = models.CharField(max_length=6, choices=Severity.choices)
    ladder = models.JSONField()  # as it was when the alarm began: codes and minutes
    state = models.CharField(max_length=7, choices=AlarmState.choices, default=AlarmState.RINGING)
    step = models.PositiveSmallIntegerField(default=0)
    rounds = models.PositiveIntegerField(default=0)
    mark = models.CharField(max_length=80, blank=True)  # of the report: codes and an id
    started_at = models.DateTimeField()
    next_due = models.DateTimeField(null=True)
    acked_by = models.UUIDField(null=True)
    acked_at = models.DateTimeField(null=True)
    n_reopened = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report_id"],
                condition=models.Q(ended_at=None, mission_id=None),
                name="hotline_alarm_one_a_report",
            ),
            models.UniqueConstraint(
                fields=["mission_id"],
                condition=models.Q(ended_at=None),
                name="hotline_alarm_one_a_mission",
            ),
            models.CheckConstraint(
                name="hotline_alarm_open_is_due",
                condition=models.Q(ended_at__isnull=False, state=AlarmState.ENDED)
                | models.Q(
                    models.Q(ended_at=None, next_due__isnull=False)
                    & ~models.Q(state=AlarmState.ENDED)
                ),
            ),
            models.CheckConstraint(
                name="hotline_alarm_acked_by_somebody",
                condition=~models.Q(state=AlarmState.ACKNOWLEDGED)
                | models.Q(acked_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_due"], name="hotline_alarm_due", condition=models.Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.number


class Drill(OfUnit):
    """*Uji siaga*: everybody on the rota is called for nothing, and must answer."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    started_by = models.UUIDField()
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.started_at}"


class Call(OfUnit):
    """One call to one person, for one alarm or many: it says how many wait, and nothing of them."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    staff_id = models.UUIDField()
    kind = models.CharField(max_length=5, choices=CallKind.choices, default=CallKind.ALARM)
    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, null=True, related_name="calls")
    severity = models.CharField(max_length=6, choices=Severity.choices)
    state = models.CharField(max_length=8, choices=CallState.choices, default=CallState.WAITING)
    breaks = models.BooleanField(default=False)  # a new emergency broke the joining
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    rung_at = models.DateTimeField(null=True)
    n_waiting = models.PositiveIntegerField(default=0)  # when it rang
    answered_at = models.DateTimeField(null=True)
    pin = models.CharField(max_length=4, blank=True)  # four digits that stand in this call alone
    link = models.BinaryField(null=True, unique=True)  # a hash of the address that answers it
    open_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff_id"],
                condition=models.Q(state=CallState.WAITING, kind=CallKind.ALARM),
                name="hotline_call_one_waiting",
            ),
            models.CheckConstraint(
                name="hotline_call_rung_has_moment",
                condition=models.Q(state__in=[CallState.WAITING, CallState.DROPPED])
                | models.Q(rung_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="hotline_call_waiting",
                condition=models.Q(state=CallState.WAITING),
            ),
            models.Index(fields=["unit_id", "staff_id", "-rung_at"], name="hotline_call_last"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class CallFor(OfUnit):
    """One of the alarms that a call is for."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="reasons")
    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="calls")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "alarm"], name="hotline_callfor_once")
        ]

    def __str__(self) -> str:
        return f"{self.call_id}"


class Attempt(OfUnit):
    """One try of one call by one way. Its id is the key by which a channel sends it only once."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="attempts")
    way = models.CharField(max_length=8, choices=Way.choices)
    rank = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=8, choices=AttemptState.choices, default=AttemptState.WAITING
    )
    n_tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField()  # until then another sender leaves it alone
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "way"], name="hotline_attempt_once")]
        indexes = [
            models.Index(
                fields=["lease_until"],
                name="hotline_attempt_waiting",
                condition=models.Q(state=AttemptState.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.state}"


class Heartbeat(models.Model):
    """When each part of the calling last said that it is alive. Of the whole house, no unit's."""

    name = models.CharField(max_length=8, choices=Beat.choices, primary_key=True)
    at = models.DateTimeField()
    finding = models.CharField(max_length=9, choices=Finding.choices, default=Finding.FINE)
    late_s = models.PositiveIntegerField(default=0)  # how late the latest call was, in seconds

    def __str__(self) -> str:
        return self.name
