"""Accounts: the list, a new one, roles, a new way in, leaving."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindung.access import queries, services
from lindung.core.errors import RuleBroken
from lindung.web.admin.forms import NewStaffForm, RolesForm, StaffForm, SureForm
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in, stepped_up


@signed_in
def staff(request: StaffRequest) -> HttpResponse:
    """Who works here, and who did."""
    unit = queries.unit_of(request.actor)
    queries.require(request.actor, unit, "view_staff")
    page = {
        "rows": queries.staff_of_unit(request.actor),
        "may_administer": queries.may(request.actor, unit, "add_staff"),
    }
    return render(request, "admin/staff.html", page)


@stepped_up
def add(request: StaffRequest) -> HttpResponse:
    """Make an account; its one-time password is shown once, on this answer."""
    unit = queries.unit_of(request.actor)
    queries.require(request.actor, unit, "add_staff")
    form = NewStaffForm(request.POST or None)
    if form.is_valid():
        try:
            made, word = services.add_staff(request.actor, unit, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            return render(request, "admin/word.html", {"who": made, "word": word})
    page = {"form": form, "title": _("New account"), "verb": _("Make the account")}
    return render(request, "admin/form.html", page)


@signed_in
def one(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """One account: how it stands, and what may be done with it."""
    who = queries.get_staff(request.actor, staff_id)
    page = {
        "who": who,
        "roles": queries.role_names(who),
        "may": queries.acts_on(request.actor, who),
    }
    return render(request, "admin/one.html", page)


@stepped_up
def change(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Change name and post."""
    who = queries.get_staff(request.actor, staff_id, "change_staff")
    form = StaffForm(request.POST or None, initial={"name": who.name, "title": who.title})
    if form.is_valid() and accepted(
        form, services.change_staff, request.actor, who, **form.cleaned_data
    ):
        messages.success(request, _("The change is saved."))
        return redirect("admin:one", staff_id=who.pk)
    page = {"form": form, "who": who, "title": _("Name and post"), "verb": _("Save")}
    return render(request, "admin/form.html", page)


@stepped_up
def roles(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Change what somebody may be asked to do."""
    who = queries.get_staff(request.actor, staff_id, "change_roles")
    form = RolesForm(request.POST or None, initial={"roles": who.roles})
    if form.is_valid() and accepted(
        form, services.change_roles, request.actor, who, **form.cleaned_data
    ):
        messages.success(request, _("The roles hold from the next click."))
        return redirect("admin:one", staff_id=who.pk)
    page = {"form": form, "who": who, "title": _("Roles"), "verb": _("Save the roles")}
    return render(request, "admin/form.html", page)


@stepped_up
def renew(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Give a one-time password to somebody who lost the way in."""
    who = queries.get_staff(request.actor, staff_id, "renew_way_in")
    if request.method == "POST":
        word = services.renew_way_in(request.actor, who)
        return render(request, "admin/word.html", {"who": who, "word": word})
    page = {
        "form": SureForm(),
        "who": who,
        "title": _("Give a new way in"),
        "lead": _("Make sure it is really them: see them, or call a number you know."),
        "careful": _("The old password, the app, passkeys and spare codes end, and all sessions."),
        "verb": _("Give a new way in"),
    }
    return render(request, "admin/form.html", page)


@stepped_up
def leave(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Close an account on the day somebody leaves."""
    who = queries.get_staff(request.actor, staff_id, "leave")
    if request.method == "POST":
        n_turns = services.leave(request.actor, who)
        said = ngettext(
            "The account is closed. %(n)d task now waits for the head of the unit.",
            "The account is closed. %(n)d tasks now wait for the head of the unit.",
            n_turns,
        )
        messages.success(request, said % {"n": n_turns})
        return redirect("admin:staff")
    page = {
        "form": SureForm(),
        "who": who,
        "turns": queries.turns_of_one(request.actor, who),
        "title": _("Close the account"),
        "lead": _("On the day somebody leaves, also collect keys, phone and papers."),
        "careful": _("They are signed out at once, their tokens end, their tasks go to the head."),
        "verb": _("Close the account"),
        "danger": True,
    }
    return render(request, "admin/form.html", page)
