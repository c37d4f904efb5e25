"""Forms for an answer that leaves by a connected channel."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.web.desk.forms import base
from lindung.web.desk.forms.report import WARNING

IN_DANGER = _("A life is in danger: it leaves although she did not say that this is safe.")


class AnswerForm(base.DeskForm):
    """An answer; breaking the silence needs a reason, written down."""

    warning = WARNING
    folded: ClassVar[frozenset[str]] = frozenset({"life_in_danger", "reason"})
    words = base.words(_("Message"), rows=4)
    life_in_danger = forms.BooleanField(label=IN_DANGER, required=False)
    reason = base.words(_("Why a life is in danger"), rows=2, required=False)


class PhraseForm(base.DeskForm):
    """Approved neutral words, when the channel takes no others."""

    warning = WARNING
    folded: ClassVar[frozenset[str]] = frozenset({"life_in_danger", "reason"})
    phrase = forms.ChoiceField(label=_("Approved words"), widget=forms.RadioSelect)
    life_in_danger = forms.BooleanField(label=IN_DANGER, required=False)
    reason = base.words(_("Why a life is in danger"), rows=2, required=False)

    def __init__(self, *args: Any, phrases: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phrase"].choices = phrases  # type: ignore[attr-defined]  # it has choices
