"""The words of casework. Codes are stored and exchanged: add new ones, never change old ones."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lindung.response.codes import FundLine as FundLine  # noqa: PLC0414  # the same money pays for missions


class Stage(TextChoices):
    """Where a case stands. The legal end and the recovery end are dates of their own."""

    OPEN = "open", pgettext_lazy("still going on", "Open")
    MONITORING = "monitoring", _("Aftercare")
    CLOSED = "closed", _("Ended")


class RegisterClass(TextChoices):
    """Under which class of the register a case is counted."""

    KTP = "ktp", _("Violence against a woman (KTP)")
    AMPK = "ampk", _("Child who needs special protection (AMPK)")
    ABH = "abh", _("Child in contact with the law (ABH)")
    TPPO = "tppo", _("Trafficking in persons (TPPO)")
    OTHER = "other", _("Other")


class Place(TextChoices):
    """Where it happened. Source: SIMFONI lists (DOMAIN section 5.1)."""

    HOME = "home", _("Household")
    WORK = "work", _("Workplace")
    SCHOOL = "school", _("School")
    PUBLIC = "public", _("Public place")
    COURSE = "course", _("Boarding or short course")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class Function(TextChoices):
    """The six service functions. Source: Permen PPPA 2/2022."""

    COMPLAINT = "complaint", _("Public complaints")
    OUTREACH = "outreach", _("Outreach to the victim")
    CASE_MANAGEMENT = "case_management", _("Case management")
    SHELTER = "shelter", _("Temporary shelter")
    MEDIATION = "mediation", _("Mediation")
    ACCOMPANIMENT = "accompaniment", _("Accompaniment")


class Task11(TextChoices):
    """The eleven tasks. Source: Perpres 55/2024 Ps 5(2)."""

    A = "a", _("a · Receive reports, reach out")
    B = "b", _("b · Inform victims of their rights")
    C = "c", _("c · Health services")
    D = "d", _("d · Psychological strengthening")
    E = "e", _("e · Psychosocial service, rehabilitation, empowerment, reintegration")
    F = "f", _("f · Legal services")
    G = "g", _("g · Economic empowerment needs")
    H = "h", _("h · Temporary shelter needs")
    I = "i", _("i · Needs of victims with disabilities")  # noqa: E741  # the law letters its tasks
    J = "j", _("j · Coordination with other institutions")
    K = "k", _("k · Monitor victims' rights in the judicial process")


class Simfoni8(TextChoices):
    """The eight service kinds SIMFONI counts. Source: SIGA Kukar dataset 296."""

    COMPLAINT = "complaint", _("Complaint")
    HEALTH = "health", _("Health")
    LEGAL_AID = "legal_aid", _("Legal aid")
    LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement")
    SOCIAL_REHABILITATION = "social_rehabilitation", _("Social rehabilitation")
    REINTEGRATION = "reintegration", _("Social reintegration")
    REPATRIATION = "repatriation", _("Return home")
    RELIGIOUS = "religious", _("Religious guidance")


class Service(TextChoices):
    """What was done, in the words of daily work; mapped to the official lists in `rules`."""

    INTAKE_TALK = "intake_talk", _("Intake talk")
    OUTREACH_VISIT = "outreach_visit", _("Outreach visit")
    RIGHTS_INFORMED = "rights_informed", _("Rights explained")
    ASSESSMENT = "assessment", _("Assessment")
    CASE_CONFERENCE = "case_conference", _("Case conference")
    HEALTH_ESCORT = "health_escort", _("Accompanied to a health service")
    MEDICAL_REPORT = "medical_report", _("Visum requested or accompanied")
    COUNSELLING = "counselling", _("Psychological counselling")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial support")
    POLICE_ESCORT = "police_escort", _("Accompanied to the police")
    COURT_ESCORT = "court_escort", _("Accompanied to court")
    LEGAL_CONSULT = "legal_consult", _("Legal consultation")
    SHELTER = "shelter", _("Temporary shelter")
    RETURN_HOME = "return_home", _("Return home arranged")
    REINTEGRATION = "reintegration", _("Reintegration visit")
    RELIGIOUS = "religious", _("Religious guidance")
    EMPOWERMENT = "empowerment", _("Empowerment need identified")
    DISABILITY_AID = "disability_aid", _("Support for a disability")
    MEDIATION = "mediation", _("Mediation")
    COORDINATION = "coordination", _("Coordination with a partner")
    HOME_VISIT = "home_visit", _("Home visit")
    RIGHTS_MONITORED = "rights_monitored", _("Monitoring of the judicial process")


class LineState(TextChoices):
    """What became of a line of the plan."""

    OPEN = "open", pgettext_lazy("still going on", "Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class NoteKind(TextChoices):
    """Who may read a note."""

    ORDINARY = "ordinary", _("Note")
    PSYCHOLOGIST = "psychologist", _("Psychologist's note (sealed)")
    LEGAL = "legal", _("Legal note (privileged)")


class ConsentPurpose(TextChoices):
    """What somebody agreed to."""

    SERVICE = "service", _("To be served by the unit")
    SHARE_POLICE = "share_police", _("To share with the police")
    SHARE_HEALTH = "share_health", _("To share with a health service")
    SHARE_PARTNER = "share_partner", _("To share with a partner")
    SIMFONI = "simfoni", _("To be recorded in SIMFONI")


class ConsentBasis(TextChoices):
    """On what the unit may act. Source: UU 27/2022; UU 12/2022; DOMAIN section 10."""

    CONSENT = "consent", _("Her own informed consent")
    CHILD_ASSENT = "child_assent", _("The child's willingness with a guardian's consent")
    VITAL = "vital", _("Life or safety (vital interest)")
    LEGAL_DUTY = "legal_duty", _("A legal duty of the unit")


class CloseReason(TextChoices):
    """Why service ends. Source: DOMAIN section 2.12, provisional: no official list is known."""

    GOALS_MET = "goals_met", _("The goals are met")
    OWN_REQUEST = "own_request", _("Her own request, informed")
    LEGAL_DONE = "legal_done", _("Legal process final and recovery done")
    HANDED_OVER = "handed_over", _("Handed over to another authority")
    MOVED = "moved", _("Moved out of the area")
    LOST_CONTACT = "lost_contact", _("Contact lost after several attempts")
    DIED = "died", _("The client died")
    NOT_A_CASE = "not_a_case", _("Looked into; no case")


class Check(TextChoices):
    """What must be answered before service ends."""

    RISK_RESCORED = "risk_rescored", _("Safety was assessed again")
    PLAN_SETTLED = "plan_settled", _("Every line of the plan is done or dropped")
    REFERRALS_CLOSED = "referrals_closed", _("No referral is left open")
    LEGAL_SETTLED = "legal_settled", _("The legal process is final, or left open on purpose")
    CLIENT_INFORMED = "client_informed", _("The client was told, and how to come back")
    FOLLOW_UP_SET = "follow_up_set", _("Aftercare dates are agreed")


class LimitBasis(TextChoices):
    """What a limit rests on."""

    HOUSE = "house_rule", _("House rule: no law or standard names it")


class AlarmCause(TextChoices):
    """Why somebody must ask what a colleague opened, and for what."""

    MANY = "many", _("More files opened on one day than the limit")
    DECOY = "decoy", _("An invented file was opened that nobody has a reason to open")
