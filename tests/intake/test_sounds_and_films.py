"""Sound and video: staff hear and see the same, without what is written beside it."""

import io
from pathlib import Path

import av
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from lindung.access.models import Staff
from lindung.core.files import read_file
from lindung.intake import files, queries
from lindung.intake.codes import FileKind
from lindung.intake.files import UploadedBytes
from tests.conftest import at_work
from tests.intake.conftest import Tells

BESIDE = {
    "title": "Judul Rahasia",
    "artist": "Nama Rahasia",
    "comment": "Catatan Rahasia",
    "location": "-6.2000+106.8000/",
    "creation_time": "2025-05-05T05:05:05Z",
}
SOUNDS = [("ogg", "libopus"), ("mp3", "libmp3lame"), ("ipod", "aac"), ("webm", "libopus")]
FILMS = [("mp4", "libx264"), ("mov", "libx264"), ("3gp", "mpeg4"), ("webm", "libvpx")]
TURNED = [0, 65536, 0, -65536, 0, 0]


def sound(form: str, codec: str) -> bytes:
    """Return a short sound that tells who made it, where and when."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as file:
        file.metadata.update(BESIDE)
        track = file.add_stream(codec, rate=48000)
        assert isinstance(track, av.AudioStream)
        for n in range(10):
            frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            frame.planes[0].update(bytes(4096))
            frame.sample_rate, frame.pts = 48000, n * 1024
            file.mux(track.encode(frame))
        file.mux(track.encode())
    return out.getvalue()


def film(form: str, codec: str) -> bytes:
    """Return a short film that tells who made it, where and when."""
    out = io.BytesIO()
    with av.open(out, "w", format=form, options={"movflags": "use_metadata_tags"}) as file:
        file.metadata.update(BESIDE)
        track = file.add_stream(codec, rate=10)
        assert isinstance(track, av.VideoStream)
        track.width, track.height, track.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            file.mux(track.encode(av.VideoFrame(64, 64, "yuv420p")))
        file.mux(track.encode())
    return out.getvalue()


def cleaned(content: bytes) -> bytes:
    clean = files.checked([UploadedBytes("berkas.bin", content)])[0].clean
    assert clean is not None
    return clean


def packets(content: bytes) -> list[bytes]:
    """Return what is heard and seen, as it was encoded."""
    with av.open(io.BytesIO(content), "r") as file:
        return [bytes(packet) for packet in file.demux() if packet.size]


@pytest.mark.parametrize(("form", "codec"), SOUNDS + FILMS)
def test_the_copy_for_staff_says_nothing_beside_and_is_heard_and_seen_unchanged(
    form: str, codec: str
) -> None:
    original = (film if (form, codec) in FILMS else sound)(form, codec)
    assert b"Rahasia" in original

    clean = cleaned(original)

    assert not any(word in clean for word in (b"Rahasia", b"106.8", b"2025-05"))
    assert packets(clean) == packets(original)
    with av.open(io.BytesIO(clean), "r") as file:
        assert not BESIDE.keys() & file.metadata.keys()


def test_a_cover_stays_behind() -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG", pnginfo=told_by_a_cover())
    picture = b"\0image/png\0\x03\0" + out.getvalue()
    frame = b"APIC" + len(picture).to_bytes(4, "big") + b"\0\0" + picture
    size = bytes((len(frame) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    original = b"ID3\x03\0\0" + size + frame + packets_only(sound("mp3", "libmp3lame"))
    assert b"Wajah Rahasia" in original

    assert b"Wajah Rahasia" not in cleaned(original)


def told_by_a_cover() -> PngInfo:
    words = PngInfo()
    words.add_text("Title", "Wajah Rahasia")
    return words


def packets_only(content: bytes) -> bytes:
    return b"".join(packets(content))


def test_a_track_that_is_neither_sound_nor_picture_stays_behind() -> None:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        for _ in range(2):
            track = file.add_stream("mpeg4", rate=10)
            assert isinstance(track, av.VideoStream)
            track.width, track.height, track.pix_fmt = 64, 64, "yuv420p"
        for track in file.streams.video:
            file.mux(track.encode(av.VideoFrame(64, 64, "yuv420p")))
            file.mux(track.encode())
    content = out.getvalue()
    for video, data in ((b"vide", b"meta"), (b"mp4v", b"gpmd")):  # the second: places by the second
        before, _, after = content.rpartition(video)
        content = before + data + after
    assert kinds(content) == ["video", "data"]

    assert kinds(cleaned(content)) == ["video"]


def kinds(content: bytes) -> list[str]:
    with av.open(io.BytesIO(content), "r") as file:
        return [stream.type for stream in file.streams]


def test_a_film_held_upright_stays_upright() -> None:
    content = bytearray(film("mp4", "libx264"))
    at = content.index(b"tkhd") + 44
    turned = b"".join(part.to_bytes(4, "big", signed=True) for part in TURNED)
    content[at : at + 24] = turned

    clean = cleaned(bytes(content))

    at = clean.index(b"tkhd") + 44
    assert clean[at : at + 24] == turned


@pytest.mark.parametrize(
    "content", [b"OggS" + bytes(60), b"ID3\x04" + bytes(60), b"\x00\x00\x00\x20ftypisom\x00\x00"]
)
def test_a_voice_that_no_program_understands_is_taken_all_the_same(content: bytes) -> None:
    taken = files.checked([UploadedBytes("suara", content)])[0]
    assert (taken.original, taken.clean) == (content, None)


def test_staff_get_the_bare_copy_and_the_original_is_kept_as_it_came(
    rini: Staff, tells: Tells
) -> None:
    original = film("mp4", "libx264")
    receipt = tells(files=(UploadedBytes("rekaman.mp4", original),))
    with at_work(rini):
        report = queries.get_report(rini.actor(), receipt.number)
        row = queries.attachments(rini.actor(), report)[0]
        kind, _, content = queries.read_attachment(rini.actor(), report, row.pk)
        assert kind == FileKind.MP4
        assert b"Rahasia" not in content
        assert read_file(row.original) == original


def test_what_takes_a_file_apart_knows_no_setting_of_the_house(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spy = tmp_path / "bare.py"
    spy.write_text("import os, sys; sys.stdin.buffer.read(); print(dict(os.environ))")
    monkeypatch.setattr(files, "BARE", spy)
    monkeypatch.setenv("LINDUNG_WEB_URL", "postgresql://rahasia@/lindung")

    assert b"LINDUNG" not in cleaned(b"OggS" + bytes(60))


def test_a_file_that_never_ends_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    endless = tmp_path / "bare.py"
    endless.write_text("import time; time.sleep(600)")
    monkeypatch.setattr(files, "BARE", endless)
    monkeypatch.setattr(files, "BARE_WITHIN_S", 0.2)

    taken = files.checked([UploadedBytes("suara.ogg", b"OggS" + bytes(60))])[0]

    assert taken.clean is None
