"""Everything that changes a report."""

from lindung.intake.files import UploadedBytes
from lindung.intake.services.enter import enter_report
from lindung.intake.services.look import block_named, declare_conflict, hand_to, look_at, take
from lindung.intake.services.tell import tell
from lindung.intake.telling import ProfessionalFacts, Receipt, SafeWay, Teller, Telling

__all__ = [
    "ProfessionalFacts",
    "Receipt",
    "SafeWay",
    "Teller",
    "Telling",
    "UploadedBytes",
    "block_named",
    "declare_conflict",
    "enter_report",
    "hand_to",
    "look_at",
    "take",
    "tell",
]
