"""The words of connected channels. Codes are stored: add new ones, never change old ones."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lindung.intake.codes import Channel

CONNECTABLE = (Channel.SMS, Channel.EMAIL, Channel.WHATSAPP, Channel.TELEGRAM, Channel.CHAT)


class Driver(TextChoices):
    """By what a channel reaches this house."""

    GAMMU = "gammu", _("Modem (gammu-smsd)")
    KANNEL = "kannel", _("SMS gateway (Kannel)")
    MAIL = "mail", _("Mailbox (IMAP and SMTP)")
    CLOUD = "cloud", _("WhatsApp Cloud API")
    TELEGRAM = "telegram", _("Telegram bot")
    WIDGET = "widget", _("Chat on our own site")


DRIVERS: dict[str, tuple[Driver, ...]] = {
    Channel.SMS: (Driver.GAMMU, Driver.KANNEL),
    Channel.EMAIL: (Driver.MAIL,),
    Channel.WHATSAPP: (Driver.CLOUD,),
    Channel.TELEGRAM: (Driver.TELEGRAM,),
    Channel.CHAT: (Driver.WIDGET,),
}


class LetterKind(TextChoices):
    """What goes out."""

    REPLY = "reply", _("an officer's answer")
    QUESTION = "question", _("the question whether an answer is safe")
    ALARM = "alarm", _("a call to a colleague")


class LetterState(TextChoices):
    """How far something that goes out has come. Sent is not delivered, delivered is not read."""

    QUEUED = "queued", _("waits to be sent")
    LEASED = "leased", _("is being sent")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    READ = "read", _("read")
    FAILED = "failed", _("could not be sent")
    WITHHELD = "withheld", _("held back: not safe any more")


UNSENT = (LetterState.QUEUED, LetterState.LEASED)


class LeaveWhy(TextChoices):
    """Why something may go out to whoever wrote, or why not."""

    SAID_YES = "said_yes", _("She said that this is safe at this hour.")
    LIFE_IN_DANGER = "life_in_danger", _("A life is in danger, and the reason is written down.")
    TALKING = "talking", _("She wrote within the last two minutes.")
    SAFE_NOW = "safe_now", _("She said that it is safe now.")
    STAFF = "staff", _("a colleague's proved number")
    UNKNOWN = "unknown", _("She was not asked, or it is not known.")
    SAID_NO = "said_no", _("She said no.")
    WRONG_HOUR = "wrong_hour", _("Not at this hour.")
    WHO_SEES_UNKNOWN = "who_sees_unknown", _("It is not known who else sees the phone.")
    SEEN_BY_REPORTED = (
        "seen_by_reported",
        _("The reported person sees the phone, and there is no safe word."),
    )
    CLOSED = "closed", _("The channel is closed.")


class Safe(TextChoices):
    """What she answered to "Is it safe to answer here now?"."""

    YES = "yes", _("Safe now")
    NO = "no", _("Not safe")


class Fault(TextChoices):
    """What is wrong with a line."""

    REFUSED = "refused", _("the other side does not accept our name or password")
    UNREACHABLE = "unreachable", _("the other side cannot be reached")
    BROKEN = "broken", _("the other side answers what nobody understands")
    SETTINGS = "settings", _("a setting cannot be used")


class Held(TextChoices):
    """Why a file that came is kept and not shown."""

    UNKNOWN = "unknown", _("its kind is not known")
    TOO_LARGE = "too_large", _("it is too large")
    BROKEN = "broken", _("it cannot be opened")
    LOCKED = "locked", _("it is locked with a password")
