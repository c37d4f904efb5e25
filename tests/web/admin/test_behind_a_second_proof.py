"""Every page that asks once more who is there is fit for everybody, narrow, wide and dark."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import Page

from lindung.access.models import Staff
from lindung.access.services import create_token
from lindung.casework import services as casework
from lindung.casework.models import Decoy, NamesExport, OpeningAlarm
from lindung.core.frame import frame
from lindung.hotline.codes.escalation import Severity
from lindung.jobs.chainer import chain_waiting
from lindung.jobs.watch import watch_openings
from tests.browser import OpenPage, violations
from tests.conftest import UNIT, at_work
from tests.proof.cast import browser_of

NARROW, WIDE = 320, 1280
# It changes something and shows no page, or its thing is made by the tests named here.
ELSEWHERE = {
    "lines:question": "tests/web/lines",
    "lines:decide": "tests/web/lines",
}
# Not behind a second proof themselves, but of the same night.
BESIDE = ("admin:leaving", "desk:exports", "admin:conflicts")


@dataclass(frozen=True, slots=True)
class Place:
    """One address, and who looks at it."""

    who: Staff
    address: str


def asked_again(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Yield the name of each address behind a second proof."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from asked_again(pattern.url_patterns, inner)
        elif getattr(pattern.callback, "gate", "") == "stepped_up":
            yield f"{space}{pattern.name}"


@pytest.fixture
def places(live_url: str, adi: Staff, sari: Staff, joko: Staff, hadi: Staff) -> dict[str, Place]:
    """Every such address, with something to look at."""
    with at_work(adi):
        token, _ = create_token(adi.actor(), adi, name="Rekap", scopes=["tasks:read"])
    bait = planned_bait(adi)
    export = agreed_export(sari, hadi)
    named: dict[str, Callable[[], str]] = {
        "admin:token_end": lambda: reverse("admin:token_end", args=[token.pk]),
        "admin:decoy": lambda: reverse("admin:decoy", args=[bait]),
        "desk:export_take": lambda: reverse("desk:export_take", args=[export]),
        "duty:policy": lambda: reverse("duty:policy", args=[Severity.NOW]),
        "lines:connect": lambda: reverse("lines:connect", args=["sms"]),
        **{
            f"admin:{name}": lambda name=name: reverse(f"admin:{name}", args=[joko.pk])  # type: ignore[misc]  # bound here
            for name in ("change", "roles", "renew", "leave")
        },
    }
    heads = {
        "admin:decoy",
        "desk:export_take",
        "duty:policy",
        "admin:openings",
        "carry:install",
        *BESIDE,
    }
    wanted = [*asked_again(get_resolver().url_patterns), *BESIDE]
    return {
        name: Place(
            sari if name in heads else adi, named[name]() if name in named else reverse(name)
        )
        for name in wanted
        if name not in ELSEWHERE and ":" in name and not name.startswith("practice")
    }


def planned_bait(adi: Staff) -> str:
    """Let an administrator plan an invented client; return its id."""
    plan = {
        "name": "Larasati Kumbang",
        "sex": "F",
        "age_band": "18-24",
        "area": "64.08.04",
        "register_class": "ktp",
    }
    assert browser_of(adi).post(reverse("admin:decoys"), plan).status_code == 302
    with frame(UNIT):
        return str(Decoy.objects.get().pk)


def agreed_export(sari: Staff, hadi: Staff) -> str:
    """Let a register with names be asked for and agreed to; return its id."""
    today = timezone.localdate()
    with at_work(sari):
        casework.ask_names(
            sari.actor(),
            from_on=today - timedelta(days=30),
            until_on=today,
            receiver="Kepolisian Resor",
            purpose="Penyidikan",
            ends_on=today + timedelta(days=3),
        )
        found = NamesExport.objects.get()
    with at_work(hadi):
        casework.decide_names(hadi.actor(), found, granted=True)
    return str(found.pk)


def come_in(page: Page, who: Staff) -> None:
    """Sign in, with the second proof given a moment ago."""
    value = browser_of(who).cookies["s"].value
    page.context.add_cookies([{"name": "s", "value": value, "domain": "localhost", "path": "/"}])


def looked_at(page: Page, places: dict[str, Place]) -> list[str]:
    """Return what is wrong on each page, and which is wider than the screen."""
    found = []
    size = page.viewport_size
    assert size is not None
    width = size["width"]
    for name, place in places.items():
        answer = page.goto(place.address)
        assert answer is not None
        if (answer.status, page.url.rpartition("?")[0]) != (200, ""):
            found.append(f"{name}: {answer.status} {page.url}")
        found += [f"{name} at {width}: {wrong}" for wrong in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{name}: wider than {width}")
    return found


@pytest.mark.parametrize(("width", "dark"), [(NARROW, False), (WIDE, True)])
def test_pages_behind_a_second_proof_are_fit_for_everybody(
    open_page: OpenPage, places: dict[str, Place], width: int, *, dark: bool
) -> None:
    for who in {place.who.pk: place.who for place in places.values()}.values():
        page = open_page(width=width, dark=dark)
        come_in(page, who)
        of_them = {name: one for name, one in places.items() if one.who.pk == who.pk}

        assert looked_at(page, of_them) == []


def test_the_page_of_an_alarm_is_fit_for_everybody(
    open_page: OpenPage, live_url: str, adi: Staff, sari: Staff, tono: Staff
) -> None:
    bait = reverse("admin:decoy", args=[planned_bait(adi)])
    assert browser_of(sari).post(bait, {"granted": "yes"}).status_code == 302
    with frame(UNIT):
        planned = Decoy.objects.select_related("case").get()
        assert planned.case is not None
    chain_waiting()
    watch_openings()  # planting is no opening
    assert browser_of(tono).get(reverse("desk:case", args=[planned.case.number])).status_code == 200
    chain_waiting()
    watch_openings()
    with frame(UNIT):
        alarm = OpeningAlarm.objects.get()
    place = {"alarm": Place(sari, reverse("desk:alarm", args=[alarm.pk]))}

    for width in (NARROW, WIDE):
        page = open_page(width=width)
        come_in(page, sari)
        assert looked_at(page, place) == []
