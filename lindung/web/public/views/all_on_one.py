"""Everything on one page, for browsers that keep no cookies."""

from django.http import HttpRequest, HttpResponse

from lindung.core.errors import RuleBroken
from lindung.directory import queries as directory
from lindung.intake.codes import About
from lindung.intake.services import tell
from lindung.web.public.files import complete, field_of, taken
from lindung.web.public.forms.sending import AllOnOne, ChildAllOnOne, fresh_key
from lindung.web.public.network import network_of
from lindung.web.public.places import places_for
from lindung.web.public.telling import telling_of
from lindung.web.public.views.sending import shown
from lindung.web.public.views.showing import numbers_for, open_house, own_unit, show
from lindung.web.public.visit import door


@door
@open_house
def everything(request: HttpRequest) -> HttpResponse:
    """Ask all questions at once, and answer with the code: nothing is kept in between."""
    return _at_once(request, AllOnOne, "public/all.html")


@door
@open_house
def everything_of_a_child(request: HttpRequest) -> HttpResponse:
    """Ask a child its five questions at once, with the pictures, in its own words."""
    return _at_once(request, ChildAllOnOne, "public/all_child.html")


def _at_once(
    request: HttpRequest, kind: type[AllOnOne | ChildAllOnOne], template: str
) -> HttpResponse:
    unit = own_unit(request, None)
    form = kind(initial={"key": fresh_key()})
    if request.method == "POST":
        form = kind(request.POST, request.FILES)
    form.fields["subdistrict"].choices = places_for(unit)  # type: ignore[attr-defined]  # a list
    if request.method == "POST" and complete(request, form) and form.is_valid():
        try:
            return _sent(request, form)
        except RuleBroken as broken:
            if broken.code == "idempotency_conflict":  # sent before, then changed: a message anew
                form.data = request.POST.copy()
                form.data["key"] = fresh_key()
            form.add_error(field_of(form, broken), broken.message)
    return show(request, template, form=form, numbers=numbers_for(unit))


def _sent(request: HttpRequest, form: AllOnOne | ChildAllOnOne) -> HttpResponse:
    """Send it and show the code at once, since a next page would not know it."""
    flat = dict(form.cleaned_data)
    about = About.CHILD if isinstance(form, ChildAllOnOne) else _about(flat.pop("about_whom"))
    unit = directory.unit_for(request.get_host(), None, flat.get("subdistrict") or None)
    sent = flat.pop("attached", None) or [flat.pop("voice", None)]
    files = tuple(taken(file) for file in sent if file)
    receipt = tell(
        unit,
        telling_of(about, flat, files, limits_told=True),
        idempotency_key=flat.pop("key"),
        network=network_of(request),
    )
    return show(
        request,
        "public/done.html",
        languages=[],
        receipt=shown(receipt),
        about=about.value,
        child=about == About.CHILD,
        numbers=numbers_for(unit),
        once=True,
    )


def _about(chosen: str) -> About:
    return About(chosen or About.SELF)
