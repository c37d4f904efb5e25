"""How long a figure looks back, and what a telephone with seats would have to bear."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.web.desk.forms.base import DeskForm

MOST_CALLS, MOST_MINUTES, MOST_SEATS = 2000, 240, 200


class SeatsForm(DeskForm):
    """Calls an hour, minutes of each, seats."""

    calls = forms.FloatField(
        label=_("Calls in the busiest hour"), min_value=0.1, max_value=MOST_CALLS
    )
    minutes = forms.FloatField(
        label=_("Minutes that a call keeps somebody"),
        help_text=_("The talk, and what is written down after it."),
        min_value=0.5,
        max_value=MOST_MINUTES,
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS)
