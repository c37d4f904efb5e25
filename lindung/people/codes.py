"""The words of people. Codes are stored and exchanged: add new ones, never change old ones."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PersonRole(TextChoices):
    """What somebody is to a report or a case. UPTD serve victims, their family and witnesses.

    Source: Perpres 55/2024 Ps 5(1).
    """

    VICTIM = "victim", _("Victim")
    FAMILY = "family", _("Family")
    WITNESS = "witness", _("Witness")
    REPORTER = "reporter", _("Reporter")
    REPORTED = "reported", _("Reported person")
    GUARDIAN = "guardian", _("Parent or guardian")


class AgeBand(TextChoices):
    """Age groups as SIMFONI publishes them."""

    A0_5 = "0-5", _("0–5 years")
    A6_12 = "6-12", _("6–12 years")
    A13_17 = "13-17", _("13–17 years")
    A18_24 = "18-24", _("18–24 years")
    A25_44 = "25-44", _("25–44 years")
    A45_59 = "45-59", _("45–59 years")
    A60 = "60+", _("60 years and over")
    UNKNOWN = "unknown", _("Not known")


CHILD_BANDS = frozenset({AgeBand.A0_5, AgeBand.A6_12, AgeBand.A13_17})


class Tri(TextChoices):
    """Four answers. Unknown and not asked never count as no."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")
    NOT_ASKED = "not_asked", _("Not asked")


class NikProblem(TextChoices):
    """What is odd about a NIK. It keeps nobody from being helped."""

    LENGTH = "length", _("It has not sixteen digits.")
    DIGITS = "digits", _("It has other signs than digits.")
    PROVINCE = "province", _("No province has this number.")
    DATE = "date", _("No day of birth reads like this.")
    SEQUENCE = "sequence", _("Its last four digits are zero.")


class Disability(TextChoices):
    """Kinds of disability. Source: UU 8/2016 Ps 4(1); deaf and blind named apart for the escort."""

    PHYSICAL = "physical", _("Physical")
    INTELLECTUAL = "intellectual", _("Intellectual")
    MENTAL = "mental", _("Mental")
    BLIND = "blind", _("Blind or low vision")
    DEAF = "deaf", _("Deaf or hard of hearing")
    SPEECH = "speech", _("Speech")
    NONE = "none", _("None")


class ContactChannel(TextChoices):
    """By what somebody may be reached."""

    CALL = "call", _("Phone call")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")
    VISIT = "visit", _("Meeting in a safe place")
    MAILBOX = "mailbox", _("Only through the report code")


class WhoSees(TextChoices):
    """Who else can see the phone."""

    NOBODY = "nobody", _("Nobody else")
    FAMILY = "family", _("Family")
    REPORTED = "reported", _("The reported person")
    OTHERS = "others", _("Others")
    UNKNOWN = "unknown", _("Not known")
