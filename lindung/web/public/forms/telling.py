"""The questions to adults, and to professionals: what happened, and what helps."""

from django.utils.translation import gettext_lazy as _

from lindung.intake.codes import About, Institution
from lindung.people.codes import AgeBand, Disability
from lindung.web.public.forms.base import (
    LONG,
    SHORT,
    YES_NO,
    Choices,
    Question,
    line,
    listed,
    one_of,
    some_of,
    text,
)

DISABILITIES: Choices = [
    (code, label) for code, label in Disability.choices if code != Disability.NONE
]
AGES: Choices = [("", _("Not known")), *(c for c in AgeBand.choices if c[0] != AgeBand.UNKNOWN)]


class Told(Question):
    """The limits of secrecy: read, not answered. Going on says that they were shown."""


class What(Question):
    """The telling."""

    words = text(most=LONG, rows=8)
    labels = {
        "words": {
            About.SELF: _("What happened?"),
            About.OTHER: _("What happened, as far as you know?"),
            About.STAFF_COMPLAINT: _("What happened with our officer?"),
        }
    }
    helps = {
        "words": {
            About.SELF: _(
                "Tell as much as you want. You may stop at any time. It helps us to see what you"
                " need."
            ),
            About.OTHER: _(
                "Tell as much as you want. What you are not sure of may be told too. It helps us to"
                " see what that person needs."
            ),
            About.STAFF_COMPLAINT: _(
                "Tell as much as you want. It is read by somebody outside this unit, who looks into"
                " it."
            ),
        }
    }


class Facts(Question):
    """What a professional saw or heard."""

    words = text(_("What did you see or hear?"), most=LONG, rows=8)
    seen_on = line(_("When?"), hint=_("A date, or roughly: last week, every Monday."))
    title = {About.SELF: _("The facts")}
    why = {
        About.SELF: _(
            "Only what you saw and heard yourself. Nobody needs to be questioned again for this,"
            " and you need no proof."
        )
    }


class Danger(Question):
    """Danger now: the question that moves a report to the top."""

    danger = one_of(YES_NO)
    title = {
        About.SELF: _("Are you in danger right now?"),
        About.OTHER: _("Is that person in danger right now?"),
        About.PROFESSIONAL: _("Is the woman or child in danger right now?"),
    }
    why = {About.SELF: _("If yes, you see at once whom to call, and your message goes to the top.")}


class Injured(Question):
    """Whether a doctor is needed."""

    injured = one_of(YES_NO)
    title = {About.SELF: _("Are you injured?"), About.OTHER: _("Is anybody injured?")}
    why = {About.SELF: _("So that a doctor comes first when one is needed.")}


class Near(Question):
    """Whether whoever does this is near."""

    near = one_of(YES_NO)
    title = {
        About.SELF: _("Is the person who did this near you now?"),
        About.OTHER: _("Is the person who did this near them now?"),
    }
    why = {About.SELF: _("So that we choose a safe time and way to answer.")}


class Whom(Question):
    """The person somebody else tells about."""

    victim_name = line(
        _("Name or nickname"), hint=_("It may stay empty. It helps us to find the person.")
    )
    child = one_of(YES_NO, _("Is that person under 18?"))
    title = {About.SELF: _("Who needs help?")}
    why = {About.SELF: _("For a child other rules hold, and other people come.")}


class WhomSeen(Question):
    """The person a professional tells about."""

    child = one_of(YES_NO, _("Is that person under 18?"))
    age_band = listed(AGES, _("Age, as far as known"))
    victim_name = line(_("Name or initials"), hint=_("Only if you may say it."))
    title = {About.SELF: _("Whom is it about?")}
    why = Whom.why


class Body(Question):
    """Disability, asked before the place, so that whoever comes knows what helps."""

    disability = some_of(DISABILITIES)
    needs = text(
        _("What helps?"),
        hint=_("For example: sign language, a ramp, somebody who reads aloud, a companion."),
        most=SHORT,
        rows=3,
    )
    title = {
        About.SELF: _("Do you have a disability?"),
        About.OTHER: _("Does that person have a disability?"),
    }
    why = {About.SELF: _("So that whoever comes knows what helps.")}
    labels = {"disability": {About.SELF: _("Kind of disability")}}


class Where(Question):
    """The place, which also says whose report it is."""

    subdistrict = listed([], _("Kecamatan"))
    place = text(
        _("Place"),
        hint=_("As much as is safe: a village, a school, a landmark. It may stay empty."),
        most=SHORT,
        rows=2,
    )
    title = {About.SELF: _("Where are you?"), About.OTHER: _("Where is that person?")}
    why = {About.SELF: _("So that the unit that is near there gets the message.")}


class Connected(Question):
    """The question on police, officials, staff and relatives. Source: SECURITY section 8."""

    institution = one_of(YES_NO)
    title = {
        About.SELF: _(
            "Is the person who did this police, military, an official, staff of a service, or a"
            " relative of one?"
        )
    }
    why = {About.SELF: _("So that nobody who is close to that person sees your message.")}


class Named(Question):
    """Which institution, and who."""

    institutions = some_of(list(Institution.choices), _("Where does that person belong?"))
    named = text(_("Name, rank or office"), hint=_("As far as you know and want to say."), rows=3)
    title = {About.SELF: _("Who is it?")}
    why = {
        About.SELF: _(
            "We keep that person, and whoever is led by them, away from your message, and turn to"
            " the next level."
        )
    }


class Officer(Question):
    """The officer of the unit a complaint is about."""

    named = text(_("Who is it about?"), hint=_("A name, a task, or what you remember."), rows=3)


class Workplace(Question):
    """Where a professional works."""

    workplace = line(_("School, clinic or office"))
    job = line(
        _("Your task there"), hint=_("For example: class teacher, midwife, village officer.")
    )
    title = {About.SELF: _("Where do you work?")}
    why = {
        About.SELF: _("So that we can ask you once more, and know what you are able to do there.")
    }
