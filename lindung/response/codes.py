"""The words of response. Codes are stored and exchanged: add new ones, never change old ones."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NUMBER_LETTER = "T"  # *tugas*: T-2611-7Q9MX
TURN_KIND = "response.mission"


class MissionKind(TextChoices):
    """Why somebody goes out; all are one kind of thing. Source: issue 3 section 4."""

    OUTREACH = "outreach", _("Outreach to the victim")
    HOME_VISIT = "home_visit", _("Home visit")
    HOSPITAL = "hospital", _("To a health service")
    POLICE = "police", _("To the police")
    COURT = "court", _("To court")


class MissionState(TextChoices):
    """Where a mission stands."""

    PREPARED = "prepared", _("Being prepared")
    UNDER_WAY = "under_way", _("Under way")
    COMPLETE = "complete", pgettext_lazy("a field mission", "Completed")
    CALLED_OFF = "called_off", _("Called off")


OPEN_STATES = (MissionState.PREPARED, MissionState.UNDER_WAY)


class Stamp(TextChoices):
    """The six moments of a mission. Source: HOTLINE section 7."""

    EN_ROUTE = "en_route", pgettext_lazy("stamp", "Departed")
    ON_SCENE = "on_scene", pgettext_lazy("stamp", "Arrived")
    ADDITIONAL = "additional", pgettext_lazy("stamp", "Asked for help")
    TRANSPORT = "transport", pgettext_lazy("stamp", "Taking the client along")
    DESTINATION = "destination", pgettext_lazy("stamp", "Reached the destination")
    COMPLETE = "complete", pgettext_lazy("stamp", "Finished")


class Interval(TextChoices):
    """The seven lengths of time between the moments. Source: HOTLINE section 7; docs/adr/0030."""

    ACTIVATION = "activation", _("Until departure")
    EN_ROUTE = "en_route", _("On the way")
    SCENE_ARRIVAL = "scene_arrival", _("Until somebody was there")
    TRIAGE = "triage", _("From arrival until help was asked for")
    TOTAL_SCENE = "total_scene", _("At the place")
    TRANSPORT = "transport", _("With the client to the destination")
    TOTAL_INCIDENT = "total_incident", _("Altogether")


class Signal(TextChoices):
    """Whether a phone works on the way and there. Unknown counts as no."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class Escort(TextChoices):
    """Who goes along for safety."""

    NONE = "none", _("No escort")
    POLICE = "police", _("Police")
    HEALTH = "health", _("Health worker")
    SATPOL = "satpol", _("Satpol PP")
    VILLAGE = "village", _("Village officer or PATBM")


class WordKind(TextChoices):
    """What somebody in the field let us know of their own safety."""

    SAFE = "safe", _("Safe word: all is well")
    DURESS = "duress", _("Sign of danger")


class Vehicle(TextChoices):
    """What a colleague can go out with."""

    NONE = "none", _("None")
    MOTORCYCLE = "motorcycle", _("Motorcycle")
    CAR = "car", _("Car")
    BOAT = "boat", _("Boat")


class Why(TextChoices):
    """A reason for the place of somebody in the ranking; every one is shown."""

    ON_DUTY = "on_duty", _("on duty now")
    NEAR = "near", _("was in this kecamatan within the last half hour")
    TRAINED = "trained", _("trained for TPKS")
    SAME_SEX = "same_sex", _("same sex as the client")
    VEHICLE = "vehicle", _("has a vehicle")
    RESTED = "rested", _("rested since the last mission")
    OTHER_SEX = "other_sex", _("other sex than the client")
    NOT_RESTED = "not_rested", _("came back less than eight hours ago")
    AWAY = "away", _("is on a mission now")


class PartnerKind(TextChoices):
    """Whom a unit calls at night when it goes out."""

    POLICE = "police", _("Police (Polres, Polsek)")
    POLDA = "polda", _("Polda, or its Propam")
    POM = "pom", _("Military police (POM)")
    PROVINCE = "province", _("The provincial UPTD PPA")
    LPSK = "lpsk", _("LPSK")
    HEALTH = "health", _("Hospital or puskesmas")
    SATPOL = "satpol", _("Satpol PP")
    SOCIAL = "social", _("Social affairs office")
    VILLAGE = "village", _("Village officer or PATBM")
    OTHER = "other", _("Other")


class MoneyKind(TextChoices):
    """For what money was needed at once. Source: HOTLINE section 7."""

    TRANSPORT = "transport", _("Transport")
    FOOD = "food", _("Food")
    VISUM = "visum", _("Visum")
    LODGING = "lodging", _("Lodging")
    OTHER = "other", _("Other")


class FundLine(TextChoices):
    """Who pays. Source: DAK Nonfisik PPA (Permen PPPA 1/2021)."""

    DAK_MEDICOLEGAL = "dak_medicolegal", _("DAK · medico-legal")
    DAK_EXPERTS = "dak_experts", _("DAK · experts")
    DAK_SAFE_HOUSE = "dak_safe_house", _("DAK · safe house")
    DAK_OUTREACH = "dak_outreach", _("DAK · accompaniment and outreach")
    APBD = "apbd", _("APBD")
    LPSK = "lpsk", _("LPSK")
    CSR = "csr", _("CSR or Baznas")
    NONE = "none", _("No cost")


class PaperKind(TextChoices):
    """The travel papers of a mission; their numbers are typed in from the office's own book."""

    SPT = "spt", _("Letter of assignment (SPT)")
    SPPD = "sppd", _("Travel order (SPPD)")
    REPORT = "report", _("Report of the journey")


class Verb(TextChoices):
    """What somebody must do next about a mission: the verbs of its turns."""

    DEPART = "depart", _("Depart")
    CHECK_IN = "check_in", _("Say that you are safe")
    WATCH = "watch", _("Watch for their safe word")
    MISSED = "missed", _("No safe word came: find out now")
    DANGER = "danger", _("Sign of danger: act now")
    SIGN_ALONE = "sign_alone", _("Sign that one goes alone, or send a second")
    SEND_MORE = "send_more", _("They ask for help on the spot")
    RESULT = "result", _("Write the report of the journey")
    DECIDE = "decide", _("Two wrote different things: decide what counts")


class EntryKind(TextChoices):
    """What a phone in the field writes down. Source: issue 3 section 4."""

    STAMP = "stamp", _("Moment")
    SAFE = "safe", _("Safe word: all is well")
    DURESS = "duress", _("Sign of danger")
    NOTE = "note", _("Note")
    PART = "part", pgettext_lazy("what was written in the field", "Part of a form")
    CONSENT = "consent", _("Consent")
    DOCUMENT = "document", _("Picture of a document")


class Part(TextChoices):
    """A part of a form that two phones may fill at once: each is merged by itself.

    The first assessment asks what a person sees on the spot; the screening of the desk stays
    the one that makes a level. Source: issue 3 section 4; FRAME section 6 (the flags).
    """

    PLAN_SIGNAL = "plan_signal", _("Does a phone work on the way and there?")
    PLAN_RETURN = "plan_return", _("Back by")
    PLAN_ROUTE = "plan_route", _("The way")
    PLAN_VILLAGE = "plan_village", _("Whom the unit asks first in the village")
    NOW_DANGER = "now_danger", _("Is she in danger now?")
    NOW_INJURED = "now_injured", _("Is somebody injured?")
    NOW_NEAR = "now_near", _("Is the person who did it near?")
    NOW_CHILDREN = "now_children", _("Are children there?")
    NOW_SEEN = "now_seen", _("What you see and hear")
    NOW_NEEDS = "now_needs", _("What she asks for first")
    SAFE_PLACE = "safe_place", _("Where she can go at once")
    SAFE_PERSON = "safe_person", _("Whom she can call")
    SAFE_SIGN = "safe_sign", _("Her sign that help is needed")
    SAFE_THINGS = "safe_things", _("What lies ready: papers, medicine, money")
    SAFE_CHILDREN = "safe_children", _("What the children know")
    SAFE_STEPS = "safe_steps", _("What she decided to do")


PLAN_PARTS = (Part.PLAN_SIGNAL, Part.PLAN_RETURN, Part.PLAN_ROUTE, Part.PLAN_VILLAGE)
ASKED_PARTS = (Part.NOW_DANGER, Part.NOW_INJURED, Part.NOW_NEAR, Part.NOW_CHILDREN)


class Outcome(TextChoices):
    """What became of something that a phone wrote down."""

    APPLIED = "applied", _("Taken over")
    CONFLICT = "conflict", _("Two wrote different things")
    TAKEN = "taken", _("Chosen by a person")
    LEFT = "left", _("Kept beside; the other counts")
    REFUSED = "refused", _("Kept, but it could not be taken over")
    HELD = "held", _("Kept from an ended phone; it counts nothing by itself")
