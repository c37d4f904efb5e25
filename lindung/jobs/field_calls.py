"""Those in the field call as reports do: the caller is told whom to ask about them."""

from lindung.hotline.elsewhere import also_ask
from lindung.hotline.rules.escalation import Facts, in_the_field
from lindung.response.queries.calling import to_call


def from_the_field() -> list[Facts]:
    """Return what calls for those in the field of the unit at work. One query."""
    return [
        in_the_field(
            one.id,
            one.number,
            one.subject_id,
            danger=one.danger,
            emergency=one.emergency,
            out_there=one.out_there,
        )
        for one in to_call()
    ]


also_ask(from_the_field)
