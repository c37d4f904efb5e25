"""Everything that changes a case."""

from lindung.casework.services.carrying import carry_out
from lindung.casework.services.closing import (
    ask_to_close,
    decide_closing,
    move_to_monitoring,
    reopen,
)
from lindung.casework.services.conflict import block_named, declare_conflict
from lindung.casework.services.decoys import decide_decoy, plan_decoy
from lindung.casework.services.facts import (
    CaseFacts,
    add_incident,
    change_facts,
    record_consent,
    withdraw_consent,
)
from lindung.casework.services.glass import break_glass, review_break_glass
from lindung.casework.services.guard import raise_alarm, set_opening_limit, settle_alarm
from lindung.casework.services.missions import count_mission, send_out
from lindung.casework.services.names_out import (
    ask_names,
    decide_names,
    destroy_copies,
    invite_names_witness,
    note_taken,
)
from lindung.casework.services.notes import write_note
from lindung.casework.services.opening import attach_report, open_case
from lindung.casework.services.plan import add_plan_line, end_plan_line, record_service
from lindung.casework.services.reporter import tell_limits, write_to_reporter
from lindung.casework.services.risk import (
    ask_lower_risk,
    decide_lower_risk,
    raise_risk,
    review,
)
from lindung.casework.services.team import (
    add_companion,
    add_party,
    assign,
    assign_notes,
    end_companion,
    end_notes,
    mark_guardian,
)

__all__ = [
    "CaseFacts",
    "add_companion",
    "add_incident",
    "add_party",
    "add_plan_line",
    "ask_lower_risk",
    "ask_names",
    "ask_to_close",
    "assign",
    "assign_notes",
    "attach_report",
    "block_named",
    "break_glass",
    "carry_out",
    "change_facts",
    "count_mission",
    "decide_closing",
    "decide_decoy",
    "decide_lower_risk",
    "decide_names",
    "declare_conflict",
    "destroy_copies",
    "end_companion",
    "end_notes",
    "end_plan_line",
    "invite_names_witness",
    "mark_guardian",
    "move_to_monitoring",
    "note_taken",
    "open_case",
    "plan_decoy",
    "raise_alarm",
    "raise_risk",
    "record_consent",
    "record_service",
    "reopen",
    "review",
    "review_break_glass",
    "send_out",
    "set_opening_limit",
    "settle_alarm",
    "tell_limits",
    "withdraw_consent",
    "write_note",
    "write_to_reporter",
]
