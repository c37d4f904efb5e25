"""*Ekspor chat* as two telephones and two languages write it, and archives that mean harm."""

import io
import time
import zipfile
from zoneinfo import ZoneInfo

import pytest

from lindung.hotline.rules.chat_export import NotAChat, Sort, open_export, read_chat

ZONE = ZoneInfo("Asia/Makassar")

ANDROID_ID = """24/11/26 03.05 - Pesan dan panggilan dienkripsi secara end-to-end.
24/11/26 03.05 - Ibu Y: Tolong saya
dia sudah pulang
jangan balas dulu
24/11/26 03.07 - HP Piket: <Media tidak disertakan>
24/11/26 03.08 - Ibu Y: IMG-20261124-WA0001.jpg (file terlampir)
24/11/26 15.09 - Ibu Y: Pesan ini dihapus
24/11/26 15.10 - Ibu Y: jam: 15.10 <Pesan ini diedit>
"""
ANDROID_EN = """11/24/26, 3:05\u202fAM - Messages and calls are end-to-end encrypted.
11/24/26, 3:05\u202fAM - Ibu Y: Tolong saya
dia sudah pulang
jangan balas dulu
11/24/26, 3:07\u202fAM - HP Piket: <Media omitted>
11/24/26, 3:08\u202fAM - Ibu Y: IMG-20261124-WA0001.jpg (file attached)
11/24/26, 3:09\u202fPM - Ibu Y: This message was deleted
11/24/26, 3:10\u202fPM - Ibu Y: jam: 15.10 <This message was edited>
"""
IPHONE_ID = """[24/11/26 03.05.10] Ibu Y: \u200ePesan dan panggilan dienkripsi secara end-to-end.
[24/11/26 03.05.11] Ibu Y: Tolong saya
dia sudah pulang
jangan balas dulu
\u200e[24/11/26 03.07.00] HP Piket: \u200egambar tidak disertakan
\u200e[24/11/26 03.08.59] Ibu Y: \u200e<terlampir: IMG-20261124-WA0001.jpg>
[24/11/26 15.09.01] Ibu Y: \u200ePesan ini telah dihapus.
[24/11/26 15.10.00] Ibu Y: jam: 15.10 \u200e<Pesan ini telah diedit>
"""
IPHONE_EN = """[11/24/26, 3:05:10 AM] Ibu Y: \u200eMessages and calls are end-to-end encrypted.
[11/24/26, 3:05:11 AM] Ibu Y: Tolong saya
dia sudah pulang
jangan balas dulu
\u200e[11/24/26, 3:07:00 AM] HP Piket: \u200eimage omitted
\u200e[11/24/26, 3:08:59 AM] Ibu Y: \u200e<attached: IMG-20261124-WA0001.jpg>
[11/24/26, 3:09:01 PM] Ibu Y: \u200eThis message was deleted.
[11/24/26, 3:10:00 PM] Ibu Y: jam: 15.10 \u200e<This message was edited>
"""


def packed(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("text", [ANDROID_ID, ANDROID_EN, IPHONE_ID, IPHONE_EN])
def test_the_same_chat_is_read_the_same_from_both_telephones_and_languages(text: str) -> None:
    said = read_chat(text, ZONE)[1:]

    assert [(f"{one.at:%d.%m.%y %H.%M}", one.who, one.sort) for one in said] == [
        ("24.11.26 03.05", "Ibu Y", Sort.TEXT),
        ("24.11.26 03.07", "HP Piket", Sort.LEFT_OUT),
        ("24.11.26 03.08", "Ibu Y", Sort.FILE),
        ("24.11.26 15.09", "Ibu Y", Sort.DELETED),
        ("24.11.26 15.10", "Ibu Y", Sort.TEXT),
    ]
    assert said[0].words == "Tolong saya\ndia sudah pulang\njangan balas dulu"
    assert said[2].words == "IMG-20261124-WA0001.jpg"
    assert (said[4].words, said[4].edited) == ("jam: 15.10", True)


def test_a_line_of_the_app_is_kept_and_is_nobody_s() -> None:
    first = read_chat(ANDROID_ID, ZONE)[0]

    assert (first.sort, first.who) == (Sort.APP, "")
    assert "end-to-end" in first.words


def test_days_that_could_be_either_are_read_so_that_time_goes_on() -> None:
    text = "5/9/26, 9:00 PM - A: satu\n5/10/26, 9:00 AM - A: dua\n6/1/26, 9:00 AM - A: tiga\n"

    assert [one.at.month for one in read_chat(text, ZONE)] == [5, 5, 6]


def test_twenty_thousand_messages_are_read_within_seconds() -> None:
    text = "".join(
        f"{1 + n % 28:02}/11/26 {n % 24:02}.{n % 60:02} - Ibu Y: pesan {n}\nlanjutan\n"
        for n in range(20_000)
    )
    began = time.process_time()

    assert len(read_chat(text, ZONE)) == 20_000
    assert time.process_time() - began < 10


@pytest.mark.parametrize("content", [b"", b"Halo apa kabar", b"\x00\x01\x02", b"%PDF-1.7"])
def test_what_is_no_chat_is_told(content: bytes) -> None:
    with pytest.raises(NotAChat, match="no_chat"):
        read_chat(open_export(content).text, ZONE)


def test_an_archive_gives_its_chat_and_its_files_under_their_bare_names() -> None:
    export = open_export(
        packed(("catatan.txt", b"x"), ("_chat.txt", IPHONE_EN.encode()), ("IMG-1.jpg", b"\xff\xd8"))
    )

    assert export.text == IPHONE_EN
    assert [(part.name, part.content) for part in export.files()] == [
        ("catatan.txt", b"x"),
        ("IMG-1.jpg", b"\xff\xd8"),
    ]


@pytest.mark.parametrize(
    "name", ["../_chat.txt", "/etc/passwd", "..\\x.jpg", "C:x.jpg", "a/b.jpg", ".."]
)
def test_an_archive_that_names_a_path_is_refused(name: str) -> None:
    with pytest.raises(NotAChat, match="archive_path"):
        open_export(packed(("_chat.txt", IPHONE_EN.encode()), (name, b"x")))


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    bomb = packed(("_chat.txt", IPHONE_EN.encode()), ("a.jpg", b"\x00" * 30_000_000))

    with pytest.raises(NotAChat, match="archive_too_large"):
        open_export(bomb)


def test_too_many_files_are_refused() -> None:
    many = [(f"{n}.jpg", b"x") for n in range(600)]

    with pytest.raises(NotAChat, match="archive_too_large"):
        open_export(packed(("_chat.txt", IPHONE_EN.encode()), *many))


def test_an_archive_that_is_cut_short_or_damaged_is_refused() -> None:
    whole = packed(("_chat.txt", ANDROID_ID.encode() * 50), method=zipfile.ZIP_STORED)

    with pytest.raises(NotAChat, match="archive_broken"):
        open_export(whole[: len(whole) // 2])
    with pytest.raises(NotAChat, match="archive_broken"):
        open_export(whole.replace(b"Tolong saya", b"Tolong xxxx", 1))
