"""Forms of the duty phone: few fields, large, none of them needed."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.hotline.codes.contact import OFFERED, QUESTIONS, FlagKind, Step
from lindung.hotline.codes.topics import Topic
from lindung.intake.codes import About, Answer
from lindung.people.codes import ContactChannel, Tri, WhoSees
from lindung.web.desk.forms import base

GO_ON = [Answer.YES, Answer.NO, Answer.UNKNOWN]
NUMBER = {"inputmode": "tel", "autocomplete": "off", "spellcheck": "false"}


def number_line(label: Any, help_text: Any = "") -> Any:
    """Make a field for a number, or for what the phone shows instead of one."""
    field = base.line(label, help_text, most=60)
    field.widget.attrs.update(NUMBER)
    return field


class MissedForm(base.DeskForm):
    """A call nobody took."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    identifier = number_line(_("From which number"), _("As the phone shows it. Sealed."))
    began_at = base.moment(_("When it rang"), _("Only if it was not just now."), required=False)


class CallLogForm(base.DeskForm):
    """The telephone's list of calls."""

    text = forms.CharField(
        label=_("The list of calls"),
        help_text=_("Copied or typed, as the phone shows it: number, time, missed or not."),
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off", "spellcheck": "false"}),
    )


class ChatForm(base.DeskForm):
    """A chat as WhatsApp exports it."""

    file = forms.FileField(
        label=_("The exported chat"),
        help_text=_("WhatsApp: open the chat, More, Export chat. A .txt or .zip file."),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.zip,text/plain,application/zip"}),
    )


class AnswersForm(base.DeskForm):
    """What is asked on the phone, in the order of LIVES; every question may stay unasked."""

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        """Take the answers given so far."""
        super().__init__(data, initial=initial)
        for question in QUESTIONS:
            self.fields[question.code] = base.radio(question.words, Answer.choices, required=False)
        order = [question.code for question in QUESTIONS]
        self.order_fields([*order, "identifier", "chosen_adult", "words", "topics"])

    side_by_side: ClassVar[frozenset[str]] = frozenset(question.code for question in QUESTIONS)
    folded: ClassVar[frozenset[str]] = frozenset({"topics"})

    identifier = number_line(_("Number she calls from"), _("Sealed; no list shows it."))
    chosen_adult = base.line(_("The adult whom the child chose"), most=120)
    words = base.words(
        _("Add a note"), _("In her words. Nothing has to be written."), rows=2, required=False
    )
    topics = base.many_of(_("What it is about"), Topic.choices)

    def steps(self) -> list[tuple[str, Any, list[Any]]]:
        """Return the steps of LIVES in their order: code, label, the questions of each."""
        return [
            (
                step.value,
                step.label,
                [self[question.code] for question in QUESTIONS if question.step == step],
            )
            for step in Step
        ]

    def answers(self) -> dict[str, str]:
        """Return what was answered."""
        return {question.code: self.cleaned_data[question.code] for question in QUESTIONS}


class SafeForm(base.DeskForm):
    """How whoever calls may be reached later, in her own words."""

    side_by_side: ClassVar[frozenset[str]] = frozenset({"allowed", "who_sees", "message_allowed"})

    channel = base.one_of(_("By what"), ContactChannel.choices)
    allowed = base.radio(_("Did she say that this is safe?"), Tri.choices)
    from_time = base.hour(_("From"), _("Both empty: at any hour, she said."))
    until_time = base.hour(_("Until"))
    who_sees = base.many_of(_("Who else can see the phone?"), WhoSees.choices)
    message_allowed = base.radio(_("May a message be left?"), Tri.choices)
    code_word = base.line(_("Safe word"), _("Nothing is said before it was said."), most=60)
    cover_text = base.line(
        _("Cover text"), _("The only words that may be sent, chosen by her."), most=160
    )


class ReportForm(base.DeskForm):
    """A contact becomes a report."""

    about = base.one_of(
        _("Who tells?"),
        [
            (About.SELF, _("The person herself tells")),
            (About.CHILD, _("A child tells")),
            (About.OTHER, _("Somebody else tells")),
            (About.PROFESSIONAL, _("A teacher, health worker or officer tells")),
            (About.STAFF_COMPLAINT, _("A complaint about the unit's own staff")),
        ],
    )
    words = base.words(
        _("What was told"),
        _("What you noted during the call is put in front of it."),
        rows=4,
        required=False,
    )


class EndForm(base.DeskForm):
    """A talk ends."""

    side_by_side: ClassVar[frozenset[str]] = frozenset({"go_on"})

    with_whom = base.line(
        _("Together with …"),
        _("Who is with her now. By name or by what they are to her."),
        most=120,
    )
    rescued = base.yes(_("Help has arrived where she is"))
    go_on = base.radio(
        _("Does she want us to go on?"),
        [(one.value, one.label) for one in GO_ON],
        required=False,
    )


class DecideForm(base.DeskForm):
    """Call back, or wait."""

    choice = base.radio(_("What do you decide?"), [(one.value, one.label) for one in OFFERED])
    life_in_danger = base.yes(_("A life is in danger, and I answer for breaking the silence"))
    reason = base.words(
        _("Why"), _("Needed when a life is in danger. It is sealed."), rows=2, required=False
    )


class AgainForm(base.DeskForm):
    """She was contacted again, her way, or there was no safe way."""

    channel = base.radio(
        _("How?"),
        [*ContactChannel.choices, ("none", _("There is no safe way; we wait for her"))],
    )


class FlagForm(base.DeskForm):
    """Something to remember of a number for a while."""

    kind = base.radio(_("What is it?"), FlagKind.choices)
    reason = base.words(_("Why"), _("One sentence. It is sealed."), rows=2)
    days = forms.IntegerField(
        label=_("For how many days"),
        help_text=_("At most 30; then it is forgotten by itself."),
        min_value=1,
        max_value=30,
        initial=7,
    )
