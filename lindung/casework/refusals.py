"""What is said when a rule of casework says no: a sentence for each code, and where to show it."""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lindung.core.errors import RuleBroken

C = TypeVar("C", bound=TextChoices)

SENTENCES: Mapping[str, tuple[object, str | None]] = {
    "area_missing": (_("Choose the kecamatan."), "area"),
    "forms_missing": (_("Choose at least one form of violence."), "forms"),
    "risk_missing": (_("Assess the risk before you open the case."), "risk"),
    "risk_below_report": (
        _("The report's risk is higher. Keep it here, or ask to lower it first."),
        "risk",
    ),
    "choice_unknown": (_("Choose one of the answers shown."), None),
    "manager_unfit": (
        _("Choose a colleague of this unit who works as case manager or heads it."),
        "manager",
    ),
    "companion_unfit": (_("Choose colleagues of this unit who still work here."), "companions"),
    "staff_unfit": (_("Choose a colleague of this unit with the right profession."), "staff"),
    "staff_conflict": (
        _("This colleague cannot be chosen for this case. Choose another one."),
        "staff",
    ),
    "case_changed": (
        _("A colleague changed this case meanwhile. Read it again before you save."),
        None,
    ),
    "already_on_case": (_("This colleague is on the case already."), "staff"),
    "incident_without_start": (_("Write the first day too."), "from_on"),
    "incident_backwards": (_("The last day is before the first."), "until_on"),
    "incident_future": (_("This day has not come yet."), "from_on"),
    "incident_too_early": (_("Check the year."), "from_on"),
    "consent_by_reported": (
        _("The reported person cannot agree for her. Choose who really agreed."),
        "given_by",
    ),
    "consent_by_stranger": (
        _("A witness or the reporter cannot agree for her. Choose who really agreed."),
        "given_by",
    ),
    "consent_by_another": (
        _(
            "Her own consent is given by herself. If somebody else decides, choose life or safety,"
            " or a legal duty, as the basis."
        ),
        "given_by",
    ),
    "guardian_conflict": (
        _(
            "A guardian who is suspected cannot agree for the child. Choose life or safety, or a"
            " legal duty, as the basis."
        ),
        "given_by",
    ),
    "child_consents_alone": (
        _(
            "A child's own yes is recorded as the child's willingness, with the guardian who"
            " agreed. Without one, choose life or safety, or a legal duty."
        ),
        "basis",
    ),
    "consent_ended": (_("This day is past. Choose a later one, or leave it empty."), "until_on"),
    "consent_withdrawn": (_("This consent was withdrawn before."), None),
    "owner_not_on_case": (
        _("Choose the case manager, a companion or an assigned specialist of this case."),
        "owner",
    ),
    "due_past": (_("Choose a moment that is still to come."), "due_at"),
    "line_ended": (_("This line of the plan has ended already."), None),
    "mediation_barred": (
        _("Sexual violence is never mediated (UU 12/2022). Offer legal and other support instead."),
        "service",
    ),
    "mediation_needs_two": (
        _(
            "Domestic violence at high risk: mediation needs the psychologist's assessment and the"
            " head of the unit first, so it cannot be recorded here."
        ),
        "service",
    ),
    "service_future": (_("This moment has not come yet."), "given_at"),
    "service_before_report": (_("This is before the report came in."), "given_at"),
    "words_missing": (_("Write a sentence or two."), "words"),
    "reason_missing": (_("Write the reason."), "reason"),
    "not_higher": (_("This raises nothing. Choose a higher risk, or ask to lower it."), "risk"),
    "not_lower": (_("This lowers nothing. Choose a lower risk."), "risk"),
    "closing_asked": (_("Ending this service was asked for already. It waits."), None),
    "checks_missing": (
        _("These points must be settled before the service can end for this reason."),
        "checks",
    ),
    "plan_open": (_("Lines of the plan are still open. Mark each as done or dropped."), "checks"),
    "closing_decided": (_("This was decided already."), None),
    "stage_not_allowed": (_("The case cannot take this step from where it stands."), None),
    "glass_reviewed": (_("This was reviewed already."), None),
    "limit_out_of_range": (_("Choose a number between 5 and 1000."), "most"),
    "alarm_settled": (_("A colleague settled this already. Read what was found."), None),
    "name_missing": (_("Write an invented name."), "name"),
    "decoy_decided": (_("This was decided already."), None),
    "receiver_missing": (_("Write who receives it: the office, and who there."), "receiver"),
    "purpose_missing": (_("Write what it is for."), "purpose"),
    "export_backwards": (_("The last day is before the first."), "until_on"),
    "export_future": (_("This day has not come yet."), "from_on"),
    "export_ends_past": (_("This day is past. Choose a later one."), "ends_on"),
    "export_ends_late": (_("A copy with names may exist for 92 days at most."), "ends_on"),
    "export_decided": (_("This was decided already."), None),
}


def refusal(code: str, field: str | None = None) -> RuleBroken:
    """Return what to raise for `code`, in the reader's language."""
    sentence, usual_field = SENTENCES[code]
    return RuleBroken(code, str(sentence), field or usual_field)


def refuse_if(code: str | None, field: str | None = None) -> None:
    """Raise `RuleBroken` if a rule returned a code."""
    if code:
        raise refusal(code, field)


def chosen(words: type[C], value: str, field: str) -> C:
    """Return the code that `value` is, or raise `RuleBroken` beside `field`."""
    if value not in words.values:
        raise refusal("choice_unknown", field)
    return words(value)
