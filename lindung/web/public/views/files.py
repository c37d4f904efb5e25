"""The page of files: added one after another, taken out again, or skipped."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lindung.intake.codes import About
from lindung.intake.services.drafts import Answers
from lindung.web.public import visit as visits
from lindung.web.public.files import complete, drop_file, keep_files
from lindung.web.public.forms.sending import Files
from lindung.web.public.paths import FILES, way_of
from lindung.web.public.views.showing import go, gone
from lindung.web.public.views.tell import ALL_ON_ONE, START, ask
from lindung.web.public.visit import Visit, door


@door
def files(request: HttpRequest) -> HttpResponse:
    """Take files in, show their names, or go on."""
    visit = visits.visit_of(request)
    if "about" not in visit.answers:
        return gone(request, visit, otherwise=ALL_ON_ONE, begin_at=START)
    way = way_of(About(visit.answers["about"]), visit.flat)
    page = way.page(FILES.name)
    if page is None:  # a child's way has none: a voice goes with its words
        return go(f"/pesan/{way.pages[0].name}/")
    form = Files()
    if request.method == "POST":
        if "skip" in request.POST:
            return go(f"/pesan/{way.after(page).name}/")
        form = Files(request.POST, request.FILES)
        if _taken(request, visit, form):
            onward = way.after(page) if "add" in request.POST else page
            return go(f"/pesan/{onward.name}/")
        visit = visits.visit_of(request)
    return ask(request, visit, page, form, files=visit.answers.get("files", []))


def _taken(request: HttpRequest, visit: Visit, form: Files) -> bool:
    """Add or take out what was asked for. What cannot be taken is said by its name."""
    if not visits.proven(request, visit):
        form.add_error(None, _("This page was open in two places. Please press once more."))
    if not (complete(request, form) and form.is_valid()):
        return False

    def change(answers: Answers) -> None:
        if "drop" in request.POST:
            drop_file(visit.token, answers, request.POST["drop"])
        for problem in keep_files(visit.token, answers, form.cleaned_data["attached"]):
            form.add_error("attached", problem)

    if not visits.change(visit, change):
        form.add_error(None, _("Time is over. Please copy what you wrote and begin again."))
    return not form.errors
