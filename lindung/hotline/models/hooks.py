"""What a webhook brought before anybody read it, files still to fetch, names of one person."""

from uuid import uuid4

from django.db import models

from lindung.core.models import DataKey, OfUnit
from lindung.core.seal import SealedTextField
from lindung.hotline.codes.hooks import ErrandState, HookState, PhraseUse
from lindung.hotline.models.contact import Raw
from lindung.hotline.models.lines import ChannelLine, Thread
from lindung.intake.codes import Channel


class Hook(OfUnit):
    """One webhook, kept as it came and answered at once; read a moment later by the worker."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    line = models.ForeignKey(ChannelLine, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField()  # a keyed hash of the bytes: the same ones come once
    came_at = models.DateTimeField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    body = SealedTextField(null=True)  # gone once every message of it stands for itself
    state = models.CharField(max_length=8, choices=HookState.choices, default=HookState.WAITING)
    n_tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "line", "digest"], name="hotline_hook_once")
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "due_at"],
                name="hotline_hook_waiting",
                condition=models.Q(state=HookState.WAITING),
            )
        ]

    def __str__(self) -> str:
        return self.state


class Errand(OfUnit):
    """A file of a message that still lies with the channel and is fetched until it is here."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    raw = models.ForeignKey(Raw, on_delete=models.PROTECT, related_name="errands")
    line = models.ForeignKey(ChannelLine, on_delete=models.PROTECT, related_name="+")
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    file = SealedTextField(null=True)  # JSON: its name there, type, hash, and what she called it
    state = models.CharField(max_length=8, choices=ErrandState.choices, default=ErrandState.WAITING)
    code = models.CharField(max_length=40, blank=True)
    n_tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["unit_id", "due_at"],
                name="hotline_errand_waiting",
                condition=models.Q(state=ErrandState.WAITING),
            ),
            models.Index(fields=["raw"], name="hotline_errand_raw"),
        ]

    def __str__(self) -> str:
        return self.state


class OtherName(OfUnit):
    """Another name by which a channel tells of the same person: an id, a hidden or new number."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    name_hash = models.BinaryField()  # a keyed hash
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "channel", "name_hash"], name="hotline_othername_once"
            )
        ]

    def __str__(self) -> str:
        return self.channel


class Phrase(OfUnit):
    """Neutral words that the channel approved beforehand: all it takes when no talk is open."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    line = models.ForeignKey(ChannelLine, on_delete=models.PROTECT, related_name="phrases")
    name = models.CharField(max_length=64)  # as the channel knows it
    language = models.CharField(max_length=8)
    use = models.CharField(max_length=8, choices=PhraseUse.choices)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(null=True)  # as the channel will show them
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True)  # the channel does not take it any more
    refused_code = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "line", "name", "language"],
                name="hotline_phrase_once",
                condition=models.Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="hotline_phrase_name_is_plain",
                condition=models.Q(name__regex=r"^[a-z0-9_]{1,64}$"),
            ),
            models.CheckConstraint(
                name="hotline_phrase_language_is_code",
                condition=models.Q(language__regex=r"^[a-z]{2}(_[A-Z]{2})?$"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
