"""The rota: patterns, plans, shifts, what was taken over, holidays, phones, the hand-over."""

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from lindung.core.models import DataKey, OfUnit
from lindung.core.seal import SealedTextField
from lindung.hotline.codes.rota import (
    Changes,
    DayKind,
    Days,
    Instance,
    Season,
    Seat,
    TakeOver,
    Way,
)

DURING = models.Func(
    "begin_at", "end_at", function="tstzrange", output_field=models.DateTimeField()
)  # from its begin up to its end, which is not in it
SAME, MEET = "=", "&&"
ENDS_LATER = models.Q(end_at__gt=models.F("begin_at"))


class Template(OfUnit):
    """A pattern of fixed shifts, such as two of twelve hours, for a time of the year."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    season = models.CharField(max_length=8, choices=Season.choices, default=Season.ORDINARY)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.season


class TemplateSlot(OfUnit):
    """One fixed shift of a pattern."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="slots")
    starts = models.TimeField()
    ends = models.TimeField()
    days = models.CharField(max_length=5, choices=Days.choices, default=Days.EVERY)

    def __str__(self) -> str:
        return f"{self.starts:%H.%M}–{self.ends:%H.%M}"


class Plan(OfUnit):
    """A rota for some weeks: first a draft, then published, when it rings."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    begin_at = models.DateTimeField()
    end_at = models.DateTimeField()
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    changes = models.CharField(max_length=5, choices=Changes.choices)
    with_backup = models.BooleanField(default=True)
    gap_minutes = models.PositiveIntegerField(default=0)  # counted when it was published
    standing_cover = models.UUIDField(null=True)  # staff: rings in every uncovered minute
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="hotline_plan_ends_later", condition=ENDS_LATER),
            models.CheckConstraint(
                name="hotline_plan_gap_has_cover",
                condition=models.Q(published_at=None)
                | models.Q(gap_minutes=0)
                | models.Q(standing_cover__isnull=False),
            ),
            ExclusionConstraint(
                name="hotline_plan_one_at_a_time",
                expressions=[("unit_id", SAME), (DURING, MEET)],
                condition=models.Q(published_at__isnull=False, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begin_at} – {self.end_at}"


class Shift(OfUnit):
    """Somebody has a seat for some hours of a plan."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="shifts")
    seat = models.CharField(max_length=6, choices=Seat.choices)
    staff_id = models.UUIDField()
    begin_at = models.DateTimeField()
    end_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="hotline_shift_ends_later", condition=ENDS_LATER),
            ExclusionConstraint(
                name="hotline_shift_one_a_seat",
                expressions=[("plan", SAME), ("seat", SAME), (DURING, MEET)],
            ),
            ExclusionConstraint(
                name="hotline_shift_one_place",
                expressions=[("plan", SAME), ("staff_id", SAME), (DURING, MEET)],
            ),
        ]
        indexes = [models.Index(fields=["unit_id", "end_at"], name="hotline_shift_now")]

    def __str__(self) -> str:
        return f"{self.seat} {self.begin_at}"


class Cover(OfUnit):
    """Some hours of a published rota taken over from a colleague: asked and agreed, or ordered.

    Two of them with one `swap_id` are a swap: both hold, or neither.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    seat = models.CharField(max_length=6, choices=Seat.choices)
    staff_id = models.UUIDField()  # takes it over
    instead_of = models.UUIDField(null=True)
    begin_at = models.DateTimeField()
    end_at = models.DateTimeField()
    swap_id = models.UUIDField(null=True)
    state = models.CharField(max_length=9, choices=TakeOver.choices, default=TakeOver.ASKED)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="hotline_cover_ends_later", condition=ENDS_LATER),
            ExclusionConstraint(
                name="hotline_cover_one_a_seat",
                expressions=[("unit_id", SAME), ("seat", SAME), (DURING, MEET)],
                condition=models.Q(state=TakeOver.AGREED),
            ),
            ExclusionConstraint(
                name="hotline_cover_one_place",
                expressions=[("unit_id", SAME), ("staff_id", SAME), (DURING, MEET)],
                condition=models.Q(state=TakeOver.AGREED),
            ),
        ]
        indexes = [models.Index(fields=["unit_id", "end_at"], name="hotline_cover_now")]

    def __str__(self) -> str:
        return f"{self.state} {self.begin_at}"


class OwnDay(OfUnit):
    """A day that the district keeps otherwise than the country: its anniversary, an election."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    on = models.DateField()
    kind = models.CharField(max_length=4, choices=DayKind.choices)
    name = models.CharField(max_length=60)
    added_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "on"], name="hotline_ownday_once")
        ]

    def __str__(self) -> str:
        return self.name


class StandingCover(OfUnit):
    """*Penanggung jawab bila kosong*: who answers when the rota does not, the first one first.

    Staff are rung by the machine; an institution is shown with its number, and a person dials it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    rank = models.PositiveSmallIntegerField()
    staff_id = models.UUIDField(null=True)
    instance = models.CharField(max_length=9, choices=Instance.choices, blank=True)
    named_by = models.UUIDField()
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "rank"],
                condition=models.Q(ended_at=None),
                name="hotline_standing_rank",
            ),
            models.CheckConstraint(
                name="hotline_standing_is_one",
                condition=models.Q(staff_id=None) ^ models.Q(instance=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}"


class Reach(OfUnit):
    """How one colleague is reached: a number, proved by a code that was read to its holder."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    staff_id = models.UUIDField()
    way = models.CharField(max_length=8, choices=Way.choices)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    address = SealedTextField(null=True)  # a private number of somebody who is not a client
    made_at = models.DateTimeField()
    code_hash = models.BinaryField(null=True)
    code_by = models.UUIDField(null=True)  # who drew the code and reads it out
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    verified_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff_id", "way"],
                condition=models.Q(ended_at=None),
                name="hotline_reach_one_a_way",
            )
        ]

    def __str__(self) -> str:
        return self.way


class HandOver(OfUnit):
    """A change of duty, spoken in three minutes and signed by both."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    n_open = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hotline_handover_by_two",
                condition=models.Q(taken_by=None) | ~models.Q(taken_by=models.F("given_by")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.given_at}"


class CalendarKey(models.Model):
    """The secret address of one colleague's calendar, of which only a hash is kept.

    Read before a unit is known; it tells hours with a neutral title and nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    unit_id = models.UUIDField()
    staff_id = models.UUIDField()
    hash = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "calendar"
