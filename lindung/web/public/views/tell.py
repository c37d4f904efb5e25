"""Telling, one question a page: ask, keep sealed, go on."""

from typing import Any

from django.forms import FileField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lindung.intake.codes import About
from lindung.intake.services.drafts import Answers
from lindung.web.public import visit as visits
from lindung.web.public.files import complete, keep_files
from lindung.web.public.forms.base import Question
from lindung.web.public.forms.sending import fresh_key
from lindung.web.public.paths import PATHS, Page, Way, way_of
from lindung.web.public.places import places_for
from lindung.web.public.views.showing import (
    go,
    gone,
    numbers_for,
    open_house,
    own_unit,
    show,
    unit_of,
)
from lindung.web.public.visit import OTHER, PROOF, SHORT, TRIED, Visit, door

START, ALL_ON_ONE, DONE = "/pesan/", "/pesan/semua/", "/pesan/terkirim/"
CHILD_ON_ONE = "/pesan/semua/pendek/"


@door
@open_house
def start(request: HttpRequest, unit_code: str | None = None) -> HttpResponse:
    """Ask who needs help; the answer decides the way."""
    unit = own_unit(request, unit_code)
    if request.method != "POST":
        return show(request, "public/start.html", numbers=numbers_for(unit))
    about = _about(request.POST.get("about"))
    response = go(_first(about))
    visit = visits.visit_of(request)
    if visit and "about" in visit.answers:
        visits.change(visit, lambda answers: answers.update(about=about))
    else:
        visits.begin(request, response, fresh(about, unit_code))
    return response


def fresh(about: About, unit_code: str | None) -> Answers:
    """Return what is kept at the first answer: the key makes sending twice harmless."""
    return {
        "about": about,
        "unit": unit_code,
        "key": fresh_key(),
        "pages": {},
        "files": [],
    }


@door
@open_house
def question(request: HttpRequest, name: str) -> HttpResponse:
    """Ask one question, or keep its answer and go on to the next."""
    visit = visits.visit_of(request)
    if "about" not in visit.answers:
        return _late(request, visit, name)
    way = way_of(About(visit.answers["about"]), visit.flat)
    page = way.page(name)
    if page is None:
        return go(f"/pesan/{way.pages[0].name}/")
    if "skip" in request.POST:
        return go(f"/pesan/{way.after(page).name}/")
    form = _form(request, visit, page)
    if request.method == "POST" and _kept(request, visit, page, form):
        onward = page if "stay" in request.POST else _next(visit, page, form)
        return go(f"/pesan/{onward.name}/")
    return ask(request, visit, page, form)


def _form(request: HttpRequest, visit: Visit, page: Page) -> Question:
    """Return the question as it was answered now, or earlier, with the places to choose from."""
    about = About(visit.answers["about"])
    if request.method == "POST":
        form = page.form(request.POST, request.FILES, about=about)
    else:
        form = page.form(about=about, initial=visit.pages.get(page.name, {}))
    if "subdistrict" in form.fields:
        form.fields["subdistrict"].choices = places_for(unit_of(visit, request))  # type: ignore[attr-defined]  # a list of choices
    return form


def ask(
    request: HttpRequest, visit: Visit, page: Page, form: Question, **known: Any
) -> HttpResponse:
    """Show a question, with the way back and how far it is."""
    about = About(visit.answers["about"])
    way = way_of(about, visit.flat)
    before = way.before(page)
    return show(
        request,
        page.template,
        form=form,
        page=page,
        about=about.value,
        back=f"/pesan/{before.name}/" if before else START,
        step=way.step(page),
        proof=visit.proof,
        proof_name=PROOF,
        numbers=numbers_for(unit_of(visit, request)),
        child=about == About.CHILD,
        **known,
    )


def _late(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """Nothing is kept. What was just typed is not lost for that: it begins a new telling."""
    if "receipt" in visit.answers:
        return go(DONE)
    answers = fresh(_about(request.POST.get("about")), None)
    way = way_of(About(answers["about"]), {})
    page = way.page(name)
    if page is not None and request.method == "POST" and "skip" not in request.POST:
        form = _form(request, Visit("", answers), page)
        if form.is_valid():
            answers["pages"][name] = _plain(form)
            response = go(_first(About(answers["about"])))
            visits.begin(request, response, answers)
            return response
    short = request.GET.get(TRIED) == SHORT
    return gone(request, visit, otherwise=CHILD_ON_ONE if short else ALL_ON_ONE, begin_at=START)


def _first(about: About) -> str:
    """Return where a way begins; the address remembers which, if no cookie will."""
    tried = SHORT if about == About.CHILD else OTHER
    return f"/pesan/{way_of(about, {}).pages[0].name}/?{TRIED}={tried}"


def _kept(request: HttpRequest, visit: Visit, page: Page, form: Question) -> bool:
    """Keep what was answered; what cannot be taken is said beside its field."""
    if not visits.proven(request, visit):
        form.add_error(None, _("This page was open in two places. Please press once more."))
    if not (complete(request, form) and form.is_valid()):
        return False
    uploads = {n: form.files.getlist(n) for n, f in form.fields.items() if isinstance(f, FileField)}

    def keep(answers: Answers) -> None:
        answers["pages"][page.name] = _plain(form)
        for field, files in uploads.items():
            for problem in keep_files(visit.token, answers, files):
                form.add_error(field, problem)

    if not visits.change(visit, keep):
        form.add_error(None, _("Time is over. Please copy what you wrote and begin again."))
    return not form.errors


def _plain(form: Question) -> dict[str, Any]:
    """Return what was answered, without files."""
    fields = form.fields
    return {n: v for n, v in form.cleaned_data.items() if not isinstance(fields[n], FileField)}


def _next(visit: Visit, page: Page, form: Question) -> Page:
    """Return the next page, as the new answer decides it."""
    way: Way = way_of(About(visit.answers["about"]), visit.flat | _plain(form))
    return way.after(page)


def _about(text: str | None) -> About:
    """Return whose way was chosen; whoever chose none is spoken to as the person herself."""
    return About(text) if text in PATHS else About.SELF
