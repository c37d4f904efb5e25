"""Entering a report that came by phone, at the door, by letter or from a partner."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from lindung.intake.codes import About, Answer, Channel
from lindung.people.codes import Tri
from lindung.web.desk.forms import base

STAFF_CHANNELS = [
    choice for choice in Channel.choices if choice[0] not in {Channel.WEB, Channel.API}
]
STAFF_ABOUT = [
    (About.SELF, _("The person herself tells")),
    (About.CHILD, _("A child tells")),
    (About.OTHER, _("Somebody else tells")),
    (About.PROFESSIONAL, _("A teacher, health worker or officer tells")),
    (About.STAFF_COMPLAINT, _("A complaint about the unit's own staff")),
]


class EnterForm(base.DeskForm):
    """Three fields make a report. Everything else may follow."""

    folded: ClassVar[frozenset[str]] = frozenset(
        {
            "now_danger",
            "injured",
            "near",
            "area",
            "place",
            "child",
            "needs",
            "limits_told",
            "reporter_name",
            "victim_name",
            "reporter_phone",
            "received_at",
            "on_behalf_of",
            "paper_number",
        }
    )
    side_by_side: ClassVar[frozenset[str]] = frozenset({"now_danger", "injured", "near", "child"})

    def __init__(self, data: Any = None, **lists: Any) -> None:
        """Let the typing begin at once."""
        super().__init__(data, **lists)
        self.fields["words"].widget.attrs["autofocus"] = True

    channel = base.one_of(_("How did it come in?"), STAFF_CHANNELS)
    about = base.one_of(_("Who tells?"), STAFF_ABOUT)
    words = base.words(
        _("What was told"),
        _("In the person's own words; one sentence is enough. Ctrl+Enter saves."),
    )

    now_danger = base.radio(_("Is she in danger now?"), Answer.choices, required=False)
    injured = base.radio(_("Is anybody injured?"), Answer.choices, required=False)
    near = base.radio(_("Is the reported person near, or coming?"), Answer.choices, required=False)
    area = base.one_of(_("Kecamatan"), required=False)
    place = base.line(_("Where exactly"), _("Sealed; no list shows it."))
    child = base.radio(_("Is a child concerned?"), Tri.choices, required=False)
    needs = base.words(
        _("What does she ask for? What helps her understand and move?"), rows=2, required=False
    )
    limits_told = base.yes(_("The limits of secrecy were told"))
    reporter_name = base.line(_("Name of who told it"), most=120)
    reporter_phone = base.line(_("Phone of who told it"), most=40)
    victim_name = base.line(_("Name of the person harmed, if it is somebody else"), most=120)
    received_at = base.moment(
        _("When the unit knew"), _("Only if it was not just now."), required=False
    )
    paper_number = base.line(_("Number of the paper form"), _("Only if it was written on paper."))
    on_behalf_of = base.colleague(_("Taken by"), _("Only if a colleague took it."), required=False)
