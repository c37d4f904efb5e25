"""Places and units. Known to everyone in the house; never a word about a client."""

from uuid import uuid4

from django.db import models

from lindung.core.models import OfUnit
from lindung.directory.codes import Level, Limit, TimeZone, UnitKind


class Area(models.Model):
    """A province, district or kecamatan under its Kemendagri code, with its BPS code beside it."""

    code = models.CharField(max_length=13, primary_key=True)  # Kemendagri: 64.08
    bps_code = models.CharField(max_length=4, null=True, unique=True)  # noqa: DJ001  # 6404, or unknown
    level = models.CharField(max_length=12, choices=Level.choices)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    n_women = models.PositiveIntegerField(null=True)
    n_men = models.PositiveIntegerField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An office that takes reports and protects people, or decides for one from outside.

    One with `practice_of` is no office: colleagues of that other unit practise in it on invented
    cases. No list offers it, no report comes to it, and no figure counts it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    code = models.SlugField(max_length=20, unique=True)  # "kutim": part of a command and an address
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=UnitKind.choices, default=UnitKind.UPTD)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    time_zone = models.CharField(max_length=16, choices=TimeZone.choices, default=TimeZone.WIB)
    host = models.CharField(max_length=120, blank=True)  # host name that is this unit's own door
    is_default = models.BooleanField(default=False)  # takes reports that name no place
    approver = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=30, blank=True)  # the duty phone, shown to the public
    whatsapp = models.CharField(max_length=30, blank=True)
    opened_at = models.DateTimeField()
    practice_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)  # practice began anew elsewhere; nobody works here

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="directory_one_default_unit",
            ),
            models.UniqueConstraint(
                fields=["practice_of"],
                condition=models.Q(ended_at=None),
                name="directory_one_practice_at_a_time",
            ),
            # Whatever would bring the public or another unit to it stays empty.
            models.CheckConstraint(
                name="directory_practice_has_no_door",
                condition=models.Q(practice_of=None)
                | models.Q(is_default=False, host="", phone="", whatsapp="", approver=None),
            ),
            models.CheckConstraint(
                name="directory_only_practice_ends",
                condition=models.Q(ended_at=None) | models.Q(practice_of__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitLimit(OfUnit):
    """A limit this unit set for itself, in minutes. The newest row of a kind counts."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    limit = models.CharField(max_length=24, choices=Limit.choices)
    minutes = models.PositiveIntegerField()
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit_id", "limit", "-set_at"], name="directory_limit")]

    def __str__(self) -> str:
        return f"{self.limit}: {self.minutes}"
