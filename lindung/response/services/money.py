"""Money that was needed at once: how much, what for, who pays, and the receipt."""

import io
from datetime import date

from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.files import store_file
from lindung.intake.codes import FileKind
from lindung.intake.files import CheckedFile, UploadedBytes, checked
from lindung.response import moves
from lindung.response.codes import FundLine, MoneyKind
from lindung.response.models import Expense, Mission
from lindung.response.policy import MISSIONS

RECEIPTS = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.PDF})


def spend(
    actor: Actor,
    mission: Mission,
    *,
    kind: str,
    amount_rupiah: int,
    fund_line: str,
    paid_on: date,
    words: str = "",
    receipt: UploadedBytes | None = None,
) -> Expense:
    """Write down money that was spent, with its receipt, or in words why there is none.

    Raises:
        RuleBroken: `choice_unknown`, `fund_line_missing`, `receipt_missing`, `receipt_kind`, and
            what is wrong with the file.
    """
    with acting(actor, MISSIONS, "spend", mission):
        line = moves.chosen(FundLine, fund_line, "fund_line")
        if line == FundLine.NONE:
            raise RuleBroken("fund_line_missing", _("Say who pays."), "fund_line")
        if receipt is None and not words.strip():
            message = _("Add the receipt, or write down why there is none.")
            raise RuleBroken("receipt_missing", message, "receipt")
        paper = _checked(receipt) if receipt else None
        return Expense.objects.create(
            mission=mission,
            subject_id=mission.subject_id,
            kind=moves.chosen(MoneyKind, kind, "kind"),
            amount_rupiah=amount_rupiah,
            fund_line=line,
            paid_on=paid_on,
            entered_at=Moment(),
            entered_by=actor.id,
            receipt=store_file(io.BytesIO(paper.clean or paper.original)) if paper else None,
            receipt_kind=paper.kind if paper else "",
            data_key_id=mission.data_key_id,
            words=words.strip() or None,
        )


def _checked(receipt: UploadedBytes) -> CheckedFile:
    """Return a picture or a document; a photograph of a place tells nothing beside its picture."""
    try:
        paper = checked([receipt])[0]
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.message, "receipt") from broken
    if paper.kind not in RECEIPTS:
        raise RuleBroken("receipt_kind", _("A receipt is a picture or a PDF."), "receipt")
    return paper
