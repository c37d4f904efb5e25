"""What somebody tells at the public door, before it is a report."""

from dataclasses import dataclass, field
from datetime import time
from hashlib import sha256
from uuid import UUID

from lindung.intake.codes import Answer, Channel
from lindung.intake.files import UploadedBytes
from lindung.people.codes import ContactChannel, Tri


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who tells, as far as they want to say."""

    name: str = ""
    phone: str = ""
    email: str = ""

    def is_somebody(self) -> bool:
        """Say whether anything was said at all."""
        return bool((self.name + self.phone + self.email).strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeWay:
    """How whoever tells may be reached. Only a yes is a yes."""

    channel: str = ContactChannel.MAILBOX
    allowed: str = Tri.NOT_ASKED
    from_time: time | None = None
    until_time: time | None = None
    who_sees: tuple[str, ...] = ()
    message_allowed: str = Tri.NOT_ASKED
    code_word: str = ""
    cover_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfessionalFacts:
    """What a teacher, health worker or officer must say. Source: UU 12/2022 Ps 41; UU 35/2014."""

    institution: str = ""
    role: str = ""
    seen_on: str = ""
    facts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One telling. Only `about` is needed; every question may be skipped."""

    about: str
    words: str = ""
    channel: str = Channel.WEB
    child: str = Tri.NOT_ASKED
    anonymous: bool = True
    reporter: Teller | None = None
    victim_name: str = ""
    area: str = ""  # Kemendagri code of a kecamatan or district; an unknown one is left out
    place: str = ""
    disability: tuple[str, ...] = ()
    needs: str = ""
    institution_named: str = Tri.NOT_ASKED
    institutions: tuple[str, ...] = ()
    named: str = ""
    now_danger: str = Answer.NOT_ASKED
    injured: str = Answer.NOT_ASKED
    near: str = Answer.NOT_ASKED
    safe_way: SafeWay | None = None
    limits_told: bool = False
    professional: ProfessionalFacts | None = None
    files: tuple[UploadedBytes, ...] = ()
    second_code: bool = False
    language: str = "id"

    def body(self) -> dict[str, object]:
        """Return what makes this telling the same as another one."""
        said = {name: getattr(self, name) for name in self.__slots__ if name != "files"}
        return said | {"files": [sha256(file.content).hexdigest() for file in self.files]}

    def answers(self) -> dict[str, str]:
        """Return the answers to the three questions of the door that were asked."""
        three = {"danger": self.now_danger, "injured": self.injured, "near": self.near}
        return {code: answer for code, answer in three.items() if answer != Answer.NOT_ASKED}

    def source(self) -> str:
        """Return who tells as a professional, and when they saw it."""
        facts = self.professional
        parts = (facts.institution, facts.role, facts.seen_on) if facts else ()
        return " · ".join(part.strip() for part in parts if part.strip())

    def account(self) -> str:
        """Return the words, and the professional's facts behind them."""
        facts = self.professional.facts.strip() if self.professional else ""
        return "\n\n".join(part for part in (self.words.strip(), facts) if part)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever told gets: proof that the report exists, and the way back to it."""

    number: str
    code: str  # sixteen digits; the house has forgotten it
    unit_id: UUID
    report_id: UUID
    repeated: bool = False  # the same sending once more
    second_code: str = field(default="")  # opens an empty mailbox
