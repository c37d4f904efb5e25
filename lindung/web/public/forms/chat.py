"""One message of a talk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.hotline.services.chat import MOST_LETTERS
from lindung.web.public.forms.base import Question, text


class Chat(Question):
    """Her words, under a name of their own, so that a second press sends nothing more."""

    words = text(_("Your message"), most=MOST_LETTERS, rows=3)
    name = forms.RegexField(r"^[A-Za-z0-9_-]{8,40}$", widget=forms.HiddenInput)
