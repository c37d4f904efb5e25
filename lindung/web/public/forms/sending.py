"""What is asked around the telling: files, the second code, and everything at once."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lindung.intake.codes import About
from lindung.intake.door import read_code
from lindung.web.public.forms import child, contact, telling
from lindung.web.public.forms.base import LONG, Choices, Question, line, one_of, text

WAYS: Choices = [
    (About.SELF, _("I do")),
    (About.OTHER, _("Somebody else")),
    (About.CHILD, _("I am still under 18")),
    (About.PROFESSIONAL, _("I write as a teacher, health worker or officer")),
    (About.STAFF_COMPLAINT, _("A complaint about an officer of this unit")),
]
KEY_LENGTH = 22  # Source: FRAME.md section 5
KINDS = "image/jpeg,image/png,image/webp,application/pdf,audio/*,video/mp4"


def fresh_key() -> str:
    """Return a key for one sending, as secret as the code that is made of it."""
    return secrets.token_urlsafe(32)


class ManyFiles(forms.FileField):
    """Several files in one field; what they are is decided by their content, later."""

    def __init__(self, **known: Any) -> None:
        widget = forms.ClearableFileInput(attrs={"accept": KINDS})
        widget.allow_multiple_selected = True
        widget.attrs["multiple"] = True
        super().__init__(required=False, widget=widget, **known)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Clean each of them."""
        several = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFiles, self).clean(one, initial) for one in several if one]


class Files(Question):
    """The files of a message."""

    attached = ManyFiles(
        label=_("Choose files"),
        help_text=_("Pictures, PDF, sound or video: up to five, each up to 10 MB."),
    )
    title = {About.SELF: _("Do you have pictures or files?")}
    why = {
        About.SELF: _(
            "They may help later. You need none. Staff see a copy without hidden details such as"
            " the place where a picture was taken."
        )
    }


class Sending(Question):
    """What is asked at the very end."""

    decoy = forms.BooleanField(
        label=_("Give me a second code as well"),
        help_text=_(
            "It opens an empty box. For whoever may be forced to show her messages; we see that it"
            " was used."
        ),
        required=False,
    )


class Keyed(Question):
    """A page that sends by itself: its key makes sending twice harmless."""

    key = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def clean_key(self) -> str:
        """Take the key; one that was shortened is none."""
        key = str(self.cleaned_data["key"])
        return key if len(key) >= KEY_LENGTH else fresh_key()


class AllOnOne(
    Keyed,
    telling.What,
    telling.Facts,
    telling.Danger,
    telling.Injured,
    telling.Near,
    telling.Whom,
    telling.Body,
    telling.Where,
    telling.Connected,
    telling.Named,
    telling.Workplace,
    contact.Name,
    contact.Reach,
    contact.Hours,
    contact.Screen,
    contact.SafeWords,
    Files,
    Sending,
):
    """Every question on one page, for browsers that keep no cookies."""

    about_whom = one_of(WAYS, _("Who needs help?"))
    labels = {
        "words": {About.SELF: _("What happened?")},
        "danger": {About.SELF: _("Is anybody in danger right now?")},
        "injured": {About.SELF: _("Is anybody injured?")},
        "near": {About.SELF: _("Is the person who did this near you now?")},
        "victim_name": {About.SELF: _("Name or nickname of the person who needs help")},
        "child": {About.SELF: _("Is that person under 18?")},
        "disability": {About.SELF: _("Kind of disability")},
        "institution": telling.Connected.title,
        "who_sees": contact.Screen.title,
        "from_time": {About.SELF: _("Safe from")},
        "until_time": {About.SELF: _("Safe until")},
    }
    field_order = [
        "about_whom",
        "words",
        "danger",
        "injured",
        "near",
        "victim_name",
        "child",
        "name",
        "channel",
        "phone",
        "email",
        "from_time",
        "until_time",
        "who_sees",
        "message_allowed",
        "code_word",
        "cover_text",
        "disability",
        "needs",
        "subdistrict",
        "place",
        "institution",
        "institutions",
        "named",
        "workplace",
        "job",
        "seen_on",
        "attached",
        "decoy",
        "key",
    ]


class ChildAllOnOne(
    Keyed,
    child.ChildSafe,
    child.ChildWords,
    child.ChildAdult,
    child.ChildReply,
    child.ChildPlace,
):
    """A child's five questions on one page, for browsers that keep no cookies."""

    labels = {"subdistrict": child.ChildPlace.title}
    pictures = child.ChildSafe.pictures | child.ChildAdult.pictures | child.ChildReply.pictures
    field_order = [
        "danger",
        "words",
        "voice",
        "adult",
        "adult_name",
        "adult_phone",
        "channel",
        "phone",
        "subdistrict",
        "place",
        "key",
    ]


class Code(Question):
    """The code of a message."""

    code = line(
        _("Report code"),
        hint=_("Sixteen digits. Spaces do not matter."),
        inputmode="numeric",
        **{"class": "input--code"},
    )
    last = line(
        _("The last four digits once more"), inputmode="numeric", **{"class": "input--code"}
    )

    def clean_code(self) -> str:
        """Say when a digit is wrong, before anything is looked up."""
        code = read_code(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(
                _("This is not a code: it has sixteen digits, and one of them seems wrong.")
            )
        return code

    def clean(self) -> dict[str, Any]:
        """Compare the last four digits, if they were typed once more."""
        found = super().clean() or {}
        code, last = found.get("code"), found.get("last", "").strip()
        if code and last and last != code[-4:]:
            self.add_error("last", _("These are not the last four digits of the code above."))
        return found


class Writing(Question):
    """One more message, and files."""

    words = text(_("Your message"), most=LONG, rows=5)
    attached = ManyFiles(
        label=_("Files"),
        help_text=_("Pictures, PDF, sound or video: up to five, each up to 10 MB."),
    )


class CodeAndWriting(Code, Writing):
    """Both on one page, for browsers that keep no cookies."""

    word = line(
        _("Safe word"),
        hint=_("Only if you gave us one: our later answers open with it."),
    )
    stop = forms.BooleanField(
        label=_("Ask to stop"),
        help_text=_("Somebody asks you first, in a safe way. Until then nothing changes."),
        required=False,
    )
    field_order = ["code", "last", "word", "words", "attached", "stop"]
