"""What is asked about a referral, of the unit and of a partner."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.referral.codes import Item, Purpose, Reply
from lindung.web.desk.forms import base


class PrepareForm(base.DeskForm):
    """What is asked of whom."""

    folded: ClassVar[frozenset[str]] = frozenset({"phoned", "phoned_at"})
    partner = base.colleague(_("Whom we ask"), _("Offices of the reported person are left out."))
    purpose = base.one_of(_("For what"), Purpose.choices)
    asked = base.words(
        _("What we ask for"),
        _("It leaves as you write it: no name, no address, nothing of what happened."),
        rows=3,
    )
    items = base.many_of(
        _("What she agreed may leave beside it"), Item.choices, _("Names are said by phone.")
    )
    urgent = base.yes(_("Urgent: an answer within 24 hours"))
    phoned = base.line(_("Who said yes on the phone"), _("Phone first. It is sealed."))
    phoned_at = base.moment(_("When"), required=False)


class SendForm(base.DeskForm):
    """The number of the office's own letter."""

    letter_number = base.line(
        _("Number of the letter"),
        _("From SRIKANDI or the agenda. Lindung makes no numbers."),
        most=60,
    )


class CodeForm(forms.Form):
    """The code that was said by phone."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits. Whoever sent you the link says them by phone."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class ReplyForm(base.DeskForm):
    """What a partner says."""

    reply = base.radio(_("Your answer"), Reply.choices)
    by = base.line(_("Your name and your post"), required=True, most=120)
    words = base.words(
        _("A few words"),
        _("Needed if you cannot help. Please no name of the person."),
        rows=3,
        required=False,
    )
