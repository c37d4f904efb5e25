"""The words of calls that a switchboard told. Codes are stored: add new ones, never change old."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CallStage(TextChoices):
    """How a call stands, or how it ended. What a switchboard's own log says outweighs the rest."""

    RINGING = "ringing", _("ringing")
    LEFT = "left", _("left the queue")  # hung up or passed on: the interface does not say which
    TALKING = "talking", _("in talk")
    ANSWERED = "answered", _("answered")
    BACKUP = "backup", _("answered on the back-up phone")
    ABANDONED = "abandoned", _("hung up while waiting")
    TIMED_OUT = "timed_out", _("nobody took it in time")
    UNANSWERED = "unanswered", _("hung up before the queue")
    GAP = "gap", _("end not known: the line to the switchboard was broken")


class Source(TextChoices):
    """Who told how a call ended."""

    LIVE = "live", _("the switchboard, live")
    QUEUE_LOG = "log", _("the log of the queue")
    CDR = "cdr", _("the list of calls")
    CLOCK = "clock", _("nobody: it rang too long ago")
