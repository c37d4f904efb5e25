"""Words of asking another office for help: what is asked, what may leave, how it was answered.

Source: DOMAIN sections 2.2, 2.4; PRODUCT M9. Responsibility stays with the unit (*rujukan*).
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lindung.casework.codes import ConsentPurpose
from lindung.response.codes import PartnerKind


class Purpose(TextChoices):
    """What another office is asked for."""

    HEALTH = "health", _("Health care")
    VISUM = "visum", _("Visum")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    LEGAL = "legal", _("Legal aid")
    POLICE = "police", _("Police: report or protection")
    SHELTER = "shelter", _("Shelter")
    SOCIAL = "social", _("Social rehabilitation")
    SCHOOL = "school", _("School")
    RETURN_HOME = "return_home", _("Return home")
    ECONOMY = "economy", _("Work, capital, training")
    OTHER = "other", _("Something else")


class Item(TextChoices):
    """What may leave beside what is asked. A name is never among them: it is said by phone."""

    SEX = "sex", _("Sex")
    AGE = "age", _("Age group")
    FORMS = "forms", _("Forms of violence")
    AREA = "area", _("Kecamatan")
    RISK = "risk", _("Level of risk")
    INITIALS = "initials", _("Initials")


class State(TextChoices):
    """How far it has come."""

    PREPARED = "prepared", _("Prepared")
    SENT = "sent", _("Sent")
    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Stopped: the consent was withdrawn")
    ENDED = "ended", _("Ended by us")


class Reply(TextChoices):
    """What a partner may say."""

    RECEIVED = "received", _("We have it; we answer soon")
    ACCEPTED = "accepted", _("We help")
    REFUSED = "refused", _("We cannot help")
    DONE = "done", _("It is done")


class Verb(TextChoices):
    """What somebody is to do."""

    CALL = "referral_call", _("Ask the partner: no answer has come")
    REFUSED = "referral_refused", _("The partner cannot help: find another one")
    DONE = "referral_done", _("The partner says it is done: look and end it")


KIND = "referral.referral"
OPEN = (State.SENT, State.RECEIVED, State.ACCEPTED)
AFTER = {  # which states a reply may follow
    Reply.RECEIVED: (State.SENT,),
    Reply.ACCEPTED: (State.SENT, State.RECEIVED, State.REFUSED),
    Reply.REFUSED: (State.SENT, State.RECEIVED, State.ACCEPTED),
    Reply.DONE: (State.SENT, State.RECEIVED, State.ACCEPTED),
}
AGREED = {
    PartnerKind.POLICE: ConsentPurpose.SHARE_POLICE,
    PartnerKind.POLDA: ConsentPurpose.SHARE_POLICE,
    PartnerKind.POM: ConsentPurpose.SHARE_POLICE,
    PartnerKind.HEALTH: ConsentPurpose.SHARE_HEALTH,
}
"""To which purpose she must have agreed for a kind of partner; all others: to a partner."""
