"""Who may do what to a case. Read it top to bottom; nothing about permission is said elsewhere.

Source: FRAME.md §7. A conflict of interest outweighs every line.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)

from lindung.access.codes import Role
from lindung.casework.codes import NoteKind, Stage
from lindung.casework.models import Assignment, BreakGlass, Case, Closing, Companion, Note
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.models import Blocked
from lindung.core.policy import Condition, Policy, has_role

Linked = Callable[[Actor], QuerySet[Any]]  # rows of a table with `case_id` that speak for an actor


def _linked(name: str, rows: Linked) -> Condition[Case]:
    """Make the condition that such a row exists for the case."""
    return Condition(
        name=name,
        holds=lambda actor, case: rows(actor).filter(case_id=case.pk).exists(),
        rows=lambda actor: Q(Exists(rows(actor).filter(case_id=OuterRef("pk")))),
    )


def _assigned(kind: NoteKind) -> Linked:
    return lambda actor: Assignment.objects.filter(staff_id=actor.id, kind=kind, until=None)


manages: Condition[Case] = Condition(
    name="answers for the case",
    holds=lambda actor, case: case.manager_id == actor.id,
    rows=lambda actor: Q(manager_id=actor.id),
)
accompanies = _linked(
    "accompanies the client", lambda actor: Companion.objects.filter(staff_id=actor.id, until=None)
)
gave_a_reason = _linked(
    "wrote a reason within the hour",
    lambda actor: BreakGlass.objects.filter(staff_id=actor.id, until__gt=Moment()),
)
assigned_psychologist = _linked("works as its psychologist", _assigned(NoteKind.PSYCHOLOGIST))
assigned_counsel = _linked("works as its counsel", _assigned(NoteKind.LEGAL))
left_alone: Condition[Case] = Condition(
    name="its manager has a conflict of interest",
    holds=lambda _, case: Blocked.objects.filter(
        subject_id=case.pk, staff_id=case.manager_id
    ).exists(),
    rows=lambda _: Q(
        Exists(Blocked.objects.filter(subject_id=OuterRef("pk"), staff_id=OuterRef("manager_id")))
    ),
)
not_closed: Condition[Case] = Condition(
    name="service has not ended",
    holds=lambda _, case: case.stage != Stage.CLOSED,
    rows=lambda _: ~Q(stage=Stage.CLOSED),
)
not_open: Condition[Case] = Condition(
    name="service has ended, or only aftercare is left",
    holds=lambda _, case: case.stage != Stage.OPEN,
    rows=lambda _: ~Q(stage=Stage.OPEN),
)
case_manager, unit_head = has_role(Role.CASE_MANAGER), has_role(Role.UNIT_HEAD)
supervisor, data_officer = has_role(Role.SUPERVISOR), has_role(Role.DATA_OFFICER)
psychologist, counsel = has_role(Role.PSYCHOLOGIST), has_role(Role.COUNSEL)
machine = has_role("machine")

ON_THE_CASE = ((manages,), (accompanies,), (unit_head, gave_a_reason))
WRITES = tuple((*way, not_closed) for way in ON_THE_CASE)
SEES_CODES = (
    *ON_THE_CASE,
    (psychologist, assigned_psychologist),
    (counsel, assigned_counsel),
    (unit_head,),
    (supervisor,),
    (data_officer,),
    (case_manager, left_alone),
)
LEADS = ((manages, not_closed), (unit_head, not_closed))

POLICY: Policy[Case] = Policy(
    module="casework",
    rules={
        "open_case": ((case_manager,), (unit_head,)),
        "view": SEES_CODES,  # codes, dates, number; no word, no initials
        "read_initials": (*ON_THE_CASE, (data_officer,)),
        "read_party": ON_THE_CASE,
        "read_summary": ON_THE_CASE,
        "read_report": ON_THE_CASE,  # what was told in the reports it stands on
        "read_thread": ON_THE_CASE,  # what reporter and unit wrote to each other
        "read_incident": ON_THE_CASE,
        "read_consent": ON_THE_CASE,
        "read_plan_line": ON_THE_CASE,
        "read_service": ON_THE_CASE,
        "read_risk": ON_THE_CASE,
        "read_note": ON_THE_CASE,  # an ordinary one; NOTE_POLICY asks about each
        "read_psychologist_note": ((psychologist, assigned_psychologist),),
        "read_legal_note": ((counsel, assigned_counsel),),
        "read_closing": (*ON_THE_CASE, (unit_head,), (supervisor,)),  # those who agree to it
        "read_glass": (*ON_THE_CASE, (unit_head,), (supervisor,)),  # those who review it
        "change_facts": WRITES,
        "attach_report": (
            (manages, not_closed),
            (accompanies, case_manager, not_closed),
            (unit_head, gave_a_reason, not_closed),
        ),
        "add_party": WRITES,
        "mark_guardian": WRITES,
        "add_incident": WRITES,
        "record_consent": WRITES,
        "withdraw_consent": WRITES,
        "add_plan_line": WRITES,
        "end_plan_line": WRITES,
        "record_service": WRITES,
        "send_out": LEADS,
        "count_mission": ((machine,),),  # somebody was there: response says so
        "write_note": WRITES,
        "write_to_reporter": WRITES,
        "tell_limits": WRITES,
        "write_psychologist_note": (
            (psychologist, assigned_psychologist, not_closed),
            (psychologist, accompanies, not_closed),
        ),
        "write_legal_note": ((counsel, assigned_counsel, not_closed),),
        "review": WRITES,
        "raise_risk": (*WRITES, (unit_head, not_closed)),
        "ask_lower_risk": WRITES,
        "decide_lower_risk": ((unit_head,), (supervisor,)),  # never who asked: see access
        "lower_risk": ((machine,),),  # what a second person agreed to, carried out
        # A proceeding may go on when service has ended, so these ask for no open case.
        "see_law": SEES_CODES,
        "read_law": (*ON_THE_CASE, (counsel, assigned_counsel)),
        "write_law": (*ON_THE_CASE, (counsel, assigned_counsel)),
        "confirm_law": ((counsel, assigned_counsel), (unit_head,)),
        "sign_law": ((unit_head,), (supervisor,)),
        "refer": WRITES,
        "end_referral": ON_THE_CASE,
        "move_to_monitoring": WRITES,
        "ask_to_close": WRITES,
        "close": ((machine,),),
        "reopen": ((manages, not_open), (unit_head, not_open)),
        "assign": (*LEADS, (case_manager, left_alone, not_closed)),
        "add_companion": LEADS,
        "end_companion": LEADS,
        "assign_notes": LEADS,
        "end_notes": LEADS,
        "break_glass": ((unit_head,),),
        "declare_conflict": SEES_CODES,
        "block_named": ((manages,), (accompanies,), (unit_head,), (machine,)),
    },
)


def _on_its_case(condition: Condition[Case]) -> Condition[Any]:
    """Make the same condition for a row that belongs to a case."""
    return Condition(
        name=condition.name,
        holds=lambda actor, row: condition.holds(actor, row.case),
        rows=lambda actor: Q(case__in=Case.objects.filter(condition.rows(actor))),
    )


written_by_me: Condition[Note] = Condition(
    name="wrote it",
    holds=lambda actor, note: note.written_by == actor.id,
    rows=lambda actor: Q(written_by=actor.id),
)


def _is(kind: NoteKind) -> Condition[Note]:
    return Condition(
        name=f"is a note of kind {kind}",
        holds=lambda _, note: note.kind == kind,
        rows=lambda _: Q(kind=kind),
    )


NOTE_POLICY: Policy[Note] = Policy(
    module="casework",
    rules={
        # Closed even to superiors: neither manager nor head is in the last three lines.
        "read_note": (
            *(
                (_is(NoteKind.ORDINARY), *map(_on_its_case, way))
                for way in ((manages,), (accompanies,), (gave_a_reason,))
            ),
            (_is(NoteKind.PSYCHOLOGIST), written_by_me),
            (_is(NoteKind.PSYCHOLOGIST), psychologist, _on_its_case(assigned_psychologist)),
            (_is(NoteKind.LEGAL), counsel, _on_its_case(assigned_counsel)),
        ),
    },
    subject="case_id",
)


def _by_another(field: str) -> Condition[Any]:
    """Make the condition that somebody else asked for it."""
    return Condition(
        name="somebody else asked",
        holds=lambda actor, row: bool(getattr(row, field) != actor.id),
        rows=lambda actor: ~Q(**{field: actor.id}),
    )


CLOSING_POLICY: Policy[Closing] = Policy(
    module="casework",
    rules={
        "decide_closing": (
            (unit_head, _by_another("asked_by")),
            (supervisor, _by_another("asked_by")),
        )
    },
    subject="case_id",
)
GLASS_POLICY: Policy[BreakGlass] = Policy(
    module="casework",
    rules={
        "review_break_glass": (
            (unit_head, _by_another("staff_id")),
            (supervisor, _by_another("staff_id")),
            (machine,),  # an outside approver, who sees no case, agreed
        )
    },
    subject="case_id",
)


LINKED = (accompanies, gave_a_reason, assigned_psychologist, assigned_counsel, left_alone)
ASKED = {f"may_{i}": c for i, c in enumerate(LINKED)}  # roles and the case itself need no query


def with_facts(actor: Actor, cases: QuerySet[Case]) -> QuerySet[Case]:
    """Let each case come with what `allowed` asks about `actor`, in the same query."""
    blocked = Blocked.objects.filter(subject_id=OuterRef("pk"), staff_id=actor.id)
    return cases.annotate(
        may_actor=Value(actor.id, output_field=UUIDField()),
        may_blocked=Exists(blocked),
        **{key: ExpressionWrapper(c.rows(actor), BooleanField()) for key, c in ASKED.items()},
    )


def allowed(actor: Actor, case: Case) -> frozenset[str]:
    """Return everything `actor` may do to `case`: the table asked at once.

    No query when the case came `with_facts` of this actor, else one.
    """
    facts = vars(case)
    if facts.get("may_actor") != actor.id:
        row = with_facts(actor, Case.objects.filter(pk=case.pk)).values("may_blocked", *ASKED)
        facts = row.first() or {"may_blocked": True}
    if facts["may_blocked"]:
        return frozenset()
    linked = {c.name: bool(facts[key]) for key, c in ASKED.items()}

    def holds(condition: Condition[Case]) -> bool:
        known = linked.get(condition.name)
        return condition.holds(actor, case) if known is None else known

    return frozenset(
        action
        for action, ways in POLICY.rules.items()
        if any(all(holds(c) for c in way) for way in ways)
    )
