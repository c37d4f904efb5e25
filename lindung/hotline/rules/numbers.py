"""Numbers as telephones write them. Pure."""

import phonenumbers

HOME = "ID"
NOT_A_NUMBER = frozenset(
    {"private", "private number", "unknown", "unknown number", "no caller id", "withheld"}
    | {"nomor pribadi", "pribadi", "tidak dikenal", "nomor tidak dikenal", "tanpa nomor"}
)  # what phones show when the caller hides the number
HIDES = frozenset({"-1", "-2", "-3"})  # Android's own codes for the same


def read_number(text: str) -> str | None:
    """Return a number as `+62…`, or `None` when it is hidden, a service or no number at all.

    Any number that may exist is taken: a new prefix that the tables do not know yet must not be
    lost. Source: ITU-T E.164; the tables of `phonenumbers`.
    """
    plain = " ".join(text.split()).strip()
    if not plain or plain.lower() in NOT_A_NUMBER or plain in HIDES:
        return None
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"  # as people write it, though Indonesia dials 001 and others
    try:
        read = phonenumbers.parse(plain, HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(read):
        return None
    number = phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
    return None if number.startswith("+620") else number  # a piece of a number, cut off
