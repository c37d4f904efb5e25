"""Which words tell too much on a phone that others see. Pure."""

import re

TELLING = (
    *("kekerasan", "korban", "pelaku", "lapor", "adu", "uptd", "ppa", "perempuan", "anak"),
    *("perlindungan", "kdrt", "polisi", "hukum", "visum", "aman", "selamat", "darurat", "bahaya"),
    *("kasus", "konselor", "psikolog", "pendamping", "violence", "victim", "abuse", "women"),
    *("child", "protection", "police", "shelter", "safe", "emergency", "case", "lindung"),
)
"""Words that tell who writes or what about: whoever looks at her locked phone reads them.

Source: HOTLINE section 6: templates are worded neutrally, previews are seen by the abuser; the list
is ours, [I].
"""


def telling_words(words: str) -> list[str]:
    """Return what in `words` tells too much."""
    plain = re.findall(r"\w+", words.casefold())
    return [one for one in TELLING if any(word.startswith(one) for word in plain)]
