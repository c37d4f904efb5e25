"""Forms of one report."""

import re
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lindung.access.codes import Sex
from lindung.intake.codes import (
    Answer,
    Authority,
    CaseType,
    Channel,
    Finding,
    Form,
    Institution,
    Relation,
    Risk,
)
from lindung.people.codes import AgeBand, PersonRole, Tri
from lindung.web.desk.forms import base
from lindung.web.forms import PhoneField

EARLIEST_YEAR = 1900
LEVELS = [(Risk.HIGH, _("High")), (Risk.MEDIUM, _("Medium")), (Risk.LOW, _("Low"))]
WARNING = _(
    "Write as if the reported person reads along:"
    " no address, no plan, no time, no form of violence."
)


class ScreeningForm(base.DeskForm):
    """The questions of one instrument, four answers each; keys 1 to 4 answer the next one."""

    def __init__(self, data: Any = None, *, items: list[tuple[str, Any]], **lists: Any) -> None:
        """Take the items as (code, question)."""
        super().__init__(data, **lists)
        for code, question in items:
            self.fields[code] = base.radio(question, Answer.choices, required=False)

    @property
    def side_by_side(self) -> frozenset[str]:  # type: ignore[override]  # all of them
        """Return the questions whose answers stand in a row."""
        return frozenset(self.fields)

    @property
    def answers(self) -> dict[str, str]:
        """Return an answer for every item; what was left open was not asked."""
        return {code: value or Answer.NOT_ASKED for code, value in self.cleaned_data.items()}


class TriageForm(base.DeskForm):
    """What kind of matter, whose, and how urgent."""

    folded: ClassVar[frozenset[str]] = frozenset(
        {"area", "child", "institution_named", "institutions", "reason"}
    )
    side_by_side: ClassVar[frozenset[str]] = frozenset(
        {"case_types", "risk", "forms", "child", "institution_named", "institutions"}
    )

    case_types = base.many_of(_("Kind of matter"), CaseType.choices, required=True)
    authority = base.one_of(_("Authority to handle it"), Authority.choices)
    risk = base.radio(
        _("Level of risk"),
        LEVELS,
        _("You may raise what the answers say; only a second person lowers it."),
    )
    emergency = base.yes(_("Emergency now"), _("Somebody is in danger at this moment."))
    forms = base.many_of(_("Forms of violence"), Form.choices)
    relation = base.one_of(_("What the reported person is to her"), Relation.choices)
    area = base.one_of(_("Kecamatan"), required=False)
    child = base.radio(_("Is a child concerned?"), Tri.choices, required=False)
    institution_named = base.radio(
        _("Is somebody of the police, the military, an office or a service reported?"),
        Tri.choices,
        _("That institution drops out of what follows."),
        required=False,
    )
    institutions = base.many_of(_("Which"), Institution.choices)
    reason = base.words(_("Why, in a word"), rows=2, required=False)


class RaiseRiskForm(base.DeskForm):
    """Raise freely: a reason, and it is done."""

    side_by_side: ClassVar[frozenset[str]] = frozenset({"risk"})

    risk = base.radio(_("Level of risk"), LEVELS)
    emergency = base.yes(_("Emergency now"), _("Somebody is in danger at this moment."))
    reason = base.words(_("Why"), rows=3)


class LowerRiskForm(base.DeskForm):
    """Ask that somebody else lowers it."""

    side_by_side: ClassVar[frozenset[str]] = frozenset({"risk"})

    risk = base.radio(_("Level of risk"), LEVELS)
    reason = base.words(
        _("Why it is lower now"), _("A second person reads this and decides."), rows=3
    )


class HandToForm(base.DeskForm):
    """Who goes on with it."""

    staff_id = base.colleague(_("Colleague who goes on with it"))


class ReplyForm(base.DeskForm):
    """One message to the reporter."""

    warning = WARNING
    words = base.words(_("Message to the reporter"), rows=4)


class LimitsToldForm(base.DeskForm):
    """By which way the limits of secrecy were told; who and when follow by themselves."""

    channel = base.one_of(
        _("How were they told?"),
        [
            (channel.value, channel.label)
            for channel in (
                Channel.PHONE,
                Channel.WALK_IN,
                Channel.WHATSAPP,
                Channel.SMS,
                Channel.EMAIL,
                Channel.LETTER,
                Channel.OUTREACH,
            )
        ],
    )


class EndForm(base.DeskForm):
    """Explained and informed: no case follows."""

    finding = base.radio(_("What was found"), Finding.choices)
    words = base.words(
        _("What was explained, and where she was directed"),
        _("The reporter reads this with her code."),
        rows=4,
    )


class JoinForm(base.DeskForm):
    """Two reports tell of the same thing."""

    to = base.number(_("Number of the report that stays"), _("Such as P-2611-7Q9MX."), "P")


class IntoCaseForm(base.DeskForm):
    """To which open case a later report belongs."""

    case = base.number(_("Number of the case"), _("Such as K-2611-4HTC8."), "K")


class StopForm(base.DeskForm):
    """Whether the wish to stop was really hers."""

    confirmed = base.radio(
        _("Did she confirm it herself, in person or by the safe way to reach her?"),
        [
            ("yes", _("Yes, she wants to stop")),
            ("no", _("No, or she could not be reached: we go on")),
        ],
    )


class ConflictForm(base.DeskForm):
    """I know these people."""

    sure = base.yes(
        _("I know these people. Take this from me."),
        _("You will no longer see it, in no list and no count. Only somebody else can undo it."),
        required=True,
    )


class BlockForm(base.DeskForm):
    """A colleague is named in it."""

    staff = base.colleague(_("Colleague who must not know of it"))


class PartyForm(base.DeskForm):
    """Somebody of a report or case. Nothing but the role is required."""

    folded: ClassVar[frozenset[str]] = frozenset(
        {"aliases", "nik", "email", "address", "birth_date"}
    )
    role = base.one_of(_("What this person is"), PersonRole.choices)
    name = base.line(_("Name"), most=120)
    sex = base.one_of(_("Sex"), Sex.choices, required=False)
    age_band = base.one_of(_("Age"), AgeBand.choices, required=False)
    phone = PhoneField(
        label=_("Phone"),
        help_text=_("Whether it may be used is asked separately."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    aliases = base.line(_("Other names"), most=200)
    nik = base.line("NIK", _("Sixteen digits. Never required."), most=20)
    birth_date = base.line(_("Date or year of birth"), _("Such as 2010 or 2010-05-17."), most=10)
    email = base.line(_("E-mail"), most=254)
    address = base.words(_("Address"), rows=2, required=False)

    def clean_birth_date(self) -> str:
        """Take a year, or a day of the calendar, that somebody alive may have been born on."""
        said: str = self.cleaned_data["birth_date"].strip()
        if not said:
            return said
        try:
            born = date(int(said), 1, 1) if re.fullmatch(r"[0-9]{4}", said) else _iso(said)
        except ValueError:
            raise ValidationError(_("Write it as 2010 or 2010-05-17.")) from None
        if not born.year >= EARLIEST_YEAR or born > timezone.localdate():
            raise ValidationError(_("Nobody who lives was born then. Check the year."))
        return said


def _iso(said: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said):
        raise ValueError(said)
    return date.fromisoformat(said)


class CasePartyForm(PartyForm):
    """Somebody of a case; a guardian may be suspected."""

    guardian_conflict = base.yes(
        _("The guardian is suspected"),
        _("A suspected guardian has no right to consent for the child."),
    )


class AttachForm(base.DeskForm):
    """One file."""

    files = forms.FileField(  # type: ignore[assignment]  # a form moves its fields away
        label=_("File"),
        help_text=_("Picture, PDF, sound or video, at most 10 MB. Metadata is removed."),
    )
