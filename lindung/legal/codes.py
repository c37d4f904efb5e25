"""Words of the law: procedure, steps of a proceeding, orders, hearings, rights.

Source: DOMAIN sections 3, 4.1, 4.2 and 0a.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lindung.intake.clocks import Start


class Track(TextChoices):
    """Which way of the law."""

    CRIMINAL = "criminal", _("Criminal")
    CHILD = "child", _("Criminal, the suspect is a child")
    CIVIL = "civil", _("Civil: divorce, custody, maintenance")


class Procedure(TextChoices):
    """Which procedure law. Source: UU 20/2025 Ps 369, in force since 2 January 2026."""

    KUHAP_1981 = "kuhap_1981", _("KUHAP 1981 (UU 8/1981)")
    KUHAP_2025 = "kuhap_2025", _("KUHAP 2025 (UU 20/2025)")


class Step(TextChoices):
    """What happened on the ladder, in the order it usually happens."""

    CONSULTED = "consulted", _("Legal options explained, her choice noted")
    POLICE_REPORT = "police_report", _("Police report (LP) made, receipt (STPL)")
    TEMP_PROTECTION = "temp_protection", _("Police gave temporary protection")
    LPSK_ASKED = "lpsk_asked", _("Protection asked of LPSK")
    COURT_ASKED = "court_asked", _("Protection order asked of the court")
    MEDICAL_ASKED = "medical_asked", _("Visum asked for (letter of the police)")
    MEDICAL_TAKEN = "medical_taken", _("Examined for the visum")
    MEDICAL_ISSUED = "medical_issued", _("Visum issued to the police")
    INQUIRY = "inquiry", _("Inquiry (penyelidikan)")
    INVESTIGATION = "investigation", _("Investigation ordered (sprindik)")
    SPDP = "spdp", _("SPDP sent to the prosecutor")
    SP2HP_A1 = "sp2hp_a1", _("SP2HP A1: received, being examined")
    SP2HP_A2 = "sp2hp_a2", _("SP2HP A2: cannot go up")
    SP2HP_A3 = "sp2hp_a3", _("SP2HP A3: will be investigated")
    SP2HP_A4 = "sp2hp_a4", _("SP2HP A4: progress")
    SP2HP_A5 = "sp2hp_a5", _("SP2HP A5: stopped")
    SUSPECT = "suspect", _("A suspect was named")
    DIVERSION = "diversion", _("Diversion offered")
    SOCIAL_REPORT_ASKED = "social_report_asked", _("Social report on the child asked for")
    SOCIAL_REPORT = "social_report", _("Social report on the child ready")
    FILE_SENT = "file_sent", _("File to the prosecutor (tahap I)")
    P18 = "p18", _("P-18: incomplete")
    P19 = "p19", _("P-19: returned with instructions")
    P21 = "p21", _("P-21: complete")
    HANDED_OVER = "handed_over", _("Suspect and evidence handed over (tahap II)")
    STOPPED = "stopped", _("Investigation stopped (SP3)")
    STOP_TOLD = "stop_told", _("She was told that it was stopped")
    PRETRIAL = "pretrial", _("Pre-trial motion (praperadilan)")
    COURT = "court", _("Brought to court")
    DEMAND = "demand", _("Sentence demanded (tuntutan)")
    VERDICT = "verdict", _("Judgment")
    APPEAL = "appeal", _("Appeal or cassation")
    FINAL = "final", _("Judgment final (inkrah)")
    JUDGMENT_COPY = "judgment_copy", _("Copy of the final judgment received")
    RESTITUTION_TOLD = "restitution_told", _("Right to restitution explained")
    RESTITUTION_ASKED = "restitution_asked", _("Restitution asked for")
    RESTITUTION_GRANTED = "restitution_granted", _("Restitution granted")
    RESTITUTION_PAID = "restitution_paid", _("Restitution paid")
    RELEASE_TOLD = "release_told", _("She was told of the convict's release")


class Level(TextChoices):
    """Where the police report was made."""

    POLSEK = "polsek", _("Polsek")
    POLRES = "polres", _("Polres")
    POLDA = "polda", _("Polda")
    MABES = "mabes", _("Mabes Polri")


class By(TextChoices):
    """Who made the police report."""

    UNIT = "unit", _("The unit")
    VICTIM = "victim", _("The victim herself")
    OTHER = "other", _("Somebody else")


class Payer(TextChoices):
    """Who pays for a visum."""

    NOBODY = "nobody", _("Free of charge")
    UNIT = "unit", _("The unit")
    POLICE = "police", _("The police")
    LPSK = "lpsk", _("LPSK")
    FAMILY = "family", _("The family")
    UNKNOWN = "unknown", _("Not known yet")


class OrderKind(TextChoices):
    """What protects her as long as it lasts, or what ends with danger for her."""

    TEMP_PROTECTION = "temp_protection", _("Temporary protection of the police")
    PROTECTION = "protection", _("Protection order of the court")
    RESTRICTION = "restriction", _("Restriction of movement")
    DETENTION = "detention", _("Detention of the suspect")
    LPSK = "lpsk", _("Protection by LPSK")


class HearingKind(TextChoices):
    """What she, or a witness, is called for."""

    POLICE = "police", _("Questioned by the police")
    PROSECUTOR = "prosecutor", _("Meeting with the prosecutor")
    FIRST = "first", _("First hearing")
    WITNESS = "witness", _("Heard as victim or witness")
    HEARING = "hearing", _("Hearing")
    VERDICT = "verdict", _("Judgment")
    CIVIL = "civil", _("Civil hearing")


class HearingState(TextChoices):
    """What became of it."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    POSTPONED = "postponed", _("Postponed")
    DROPPED = "dropped", _("Dropped")


class Right(TextChoices):
    """Rights of a victim of sexual violence and of her family. Source: UU 12/2022 Ps 67–71."""

    INFORMATION = "information", _("Information on her case and its documents")
    LEGAL_AID = "legal_aid", _("Legal aid")
    PSYCHOLOGICAL = "psychological", _("Psychological help")
    HEALTH = "health", _("Health care")
    SPECIAL_NEEDS = "special_needs", _("What a disability needs")
    DELETION = "deletion", _("Deletion of sexual content")
    SAFETY = "safety", _("Safety from threats")
    SECRECY = "secrecy", _("Her identity kept secret")
    DIGNITY = "dignity", _("No demeaning conduct of officers")
    JOB_SCHOOL = "job_school", _("No loss of work or school")
    NO_REPRISAL = "no_reprisal", _("No suit or charge in reprisal")
    RESTITUTION = "restitution", _("Restitution or compensation")
    RECOVERY = "recovery", _("Recovery: transport, living, schooling, papers")
    RELEASE = "release", _("To be told when the convict is released")
    FAMILY = "family", _("Rights of her family")


class RightState(TextChoices):
    """How far a right has come."""

    TOLD = "told", _("Explained")
    WANTED = "wanted", _("She wants it")
    GIVEN = "given", _("Given")
    DECLINED = "declined", _("She does not want it")


class Told(TextChoices):
    """Who let the unit know what happened to her. Source: UU 12/2022 Ps 41; DOMAIN 0a."""

    VICTIM = "victim", _("The victim herself")
    DOCTOR = "doctor", _("A doctor or health worker")
    PSYCHOLOGIST = "psychologist", _("A psychologist")
    SOCIAL_WORKER = "social_worker", _("A social worker")
    NOT_YET = "not_yet", _("Nobody of these yet")


class End(TextChoices):
    """How a clock of the law ends. There is no plain *waived*."""

    MET = "met", _("Done")
    REPORTED = "reported", _("The unit made the police report")
    VICTIM_REPORTED = "victim_reported", _("She made the police report herself")
    COMPLAINT = "complaint", _("Complaint offence: she decided, the head signed the reason")
    NOT_TPKS = "not_tpks", _("On review not a sexual violence crime (TPKS)")
    ENTERED_WRONGLY = "entered_wrongly", _("What started it was entered wrongly")


class Offence(TextChoices):
    """Complaint offences. Source: UU 12/2022 Ps 5, 6 a, 7 and 14."""

    PS_5 = "ps_5", _("Ps 5: non-physical sexual harassment")
    PS_6A = "ps_6a", _("Ps 6 a: physical sexual harassment")
    PS_14 = "ps_14", _("Ps 14: electronic sexual violence")


class State(TextChoices):
    """A clock as people see it."""

    RUNNING = "running", _("Running")
    WARNED = "warned", _("Soon over")
    LATE = "late", _("Late")
    MET = "met", _("Met")
    MET_LATE = "met_late", _("Met, but late")
    ENDED = "ended", _("Ended")


class Verb(TextChoices):
    """What somebody is to do."""

    CLOCK = "law_clock", _("A limit of the law runs")
    CONFIRM = "law_confirm", _("Confirm the hour from which the duty to report runs")
    SIGN = "law_sign", _("Sign why no police report is made, or send it back")
    ASK_HER = "law_ask_her", _("Has she herself spoken to us? The duty to report hangs on it")
    ORDER = "law_order", _("Protection or detention ends: what then?")
    HEARING = "law_hearing", _("Go with her on her day, or find somebody")


CLOCK, ORDER, HEARING, DUTY = "legal.clock", "legal.order", "legal.hearing", "legal.duty"
"""Kinds of turns."""

PS_41 = "police_report_tpks"
STARTS_AS = {
    Step.POLICE_REPORT: Start.POLICE_REPORT,
    Step.TEMP_PROTECTION: Start.TEMP_PROTECTION,
    Step.INVESTIGATION: Start.INVESTIGATION_ORDER,
    Step.STOPPED: Start.INVESTIGATION_STOP,
    Step.SOCIAL_REPORT_ASKED: Start.SOCIAL_REPORT_ASKED,
    Step.P19: Start.FILE_RETURNED,
    Step.JUDGMENT_COPY: Start.JUDGMENT_COPY,
}
