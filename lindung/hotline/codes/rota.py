"""The words of the rota. Codes are stored: add new ones, never change old ones."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Seat(TextChoices):
    """What somebody on the rota is at that hour."""

    DUTY = "duty", _("on duty")
    BACKUP = "backup", _("back-up")


class Days(TextChoices):
    """On which days a fixed shift is kept."""

    EVERY = "every", _("every day")
    WORK = "work", _("working days")
    OFF = "off", _("weekends and holidays")


class Season(TextChoices):
    """For which time of the year a template is meant."""

    ORDINARY = "ordinary", _("ordinary time")
    RAMADAN = "ramadan", _("Ramadan")
    HOLIDAY = "holiday", _("long holidays")


class Changes(TextChoices):
    """How often the turn passes to the next person."""

    SHIFT = "shift", _("at every shift")
    DAY = "day", _("every day")
    WEEK = "week", _("every week")


class Gap(TextChoices):
    """Why a minute of the rota counts as uncovered."""

    NOBODY = "nobody", _("nobody is on duty")
    NOT_READY = "not_ready", _("the one on duty has no confirmed phone")


class TakeOver(TextChoices):
    """How a change of a published rota stands."""

    ASKED = "asked", _("asked")
    AGREED = "agreed", _("agreed")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DayKind(TextChoices):
    """What the district's own table says of a day."""

    OFF = "off", _("holiday")
    WORK = "work", _("working day after all")


class Instance(TextChoices):
    """Who is called by a person when nobody of the unit can be: no machine rings them."""

    OFFICE = "office", _("Office (Dinas)")
    POLICE = "police", _("110 or the Polres")
    EMERGENCY = "emergency", _("112")
    PROVINCE = "province", _("Provincial UPTD PPA")


class Way(TextChoices):
    """How somebody of the staff can be reached. Whether it is connected is another question."""

    SCREEN = "screen", _("this site, on a screen")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")
    CALL = "call", _("phone call")
    EMAIL = "email", _("e-mail")
