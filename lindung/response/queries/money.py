"""Money and papers of a mission, for those who keep them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from lindung.core.acting import missed, opening
from lindung.core.actor import Actor
from lindung.core.files import read_file
from lindung.core.keys import load_keys
from lindung.response.codes import FundLine, MoneyKind
from lindung.response.models import Expense, Mission, Paper
from lindung.response.policy import MISSIONS


@dataclass(frozen=True, slots=True)
class ExpenseLine:
    """One sum, in plain words."""

    id: UUID
    kind: str
    amount_rupiah: int
    fund_line: str
    paid_on: date
    has_receipt: bool
    words: str


def expenses(actor: Actor, mission: Mission) -> list[ExpenseLine]:
    """Return the money of a mission, its words unopened, the oldest first. One query."""
    kept = MISSIONS.only(actor, "read_money", Mission.objects.filter(pk=mission.pk))
    rows = Expense.objects.filter(mission__in=kept).defer("words")
    return [_line(row, "") for row in rows.order_by("paid_on", "entered_at", "id")]


def read_expenses(actor: Actor, mission: Mission) -> list[ExpenseLine]:
    """Open the money of a mission with its words; the opening is noted."""
    with opening(actor, MISSIONS, "read_money", mission):
        load_keys([mission.data_key_id])
        rows = Expense.objects.filter(mission=mission).order_by("paid_on", "entered_at", "id")
        return [_line(row, row.words.reveal() if row.words else "") for row in rows]


def _line(row: Expense, words: str) -> ExpenseLine:
    return ExpenseLine(
        row.pk,
        str(MoneyKind(row.kind).label),
        row.amount_rupiah,
        str(FundLine(row.fund_line).label),
        row.paid_on,
        row.receipt_id is not None,
        words,
    )


def read_receipt(actor: Actor, mission: Mission, expense_id: UUID) -> tuple[str, bytes]:
    """Open the receipt of a sum of this very mission: its type and its content.

    Raises:
        NotFound: it hangs on another mission, or nowhere.
    """
    rows = Expense.objects.select_related("receipt").filter(mission=mission, pk=expense_id)
    row = rows.first()
    if row is None or row.receipt is None:
        raise missed(actor, MISSIONS, "read_money", str(expense_id))
    with opening(actor, MISSIONS, "read_money", mission):
        return row.receipt_kind, read_file(row.receipt)


def papers(actor: Actor, mission: Mission) -> list[Paper]:
    """Return the newest travel paper of each kind, for those who keep them. One query."""
    return list(_papers(actor, mission).order_by("kind", "-made_at").distinct("kind"))


def get_paper(actor: Actor, mission: Mission, paper_id: UUID) -> Paper:
    """Return one travel paper of this very mission, or note the attempt and raise `NotFound`."""
    found = _papers(actor, mission).filter(pk=paper_id).first()
    if found is None:
        raise missed(actor, MISSIONS, "write_paper", str(paper_id))
    return found


def _papers(actor: Actor, mission: Mission) -> QuerySet[Paper]:
    kept = MISSIONS.only(actor, "write_paper", Mission.objects.filter(pk=mission.pk))
    return Paper.objects.filter(mission__in=kept).select_related("signer")
