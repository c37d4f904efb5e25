"""The words of alarms. Codes are stored: add new ones, never change old ones."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Severity(TextChoices):
    """How loudly a report calls. *Belum dinilai* calls as medium."""

    NOW = "now", _("Emergency now")
    HIGH = "high", _("High risk")
    MEDIUM = "medium", _("Medium risk, or not yet assessed")
    LOW = "low", _("Low risk")


class Who(TextChoices):
    """Whom a rung of the ladder calls."""

    DUTY = "duty", _("officer on duty")
    BACKUP = "backup", _("back-up officer")
    HEAD = "head", _("head of the unit")
    EVERYONE = "everyone", _("everybody on the rota and the head")


class AlarmState(TextChoices):
    """How an alarm stands. Only a person's act ends one."""

    RINGING = "ringing", _("calling")
    ACKNOWLEDGED = "acked", _("somebody looks after it")
    ENDED = "ended", _("ended")


class CallState(TextChoices):
    """How one call to one person stands. Sent is not seen."""

    WAITING = "waiting", _("about to be called")
    RUNG = "rung", _("called, no answer yet")
    ANSWERED = "answered", _("answered")
    DROPPED = "dropped", _("no longer needed")


class CallKind(TextChoices):
    """Why somebody is called."""

    ALARM = "alarm", _("reports wait")
    DRILL = "drill", _("drill")


class AttemptState(TextChoices):
    """What became of one try by one way."""

    WAITING = "waiting", _("waits to be sent")
    SENT = "sent", _("sent; that is not seen")
    FAILED = "failed", _("could not be sent")
    NOT_CONNECTED = "no_link", _("not connected")


class Beat(TextChoices):
    """Who says regularly that it is alive."""

    TICK = "tick", _("the caller")
    SENDER = "sender", _("the sender")
    AUDITOR = "auditor", _("the watcher beside it")
    PING = "ping", _("the watch outside")


class Finding(TextChoices):
    """What the auditor sees."""

    FINE = "fine", _("all is well")
    LATE = "late", _("a call is late")
    UNWATCHED = "unwatched", _("a report has no alarm")
    UNHEARD = "unheard", _("a report waits and nobody can be called")
    STOPPED = "stopped", _("the caller stands still")
