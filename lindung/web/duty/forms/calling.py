"""Forms of the calling: how one severity calls, and a night to play."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.hotline.codes.escalation import Who
from lindung.hotline.codes.rota import Way
from lindung.hotline.rules.escalation import EVERY_WAY, MOST_WAIT, Ladder, Rung
from lindung.web.desk.forms.base import DeskForm, many_of, yes

N_RUNGS = 4


def _minutes(label: Any, help_text: Any = "", *, required: bool = True) -> Any:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=1,
        max_value=MOST_WAIT,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class LadderForm(DeskForm):
    """Up to four steps, and what holds for all of them."""

    def __init__(self, *args: Any, ladder: Ladder, **kwargs: Any) -> None:
        super().__init__(*args, initial=_as_initial(ladder), **kwargs)
        for n in range(1, N_RUNGS + 1):
            known = {"n": n}
            self.fields[f"who{n}"] = many_of(
                _("Step %(n)d calls") % known, Who.choices, required=n == 1
            )
            self.fields[f"wait{n}"] = _minutes(
                _("Step %(n)d waits, in minutes") % known, required=n == 1
            )
        self.fields["one_by_one"] = yes(
            _("The last step calls one after another, not all at once"),
            _("The last step repeats for ever, until somebody acts."),
        )
        self.fields["standing_after"] = _minutes(
            _("The standing cover joins after, in minutes"), required=False
        )
        self.fields["hold"] = _minutes(
            _("Answered, but not taken on the desk: calls again after, in minutes")
        )
        self.fields["lease"] = _minutes(
            _("Taken, but nothing goes on: calls again after, in minutes"), required=False
        )
        self.fields["ways"] = many_of(
            _("Ways beside the screens, tried in this order"),
            [(way.value, Way(way).label) for way in EVERY_WAY],
            _("What is not connected is passed over, and says so."),
        )

    def ladder(self) -> Ladder:
        """Return the ladder that was written; steps without anybody are left out."""
        known = self.cleaned_data
        rungs = tuple(
            Rung(tuple(Who(code) for code in known[f"who{n}"]), known[f"wait{n}"])
            for n in range(1, N_RUNGS + 1)
            if known.get(f"who{n}") and known.get(f"wait{n}")
        )
        ways = tuple(way for way in EVERY_WAY if way.value in known["ways"])
        return Ladder(
            rungs,
            known["one_by_one"],
            known["standing_after"],
            known["hold"],
            known["lease"],
            ways,
        )


def _as_initial(ladder: Ladder) -> dict[str, Any]:
    found: dict[str, Any] = {
        "one_by_one": ladder.one_by_one,
        "standing_after": ladder.standing_after,
        "hold": ladder.hold,
        "lease": ladder.lease,
        "ways": [way.value for way in ladder.ways],
    }
    for n, rung in enumerate(ladder.rungs[:N_RUNGS], start=1):
        found |= {f"who{n}": [w.value for w in rung.who], f"wait{n}": rung.wait}
    return found
