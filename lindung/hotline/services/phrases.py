"""Approved neutral words of a channel: written down as the channel knows them, ended, refused."""

import re
from uuid import uuid4

from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.keys import load_keys
from lindung.hotline import contact_moves as moves
from lindung.hotline.codes.hooks import PhraseUse
from lindung.hotline.models.hooks import Phrase
from lindung.hotline.models.lines import ChannelLine
from lindung.hotline.policy.hooks import PHRASES
from lindung.hotline.rules.phrases import telling_words

NAME = re.compile(r"[a-z0-9_]{1,64}")
LANGUAGE = re.compile(r"[a-z]{2}(?:_[A-Z]{2})?")
MOST_LETTERS = 1024  # Source: Meta, *Template components*: the body


def add_phrase(
    actor: Actor, line: ChannelLine, *, name: str, language: str, use: str, words: str
) -> Phrase:
    """Write down words that the channel has approved.

    Raises:
        RuleBroken: `name_odd`, `language_odd`, `choice_unknown`, `words_missing`, `words_too_long`,
            `words_telling`, `phrase_known`.
    """
    phrase = Phrase(id=uuid4(), line=line, name=name.strip(), language=language.strip(), use=use)
    with acting(actor, PHRASES, "add_phrase", phrase):
        _check(phrase, words)
        load_keys([line.data_key_id])
        phrase.data_key_id, phrase.words = line.data_key_id, words.strip()
        phrase.added_by, phrase.added_at = actor.id, Moment()
        phrase.save(force_insert=True)
        moves.tell()
    return phrase


def _check(phrase: Phrase, words: str) -> None:
    if not NAME.fullmatch(phrase.name):
        raise RuleBroken("name_odd", _("Small letters, digits and _ only."), "name")
    if not LANGUAGE.fullmatch(phrase.language):
        raise RuleBroken("language_odd", _("A code such as id or en_US."), "language")
    moves.require_choice(phrase.use in PhraseUse.values)
    if not words.strip():
        raise RuleBroken("words_missing", _("Write the words as they were approved."), "words")
    if len(words) > MOST_LETTERS:
        told = _("At most %(n)d letters.") % {"n": MOST_LETTERS}
        raise RuleBroken("words_too_long", told, "words")
    telling = telling_words(words) if phrase.use == PhraseUse.REPLY else []
    if telling:
        told = _("Too much is told by: %(words)s. Another may see the phone.")
        raise RuleBroken("words_telling", told % {"words": ", ".join(telling)}, "words")
    known = Phrase.objects.filter(
        line=phrase.line_id, name=phrase.name, language=phrase.language, ended_at=None
    )
    if known.exists():
        raise RuleBroken("phrase_known", _("These words stand already."), "name")


def end_phrase(actor: Actor, phrase: Phrase) -> None:
    """Use these words no more."""
    with acting(actor, PHRASES, "end_phrase", phrase):
        Phrase.objects.filter(pk=phrase.pk, ended_at=None).update(ended_at=Moment())
        moves.tell()


def refuse_phrase(actor: Actor, phrase: Phrase, *, code: str) -> None:
    """Write down that the channel takes these words no more; nobody is offered them again."""
    with acting(actor, PHRASES, "refuse_phrase", phrase):
        Phrase.objects.filter(pk=phrase.pk, refused_at=None).update(
            refused_at=Moment(), refused_code=code[:40]
        )
        moves.tell()
