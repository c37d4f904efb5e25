"""Lists of calls as telephones and apps write them: what is read, and what is given back."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from lindung.hotline.rules.call_log import Direction, read_log

ZONE = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 11, 24, 23, 10, tzinfo=UTC)  # Wednesday 25 November, 07.10 there

SAMSUNG = """Hari ini
0812-5555-0101
Panggilan tak terjawab, SIM 1, 03.05
+62 813-5555-0102
Panggilan masuk 01.40
4 menit 12 detik
Kemarin
(0549) 555-0103
Panggilan keluar 22.15
1 mnt 5 dtk
Nomor pribadi
Panggilan ditolak 21.00
"""
XIAOMI = """0812 5555 0101 (3)  Tidak dijawab  25/11 03:05
+6281355550102  Masuk 4 mnt 12 dtk  25/11 01:40
0549 5550103  Keluar 1 mnt 5 dtk  24/11 22:15
Nomor pribadi  Ditolak  24/11 21:00
"""
GOOGLE = """Today
0812-5555-0101
Missed call • 3:05 AM
0813-5555-0102
Incoming call • 1:40\u202fAM • 4 min 12 sec
Yesterday
0549-555-0103
Outgoing call • 10:15\u202fPM • 1m 5s
Private number
Declined • 9:00 PM
"""
CSV = """"Nama","Nomor","Tanggal","Waktu","Jenis","Durasi"
"","081255550101","25/11/2026","03:05:10","Tak terjawab","0"
"Bu Lurah","+6281355550102","25/11/2026","01:40:00","Masuk","252"
"","05495550103","24/11/2026","22:15:30","Keluar","00:01:05"
"","Nomor pribadi","24/11/2026","21:00:00","Ditolak","0"
"""
ANDROID = """number,date,type,duration
081255550101,1795547100000,3,0
+6281355550102,1795542000000,1,252
05495550103,1795529700000,2,65
-1,1795525200000,5,0
"""
PLAIN = """25 Nov 2026 03.05 Missed call 081255550101
Rabu, 25 November 2026 pukul 01.40 panggilan masuk 081355550102 durasi 00:04:12
24 Nov 22.15 keluar 0549-5550103 1m 5s
24-11-2026 21:00 rejected Private number
"""


@pytest.mark.parametrize("text", [SAMSUNG, XIAOMI, GOOGLE, CSV, ANDROID, PLAIN])
def test_the_same_night_is_read_the_same_from_every_telephone(text: str) -> None:
    log = read_log(text, NOW, ZONE)

    assert log.unread == ()
    found = [(f"{one.at:%d %H.%M}", one.direction, one.who) for one in log.calls]
    assert [(at, way) for at, way, _ in found] == [
        ("24 21.00", Direction.REJECTED),
        ("24 22.15", Direction.OUTGOING),
        ("25 01.40", Direction.INCOMING),
        ("25 03.05", Direction.MISSED),
    ]
    assert [who for _, _, who in found[1:]] == ["+625495550103", "+6281355550102", "+6281255550101"]
    assert not log.calls[0].is_number
    assert log.calls[2].taken


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("081255550101 tak terjawab 06.55", "25 06.55"),
        ("081255550101 tak terjawab 23.50", "24 23.50"),  # not yet so late today
        ("081255550101 missed 12:05 AM", "25 00.05"),
        ("081255550101 missed 12:05 pm yesterday", "24 12.05"),
        ("081255550101 missed 11.30 malam", "24 23.30"),
        ("081255550101 tak terjawab 5 menit yang lalu", "25 07.05"),
        ("081255550101 missed 2 hours ago", "25 05.10"),
        ("081255550101 tak terjawab Senin 20.00", "23 20.00"),
        ("081255550101 missed Nov 23, 8:00 PM", "23 20.00"),
        ("081255550101 tak terjawab 2026-11-23 20:00:59", "23 20.00"),
    ],
)
def test_a_moment_is_read_as_people_of_this_country_write_it(line: str, at: str) -> None:
    log = read_log(line, NOW, ZONE)

    assert [f"{one.at:%d %H.%M}" for one in log.calls] == [at]
    assert log.calls[0].who == "+6281255550101"


def test_a_direction_that_is_not_said_is_unknown_and_never_taken_for_answered() -> None:
    (one,) = read_log("081255550101 03.05", NOW, ZONE).calls

    assert one.direction == Direction.UNKNOWN
    assert not one.taken


def test_an_incoming_call_of_no_length_was_taken_by_nobody() -> None:
    (one,) = read_log("081255550101 masuk 03.05 0 detik", NOW, ZONE).calls

    assert not one.taken


def test_a_name_of_the_phone_book_is_kept_as_it_stands() -> None:
    (one,) = read_log("Bu Ningsih Posyandu\nPanggilan tak terjawab 03.05", NOW, ZONE).calls

    assert (one.who, one.is_number) == ("Bu Ningsih Posyandu", False)


def test_what_cannot_be_read_is_given_back_line_by_line_and_nothing_is_guessed() -> None:
    text = "081255550101 tak terjawab 03.05\n\n0812\n\ntanpa apa-apa di sini"

    log = read_log(text, NOW, ZONE)

    assert len(log.calls) == 1
    assert log.unread == ("0812", "tanpa apa-apa di sini")


def test_a_call_of_the_future_is_not_believed() -> None:
    log = read_log("081255550101 tak terjawab 26/11/2026 03.05", NOW, ZONE)

    assert log.calls == ()
    assert len(log.unread) == 1
