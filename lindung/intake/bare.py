"""A sound or video with its tracks alone; run as a program of its own, it must never be imported.

It reads a file from its input and writes the same sound and picture to its output, not encoded
anew: no title, place, time, device, cover, chapter, subtitle or track of data goes along. Whoever
made the file may have made it to break what reads it, so this process has no keys, no database, no
files, little memory and little time; when it dies, the house goes on.
"""

import io
import resource
import sys

import av
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

MOST_MEMORY = 1 << 30
MOST_SECONDS = 20
EXACT = {"fflags": "+bitexact"}  # no name of a program, no moment of writing
READ_AS = {"ogg": "ogg", "webm": "matroska", "mp3": "mp3"}  # all others lie in boxes


def bare(content: bytes, form: str) -> bytes:
    """Return the tracks of `content` in a container of the kind `form`, as FFmpeg calls it.

    Raises:
        ValueError: there is no sound and no picture in it.
        av.FFmpegError: it cannot be read, or not be written in this container.
    """
    out = io.BytesIO()
    more = {"id3v2_version": "0"} if form == "mp3" else {}
    with (
        av.open(io.BytesIO(content), "r", format=READ_AS.get(form, "mov")) as source,
        av.open(out, "w", format=form, options=EXACT | more) as target,
    ):
        tracks = {
            stream.index: target.add_stream_from_template(stream)
            for stream in source.streams
            if isinstance(stream, AudioStream | VideoStream) and not _still(stream)
        }
        n_packets = 0
        for packet in source.demux([source.streams[index] for index in tracks]):
            if packet.dts is None:  # the end of a track
                continue
            packet.stream = tracks[packet.stream_index]
            target.mux(packet)
            n_packets += 1
        if not n_packets:
            raise ValueError
    return out.getvalue()


def _still(stream: AudioStream | VideoStream) -> bool:
    """Say whether this is a cover: a picture of its own, with data of its own."""
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(bare(sys.stdin.buffer.read(), sys.argv[1]))
    except (av.FFmpegError, ValueError, MemoryError):
        sys.exit(1)
