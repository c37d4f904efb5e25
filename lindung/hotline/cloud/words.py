"""What an officer reads of a message that is more or less than words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindung.hotline.cloud.payload import Kind, Said

OURS: Mapping[Kind, Promise] = {
    Kind.LOCATION: gettext_lazy("(a place)"),
    Kind.CONTACTS: gettext_lazy("(somebody's number)"),
    Kind.REACTION: gettext_lazy("(a sign to an earlier message)"),
    Kind.ORDER: gettext_lazy("(an order)"),
    Kind.EDITED: gettext_lazy("(changed an earlier message)"),
    Kind.DELETED: gettext_lazy("(took an earlier message back)"),
    Kind.NEW_NUMBER: gettext_lazy(
        "(WhatsApp says: this person has another number now. It may be another phone.)"
    ),
    Kind.SYSTEM: gettext_lazy("(WhatsApp says something about this number)"),
    Kind.UNSUPPORTED: gettext_lazy("(a message that WhatsApp cannot pass on: ask what it was)"),
    Kind.UNKNOWN: gettext_lazy("(a message of a kind that is not known here: ask what it was)"),
}


def words_of(said: Said) -> str:
    """Return a message in words. Her own stand as they are; ours in brackets say what it is."""
    ours = OURS.get(said.kind)
    if ours is not None:
        return f"{ours}\n{said.words}".strip()
    if said.words:
        return said.words
    if any(one.voice for one in said.media):
        return _("(a voice message)")
    return _("(a file)") if said.media else _("(an empty message)")
