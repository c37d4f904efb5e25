"""Names as somebody at a desk would type them: half remembered, spelt another way."""

NAMES = (
    "siti+nur",
    "melati",
    "muhamad+rizki",
    "moh.+yusup",
    "dewi+lestary",
    "aisah",
    "rahmawaty+tanjung",
    "agustin+lubis",
    "djoko",
    "yohanna+sihombing",
    "putry+wulan",
    "nurhasanah",
)
