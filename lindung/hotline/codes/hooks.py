"""The words of what webhooks bring. Codes are stored: add new ones, never change old ones."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HookState(TextChoices):
    """How far a webhook has come."""

    WAITING = "waiting", _("waits to be read")
    DONE = "done", _("read")
    BROKEN = "broken", _("could not be read")


class ErrandState(TextChoices):
    """How far the fetching of a file has come."""

    WAITING = "waiting", _("is being fetched")
    DONE = "done", _("here")
    FAILED = "failed", _("could not be fetched")


class PhraseUse(TextChoices):
    """What approved words are for."""

    REPLY = "reply", _("to ask whether we may write")
    ALARM = "alarm", _("to call a colleague")
