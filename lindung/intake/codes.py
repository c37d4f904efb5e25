"""The words of intake. Codes are stored and exchanged: add new ones, never change old ones."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How a report came in. Source: DOMAIN section 12, from Permen PPPA 2/2022 and practice."""

    WEB = "web", _("Website")
    API = "api", _("Other system")
    WALK_IN = "walk_in", _("In person")
    PHONE = "phone", _("Phone")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")
    TELEGRAM = "telegram", _("Telegram")
    CHAT = "chat", _("Chat on our site")
    LETTER = "letter", _("Letter")
    SAPA129 = "sapa129", _("SAPA 129")
    SP4N = "sp4n", _("SP4N-LAPOR")
    MEDIA = "media", _("Media (monitoring)")
    REFERRAL_IN = "referral_in", _("Referral from a partner")
    HANDOVER_IN = "handover_in", _("Hand-over from another unit")
    OUTREACH = "outreach", _("Outreach")
    PATBM = "patbm", _("PATBM or volunteer")
    POLICE = "police", _("Police")
    SCHOOL = "school", _("School")
    HEALTH = "health", _("Health facility")
    NGO = "ngo", _("Civil society organisation")


class About(TextChoices):
    """Who tells: the person herself, a child, somebody else, or a professional."""

    SELF = "self", _("Myself")
    CHILD = "child", _("I am under 18")
    OTHER = "other", _("Somebody else")
    PROFESSIONAL = "professional", _("As a teacher, health worker or officer")
    STAFF_COMPLAINT = "staff_complaint", _("A complaint about the unit's own staff")
    UNKNOWN = "unknown", _("Not yet known who tells")  # a message that nobody has read yet


class State(TextChoices):
    """Where a report stands."""

    RECEIVED = "received", _("Received")
    READ = "read", _("Read")
    TRIAGED = "triaged", _("Triaged")
    IN_CASE = "in_case", _("In a case")
    INFORMED = "informed", _("Explained and informed")
    JOINED = "joined", _("Joined with another report")
    STOPPED = "stopped", _("Stopped")


OPEN_STATES = frozenset({State.RECEIVED, State.READ, State.TRIAGED})


class ReporterStatus(TextChoices):
    """What the reporter reads. Plain words, no detail."""

    RECEIVED = "received", _("We have received it")
    READ = "read", _("A person has read it")
    IN_PROGRESS = "in_progress", _("We are working on it")
    WAITING_FOR_YOU = "waiting_for_you", _("We asked you something")
    CLOSED = "closed", _("Finished")


class Risk(TextChoices):
    """How soon harm may come. `unassessed` is a state with a clock of its own, not a low risk."""

    UNASSESSED = "unassessed", _("Not yet assessed")
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class CaseType(TextChoices):
    """What kind of matter. Source: SIPPN service standards; DOMAIN section 2.8."""

    KTP = "ktp", _("Violence against a woman (KTP)")
    AMPK = "ampk", _("Child who needs special protection (AMPK)")
    ABH = "abh", _("Child in contact with the law (ABH)")
    TPPO = "tppo", _("Trafficking in persons (TPPO)")
    CUSTODY = "custody", _("Custody or family matter")
    OTHER = "other", _("Other")


class Authority(TextChoices):
    """Who must handle it. Source: Permen PPPA 2/2022 as told in SIPPN 8247215; UU 12/2022 Ps 74."""

    DISTRICT = "district", _("District or city")
    PROVINCE = "province", _("Province")
    NATIONAL = "national", _("National")


class Finding(TextChoices):
    """What looking into a report found. Never "false report"."""

    CONFIRMED = "confirmed", _("Confirmed")
    INSUFFICIENT = "insufficient", _("Not enough to go on")
    DID_NOT_HAPPEN = "did_not_happen", _("Did not happen")
    NOT_OURS = "not_ours", _("Not ours to handle")


class Form(TextChoices):
    """Forms of violence, several at once. KDRT is a context, not a form. Source: SIMFONI lists."""

    PHYSICAL = "physical", _("Physical")
    PSYCHOLOGICAL = "psychological", _("Psychological")
    SEXUAL = "sexual", _("Sexual")
    EXPLOITATION = "exploitation", _("Exploitation")
    TRAFFICKING = "trafficking", _("Trafficking")
    NEGLECT = "neglect", _("Neglect")
    OTHER = "other", _("Other")


class Relation(TextChoices):
    """What the reported person is to the victim. Source: SIMFONI lists."""

    PARENT = "parent", _("Parent")
    FAMILY = "family", _("Family or sibling")
    SPOUSE = "spouse", _("Husband or wife")
    NEIGHBOUR = "neighbour", _("Neighbour")
    FRIEND = "friend", _("Boyfriend, girlfriend or friend")
    TEACHER = "teacher", _("Teacher")
    EMPLOYER = "employer", _("Employer")
    COLLEAGUE = "colleague", _("Colleague at work")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class Institution(TextChoices):
    """To which institution the reported person belongs; it drops out of what follows."""

    POLICE = "police", _("Police")
    MILITARY = "military", _("Military (TNI)")
    OFFICIAL = "official", _("Public official")
    SERVICE_STAFF = "service_staff", _("Staff of a service (also this unit)")
    RELATIVE = "relative", _("A relative of one of these")


class Answer(TextChoices):
    """Four answers to a screening question. Unknown never counts as no."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")
    NOT_ASKED = "not_asked", _("Not asked")


class SetBy(TextChoices):
    """Who set a level: a rule from answers, or a person."""

    MACHINE = "machine", _("Set by the answers, not yet confirmed")
    HUMAN = "human", _("Confirmed by a person")


class FileKind(TextChoices):
    """What a file is, by its content."""

    JPEG = "image/jpeg", _("Picture (JPEG)")
    PNG = "image/png", _("Picture (PNG)")
    WEBP = "image/webp", _("Picture (WebP)")
    PDF = "application/pdf", _("Document (PDF)")
    OGG = "audio/ogg", _("Sound (Ogg)")
    WEBM = "audio/webm", _("Sound (WebM)")
    MP3 = "audio/mpeg", _("Sound (MP3)")
    M4A = "audio/mp4", _("Sound (M4A)")
    MP4 = "video/mp4", _("Video (MP4)")


class Sender(TextChoices):
    """Who wrote a message of a report's thread."""

    REPORTER = "reporter", _("Reporter")
    STAFF = "staff", _("The unit")


class Verb(TextChoices):
    """What somebody must do next with a report: the verbs of its turns."""

    LOOK = "look", _("Look at it")
    TRIAGE = "triage", _("Assess it")
    DECIDE = "decide", _("Open a case, or explain and inform")
    ANSWER = "answer_reporter", _("Answer the reporter")
    STOP_REQUEST = "stop_request", _("Asked to stop: confirm safely")
    LOWER_RISK = "lower_risk", _("Agree to a lower risk, or not")
    SECOND_CODE = "second_code", _("The second code was used: check her safety")
    DOOR_ALARM = "door_alarm", _("Somebody is guessing report codes")


class Basis(TextChoices):
    """Why two reports may tell of the same."""

    PHONE = "phone", _("Same phone number")
    NIK = "nik", _("Same NIK")
    EMAIL = "email", _("Same e-mail address")
    PERSON = "person", _("Same person")
    PLACE_AND_TIME = "place_and_time", _("Same kecamatan within 48 hours, same form of violence")
    NAME = "name", _("Similar name")


class NextLevel(TextChoices):
    """Who is asked when the named institution must stay out."""

    POLDA = "polda", _("Polda, or its Propam")
    POM = "pom", _("Military police (POM)")
    PROVINCE = "province", _("The provincial UPTD PPA")
    LPSK = "lpsk", _("LPSK")
    APPROVER = "approver", _("The outside approver")


class Request(TextChoices):
    """What the holder of the code asked for. It changes nothing by itself."""

    STOP = "stop", _("Asked to stop")
