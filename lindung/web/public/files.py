"""Files on their way in: checked by what they are, and kept sealed until the message is sent."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lindung.core.errors import RuleBroken
from lindung.intake.files import MOST_FILES, UploadedBytes, checked, short_name
from lindung.intake.services import drafts

FIELDS = {"files": "attached", "text": "words"}  # as the domain calls them, as our forms do
LEFT_OUT = "x-files-left-out"  # says the spool, see `config.spool`
Uploads = Iterable[UploadedFile[Any]]


def keep_files(token: str, answers: drafts.Answers, files: Uploads) -> list[str]:
    """Keep each file that can be taken with the draft, and return what is wrong with the others."""
    problems = []
    for file in files:
        try:
            if len(answers["files"]) >= MOST_FILES:
                words = _("At most %(n)d files at once.") % {"n": MOST_FILES}
                raise RuleBroken("too_many_files", words, "files")
            answers["files"].append(_kept(token, file))
        except RuleBroken as broken:
            problems.append(broken.message)
    return problems


def _kept(token: str, file: UploadedFile[Any]) -> dict[str, object]:
    read = taken(file)
    checked([read])
    file_id = drafts.keep_draft_file(token, read.content)
    return {"id": str(file_id), "name": short_name(read.name), "size": len(read.content)}


def taken(file: UploadedFile[Any]) -> UploadedBytes:
    """Return an uploaded file as the domain takes it."""
    return UploadedBytes(file.name or "", file.read())


def field_of(form: Form, broken: RuleBroken) -> str | None:
    """Return the field of `form` beside which a broken rule is shown."""
    field = FIELDS.get(broken.field or "", broken.field)
    return field if field in form.fields else None


def complete(request: HttpRequest, form: Form) -> bool:
    """Say whether all files of a form came; where they were left out, say so beside it."""
    if LEFT_OUT not in request.headers:
        return True
    words = _(
        "Your files were not taken: together they are larger than %(n)d MB. What you wrote is still"
        " here. Choose smaller files, or go on without them."
    )
    full = words % {"n": settings.MAX_BODY_BYTES // 1_000_000}
    form.add_error("attached" if "attached" in form.fields else None, full)
    return False


def drop_file(token: str, answers: drafts.Answers, file_id: str) -> None:
    """Take a file out of the draft. One that is not there is out already."""
    for line in list(answers["files"]):
        if line["id"] == file_id:
            answers["files"].remove(line)
            drafts.drop_draft_file(token, UUID(file_id))


def files_of(token: str, answers: drafts.Answers) -> tuple[UploadedBytes, ...]:
    """Return all files of the draft."""
    found = []
    for line in answers["files"]:
        content = drafts.read_draft_file(token, UUID(line["id"]))
        if content is not None:
            found.append(UploadedBytes(str(line["name"]), content))
    return tuple(found)
