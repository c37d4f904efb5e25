"""The words of a contact: what it was, what is asked, what is decided about calling back."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindung.intake.codes import Answer, Channel

NUMBER_LETTER = "H"  # H-2611-7Q9MX
TURN_KIND = "hotline.contact"


class ContactKind(TextChoices):
    """What a contact was: three kinds that tell of something, seven that do not.

    Source: HOTLINE section 2, from the practice of child helplines.
    """

    SELF = "self", _("About herself")
    OTHER = "other", _("About somebody else")
    PROFESSIONAL = "professional", _("A professional reports")
    SILENT = "silent", _("Silent")
    HANG_UP = "hang_up", _("Hung up")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    PRANK = "prank", _("Prank")
    ABUSIVE = "abusive", _("Abusive")
    TEST = "test", _("Test")
    NO_DATA = "no_data", _("Something else")


TELLING = (ContactKind.SELF, ContactKind.OTHER, ContactKind.PROFESSIONAL)
NOT_TELLING = tuple(kind for kind in ContactKind if kind not in TELLING)
PHONE_CHANNELS = (Channel.PHONE, Channel.WHATSAPP, Channel.SMS, Channel.WALK_IN)


class Origin(TextChoices):
    """What a raw record was taken from."""

    TAP = "tap", _("Duty phone page")
    CALL_LOG = "call_log", _("Call log")
    CHAT = "chat", _("Exported chat")
    PBX = "pbx", _("Switchboard")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")
    WHATSAPP = "whatsapp", _("WhatsApp")
    TELEGRAM = "telegram", _("Telegram")
    WEB_CHAT = "webchat", _("Chat on our site")


class Cause(TextChoices):
    """Why a person must decide whether to call back."""

    MISSED = "missed", _("Missed call")
    SILENT = "silent", _("Silent call")
    DROPPED = "dropped", _("Dropped call")


class Choice(TextChoices):
    """What a person decided about calling back. The machine dials and sends nothing."""

    WAIT = "wait", _("Wait for another call")
    CALL = "call", _("Call back now")
    CALLED_AGAIN = "called_again", _("The person called again meanwhile")
    KNOWN = "known", _("A colleague, a partner or a known service")
    CORRECTED = "corrected", _("The call was of another kind")


OFFERED = (Choice.WAIT, Choice.CALL, Choice.CALLED_AGAIN, Choice.KNOWN)


class WhyCode(TextChoices):
    """Why somebody may be called, or not: the answer of `may_contact` when it was asked."""

    SAID_YES = "said_yes", _("She said that this is safe at this hour.")
    LIFE_IN_DANGER = "life_in_danger", _("A life is in danger, and the reason is written down.")
    UNKNOWN = "unknown", _("She was not asked, or it is not known.")
    SAID_NO = "said_no", _("She said no.")
    WRONG_HOUR = "wrong_hour", _("Not at this hour.")
    WHO_SEES_UNKNOWN = "who_sees_unknown", _("It is not known who else sees the phone.")
    SEEN_BY_REPORTED = (
        "seen_by_reported",
        _("The reported person sees the phone, and there is no safe word."),
    )


class FlagKind(TextChoices):
    """What is remembered of a number for a while. It silences nothing."""

    ABUSIVE = "abusive", _("Abusive")
    PRANK = "prank", _("Prank")
    TEST = "test", _("Test number")
    PARTNER = "partner", _("Partner or service")


class ContactVerb(TextChoices):
    """What somebody must do next with a contact: the verbs of its turns."""

    SORT = "sort_contact", _("Say what kind of contact it was")
    FINISH = "finish_contact", _("Make it a report, or end it")
    CALL_BACK = "decide_call_back", _("Decide: call back or wait")
    SECOND = "second_person", _("A second officer must know")
    AGAIN = "contact_again", _("Contact her again, her way")
    DELETE_CHAT = "delete_chat", _("Delete the chat from the phone, and say so")
    DEBRIEF = "debrief_officer", _("Talk with the officer who took the call")


class Step(TextChoices):
    """The order of first-line support. Source: WHO, LIVES."""

    LISTEN = "listen", _("Listen")
    INQUIRE = "inquire", _("Inquire")
    VALIDATE = "validate", _("Validate")
    ENHANCE = "enhance", _("Enhance safety")
    SUPPORT = "support", _("Support")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a call: yes, no, not known or not asked. Nothing is ever obligatory."""

    code: str
    step: Step
    words: Promise


QUESTIONS = (
    Question("safe_to_talk", Step.LISTEN, _("Is it safe to talk now?")),
    Question("child", Step.LISTEN, _("Is whoever calls under 18?")),
    Question("danger", Step.INQUIRE, _("Is somebody in danger right now?")),
    Question("injured", Step.INQUIRE, _("Is anybody injured?")),
    Question("near", Step.INQUIRE, _("Is the person who does it near, or coming?")),
    Question("suicide", Step.INQUIRE, _("Does she think of ending her life?")),
    Question("means", Step.ENHANCE, _("Is something at hand to do it with?")),
    Question("somebody_with_her", Step.ENHANCE, _("Is somebody with her whom she trusts?")),
    Question("go_on", Step.SUPPORT, _("Does she want us to go on?")),
)
QUESTION_CODES = tuple(question.code for question in QUESTIONS)
RED_FLAGS = ("danger", "injured", "near", "suicide")
ANSWERS = tuple(Answer.values)
