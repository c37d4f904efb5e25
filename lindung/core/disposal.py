"""Destroying a data key: built, and locked. Without an approved retention entry it always refuses.

Source: UU 43/2009 Ps 51, 86 (destruction without an approved schedule is a crime). Nobody's screen
leads here; data without an entry are restricted, never erased.
"""

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.models import DataKey, Disposal, RetentionRule
from lindung.core.policy import Policy, has_role

POLICY: Policy[DataKey] = Policy(
    module="core",
    rules={
        "ask_disposal": ((has_role("unit_head"),), (has_role("approver"),)),
        "agree_disposal": ((has_role("unit_head"),), (has_role("approver"),)),
    },
)


def ask_disposal(actor: Actor, key: DataKey, *, minutes_number: str) -> Disposal:
    """Ask that what `key` protects becomes unreadable for ever.

    Raises:
        RuleBroken: `retention_not_approved`, `legal_hold`, `minutes_missing`, `already_destroyed`.
    """
    with acting(actor, POLICY, "ask_disposal", key):
        rule = _require_disposable(key)
        if not minutes_number.strip():
            raise RuleBroken("minutes_missing", "Write the number of the archivist's minutes.")
        return Disposal.objects.create(
            key=key,
            rule=rule,
            minutes_number=minutes_number.strip(),
            asked_by=actor.id,
            asked_at=Moment(),
        )


def agree_disposal(actor: Actor, disposal: Disposal) -> None:
    """Destroy the key as the second person. From now on nothing under it opens again.

    Raises:
        RuleBroken: `second_person` when it is who asked, or what `ask_disposal` raises.
    """
    with acting(actor, POLICY, "agree_disposal", disposal.key):
        _require_disposable(disposal.key)
        if actor.id == disposal.asked_by:
            raise RuleBroken("second_person", "Somebody else must agree to this.")
        open_still = Disposal.objects.filter(pk=disposal.pk, agreed_by=None)
        if open_still.update(agreed_by=actor.id, agreed_at=Moment()):
            DataKey.objects.filter(pk=disposal.key_id, held=False, destroyed_at=None).update(
                destroyed_at=Moment(), wrapped=b""
            )


def _require_disposable(key: DataKey) -> RetentionRule:
    rule = RetentionRule.objects.filter(kind=key.kind).order_by("-approved_on").first()
    if rule is None:
        raise RuleBroken(
            "retention_not_approved",
            "No approved retention entry (JRA) covers this. It stays restricted, not erased.",
        )
    if key.held:
        raise RuleBroken("legal_hold", "A legal hold keeps this.")
    if key.destroyed_at is not None:
        raise RuleBroken("already_destroyed", "It was destroyed before.")
    return rule
