"""Forms for an answer that leaves by a connected channel."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.web.desk.forms import base
from lindung.web.desk.forms.report import WARNING


class AnswerForm(base.DeskForm):
    """An answer; breaking the silence needs a reason, written down."""

    warning = WARNING
    folded: ClassVar[frozenset[str]] = frozenset({"life_in_danger", "reason"})
    words = base.words(_("Message"), rows=4)
    life_in_danger = forms.BooleanField(
        label=_("A life is in danger: it leaves although she did not say that this is safe."),
        required=False,
    )
    reason = base.words(_("Why a life is in danger"), rows=2, required=False)
