"""Indonesian names made alike: one spelling for what people write in many ways. Pure.

A name is heard over a bad line, copied from an old card, written by somebody else. What stays the
same is folded here; what is merely similar is left to the index.

Source: SECURITY.md §5 (single names, bin/binti, Ny., Muhammad/Muh./Mohd./M., oe/u, dj/j, tj/c, y/j,
double letters).
"""

import re
import unicodedata

MOST_WORDS = 8  # of a name that is asked for; more is a sentence, not a name
LONGEST = 120

# How somebody is addressed, rank and degrees, and the words for son and daughter.
_ADDRESS = """
ny nyonya tn tuan bpk bapak pak bu ibu sdr sdri saudara saudari alm almh almarhum almarhumah
h hj haji hajah hajjah kh ust ustad ustadz ustadzah dr drs dra drg ir prof sh mh spd mpd se mm skm
ssos msi skep ners amd amdkeb kakak kak adik dik mbak mas mba bin binti bt bte binte bti ibn alias
"""
_DROPPED = frozenset(_ADDRESS.split())
# Names with spellings of their own, as they are after folding.
_MUHAMAD = """
muhamad mohamad mohamed muhamed mohamat muhamat moh mohd muh muhd mochamad muchamad moch mukhamad
mokhamad mohamet
"""
_WHOLE = {
    **dict.fromkeys(_MUHAMAD.split(), "muhamad"),
    **dict.fromkeys(["abd", "abdoel", "abdl"], "abdul"),
    **dict.fromkeys(["sitti", "st"], "siti"),
    **dict.fromkeys(["achmad", "akhmad", "ahmat"], "ahmad"),
}
_FOLDS = (  # in this order: an old spelling first, or its letters would be taken one by one
    ("oe", "u"),
    ("tj", "c"),
    ("dj", "j"),
    ("nj", "ny"),
    ("sj", "sy"),
    ("ch", "h"),
    ("kh", "h"),
    ("sy", "s"),
    ("sh", "s"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("gh", "g"),
    ("y", "j"),
    ("v", "f"),
    ("z", "s"),
    ("q", "k"),
    ("x", "ks"),
    ("ie", "i"),
)
_DEGREE = re.compile(r"\b[a-z]{1,3}(?:\.[a-z]{1,4})+\.?")  # S.Pd., M.Kes, S.H.
_DOUBLE = re.compile(r"([a-z])\1+")


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded, in their order; titles and connecting words left out."""
    plain = unicodedata.normalize("NFKD", name[: LONGEST * 2]).lower()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = _without_degrees(plain).replace("'", "").replace("’", "")
    raw = [word for word in re.split(r"[^a-z]+", plain) if word]
    kept = [word for word in raw if word not in _DROPPED] or raw
    if len(kept) > 1 and kept[0] == "m":
        kept[0] = "muhamad"
    return tuple(_fold(word) for word in kept[:MOST_WORDS])


def normalise(name: str) -> str:
    """Return a name in its one spelling: `"Ny. Soerjati binti Moh. Achmad"` -> surjati ..."""
    return " ".join(words_of(name))


def _without_degrees(plain: str) -> str:
    """Leave out what is written with dots inside, such as `S.Pd.`; initials stay."""
    head, comma, tail = plain.partition(",")
    return _DEGREE.sub(" ", head) + comma + _DEGREE.sub(" ", tail)


def _fold(word: str) -> str:
    if word in _WHOLE:
        return _WHOLE[word]
    for old, new in _FOLDS:
        word = word.replace(old, new)
    word = _DOUBLE.sub(r"\1", word)
    if len(word) > 3:  # noqa: PLR2004  # Fatimah, Aisyah: the last breath is often not written
        word = word.removesuffix("h")
    return _WHOLE.get(word, word)
