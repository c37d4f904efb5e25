"""What the scripts of the staff site do, each on a page of its own that the test writes."""

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

PAGE = "/coba/"
NEXT = "/coba/berikut/"


def show(page: Page, body: str, *scripts: str) -> Page:
    """Open a page of this site's origin with `body` and some of its scripts."""
    tags = "".join(
        f'<script type="module" src="/static/js/{name}.js"></script>' for name in scripts
    )
    words = 'data-say-lost="putus" data-say-back="tersambung" data-say-copied="Tersalin."'
    html = f"<!doctype html><title>Coba</title><body {words}>{body}{tags}</body>"
    page.route(f"**{PAGE}", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route(f"**{NEXT}*", lambda route: route.fulfill(body="<title>Berikut</title>"))
    page.goto(PAGE)
    return page


class Stream:
    """A live stream and its fragment, played by the test."""

    def __init__(self, page: Page, fragment: str) -> None:
        self.fragment = fragment
        self.asked: list[dict[str, str]] = []
        self.status = 200
        page.route("**/live/coba", self._stream)
        page.route("**/potongan/", self._fragment)

    def _stream(self, route: Route) -> None:
        route.fulfill(body="retry: 200\ndata: berubah\n\n", content_type="text/event-stream")

    def _fragment(self, route: Route) -> None:
        self.asked.append(route.request.headers)
        route.fulfill(status=self.status, body=self.fragment, content_type="text/html")


LIVE = (
    "<p data-live-state></p>"
    '<div data-live="/live/coba" data-live-src="/potongan/"><p>lama</p></div>'
)
ROWS = (
    '<input id="cari" data-key-search><a data-go="t" href="/coba/berikut/">Tugas</a>'
    '<table data-rows><tr data-row><td><a href="/coba/berikut/?1">satu</a></td></tr>'
    '<tr data-row><td><a href="/coba/berikut/?2">dua</a></td></tr></table>'
    "<dialog data-keys-dialog><input type=checkbox data-keys-on></dialog>"
)


def test_a_live_part_is_asked_for_again_and_says_that_nobody_touched_anything(page: Page) -> None:
    stream = Stream(page, "<p>baru</p>")
    show(page, LIVE, "live")

    expect(page.get_by_text("baru")).to_be_visible()
    assert stream.asked[0]["x-live"] == "1"


def test_a_live_part_keeps_the_focus_of_the_keyboard(page: Page) -> None:
    stream = Stream(page, '<a href="/coba/berikut/?7">tujuh, baru</a>')
    show(page, LIVE.replace("<p>lama</p>", '<a href="/coba/berikut/?7">tujuh</a>'))
    page.get_by_text("tujuh").focus()
    page.add_script_tag(url="/static/js/live.js", type="module")

    expect(page.get_by_text("tujuh, baru")).to_be_focused()
    assert stream.asked


def test_a_live_part_says_when_it_is_cut_off_and_when_it_is_back(page: Page) -> None:
    stream = Stream(page, "<p>baru</p>")
    stream.status = 503
    show(page, LIVE, "live")
    state = page.locator("[data-live-state]")
    expect(state).to_have_text("putus")
    stream.status = 200

    expect(page.get_by_text("baru")).to_be_visible()


def test_an_answer_that_comes_late_never_replaces_a_newer_one(page: Page) -> None:
    late: list[Route] = []

    def fragment(route: Route) -> None:
        if late:
            route.fulfill(body="<p>baru</p>", content_type="text/html")
        else:
            late.append(route)

    Stream(page, "")
    page.route("**/potongan/", fragment)
    show(page, LIVE, "live")
    expect(page.get_by_text("baru")).to_be_visible()
    page.unroute("**/live/coba")  # nothing is asked for after the late one
    page.route("**/live/coba", lambda route: route.fulfill(status=204))
    page.wait_for_timeout(800)
    late[0].fulfill(body="<p>tua</p>", content_type="text/html")
    page.wait_for_timeout(300)

    expect(page.get_by_text("baru")).to_be_visible()
    expect(page.get_by_text("tua")).to_have_count(0)


def test_an_answer_that_comes_while_somebody_types_takes_no_words_away(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    Stream(page, "")
    page.route("**/potongan/", hold)
    show(page, LIVE.replace("<p>lama</p>", '<input id="isi">'), "live")
    page.wait_for_timeout(800)
    page.locator("#isi").press_sequentially("sudah ditulis")
    for route in held:
        route.fulfill(body='<input id="isi">', content_type="text/html")
    page.wait_for_timeout(300)

    assert held
    expect(page.locator("#isi")).to_have_value("sudah ditulis")


def test_j_k_and_enter_open_a_row(page: Page) -> None:
    show(page, ROWS, "keys")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{NEXT}?2")


def test_slash_searches_and_typing_there_is_only_typing(page: Page) -> None:
    show(page, ROWS, "keys")
    page.keyboard.press("/")
    page.keyboard.type("jgt?")

    expect(page.locator("#cari")).to_have_value("jgt?")


def test_g_and_t_go_to_my_tasks(page: Page) -> None:
    show(page, ROWS, "keys")
    page.keyboard.press("g")
    page.keyboard.press("t")

    page.wait_for_url(f"**{NEXT}")


def test_single_keys_can_be_switched_off_but_not_the_help(page: Page) -> None:
    show(page, ROWS, "keys")
    page.keyboard.press("?")
    page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()  # it closes a little after the key
    page.keyboard.press("/")
    searching = page.evaluate("document.activeElement.id")
    page.keyboard.press("?")

    assert searching != "cari"
    expect(page.locator("dialog")).to_be_visible()


def test_a_form_is_sent_once_however_often_it_is_pressed(page: Page) -> None:
    sent: list[str] = []
    page.route("**/simpan/", lambda route: sent.append(route.request.method))  # a slow answer
    show(page, '<form method="post" action="/simpan/"><button>Simpan</button></form>', "form")
    page.evaluate("const b = document.querySelector('button'); b.click(); b.click(); b.click()")
    page.wait_for_timeout(300)

    assert sent == ["POST"]


def test_control_enter_saves_from_a_long_text(page: Page) -> None:
    show(page, f'<form action="{NEXT}"><textarea name="a"></textarea></form>', "form")
    page.locator("textarea").fill("kata")
    page.keyboard.press("Control+Enter")

    page.wait_for_url(f"**{NEXT}?a=kata")


def test_what_is_wrong_takes_the_focus(page: Page) -> None:
    show(page, '<div data-wrongs tabindex="-1">Mohon diperiksa lagi</div>', "form")

    expect(page.locator("[data-wrongs]")).to_be_focused()


def test_leaving_with_changes_asks(page: Page) -> None:
    asked: list[str] = []
    show(page, f'<form data-guard><input></form><a href="{NEXT}">pergi</a>', "form")

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("input").press_sequentially("kata")
    page.get_by_text("pergi").click(no_wait_after=True)
    page.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    assert page.url.endswith(PAGE)


def test_opened_words_close_by_themselves(page: Page) -> None:
    section = (
        '<section data-sealed-for="1" data-sealed-closed="Ditutup lagi.">'
        "<p data-sealed-words>rahasia</p><p data-sealed-state>dibuka</p></section>"
    )
    show(page, section, "sealed")
    expect(page.get_by_text("rahasia")).to_be_visible()

    expect(page.get_by_text("Ditutup lagi.")).to_be_visible()
    expect(page.get_by_text("rahasia")).to_have_count(0)


def test_duty_begins_with_sound_and_without_leaving_the_page(page: Page) -> None:
    sent: list[str] = []

    def go_on_duty(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(body="ya")

    page.route("**/piket/", go_on_duty)
    body = (
        '<p data-alarm-sound data-say-on="Suara hidup" data-say-off="Suara mati"></p>'
        '<form method="post" action="/piket/"><button data-alarm-start>Mulai piket</button></form>'
    )
    show(page, body, "alarm")
    expect(page.get_by_text("Suara mati")).to_be_visible()
    with page.expect_response("**/piket/"):
        page.get_by_text("Mulai piket").click()

    expect(page.get_by_text("Suara hidup")).to_be_visible()
    expect(page.get_by_text("Mulai piket")).to_be_hidden()
    assert sent == ["POST"]


def test_an_alarm_that_a_live_part_brings_in_rings_at_once(page: Page) -> None:
    Stream(page, '<p data-alarm="ring">1 darurat</p>')
    page.add_init_script(
        "window.beeps = 0; const start = OscillatorNode.prototype.start;"
        "OscillatorNode.prototype.start = function (at) { beeps += 1; start.call(this, at); }"
    )
    show(page, LIVE + "<button data-alarm-start>Mulai piket</button>", "alarm")
    page.get_by_text("Mulai piket").click()
    page.wait_for_function("beeps === 1")  # the one that tells what it sounds like
    page.add_script_tag(url="/static/js/live.js", type="module")

    page.wait_for_function("beeps > 2")
    assert page.title() == "(!) Coba"


@pytest.mark.parametrize(
    ("status", "body", "words", "mark"),
    [
        (200, '{"status": "ok"}', "berjalan", "health"),
        (200, '{"status": "late"}', "terlambat", "health--late"),
        (503, '{"status": "degraded"}', "berhenti", "health--degraded"),
        (502, "no answer", "tidak terjangkau", "health--degraded"),
    ],
)
def test_the_dot_tells_in_words_how_the_house_is(
    page: Page, status: int, body: str, words: str, mark: str
) -> None:
    page.route("**/sehat", lambda route: route.fulfill(status=status, body=body))
    dot = (
        '<span class="health" hidden data-health="/sehat" data-say-ok="berjalan"'
        ' data-say-late="terlambat" data-say-degraded="berhenti" data-say-down="tidak terjangkau">'
        '<span class="health__words"></span></span>'
    )
    show(page, dot, "health")

    expect(page.get_by_text(words)).to_be_visible()
    assert mark in str(page.locator("[data-health]").get_attribute("class")).split()
