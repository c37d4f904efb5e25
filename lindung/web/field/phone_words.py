"""The words that the scripts of the field app show: one list, so that scripts hold none."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lindung.response.codes import EntryKind, Part, Stamp


def phone_words() -> list[tuple[str, Any]]:
    """Return names and words."""
    said: list[tuple[str, Any]] = [
        ("online", pgettext("the phone", "Signal")),
        ("offline", pgettext("the phone", "No signal")),
        ("kept", _("Kept on the phone.")),
        ("sending", _("Sending.")),
        ("wrong", _("That is not the passphrase.")),
        ("later", _("Too many tries. Wait a little.")),
        ("state-queued", pgettext("of an entry on a phone", "waiting")),
        ("state-sending", pgettext("of an entry on a phone", "being sent")),
        ("state-sent", pgettext("of an entry on a phone", "sent")),
        (
            "state-conflict",
            pgettext("of an entry on a phone", "differs from another’s; the unit decides"),
        ),
        ("state-failed", pgettext("of an entry on a phone", "failed")),
        ("purpose-service", _("To be served by the unit")),
        ("purpose-share_police", _("To share with the police")),
        ("purpose-share_health", _("To share with a health service")),
        ("purpose-share_partner", _("To share with a partner")),
        ("by-victim", _("She herself")),
        ("by-guardian", _("A guardian who is not suspected")),
    ]
    said += [(f"kind-{one.value}", one.label) for one in EntryKind]
    said += [(f"part-{one.value}", one.label) for one in Part]
    return said + [(f"stamp-{one.value}", one.label) for one in Stamp]
