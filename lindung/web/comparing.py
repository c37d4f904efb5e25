"""A comparison of two districts in words: one text for the screen and for the paper.

Every sentence follows from the figures by rule; the same figures make the same sentences.
"""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from lindung.stats.comparison.intervals import Interval
from lindung.stats.comparison.peers import Neighbour
from lindung.stats.comparison.published import Clash, Contradiction, Count
from lindung.stats.comparison.report import DEFINITION, Rate, Ratio, Report, Side

COUNTED = {
    "cases": gettext_lazy("cases"),
    "victims": gettext_lazy("victims"),
    "persons": gettext_lazy("victims or reported persons"),
}
WHOM = {
    "all": gettext_lazy("all"),
    "women": gettext_lazy("women"),
    "children": gettext_lazy("children"),
}
CLASHES = {
    Clash.SAME_PERIOD: gettext_lazy("Two figures for the same months"),
    Clash.PART_EXCEEDS_WHOLE: gettext_lazy("A part of the months has more than all of them"),
    Clash.SUM: gettext_lazy("Women and children do not add up to the whole"),
    Clash.UNITS: gettext_lazy("Not counted alike, and not the same figure"),
    Clash.SAME_FOR_TWO: gettext_lazy("The same figure is given for two different spans"),
}
APART = {
    "population": gettext_lazy("number of inhabitants"),
    "density": gettext_lazy("density"),
    "area": gettext_lazy("area"),
    "urban": gettext_lazy("share of urban wards"),
    "income": gettext_lazy("income per head"),
    "sex_ratio": gettext_lazy("sex ratio"),
    "villages": gettext_lazy("number of villages"),
}


def told(report: Report) -> dict[str, Any]:
    """Return the whole comparison in words, as plain text that a screen or a paper lays out."""
    return {
        "title": gettext("%(ours)s beside %(theirs)s")
        % {"ours": report.ours.district.name, "theirs": report.theirs.district.name},
        "period": str(report.period),
        "warning": gettext("These are reported figures, not the level of violence."),
        "why": gettext(
            "More reports may mean more violence, or that more people find the way to the unit."
            " Nothing here says which."
        ),
        "sides": [_side(report.ours), _side(report.theirs)],
        "alike_title": gettext("Are they alike?"),
        "alike": _alike(report),
        "ratios_title": gettext("Side by side"),
        "ratios": [_ratio(ratio) for ratio in report.ratios]
        or [gettext("No figure of the same months was published for both.")],
        "findings_title": gettext("Strengths and weaknesses"),
        "findings": [
            gettext(
                "Nothing can be concluded yet: published counts only show reach, which is neither"
                " good nor bad. Times and completed services of both units would change this."
            )
        ],
        "foot": gettext(
            "Public figures with their sources; inhabitants of December 2024 (Dukcapil)."
            " Intervals are 95 %%: what chance alone makes. Definitions, version %(version)s."
        )
        % {"version": DEFINITION},
    }


def interval(value: Interval, digits: int = 1) -> str:
    """Return a value with its interval."""
    one, low, high = (
        number_format(x, decimal_pos=digits) for x in (value.value, value.low, value.high)
    )
    return f"{one} ({low}–{high})"


def _side(side: Side) -> dict[str, Any]:
    return {
        "name": side.district.name,
        "code": side.district.code,
        "people": gettext("%(n)s inhabitants")
        % {"n": number_format(side.district.population, force_grouping=True)},
        "heads": [
            gettext("Months"),
            gettext("Published"),
            gettext("Per 100,000 a year"),
            gettext("Source"),
        ],
        "rows": [_rate(rate) for rate in side.rates],
        "none": gettext("Nothing was published for these months."),
        "place": _place(side),
        "clash_title": gettext("Figures that clash"),
        "clashes": [_clash(one) for one in side.clashes],
        "peers_title": gettext("Places like it"),
        "peers": ", ".join(n.name for n in side.neighbours if n.is_peer)
        or gettext("none within the usual distance"),
    }


def _rate(rate: Rate) -> list[str]:
    return [
        str(rate.count.period),
        _counted(rate.count),
        interval(rate.yearly),
        f"{rate.count.source}, {rate.count.said_on}",
    ]


def _counted(count: Count) -> str:
    whom = "" if count.whom == "all" else f" ({WHOM[count.whom]})"
    return f"{count.n} {COUNTED[count.counted]}{whom}"


def _clash(one: Contradiction) -> str:
    figures = "; ".join(f"{_counted(f)} {f.period!s} — {f.source}" for f in one.figures)
    return f"{CLASHES[one.clash]}: {figures}"


def _place(side: Side) -> str:
    if side.place is None or side.place_period is None:
        return gettext("No place among others: too few districts of the province published.")
    known = {
        "low": side.place.low,
        "high": side.place.high,
        "of": side.place.of,
        "when": str(side.place_period),
    }
    if not side.place.says_something:
        return (
            gettext(
                "By reported rate it may stand anywhere from place %(low)s to %(high)s of %(of)s"
                " (%(when)s): too wide to say anything."
            )
            % known
        )
    return (
        gettext(
            "By reported rate it stands between place %(low)s and %(high)s of %(of)s in its"
            " province (%(when)s); the first has the most reports per inhabitant."
        )
        % known
    )


def _alike(report: Report) -> str:
    known = {
        "theirs": report.theirs.district.name,
        "ours": report.ours.district.name,
        "nth": report.nth,
        "apart": _apart(report.apart),
    }
    if report.apart.is_peer:
        return gettext("%(theirs)s is a place like %(ours)s: its neighbour number %(nth)s.") % known
    return (
        gettext(
            "No. %(theirs)s is only neighbour number %(nth)s of %(ours)s; what sets them apart"
            " most: %(apart)s. One may learn there, but the figures are not a yardstick."
        )
        % known
    )


def _apart(neighbour: Neighbour) -> str:
    return ", ".join(str(APART[name]) for name in neighbour.apart) or gettext("many small things")


def _ratio(ratio: Ratio) -> str:
    known = {
        "when": str(ratio.ours.period),
        "ours": _counted(ratio.ours),
        "theirs": _counted(ratio.theirs),
        "least": number_format(ratio.detectable, decimal_pos=2),
    }
    if not ratio.alike or ratio.ratio is None:
        return (
            gettext("%(when)s: %(ours)s and %(theirs)s are not counted alike. Not compared.")
            % known
        )
    known["ratio"] = interval(ratio.ratio, 2)
    return (
        gettext(
            "%(when)s: reported per inhabitant %(ratio)s times as many. At this size only a"
            " difference of %(least)s times can be seen at all."
        )
        % known
    )


def said_briefly(report: Report) -> str:
    """Return in one line what the report holds, for the command line."""
    n = len(report.ours.rates) + len(report.theirs.rates)
    clashes = len(report.ours.clashes) + len(report.theirs.clashes)
    figures = ngettext("%(n)s published figure", "%(n)s published figures", n) % {"n": n}
    clashing = ngettext("%(n)s clash", "%(n)s clashes", clashes) % {"n": clashes}
    return f"{figures}, {clashing}"
