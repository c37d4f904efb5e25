"""The components that every screen is made of, as a browser and a screen reader get them."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from lindung.core.clock import now


class Entry(forms.Form):
    """One field of each kind."""

    initials = forms.CharField(label="Initials", help_text="Two letters")
    words = forms.CharField(label="Words", widget=forms.Textarea)
    channel = forms.ChoiceField(
        label="Channel", choices=[("phone", "Phone"), ("desk", "Desk")], widget=forms.RadioSelect
    )
    forms_of = forms.MultipleChoiceField(
        label="Forms",
        choices=[("a", "A"), ("b", "B")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Several",
    )
    place = forms.ChoiceField(label="Place", choices=[("x", "X")])
    told = forms.BooleanField(label="Limits were told")
    key = forms.CharField(widget=forms.HiddenInput)


def part(name: str, **needs: Any) -> str:
    return render_to_string(f"components/{name}.html", needs)


def field(name: str, data: dict[str, str] | None = None) -> str:
    form = Entry(data)
    form.is_valid()
    return part("field", field=form[name])


@pytest.mark.parametrize("name", ["initials", "words", "place"])
def test_a_field_has_its_label_above_it(name: str) -> None:
    html = field(name)

    assert html.index(f'<label class="field__label" for="id_{name}">') < html.index(
        f'id="id_{name}"'
    )


@pytest.mark.parametrize("name", ["channel", "forms_of"])
def test_choices_are_a_group_with_a_legend(name: str) -> None:
    html = field(name)

    assert re.search(r"<fieldset[^>]*>\s*<legend", html)
    assert html.count("<input") == 2


@pytest.mark.parametrize("name", ["initials", "forms_of"])
def test_what_is_asked_and_what_is_wrong_are_read_with_the_field(name: str) -> None:
    html = field(name, {})
    (described,) = re.findall(r'aria-describedby="([^"]+)"', html)

    assert described.split() == [f"id_{name}_helptext", f"id_{name}_error"]
    assert all(f'id="{place}"' in html for place in described.split())


def test_a_single_tick_is_labelled_by_the_words_beside_it() -> None:
    html = field("told")

    assert re.search(r'<label class="choice" for="id_told"><input[^>]*id="id_told"', html)


def test_a_hidden_field_shows_nothing() -> None:
    assert re.fullmatch(r'\s*<input type="hidden"[^>]*>\s*', field("key"))


def test_every_line_of_the_summary_leads_to_its_field() -> None:
    form = Entry({})
    form.is_valid()
    page = "".join(part("field", field=bound) for bound in form)
    targets = re.findall(r'href="#([^"]+)"', part("error_summary", form=form))

    assert len(targets) == len(form.errors)
    assert [target for target in targets if f'id="{target}"' not in page] == []


def test_a_form_without_errors_has_no_summary() -> None:
    assert part("error_summary", form=Entry()).strip() == ""


@pytest.mark.parametrize(
    ("risk", "word"),
    [("high", "tinggi"), ("medium", "sedang"), ("low", "rendah"), ("unassessed", "belum dinilai")],
)
def test_risk_is_a_word_and_a_shape(risk: str, word: str) -> None:
    html = part("risk", risk=risk, now=False)

    assert word in html
    assert 'class="mark mark--' in html
    assert "Darurat sekarang" not in html


def test_danger_now_stands_beside_the_risk() -> None:
    html = part("risk", risk="high", now=True)

    assert "Darurat sekarang" in html
    assert "tinggi" in html


def test_a_late_clock_says_so_in_words_and_names_its_legal_basis_on_focus() -> None:
    clock = SimpleNamespace(
        state="late", words="terlambat 4 menit", due_at=now(), basis="Permen 2/2022", why=""
    )
    html = part("clock", clock=clock)

    assert "terlambat 4 menit" in html
    assert 'tabindex="0"' in html
    assert "Permen 2/2022" in html


def test_sealed_words_are_not_in_the_page_until_they_are_opened() -> None:
    closed = part("sealed", label="Note", open_url="/x/", ask_reason=True, words="")
    opened = part("sealed", label="Note", open_url="/x/", words="<b>hidden</b>")

    assert 'method="post" action="/x/"' in closed
    assert 'name="reason" required' in closed
    assert 'data-sealed-for="300"' in opened
    assert "&lt;b&gt;hidden&lt;/b&gt;" in opened


def test_pages_lead_only_where_there_is_something() -> None:
    assert part("pagination", previous_url="", next_url="").strip() == ""
    assert "Lebih lama" in part("pagination", previous_url="", next_url="?after=1")


@pytest.mark.parametrize("name", ["not_found", "broken", "lost"])
@pytest.mark.parametrize(("language", "word"), [("id", "Tutup cepat"), ("en", "Quick exit")])
def test_pages_of_trouble_speak_both_languages_and_keep_the_exit(
    name: str, language: str, word: str
) -> None:
    with translation.override(language):
        html = part(name)

    assert f'<html lang="{language}">' in html
    assert word in html
    assert "MISSING" not in html
