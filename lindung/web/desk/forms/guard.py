"""Forms about openings and about names that leave the house."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from lindung.web.desk.forms import base


class FindingForm(base.DeskForm):
    """What asking why brought."""

    words = base.words(
        _("What did you find out, and what was done?"),
        _("Ask the colleague first: there may be a good reason. It is sealed."),
        rows=4,
    )


class AskNamesForm(base.DeskForm):
    """Which cases, for whom, what for, until when."""

    side_by_side: ClassVar[frozenset[str]] = frozenset({"from_on", "until_on"})

    from_on = base.day(_("Cases opened from"))
    until_on = base.day(_("Until"))
    receiver = base.line(
        _("Receiver"), _("The office, and who there. It is sealed."), required=True
    )
    purpose = base.words(_("Purpose"), _("Why names are needed, and not figures."), rows=3)
    ends_on = base.day(_("Last day on which the copy may exist"), _("At most 92 days from today."))
