"""A SIP exchange and telephones on loopback: Debian's Kamailio and baresip; SIPp is who calls.

The exchange rings the duty telephone, and the back-up one when that is off or silent, as the
dialplan of docs/recipes/telephony.md does. It is no Asterisk, and nothing of it is Lindung's.
"""

import re
import subprocess
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hotline.lines.daemons import WAIT_S, found, free_port, running, until

LINE = "129"
EXCHANGE = """
debug=1
log_stderror=yes
fork=no
children=2
listen=udp:127.0.0.1:{port}
disable_tcp=yes
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "siputils.so"
loadmodule "textops.so"
modparam("usrloc", "db_mode", 0)
modparam("tm", "fr_timer", 2000)
modparam("tm", "fr_inv_timer", 2000)
request_route {{
  if (!mf_process_maxfwd_header("10")) {{ sl_send_reply("483", "Too Many Hops"); exit; }}
  if (is_method("CANCEL")) {{ if (t_check_trans()) t_relay(); exit; }}
  if (has_totag()) {{
    if (loose_route() || (is_method("ACK") && t_check_trans())) t_relay();
    exit;
  }}
  if (is_method("REGISTER")) {{ save("location"); exit; }}
  if (!is_method("INVITE")) {{ sl_send_reply("405", "Not Allowed"); exit; }}
  record_route();
  t_on_failure("BACKUP");
  $rU = "piket";
  if (!lookup("location")) {{
    $rU = "cadangan";
    if (!lookup("location")) {{ sl_send_reply("480", "Nobody"); exit; }}
  }}
  t_relay();
}}
failure_route[BACKUP] {{
  if (t_is_canceled()) exit;
  $ru = "sip:cadangan@127.0.0.1:{port}";
  if (lookup("location")) t_relay();
}}
"""
PHONE = """
sip_listen 127.0.0.1:{port}
audio_source aufile,{tone}
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module_tmp uuid.so
module_tmp account.so
module_app menu.so
"""
HANGS_UP = """<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="gives up while it rings">
  <send retrans="500"><![CDATA[
    INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: <sip:sipp@[local_ip]:[local_port]>;tag=[call_number]
    To: <sip:[service]@[remote_ip]:[remote_port]>
    Call-ID: [call_id]
    CSeq: 1 INVITE
    Contact: <sip:sipp@[local_ip]:[local_port]>
    Max-Forwards: 70
    Content-Type: application/sdp
    Content-Length: [len]

    v=0
    o=- 1 1 IN IP[local_ip_type] [local_ip]
    s=-
    c=IN IP[media_ip_type] [media_ip]
    t=0 0
    m=audio [media_port] RTP/AVP 0
    a=rtpmap:0 PCMU/8000
  ]]></send>
  <recv response="100" optional="true"/>
  <recv response="180"/>
  <send retrans="500"><![CDATA[
    CANCEL sip:[service]@[remote_ip]:[remote_port] SIP/2.0
    [last_Via:]
    [last_From:]
    To: <sip:[service]@[remote_ip]:[remote_port]>
    Call-ID: [call_id]
    CSeq: 1 CANCEL
    Max-Forwards: 70
    Content-Length: 0
  ]]></send>
  <recv response="200"/>
  <recv response="487"/>
  <send><![CDATA[
    ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0
    [last_Via:]
    [last_From:]
    [last_To:]
    Call-ID: [call_id]
    CSeq: 1 ACK
    Max-Forwards: 70
    Content-Length: 0
  ]]></send>
</scenario>
"""


class Exchange:
    """The exchange, its telephones, and whoever calls."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def said(self, who: str) -> str:
        """Return what a telephone wrote down."""
        return (self.folder / who / "baresip.out").read_text(errors="replace")

    def answered(self, who: str) -> int:
        """Return how many calls a telephone answered."""
        return len(re.findall(r"answering call", self.said(who)))

    @contextmanager
    def telephone(self, who: str, *, lifts: bool = True) -> Iterator[None]:
        """Put a telephone into the exchange; somebody lifts it, or it only rings."""
        home = self.folder / who
        home.mkdir()
        tone = home / "tone.wav"
        with wave.open(str(tone), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8_000)
            file.writeframes(bytes(16_000 * 60))
        (home / "config").write_text(PHONE.format(port=free_port(), tone=tone))
        mode = "auto" if lifts else "manual"
        account = f"<sip:{who}@127.0.0.1:{self.port};transport=udp>;regint=60;answermode={mode}\n"
        (home / "accounts").write_text(account)
        with running(found("baresip"), "-f", str(home), cwd=home):
            until(lambda: "200 OK" in self.said(who), f"{who} is not registered")
            yield

    def call(self, *more: str) -> bool:
        """Let somebody call the line. Return whether the call went as its scenario says."""
        command = [
            found("sipp"), f"127.0.0.1:{self.port}", "-s", LINE, "-m", "1", "-i", "127.0.0.1",
            "-p", str(free_port()), "-timeout", "30", "-timeout_error", "-nostdin", *more,
        ]  # fmt: skip
        with (self.folder / "sipp.out").open("wb") as out:
            ended = subprocess.run(  # noqa: S603  # our own words
                command, cwd=self.folder, stdout=out, stderr=out, timeout=WAIT_S * 2, check=False
            )
        return ended.returncode == 0

    def talks(self) -> bool:
        """Let somebody call and talk for half a second."""
        return self.call("-sn", "uac", "-d", "500")

    def gives_up(self) -> bool:
        """Let somebody call and hang up while it rings."""
        scenario = self.folder / "gives_up.xml"
        scenario.write_text(HANGS_UP)
        return self.call("-sf", str(scenario))


@contextmanager
def exchange(folder: Path) -> Iterator[Exchange]:
    """Run an exchange without telephones."""
    port = free_port()
    config = folder / "kamailio.cfg"
    config.write_text(EXCHANGE.format(port=port))
    command = (found("kamailio"), "-f", str(config), "-DD", "-E", "-Y", str(folder))
    with running(*command, cwd=folder):
        out = folder / "kamailio.out"
        until(lambda: f"127.0.0.1:{port}" in out.read_text(errors="replace"), "no exchange")
        yield Exchange(folder, port)
