"""What the switchboard tells becomes a contact at the first ring, and a decision if nobody took it.

The machine dials nothing: whether to call back is a person's decision.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.clock import Moment, now
from lindung.core.keys import load_keys
from lindung.core.turns import end_turn
from lindung.hotline import contact_moves as moves
from lindung.hotline.codes.contact import Choice, ContactVerb, Origin
from lindung.hotline.codes.telephony import CallStage, Source
from lindung.hotline.models.contact import CallBack, Contact
from lindung.hotline.models.telephony import PbxCall
from lindung.hotline.policy.telephony import PBX_CALLS
from lindung.hotline.queries.contact import SEALED
from lindung.hotline.rules.contact import SORT_LIMIT
from lindung.hotline.telephony import signs
from lindung.intake.codes import Channel

JUST_NOW = timedelta(minutes=1)  # within it our clock counts: the switchboard's may be a bit off
MOST_BACK = timedelta(days=7)  # [I]: beyond it its clock is wrong, as after a power cut
FORGOTTEN_AFTER = timedelta(minutes=4)  # so that a person decides within 5 minutes of the ring
MOST_FORGOTTEN = 100
NOT_BEGUN_BY = frozenset({signs.Kind.HUNG_UP, signs.Kind.FORGOTTEN})
UNDECIDED = ("", Choice.CORRECTED)


def hear_call(actor: Actor, sign: signs.Sign) -> None:
    """Write down what a switchboard told of a call. The same again changes nothing.

    The first sign makes the contact with its raw record and its clock, all or nothing. A call that
    nobody took becomes a decision; one that somebody took after all needs none.
    """
    call = _find(sign)
    if call is not None and not _tells_more(call, sign):
        return
    if call is None and sign.kind in NOT_BEGUN_BY:
        return  # the end of something that is no call of ours
    told_of = call or _new_call(sign)
    with acting(actor, PBX_CALLS, "hear_call", told_of):
        if call is None:
            _begin(actor, told_of, sign)
        else:
            _go_on(actor, call, sign)


def forget_calls(actor: Actor) -> int:
    """Let a person decide about calls whose end nobody told. Return how many."""
    old = PbxCall.objects.filter(
        stage__in=signs.WAITING, heard_at__lt=Moment() - FORGOTTEN_AFTER
    ).order_by("heard_at")
    names = list(old.values_list("linked_id", flat=True)[:MOST_FORGOTTEN])
    for name in names:
        hear_call(actor, signs.Sign(signs.Kind.FORGOTTEN, name, Source.CLOCK))
    return len(names)


def _find(sign: signs.Sign) -> PbxCall | None:
    rows = PbxCall.objects.select_related("contact").defer(*(f"contact__{one}" for one in SEALED))
    return rows.filter(pbx=signs.pbx_of(sign.call), linked_id=sign.call).first()


def _new_call(sign: signs.Sign) -> PbxCall:
    return PbxCall(pbx=signs.pbx_of(sign.call), linked_id=sign.call)


def _begin(actor: Actor, call: PbxCall, sign: signs.Sign) -> None:
    """Write the contact, its raw record, its clock and the call, all or nothing."""
    view = signs.after(signs.CallView(source=sign.source), sign)
    contact = Contact(id=uuid4(), channel=Channel.PHONE, answered=view.stage not in signs.MISSED)
    contact.subject_id, contact.entered_by = contact.id, actor.id
    contact.taken_by = MACHINE.id  # until somebody says what it was
    outside = moves.external_id(Origin.PBX, f"{call.pbx}/{sign.call}")
    began = _began(sign.at or signs.began_at(sign.call))
    call.contact = moves.write_contact(contact, Origin.PBX, outside, began, sign.number, sign.raw)
    call.heard_at = Moment()
    _show(call, view)
    call.save(force_insert=True)


def _tells_more(call: PbxCall, sign: signs.Sign) -> bool:
    """Say whether a sign tells something of a known call that we did not know."""
    view = _view(call)
    return signs.after(view, sign) != view or bool(_new_number(call.contact, sign))


def _go_on(actor: Actor, call: PbxCall, sign: signs.Sign) -> None:
    """Keep what is new in a sign of a known call, and let its contact follow."""
    contact, before = call.contact, _view(call)
    view, number = signs.after(before, sign), _new_number(contact, sign)
    _show(call, view)
    call.save(update_fields=["stage", "source", "waited_s", "talked_s"])
    if number:
        load_keys([contact.data_key_id])
        moves.set_identifier(contact, number)
        contact.save(update_fields=["identifier", "identifier_digest"])
    if view.stage in signs.TAKEN:
        _took(actor, contact)
    elif view.stage in signs.MISSED and before.stage not in signs.MISSED:
        _nobody_took(contact)
    moves.tell()


def _view(call: PbxCall) -> signs.CallView:
    stage, source = CallStage(call.stage), Source(call.source)
    return signs.CallView(stage, source, call.waited_s, call.talked_s)


def _new_number(contact: Contact, sign: signs.Sign) -> str:
    """Return a number that was hidden or not told until now. One that was taken away stays away."""
    known = contact.identifier_digest is not None or contact.left_unit
    return "" if known else sign.number


def _took(actor: Actor, contact: Contact) -> None:
    """Somebody took it, perhaps after all: nobody needs to decide, unless somebody did."""
    decided = CallBack.objects.filter(contact=contact).exclude(choice__in=UNDECIDED)
    if contact.answered or contact.kind or decided.exists():
        return
    Contact.objects.filter(pk=contact.pk).update(answered=True)
    moves.withdraw_call_back(actor, contact)
    moves.wait(contact, ContactVerb.SORT, Moment() + SORT_LIMIT)


def _nobody_took(contact: Contact) -> None:
    """Nobody took it: a person decides. What a colleague wrote down meanwhile outweighs this."""
    if not Contact.objects.filter(pk=contact.pk, kind="", left_unit=False).update(answered=False):
        return
    contact.answered = False
    end_turn(contact.pk, ContactVerb.SORT)
    moves.ask_call_back(contact)


def _show(call: PbxCall, view: signs.CallView) -> None:
    call.stage, call.source = view.stage, view.source
    call.waited_s, call.talked_s = view.waited_s, view.talked_s


def _began(at: datetime | None) -> datetime | None:
    """Return when it rang if that was earlier; a moment to come, or absurd, counts as now."""
    here = now()
    return at if at is not None and here - MOST_BACK < at < here - JUST_NOW else None
