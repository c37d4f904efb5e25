"""Nights 1 and 2 as walks: an abuser reads her phone; the perpetrator is police, or one of us."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from lindung.access.codes import Scope
from lindung.access.models import Staff
from lindung.access.services import create_token
from lindung.core.frame import frame
from lindung.core.models import Trail, Turn
from lindung.directory.models import Unit
from lindung.intake import facts, friction, queries
from lindung.intake.models import Message, Report, ReporterRequest
from lindung.intake.rules import WORD_AFTER, next_levels
from lindung.people import queries as people
from tests.browser import OpenPage
from tests.conftest import PROVINCE, UNIT, at_work
from tests.proof.cast import browser_of
from tests.web.public.walking import Walker, code_on

SECRET = "Saya simpan tas di rumah Bu Yuli."
ANSWER = "Terima kasih sudah menulis. Kapan aman menulis lagi?"
WORD = "bunga melati"


@pytest.fixture(autouse=True)
def _no_line_at_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody guessed codes before."""
    monkeypatch.setattr(friction, "pause", lambda _: None)


def tell(**more: str) -> tuple[str, str]:
    """Tell on the one page for browsers without cookies; return the code and the second code."""
    her = Walker(cookies=False)
    her.see("/pesan/semua/")
    page = her.press(about_whom="self", words=SECRET, **more)
    return code_on(page), second_on(page)


def second_on(page: str) -> str:
    """Return the second code of a receipt, if there is one."""
    return "".join(re.findall(r"<b>(\d{4})</b>", page))


def minutes_pass(minutes: float) -> None:
    """Let what was told and written lie this much further back."""
    past = [f"{minutes} minutes"]
    with frame(UNIT), connection.cursor() as cursor:
        cursor.execute("update intake_message set sent_at = sent_at - %s::interval", past)
        cursor.execute("update intake_report set entered_at = entered_at - %s::interval", past)


def the_report() -> Report:
    with frame(UNIT):
        return Report.objects.get()


def answer(rini: Staff, words: str = ANSWER) -> None:
    """Rini answers on her screen."""
    address = reverse("desk:reply", args=[the_report().number])
    assert browser_of(rini).post(address, {"words": words}).status_code == 302


def come_back(code: str) -> Walker:
    """Open the mailbox, as whoever holds the phone and the code does."""
    somebody = Walker(language="id")
    somebody.see("/pesan/lanjut/")
    somebody.press(code=code)
    return somebody


# --- Night 1: an abuser reads her phone --------------------------------------------------------


def test_night_1_who_was_not_asked_is_not_contacted(rini: Staff, units: dict[str, Unit]) -> None:
    tell(name="Siti")
    page = browser_of(rini).post(reverse("desk:report_words", args=[the_report().number]))

    shown = page.content.decode()
    assert "Siti" in shown
    with at_work(rini):
        report = queries.get_report(rini.actor(), the_report().number)
        person = queries.parties_of(rini.actor(), report)[0].person
        for channel in ("call", "sms", "whatsapp", "email"):
            verdict = people.may_contact(rini.actor(), person, channel)
            assert (verdict.allowed, verdict.why) == (False, "unknown")


def test_night_1_with_the_code_he_reads_our_answers_and_not_one_word_of_hers(
    rini: Staff, units: dict[str, Unit]
) -> None:
    code, _ = tell()
    her = come_back(code)
    her.press(act="write", words="Dia pulang malam ini.")
    answer(rini)

    him = come_back(code)
    him.see("/pesan/kotak/")

    assert ANSWER in him.page
    assert not any(SECRET in page or "Dia pulang" in page for page in [*him.pages, *her.pages])
    once = Walker(cookies=False)
    once.see("/pesan/lanjut/semua/")
    assert ANSWER in once.press(code=code)
    assert "Bu Yuli" not in "".join(once.pages)
    thread = Client().post(reverse("api:thread"), {"code": code}, content_type="application/json")
    assert ANSWER in thread.content.decode()
    assert "Bu Yuli" not in thread.content.decode()


def test_night_1_a_late_answer_opens_only_with_her_word(
    rini: Staff, units: dict[str, Unit]
) -> None:
    code, _ = tell(name="Siti", channel="mailbox", code_word=WORD)
    minutes_pass(WORD_AFTER.total_seconds() / 60 + 1)
    answer(rini)

    him = come_back(code)
    assert ANSWER not in him.page
    assert "kata aman" in him.page
    him.press(act="word", word="melati")
    assert ANSWER not in him.page
    assert "Bukan itu katanya" in him.page
    with frame(UNIT):
        assert Message.objects.get().read_at is None  # nobody has read it
    for page in (api(code), api(code, "mawar")):
        assert (page["messages"], page["locked"]) == ([], 1)

    her = come_back(code)
    her.press(act="word", word="  Bunga  MELATI ")
    assert ANSWER in her.page
    her.see("/pesan/kotak/")
    assert ANSWER in her.page
    assert api(code, WORD)["messages"][0]["text"] == ANSWER
    once = Walker(cookies=False)
    once.see("/pesan/lanjut/semua/")
    assert ANSWER in once.press(code=code, word=WORD)
    assert WORD not in "".join([*him.pages, *her.pages, *once.pages])
    with frame(UNIT):
        assert Trail.objects.filter(action="people.check_code_word", refused=False).exists()


def api(code: str, word: str = "") -> dict[str, Any]:
    answer = Client().post(
        reverse("api:thread"), {"code": code, "word": word}, content_type="application/json"
    )
    found: dict[str, Any] = answer.json()
    return found


def test_night_1_while_she_writes_an_answer_needs_no_word(
    rini: Staff, units: dict[str, Unit]
) -> None:
    code, _ = tell(name="Siti", channel="mailbox", code_word=WORD)
    minutes_pass(60)
    come_back(code).press(act="write", words="Saya sendirian sekarang.")
    answer(rini)

    assert ANSWER in come_back(code).page


def test_night_1_guessing_the_word_is_as_slow_as_guessing_a_code(
    rini: Staff, units: dict[str, Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _ = tell(name="Siti", channel="mailbox", code_word=WORD)
    minutes_pass(60)
    answer(rini)
    waited: list[float] = []
    monkeypatch.setattr(friction, "pause", waited.append)

    for guess in range(8):
        api(code, f"tebakan {guess}")

    assert waited


def test_night_1_his_wish_to_stop_opens_a_task_and_every_clock_goes_on(
    rini: Staff, units: dict[str, Unit]
) -> None:
    code, _ = tell()
    before = the_report()

    come_back(code).press(act="stop")

    after = the_report()
    assert (after.state, after.ended_at) == (before.state, None)
    assert (after.look_due_at, after.respond_due_at) == (
        before.look_due_at,
        before.respond_due_at,
    )
    assert after.number in browser_of(rini).get(reverse("desk:tasks")).content.decode()
    with frame(UNIT):
        assert Turn.objects.filter(verb="stop_request").exists()
        assert ReporterRequest.objects.get().decided_at is None


def test_night_1_the_second_code_shows_an_empty_box_and_leaves_a_silent_mark(
    rini: Staff, units: dict[str, Unit]
) -> None:
    code, second = tell(decoy="on")
    answer(rini)

    him = come_back(second)

    assert ANSWER not in him.page
    assert "Belum ada jawaban" in him.page
    assert ANSWER in come_back(code).page  # hers is as it was
    tasks = browser_of(rini).get(reverse("desk:tasks")).content.decode()
    assert "Kode kedua dipakai" in tasks
    page = browser_of(rini).get(reverse("desk:report", args=[the_report().number]))
    assert "ode kedua" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_night_1_on_a_small_phone_he_finds_nothing_by_going_back(
    open_page: OpenPage, units: dict[str, Unit]
) -> None:
    page: Page = open_page(width=320, height=640)
    page.goto("/pesan/")
    page.locator("button[value=self]").click()
    page.locator("main form .acts .button").first.click()
    page.locator("#id_words").fill(SECRET)
    page.locator("main form .acts .button").first.click()
    expect(page.locator("main h1").first).to_be_visible()
    page.route("https://**/*", _weather)
    page.locator("a.exit").click()
    expect(page).to_have_title("Cuaca")

    page.go_back()
    page.wait_for_load_state("load")

    assert "Bu Yuli" not in page.content()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    with frame(UNIT):
        assert not Report.objects.exists()  # what she had not sent is gone


def _weather(route: Route) -> None:
    route.fulfill(body="<title>Cuaca</title>", content_type="text/html")


# --- Night 2: the perpetrator is police, staff, a relative or an official ------------------------

NAMED = {
    "name": "Siti",
    "institution": "yes",
    "institutions": ["police", "service_staff"],
    "named": "Aiptu dari Polsek; kepala UPTD.",
}


@pytest.fixture
def against_the_head(rini: Staff, sari: Staff, units: dict[str, Unit]) -> Report:
    """She named a policeman and the head of the unit; Rini says so on her screen."""
    tell(**NAMED)  # type: ignore[arg-type]  # one answer is a list
    report = the_report()
    block = reverse("desk:report_block", args=[report.number])
    assert browser_of(rini).post(block, {"staff": str(sari.id)}).status_code == 302
    raise_risk = reverse("desk:report_raise", args=[report.number])
    browser_of(rini).post(
        raise_risk, {"risk": "high", "emergency": "on", "reason": "Ia membawa senjata."}
    )
    return the_report()


def test_night_2_institution_and_rank_are_marked_and_the_next_level_is_offered(
    against_the_head: Report, rini: Staff
) -> None:
    words = reverse("desk:report_words", args=[against_the_head.number])
    page = browser_of(rini).post(words).content.decode()

    assert "Aiptu dari Polsek" in page
    for offered in ("Polda", "LPSK"):
        assert offered in page
    assert set(against_the_head.institutions) == {"police", "service_staff"}


@pytest.mark.parametrize(
    ("institution", "offered", "left_out"),
    [
        ("police", {"polda", "lpsk"}, "pom"),
        ("military", {"pom", "lpsk"}, "polda"),
        ("official", {"province", "lpsk"}, "polda"),
        ("service_staff", {"approver", "province"}, "lpsk"),
        ("relative", {"province", "lpsk"}, "polda"),
    ],
)
def test_night_2_for_each_institution_the_level_above_it_is_asked_and_never_itself(
    institution: str, offered: set[str], left_out: str
) -> None:
    levels = {str(level) for level in next_levels([institution])}
    assert offered <= levels
    assert left_out not in levels


def test_night_2_for_the_named_head_the_report_does_not_exist_anywhere(
    against_the_head: Report, sari: Staff, rini: Staff
) -> None:
    number, head = against_the_head.number, browser_of(sari)
    for address in (
        *("/meja/", "/meja/?tab=all", "/meja/tugas/", "/meja/kasus/?tab=all", "/meja/data/"),
        *("/meja/piket/", "/keputusan/", "/pengaturan/", "/pengaturan/benturan/"),
    ):
        assert number not in head.get(address, follow=True).content.decode(), address
    for act in ("", "balas/", "triase/", "formulir/", "risiko/"):
        assert head.get(f"/meja/pengaduan/{number}/{act}").status_code == 404, act
    searched = head.post(reverse("desk:search"), {"q": "Siti"}, follow=True)
    assert number not in searched.content.decode()
    by_number = head.post(reverse("desk:search"), {"q": number}, follow=True)
    absent = head.post(reverse("desk:search"), {"q": number[:-5] + "22222"}, follow=True)
    assert by_number.status_code == absent.status_code
    with at_work(sari):
        _, raw = create_token(sari.actor(), sari, name="Rekap", scopes=Scope.values)
    machine = Client(headers={"Authorization": f"Bearer {raw}"})
    assert machine.get(reverse("api:report", args=[number])).status_code == 404
    assert number not in machine.get(reverse("api:reports")).content.decode()
    assert number not in machine.get(reverse("api:tasks")).content.decode()
    # Rini sees it, so it was there to be seen.
    assert number in browser_of(rini).get("/meja/?tab=all").content.decode()
    with frame(UNIT):
        assert Trail.objects.filter(actor_id=sari.id, refused=True, record_id=number).count() >= 5


def test_night_2_figures_of_the_named_head_do_not_count_it(
    against_the_head: Report, sari: Staff, hadi: Staff
) -> None:
    with at_work(sari):
        assert facts.waiting().n == 0
        assert set(queries.inbox_counts(sari.actor()).values()) == {0}
        assert not queries.alarms(sari.actor()).ring
    with at_work(hadi):
        assert facts.waiting().n == 1


def test_night_2_somebody_outside_the_unit_decides(
    against_the_head: Report, rini: Staff, sari: Staff, hadi: Staff, arif: Staff
) -> None:
    number = against_the_head.number
    lower = reverse("desk:report_lower", args=[number])
    browser_of(rini).post(lower, {"risk": "medium", "reason": "Sudah di tempat aman."})

    for inside in (sari, hadi):
        assert number not in browser_of(inside).get(reverse("desk:tasks")).content.decode()
    outside = browser_of(arif)
    tasks = outside.get(reverse("desk:tasks")).content.decode()
    assert number in tasks
    with frame(PROVINCE):
        approval = Turn.objects.get(number=number).record_id
    decide = reverse("desk:decide", args=[approval])
    assert browser_of(sari).get(decide).status_code == 404
    assert outside.post(decide, {"granted": "yes"}).status_code == 302
    assert outside.get(reverse("desk:report", args=[number])).status_code == 404  # only the number


def test_night_2_a_complaint_about_our_staff_never_enters_our_inbox(
    sari: Staff, rini: Staff, hadi: Staff, arif: Staff, units: dict[str, Unit]
) -> None:
    her = Walker(cookies=False)
    her.see("/pesan/semua/")
    her.press(about_whom="staff_complaint", words="Petugas meminta uang.")

    for inside in (sari, rini, hadi):
        page = browser_of(inside).get("/meja/?tab=all", follow=True).content.decode()
        assert "P-26" not in page
    with frame(PROVINCE):
        number = Report.objects.get().number
    assert number in browser_of(arif).get("/meja/?tab=all", follow=True).content.decode()


def test_night_2_saya_kenal_pihak_ini_hides_it_from_whoever_says_so(
    rini: Staff, wati: Staff, units: dict[str, Unit]
) -> None:
    tell()
    number = the_report().number
    her = browser_of(wati)
    assert her.get(reverse("desk:report", args=[number])).status_code == 200

    her.post(reverse("desk:report_conflict", args=[number]), {"sure": "on"})

    assert her.get(reverse("desk:report", args=[number])).status_code == 404
    assert number not in her.get("/meja/?tab=all").content.decode()
    assert number in browser_of(rini).get("/meja/?tab=all").content.decode()
