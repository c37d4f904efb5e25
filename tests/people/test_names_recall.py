"""People are found as they are misheard: measured on twenty thousand invented names."""

from uuid import UUID

import pytest

from lindung.demo.dice import Dice
from lindung.demo.words import FAMILY, GIVEN
from lindung.people.spelling import words_of
from lindung.people.unit_names import UnitNames

N_PEOPLE, N_ASKED = 20_000, 300
MORE = (
    "Endang Sulastri Wiwik Yanti Eka Dwi Tri Wayan Made Nyoman Ketut Luh Ayu Baiq Lalu Besse Tenri"
    " Nurhayati Nurjannah Zulaikha Khadijah Maimunah Rukmini Kasmawati Sumarni Suharti Parjiyem"
    " Ngatinem Tukiyem Samiyah Munawaroh Maesaroh Uswatun Hidayatul Lailatul Mutmainnah Handayani"
    " Setiawati Puspitasari Wahyuningsih Rahayu Utami Susanti Permatasari Anggraini Oktaviani"
    " Hasibuan Siregar Nasution Simanjuntak Situmorang Sembiring Panjaitan Suparman Sutrisno"
    " Firmansyah Ramadhan Hidayat Saputra Pratama Nugroho Prasetyo Wicaksono Supriyadi Fauzi"
    " Ibrahim Ismail Yahya Zakaria Sulaiman Abdullah Mustafa Jafar Latif Saleh Usman Umar"
)
WORDS = sorted({*GIVEN["F"], *GIVEN["M"], *FAMILY["64"], *FAMILY["21"], *MORE.split()} - {""})
OLD = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("y", "j"), ("kh", "ch"))
OWN = {
    "Muhammad": ("Muh.", "Mohd.", "M.", "Moch.", "Mohamad", "Mohammed"),
    "Siti": ("Siti", "Sitti", "St."),
    "Abdul": ("Abd.", "Abdul"),
}


def invent(dice: Dice) -> str:
    return " ".join(dice.of(WORDS) for _ in range(dice.of((1, 2, 2, 2, 3, 3, 3))))


def misheard(dice: Dice, word: str) -> str:
    """Write a word in an old spelling, with a slip, or both."""
    if word in OWN:
        return dice.of(OWN[word])
    if dice.happens(0.4):
        old = dice.of(OLD)
        word = word.lower().replace(*old, 1)
    if len(word) > 4 and dice.happens(0.35):
        place = dice.number(1, len(word) - 2)
        left, sign, right = word[:place], word[place], word[place + 1 :]
        word = dice.of((left + right, left + dice.of("aiuehr") + right, left + sign * 2 + right))
    return word


def asked_for(dice: Dice, name: str) -> str:
    words = [misheard(dice, word) for word in name.split()]
    if len(words) > 2 and dice.happens(0.3):
        words.pop(dice.number(0, len(words) - 1))
    return dice.of(("", "", "Ny. ", "Ibu ")) + " ".join(words)


@pytest.fixture(scope="module")
def names() -> list[str]:
    dice = Dice("names")
    return [invent(dice) for _ in range(N_PEOPLE)]


def test_nineteen_of_twenty_are_among_the_first_twenty(names: list[str]) -> None:
    index = UnitNames((UUID(int=n), (words_of(name),)) for n, name in enumerate(names))
    dice, found = Dice("asked"), 0
    for _asked in range(N_ASKED):
        wanted = dice.of(names)
        hits = index.search(asked_for(dice, wanted))
        found += any(words_of(names[h.person_id.int]) == words_of(wanted) for h in hits)

    assert found / N_ASKED >= 0.95
