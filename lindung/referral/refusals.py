"""What is said when a rule of referral says no: a sentence for each code, and where to show it."""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lindung.core.errors import RuleBroken

C = TypeVar("C", bound=TextChoices)

SENTENCES: Mapping[str, tuple[object, str | None]] = {
    "choice_unknown": (_("Choose one of the answers shown."), None),
    "partner_unknown": (_("Choose a partner of your list."), "partner"),
    "partner_named": (
        _("The reported person belongs to this office. Choose another one, or the next level."),
        "partner",
    ),
    "no_consent": (
        _("She has not agreed to share with such a partner, or no longer. Record it first."),
        "partner",
    ),
    "asked_missing": (_("Write what you ask for."), "asked"),
    "not_prepared": (_("This was sent before."), None),
    "not_sent": (_("This was not sent yet, or is over."), None),
    "already_over": (_("This is over already."), None),
    "phone_future": (_("This moment has not come yet."), "phoned_at"),
    "reply_unknown": (_("Choose one of the answers shown."), "reply"),
    "reply_late": (_("This was answered before, or the unit ended it. Nothing was changed."), None),
    "reason_missing": (_("Write in a few words why."), "words"),
    "by_missing": (_("Write your name and your post."), "by"),
}


def refusal(code: str, field: str | None = None) -> RuleBroken:
    """Return the sentence for a code, beside its own field or another one."""
    sentence, place = SENTENCES[code]
    return RuleBroken(code, str(sentence), field or place)


def chosen(choices: type[C], code: str, field: str) -> C:
    """Return the choice of that code, or say that it is none."""
    try:
        return choices(code)
    except ValueError:
        raise refusal("choice_unknown", field) from None
