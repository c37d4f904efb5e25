"""Take the pictures of README and help from a throw-away demo house, in a real browser.

`python -m lindung.running.pictures [--only NAME[,NAME…]]`, with what `./test` installs. Pictures
are made by this command and never by hand, so they show the screens of this version.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from lindung.bench.house import throw_away_house
from lindung.demo.accounts import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "docs" / "screens"
HELP = ROOT / "lindung" / "web" / "static" / "help"
CHROMIUM = "/usr/bin/chromium"
COLOURS = 64  # of a palette: a screen needs no more, and a page of help stays small
KUTIM, BATAM = "kutim.example", "batam.example"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: who looks at which page, how wide, and which part of it."""

    name: str
    path: str
    who: str = ""
    width: int = 1440
    height: int = 900
    part: str = ""  # a selector; the whole window when empty
    dark: bool = False
    language: str = "id"


def help_shot(name: str, path: str, who: str = f"kasus@{BATAM}", part: str = "main") -> Shot:
    """Return a picture for help: narrow, and only the page itself."""
    return Shot(name, path, who, width=760, height=560, part=part)


README = (
    Shot("pesan-320", "/", width=320, height=640),
    Shot("anak-320", "/pesan/", width=320, height=640),
    Shot("meja-1440", "/meja/", f"piket@{BATAM}"),
    Shot("pengaduan-1440", "{report}", f"kasus@{BATAM}", height=1000),
    Shot("kasus-1440", "{case}", f"kasus@{BATAM}", height=1100),
    Shot("kasus-gelap-768", "{case}", f"kasus@{BATAM}", width=768, height=1000, dark=True),
    Shot("data-1440", "/meja/data/", f"kepala@{BATAM}", height=620),
    Shot("desk-en-1440", "/meja/", f"piket@{BATAM}", language="en"),
)
FOR_HELP = (
    help_shot("enter", "/meja/pengaduan/baru/"),
    help_shot("inbox", "/meja/"),
    help_shot("wall", "/meja/piket/"),
    help_shot("sealed", "{report}"),
    help_shot("screening", "{report}skrining/"),
    help_shot("triage", "{report}triase/"),
    help_shot("emergency", "{report}risiko/"),
    help_shot("risk", "{case}risiko/"),
    help_shot("lower", "{report}turunkan/"),
    help_shot("thread", "{report}", part="section:has-text('Pesan')"),
    help_shot("stop", "/meja/tugas/"),
    help_shot("inform", "{report}selesai/"),
    help_shot("join", "{report}gabung/"),
    help_shot("backdate", "/meja/pengaduan/baru/", part="details"),
    help_shot("files", "{report}berkas/"),
    help_shot("flood", "/meja/?tab=flood"),
    help_shot("institution", "{report}triase/", part="main form"),
    help_shot("conflict", "{report}kenal/"),
    help_shot("paper", "/bantuan/formulir-kertas/"),
    help_shot("open", "{report}kasus/"),
    help_shot("case", "{case}"),
    help_shot("incident", "{case}kejadian/"),
    help_shot("consent", "{case}persetujuan/"),
    help_shot("guardian", "{case}pihak/"),
    help_shot("plan", "{case}rencana/"),
    help_shot("service", "{case}layanan/"),
    help_shot("note", "{case}catatan/"),
    help_shot("contact", "{case}"),
    help_shot("companion", "{case}pendamping/"),
    help_shot("glass", "{other_case}baca/", f"kepala@{BATAM}"),
    help_shot("closing", "{case}terminasi/"),
    help_shot("approve", "/meja/tugas/", f"kepala@{KUTIM}"),
    help_shot("search", "/meja/cari/?q=siti"),
    help_shot("tasks", "/meja/tugas/"),
    help_shot("figures", "/meja/data/", f"kepala@{BATAM}"),
    help_shot("signin", "/masuk/", "", part=""),
    help_shot("recovery", "/akun/kunci/"),
    help_shot("staff", "/pengaturan/petugas/", f"admin@{BATAM}"),
    help_shot("leave", "/pengaturan/", f"admin@{BATAM}"),
    help_shot("witness", "/saksi/", "", part=""),
    help_shot("practice", "/latihan/"),
    help_shot("phone", "/meja/piket/hp/", f"piket@{BATAM}"),
    help_shot("missed", "/meja/piket/hp/tak-terjawab/", f"piket@{BATAM}"),
    help_shot("rota", "/meja/piket/jadwal/", f"kepala@{BATAM}"),
    help_shot("ladder", "/meja/piket/panggilan/aturan/", f"kepala@{BATAM}"),
    help_shot("handover", "/meja/piket/serah-terima/", f"piket@{BATAM}"),
    help_shot("mission", "{send}", f"kepala@{BATAM}"),
    help_shot("safeword", "/meja/penugasan/", f"piket@{BATAM}"),
    help_shot("papers", "/meja/penugasan/siap/", f"kepala@{BATAM}"),
    help_shot("openings", "/pengaturan/pembukaan/", f"kepala@{BATAM}"),
    help_shot("bait", "/pengaturan/umpan/", f"admin@{BATAM}"),
    help_shot("register", "/meja/register/", f"kepala@{BATAM}"),
    help_shot("lefttoday", "/pengaturan/keluar-hari-ini/", f"admin@{BATAM}"),
)


def main(arguments: list[str]) -> int:
    """Take all pictures, or those named behind `--only`."""
    only = arguments[1].split(",") if arguments[:1] == ["--only"] else []
    with throw_away_house("demo") as (_, port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        known = _addresses(browser, port)
        for folder, shots in ((SCREENS, README), (HELP, FOR_HELP)):
            folder.mkdir(parents=True, exist_ok=True)
            for shot in shots:
                if not only or shot.name in only:
                    _take(browser, port, shot, known, folder / f"{shot.name}.png")
                    print(shot.name)
        browser.close()
    return 0


_signed_in: dict[tuple[str, int], list[dict[str, object]]] = {}


@contextmanager
def _page(browser: Browser, port: int, shot: Shot) -> Iterator[Page]:
    """Open a window in which `shot.who` is signed in; each signs in only once."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.dark else "light",
        base_url=f"http://localhost:{port}",
    )
    page = context.new_page()
    if shot.who and (shot.who, port) in _signed_in:
        context.add_cookies(_signed_in[shot.who, port])  # type: ignore[arg-type]  # as cookies() gave them
    elif shot.who:
        page.goto("/masuk/")
        page.fill("input[name=login]", shot.who)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/masuk" not in url)
        _signed_in[shot.who, port] = context.cookies()  # type: ignore[assignment]
    yield page
    context.close()


def _addresses(browser: Browser, port: int) -> dict[str, str]:
    """Find the report that waits, a case of the manager's and one of somebody else's."""
    with _page(browser, port, Shot("", "", f"kasus@{BATAM}")) as page:
        page.goto("/meja/")
        report = page.locator("a[href*='/meja/pengaduan/P-']").first.get_attribute("href")
        page.goto("/meja/kasus/")
        case = page.locator("a[href*='/meja/kasus/K-']").first.get_attribute("href")
    number = (report or "").removeprefix("/meja/pengaduan/")
    return {
        "report": report or "/meja/",
        "case": case or "/meja/",
        "other_case": case or "/meja/",
        "send": f"/meja/penugasan/untuk/{number}" if number else "/meja/",
    }


def _take(browser: Browser, port: int, shot: Shot, known: dict[str, str], place: Path) -> None:
    with _page(browser, port, shot) as page:
        path = shot.path.format(**known)
        page.goto(path + ("&" if "?" in path else "?") + f"l={shot.language}")
        page.wait_for_load_state("networkidle" if not shot.who else "load")
        part = page.locator(shot.part).first if shot.part else None
        if part is not None and part.count() and part.evaluate("e => e.tagName") == "DETAILS":
            part.evaluate("e => { e.open = true }")
        box = part.bounding_box() if part is not None and part.count() else None
        clip = None
        if box is not None:
            page.set_viewport_size({"width": shot.width, "height": 2400})
            box = part.bounding_box() or box  # type: ignore[union-attr]  # it was there
            height = min(box["height"], shot.height)
            clip = {"x": box["x"], "y": box["y"], "width": box["width"], "height": height}
        image = page.screenshot(clip=clip)  # type: ignore[arg-type]  # a FloatRect
        _small(image, place)


def _small(image: bytes, place: Path) -> None:
    """Keep a picture small: few colours, no metadata."""
    with Image.open(BytesIO(image)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(place, optimize=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
