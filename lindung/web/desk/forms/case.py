"""Forms of one case: opening it, and whose it is."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from lindung.access.codes import Sex
from lindung.casework.codes import Check, CloseReason, NoteKind, RegisterClass
from lindung.intake.codes import Finding, Form, Relation
from lindung.people.codes import AgeBand, ContactChannel, Tri, WhoSees
from lindung.web.desk.forms import base
from lindung.web.desk.forms.report import LEVELS


class OpenCaseForm(base.DeskForm):
    """Nine fields make a case. Everything else may follow."""

    folded: ClassVar[frozenset[str]] = frozenset({"companions", "kdrt", "tpks"})
    side_by_side: ClassVar[frozenset[str]] = frozenset({"sex", "risk", "forms", "companions"})

    register_class = base.one_of(_("Class in the register"), RegisterClass.choices)
    initials = base.line(
        _("Initials of the client"), _("Leave empty if she is not known: tidak dikenal."), most=12
    )
    sex = base.radio(_("Sex"), Sex.choices)
    age_band = base.one_of(_("Age"), AgeBand.choices)
    area = base.one_of(_("Kecamatan"))
    forms = base.many_of(_("Forms of violence"), Form.choices, required=True)
    relation = base.one_of(_("What the reported person is to her"), Relation.choices)
    risk = base.radio(_("Level of risk"), LEVELS)
    manager = base.colleague(_("Case manager"))
    companions = base.colleagues(_("Companions"))
    kdrt = base.yes(_("Domestic violence (KDRT) is the context"))
    tpks = base.yes(_("Elements of a sexual violence crime (TPKS) are met"))


class AssignForm(base.DeskForm):
    """Who answers for the case."""

    manager = base.colleague(_("Case manager"))


class CompanionForm(base.DeskForm):
    """Who accompanies the client."""

    staff = base.colleague(_("Companion"))


class NotesForm(base.DeskForm):
    """Who may read one kind of sealed notes."""

    staff = base.colleague(_("Colleague"))
    kind = base.one_of(
        _("Kind of notes"),
        [choice for choice in NoteKind.choices if choice[0] != NoteKind.ORDINARY],
    )


class CloseForm(base.DeskForm):
    """The end of service: why, and the checklist."""

    side_by_side: ClassVar[frozenset[str]] = frozenset(Check.values)

    reason = base.one_of(_("Why does service end?"), CloseReason.choices)
    words = base.words(_("What was agreed with the client"), rows=4)

    def __init__(self, data: Any = None, **lists: Any) -> None:
        """Add one question for each check."""
        super().__init__(data, **lists)
        answers = [("yes", _("Yes")), ("no", _("No"))]
        for check in Check:
            self.fields[check.value] = base.radio(check.label, answers)

    @property
    def checks(self) -> dict[str, bool]:
        """Return the answered checklist."""
        return {check.value: self.cleaned_data[check.value] == "yes" for check in Check}


class DecideForm(base.DeskForm):
    """Yes or no to what somebody else asked."""

    granted = base.radio(_("Your decision"), [("yes", _("I agree")), ("no", _("I do not agree"))])


class SafeContactForm(base.DeskForm):
    """How one person said she may be reached."""

    side_by_side: ClassVar[frozenset[str]] = frozenset({"allowed", "who_sees", "message_allowed"})
    folded: ClassVar[frozenset[str]] = frozenset({"code_word", "cover_text"})

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


class FactsForm(base.DeskForm):
    """What is known of a case, to be corrected or completed; what is sealed is written anew."""

    SHOWN: ClassVar[tuple[str, ...]] = (
        "register_class",
        "sex",
        "age_band",
        "forms",
        "relation",
        "kdrt",
        "tpks",
        "finding",
        "legal_ended_on",
        "recovery_ended_on",
    )
    side_by_side: ClassVar[frozenset[str]] = frozenset({"sex", "forms"})
    folded: ClassVar[frozenset[str]] = frozenset(
        {"initials", "summary", "legal_ended_on", "recovery_ended_on"}
    )

    register_class = base.one_of(_("Class in the register"), RegisterClass.choices)
    sex = base.radio(_("Sex"), Sex.choices)
    age_band = base.one_of(_("Age"), AgeBand.choices)
    area = base.one_of(_("Kecamatan"))
    forms = base.many_of(_("Forms of violence"), Form.choices, required=True)
    relation = base.one_of(_("What the reported person is to her"), Relation.choices)
    kdrt = base.yes(_("Domestic violence (KDRT) is the context"))
    tpks = base.yes(_("Elements of a sexual violence crime (TPKS) are met"))
    finding = base.one_of(_("What was found"), Finding.choices, required=False)
    initials = base.line(_("Initials of the client"), _("Empty: they stay as they are."), most=12)
    summary = base.words(
        _("Summary"), _("Empty: it stays as it is. Sealed."), rows=4, required=False
    )
    legal_ended_on = base.day(_("The legal process became final (inkrah) on"), required=False)
    recovery_ended_on = base.day(_("Recovery was complete on"), required=False)

    @property
    def changes(self) -> dict[str, Any]:
        """Return what was answered; what was left empty stays as it is."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
