"""What contacts are about, mapped to the groups others count by. Data, with how sure we are.

One topic may belong to several groups of Child Helpline International and several SIMFONI forms;
none is guessed: what has no counterpart maps to nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lindung.intake.codes import Form


class Topic(TextChoices):
    """What a contact is about, in the unit's own words. Several at once."""

    PHYSICAL = "physical", _("Physical violence")
    PSYCHOLOGICAL = "psychological", _("Psychological violence")
    SEXUAL = "sexual", _("Sexual violence")
    ONLINE_SEXUAL = "online_sexual", _("Sexual violence online")
    NEGLECT = "neglect", _("Neglect")
    EXPLOITATION = "exploitation", _("Exploitation of work or body")
    TRAFFICKING = "trafficking", _("Trafficking")
    CHILD_MARRIAGE = "child_marriage", _("Child marriage")
    BULLYING = "bullying", _("Bullying")
    SUICIDE = "suicide", _("Thoughts of ending life, or self-harm")
    FEELINGS = "feelings", _("Fear, grief, other feelings")
    FAMILY = "family", _("Family, divorce, custody")
    FRIENDS = "friends", _("Friends, boyfriend, girlfriend")
    SCHOOL = "school", _("School")
    HEALTH = "health", _("Health of the body")
    PREGNANCY = "pregnancy", _("Pregnancy, reproductive health")
    NEEDS = "needs", _("Food, shelter, money, documents")
    MISSING = "missing", _("Missing or run away")
    LAW = "law", _("Police, court, legal matters")
    DISCRIMINATION = "discrimination", _("Discrimination or exclusion")
    INFORMATION = "information", _("Only a question about services")


class ChiGroup(TextChoices):
    """Groups in which child helplines of the world count reasons for contact."""

    VIOLENCE = "violence", _("Violence")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    FAMILY = "family", _("Family relationships")
    PEERS = "peers", _("Peer relationships")
    SCHOOL = "school", _("School and education")
    PHYSICAL_HEALTH = "physical_health", _("Physical health")
    SEXUALITY = "sexuality", _("Sexuality and sexual health")
    BASIC_NEEDS = "basic_needs", _("Essential needs")
    LEGAL = "legal", _("Legal matters")
    DISCRIMINATION = "discrimination", _("Discrimination and exclusion")
    INFORMATION = "information", _("Information and other")


class Sure(TextChoices):
    """How sure a code is."""

    VERIFIED = "verified", _("read in the source itself")
    NEWS = "news", _("as published by others")
    KNOWLEDGE = "knowledge", _("general knowledge; check before you rely on it")


@dataclass(frozen=True, slots=True)
class CodeList:
    """Where one list of groups comes from, and how sure it is."""

    code: str
    title: str
    source: str
    sure: Sure


CHI = CodeList(
    "chi",
    "Child Helpline International",
    "Annual reports 'Voices of Children and Young People'; HOTLINE section 2 (eleven groups)",
    Sure.KNOWLEDGE,
)
SIMFONI = CodeList(
    "simfoni",
    "SIMFONI PPA v2, bentuk kekerasan",
    "DOMAIN section 5.1; version 3 (January 2026) must be compared with a unit's own screens",
    Sure.NEWS,
)


@dataclass(frozen=True, slots=True)
class Mapped:
    """The groups of others in which one topic is counted."""

    chi: tuple[ChiGroup, ...]
    simfoni: tuple[Form, ...] = ()


MAPPING: Mapping[Topic, Mapped] = {
    Topic.PHYSICAL: Mapped((ChiGroup.VIOLENCE,), (Form.PHYSICAL,)),
    Topic.PSYCHOLOGICAL: Mapped((ChiGroup.VIOLENCE,), (Form.PSYCHOLOGICAL,)),
    Topic.SEXUAL: Mapped((ChiGroup.VIOLENCE,), (Form.SEXUAL,)),
    Topic.ONLINE_SEXUAL: Mapped((ChiGroup.VIOLENCE,), (Form.SEXUAL,)),
    Topic.NEGLECT: Mapped((ChiGroup.VIOLENCE,), (Form.NEGLECT,)),
    Topic.EXPLOITATION: Mapped((ChiGroup.VIOLENCE,), (Form.EXPLOITATION,)),
    Topic.TRAFFICKING: Mapped((ChiGroup.VIOLENCE,), (Form.TRAFFICKING,)),
    Topic.CHILD_MARRIAGE: Mapped((ChiGroup.VIOLENCE,), (Form.OTHER,)),
    Topic.BULLYING: Mapped((ChiGroup.VIOLENCE, ChiGroup.PEERS), (Form.PSYCHOLOGICAL,)),
    Topic.SUICIDE: Mapped((ChiGroup.MENTAL_HEALTH,)),
    Topic.FEELINGS: Mapped((ChiGroup.MENTAL_HEALTH,)),
    Topic.FAMILY: Mapped((ChiGroup.FAMILY,)),
    Topic.FRIENDS: Mapped((ChiGroup.PEERS,)),
    Topic.SCHOOL: Mapped((ChiGroup.SCHOOL,)),
    Topic.HEALTH: Mapped((ChiGroup.PHYSICAL_HEALTH,)),
    Topic.PREGNANCY: Mapped((ChiGroup.SEXUALITY,)),
    Topic.NEEDS: Mapped((ChiGroup.BASIC_NEEDS,)),
    Topic.MISSING: Mapped((ChiGroup.BASIC_NEEDS,)),
    Topic.LAW: Mapped((ChiGroup.LEGAL,)),
    Topic.DISCRIMINATION: Mapped((ChiGroup.DISCRIMINATION,)),
    Topic.INFORMATION: Mapped((ChiGroup.INFORMATION,)),
}
