"""The bundle a browser gets: readable colours, small public pages, nothing from elsewhere."""

import hashlib
import re
import shutil
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.test import Client

from lindung.web import bundle

WEB = Path(settings.PACKAGE) / "web"
STATIC = WEB / "static"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
CSS = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
ASSETS = (Path(settings.PACKAGE).parent / "docs" / "ASSETS.md").read_text(encoding="utf-8")
TEXT, SHAPE = 4.5, 3.0  # Source: WCAG 2.2, 1.4.3 and 1.4.11
KIB = 1024
GROUNDS = ("paper", "surface", "sunken")
PAIRS = [
    *((word, ground) for word in ("ink", "ink-soft", "accent", "late") for ground in GROUNDS),
    ("on-accent", "accent"), ("on-accent", "accent-strong"), ("on-danger", "danger"),
    ("accent-strong", "accent-soft"), ("ink", "accent-soft"), ("on-alarm", "alarm"),
    ("alarm", "on-alarm"), ("paper", "ink"), ("late", "surface"), ("ink-soft", "accent-soft"),
    *((state, f"{state}-soft")
      for state in ("high", "medium", "low", "late", "waiting", "done", "sealed")),
    *(("ink", f"{state}-soft") for state in ("medium", "late", "done", "sealed")),
    *((state, "surface") for state in ("medium", "waiting", "done", "danger")),
]  # fmt: skip
SHAPES = [(shape, ground) for shape in ("line-strong", "focus", "accent") for ground in GROUNDS]
PUBLIC_PAIRS = [
    ("ink", "paper"), ("ink", "surface"), ("ink-soft", "paper"), ("ink-soft", "surface"),
    ("accent", "paper"), ("accent", "surface"), ("on-accent", "accent"),
    ("on-accent", "accent-strong"), ("accent-strong", "accent-soft"), ("ink", "accent-soft"),
    ("ink", "medium-soft"), ("ink", "danger-soft"), ("ink", "done-soft"), ("danger", "paper"),
    ("danger", "surface"), ("paper", "ink"), ("paper", "ink-soft"), ("paper", "danger"),
    ("ink-soft", "accent-soft"),
]  # fmt: skip
Palette = dict[str, str]


def blocks(path: Path) -> list[Palette]:
    """Return the colours of each `:root` block of a file that sets any."""
    found = re.findall(r":root[^{]*\{([^}]*)\}", path.read_text(encoding="utf-8"))
    palettes = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block)) for block in found]
    return [palette for palette in palettes if palette]


def luminance(colour: str) -> float:
    """Source: WCAG 2.2, relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(palette: Palette, pair: tuple[str, str]) -> float:
    lighter, darker = sorted((luminance(palette[name]) for name in pair), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def faint(palettes: list[Palette], pairs: list[tuple[str, str]], least: float) -> list[str]:
    return [
        f"block {n}: {pair[0]} on {pair[1]}: {contrast(palette, pair):.2f}"
        for n, palette in enumerate(palettes)
        for pair in pairs
        if contrast(palette, pair) < least
    ]


def test_staff_words_and_shapes_are_readable_by_day_and_by_night() -> None:
    palettes = blocks(STATIC / "css" / "tokens.css")

    assert len(palettes) == 3
    assert faint(palettes, PAIRS, TEXT) == []
    assert faint(palettes, SHAPES, SHAPE) == []


def test_public_words_and_shapes_are_readable_by_day_and_by_night() -> None:
    palettes = blocks(STATIC / "css" / "public.css")

    assert len(palettes) == 2
    assert faint(palettes, PUBLIC_PAIRS, TEXT) == []
    assert faint(palettes, [(s, "surface") for s in ("line-strong", "focus")], SHAPE) == []


def test_the_night_is_the_same_whether_chosen_by_the_device_or_by_the_page() -> None:
    _day, by_device, by_page = blocks(STATIC / "css" / "tokens.css")

    assert by_device == by_page


def test_a_colour_means_the_same_on_public_and_staff_pages() -> None:
    staff = blocks(STATIC / "css" / "tokens.css")
    public = blocks(STATIC / "css" / "public.css")
    names = staff[0].keys() & public[0].keys()

    assert len(names) > 10
    assert [{n: p[n] for n in names} for p in staff[:2]] == [
        {n: p[n] for n in names} for p in public
    ]


def test_every_colour_is_a_token() -> None:
    literal = re.compile(r"#[0-9a-f]{3,6}\b(?!\s*\{)", re.IGNORECASE)
    tokens_or_print = re.compile(r":root[^{]*\{[^}]*\}|@media print.*", re.DOTALL)
    rest = {
        path.name: set(literal.findall(tokens_or_print.sub("", path.read_text(encoding="utf-8"))))
        for path in CSS
    }

    assert {name: found for name, found in rest.items() if found - {"#fff"}} == {}


def test_the_first_public_page_is_small_with_everything_it_fetches() -> None:
    page = render_to_string("components/not_found.html")
    fetched = set(re.findall(r'(?:href|src)="/static/[0-9a-f]{12}/([^"]+)"', page))
    weight = len(page.encode()) + sum((STATIC / name).stat().st_size for name in fetched)

    assert {"css/public.css", "js/exit.js"} <= fetched
    assert weight <= 30 * KIB  # the frame alone; the page's own words get the other 20


def test_a_browser_keeps_what_it_fetched_until_the_house_is_updated(client: Client) -> None:
    page = render_to_string("components/not_found.html")
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)

    answers = [client.get(address) for address in addresses]

    assert len(answers) >= 3
    assert {(answer.status_code, answer["Cache-Control"]) for answer in answers} == {
        (200, "public, max-age=31536000, immutable")
    }


def test_after_an_update_every_address_is_new_and_an_open_page_still_has_its_look(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = static("css/public.css")
    shutil.copytree(STATIC, tmp_path / "static")
    (tmp_path / "static" / "css" / "public.css").write_text("/* new */")
    monkeypatch.setattr(bundle, "ROOT", tmp_path / "static")
    bundle.version.cache_clear()
    after = static("css/public.css")
    client = Client()  # a house started anew

    old, new = client.get(before), client.get(after)
    bundle.version.cache_clear()

    assert before != after
    assert (old.content, old["Cache-Control"]) == (b"/* new */", "no-cache")
    assert (new.content, new["Cache-Control"].split(",")[0]) == (b"/* new */", "public")


def test_an_address_without_a_version_is_asked_for_again_and_not_sent_twice(
    client: Client,
) -> None:
    first = client.get("/static/css/public.css")

    again = client.get("/static/css/public.css", headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["../settings.py", "000000000000/../../gates.py", "%2e%2e/gates.py", "css/", "css/x"]
)
def test_nothing_beside_the_bundle_is_served(client: Client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


@pytest.mark.parametrize("path", CSS + SCRIPTS, ids=lambda path: path.name)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    loads = re.findall(r"""(?:url\(|import|fetch\(|src\s*=)\s*["']?(https?:)?//""", text)

    assert loads == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_short_and_needs_no_exception_of_the_content_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text.count("\n") <= 150
    assert text.startswith("/* ")
    assert re.findall(r"\beval\(|new Function|\.style\b|setAttribute\(\"(?:style|on)", text) == []


def test_public_scripts_store_nothing_on_the_device() -> None:
    text = (STATIC / "js" / "exit.js").read_text(encoding="utf-8")

    stores = r"localStorage|sessionStorage|indexedDB|serviceWorker|document\.cookie"

    assert re.findall(stores, text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_a_template_has_no_inline_script_or_style_and_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", text) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", text) == []
    assert re.findall(r"""<(?:script|link|img|iframe|source)[^>]*["'](?:https?:)?//""", text) == []


@pytest.mark.parametrize(
    "path", sorted((WEB / "templates" / "components").glob("*.html")), ids=lambda path: path.name
)
def test_a_component_opens_with_what_it_is_and_what_it_needs(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]

    assert re.fullmatch(r"\{# [A-Z].* Needs.*: .*#\}", first)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_a_template_asks_only_for_files_and_icons_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    sprite = (STATIC / "img" / "icons.svg").read_text(encoding="utf-8")
    icons = set(re.findall(r'icons\.svg" %\}#([\w-]+)"', text))
    files = re.findall(r'\{% static "([^"]+)" %\}', text)

    assert [name for name in files if not (STATIC / name).exists()] == []
    assert icons <= set(re.findall(r'<symbol id="([\w-]+)"', sprite))


def test_every_bundled_file_has_a_licence_line() -> None:
    patterns = re.findall(r"^\| `([^`]+)` \|", ASSETS, re.MULTILINE)
    files = [str(p.relative_to(STATIC)) for p in STATIC.rglob("*") if p.is_file()]

    assert [name for name in files if not any(fnmatch(name, p) for p in patterns)] == []


def test_what_was_taken_from_others_is_unchanged() -> None:
    listed = re.findall(r"^([0-9a-f]{64})  (\S+)$", ASSETS, re.MULTILINE)

    assert len(listed) == 2
    assert all(
        hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest
        for digest, name in listed
    )


def test_pictures_carry_no_script_and_nothing_from_elsewhere() -> None:
    pictures = {p.name: p.read_text(encoding="utf-8") for p in STATIC.rglob("*.svg")}
    foreign = re.compile(r"<script|<image|href=|\son[a-z]+=|<style")

    assert pictures
    assert [name for name, text in pictures.items() if foreign.search(text)] == []


def test_the_public_frame_names_nothing_an_abuser_should_read() -> None:
    page = render_to_string("components/not_found.html")
    head = page.split("</head>")[0].lower()

    assert "<title>pesan</title>" in head
    assert 'name="referrer" content="no-referrer"' in head
    assert re.findall(r"kekerasan|perempuan|anak|ppa|lindung|korban|violence|abuse", head) == []
