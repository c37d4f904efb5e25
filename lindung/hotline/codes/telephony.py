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


class DialKind(TextChoices):
    """Why the switchboard calls somebody."""

    CALL_BACK = "call_back", _("call back")
    ALARM = "alarm", _("alarm to a colleague")


class DialState(TextChoices):
    """How a call out stands, or how it ended."""

    WAITING = "waiting", _("waits to be dialled")
    RINGING = "ringing", _("your phone rings")
    PICKED_UP = "picked_up", _("you picked up, now the other phone rings")
    REACHED = "reached", _("picked up")
    NOT_REACHED = "not_reached", _("nobody picked up")
    NO_OFFICER = "no_officer", _("your phone did not pick up; the other phone never rang")
    REFUSED = "refused", _("not dialled: it is no longer known to be safe")
    FAILED = "failed", _("not dialled: the switchboard did not take it")
    UNKNOWN = "unknown", _("nobody told how it ended")


class Trouble(TextChoices):
    """Why there is no line to the switchboard."""

    NONE = "", _("none")
    UNREACHABLE = "unreachable", _("it cannot be reached")
    CERTIFICATE = "certificate", _("its certificate is not the one that was given to us")
    REFUSED = "refused", _("it refuses our name or secret")
    STRANGER = "stranger", _("what answers there is no switchboard")
