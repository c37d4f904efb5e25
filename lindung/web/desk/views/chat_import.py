"""*Ekspor chat* of the duty phone: taken in here, deleted there, and read again when it must be."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lindung.core.errors import RuleBroken
from lindung.hotline.queries import chat_import as chats
from lindung.hotline.queries import contact as queries
from lindung.hotline.services import chat_import as services
from lindung.web.desk.forms.phone import ChatForm
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def chat(request: StaffRequest, number: str) -> HttpResponse:
    """Show what was taken in of a chat, and take another export."""
    one = queries.get_contact(request.actor, number, to="take_chat")
    form = ChatForm(request.POST or None, files=request.FILES or None)
    if form.is_valid():
        try:
            made = services.take_chat(
                request.actor, request.unit, one, form.cleaned_data["file"].read()
            )
        except RuleBroken as broken:
            form.add_error("file", broken.message)
        else:
            said = ngettext(
                "%(n)d new message is sealed.", "%(n)d new messages are sealed.", made.n_new
            )
            messages.success(request, said % {"n": made.n_new})
            return redirect("desk:phone_chat", number)
    known = {"contact": one, "form": form, "imports": chats.imports_of(one)}
    return render(request, "phone/chat.html", known)


@signed_in
@require_POST
def deleted(request: StaffRequest, number: str) -> HttpResponse:
    """Write down that the chat is no longer on the phone."""
    one = queries.get_contact(request.actor, number, to="chat_deleted")
    services.chat_deleted(request.actor, one)
    messages.success(request, _("Saved."))
    return redirect("desk:phone_chat", number)


@signed_in
def words(request: StaffRequest, number: str, import_id: UUID) -> HttpResponse:
    """Open the words of one export, recorded."""
    if request.method != "POST":
        return redirect("desk:phone_chat", number)
    one = queries.get_contact(request.actor, number, to="read_contact")
    asked = request.POST.get("page", "")
    page = chats.read_import(
        request.actor, one, import_id, int(asked) if asked.isascii() and asked.isdigit() else 1
    )
    if page is None:
        return redirect("desk:phone_chat", number)
    known = {"contact": one, "page": page, "import_id": import_id}
    return render(request, "phone/chat_words.html", known)
