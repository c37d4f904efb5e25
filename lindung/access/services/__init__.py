"""Everything that changes accounts, tokens and approvals."""

from lindung.access.services.approvals import (
    ask_approval,
    decide_approval,
    end_witness,
    invite_witness,
    let_witness,
    open_witness,
    withdraw_approval,
)
from lindung.access.services.devices import (
    AtTheDoor,
    device_at_the_door,
    device_wiped,
    register_device,
    revoke_device,
)
from lindung.access.services.practice import enter_practice, leave_practice, renew_practice
from lindung.access.services.signing import note_own_act, note_refused_sign_in
from lindung.access.services.staff import (
    add_first_staff,
    add_staff,
    change_password,
    change_roles,
    change_staff,
    leave,
    machine_account,
    renew_way_in,
)
from lindung.access.services.tokens import create_token, revoke_token, token_actor

__all__ = [
    "AtTheDoor",
    "add_first_staff",
    "add_staff",
    "ask_approval",
    "change_password",
    "change_roles",
    "change_staff",
    "create_token",
    "decide_approval",
    "device_at_the_door",
    "device_wiped",
    "end_witness",
    "enter_practice",
    "invite_witness",
    "leave",
    "leave_practice",
    "let_witness",
    "machine_account",
    "note_own_act",
    "note_refused_sign_in",
    "open_witness",
    "register_device",
    "renew_practice",
    "renew_way_in",
    "revoke_device",
    "revoke_token",
    "token_actor",
    "withdraw_approval",
]
