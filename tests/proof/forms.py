"""A reader of forms that fills every field it finds, so that a new field is planted by itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXTS = {"text", "search", "tel", "email", "url", "password", ""}


@dataclass(slots=True)
class Form:
    """One form of a page."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    texts: list[tuple[str, str]] = field(default_factory=list)  # name, kind
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(got.get("action", ""), got.get("method", "get").lower()))
        elif self.forms and tag in {"input", "textarea", "select", "option"}:
            self._field(self.forms[-1], tag, got)

    def _field(self, form: Form, tag: str, got: dict[str, str]) -> None:
        name, value = got.get("name", ""), got.get("value", "")
        kind = "textarea" if tag == "textarea" else got.get("type", "").lower()
        if tag == "select":
            self._select = name
        elif tag == "option":
            if value and (self._select not in form.values or "selected" in got):
                form.values[self._select] = [value]
        elif kind == "file":
            form.files.append(name)
        elif kind in {"radio", "checkbox"}:
            self._ticked(form, name, kind, got)
        elif kind == "textarea" or (kind in TEXTS and name):
            form.texts.append((name, kind or "text"))
        elif name and value:
            form.values[name] = [value]

    def _ticked(self, form: Form, name: str, kind: str, got: dict[str, str]) -> None:
        value = got.get("value", "on")
        if kind == "checkbox":
            form.values.setdefault(name, []).append(value)
        elif name not in form.values or "checked" in got:
            form.values[name] = [value]


def forms_of(html: str) -> list[Form]:
    """Return the forms of a page that send something, the one with most fields first."""
    reader = _Reader()
    reader.feed(html)
    posted = [form for form in reader.forms if form.method == "post"]
    return sorted(posted, key=lambda f: -len(f.values) - 3 * len(f.texts) - len(f.files))


def filled(
    form: Form, plant: Callable[[str, str], str], **chosen: str | list[str]
) -> list[tuple[str, str]]:
    """Return what a browser would send: every text planted, the rest as it stood or as chosen."""
    pairs = [(name, value) for name, values in form.values.items() for value in values]
    pairs += [(name, plant(name, kind)) for name, kind in form.texts if name not in chosen]
    pairs = [(name, value) for name, value in pairs if name not in chosen]
    for name, value in chosen.items():
        pairs += [(name, one) for one in ([value] if isinstance(value, str) else value) if one]
    return pairs
