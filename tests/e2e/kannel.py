"""Debian's Kannel on loopback: bearerbox and smsbox, connected to an SMS centre of ours."""
import pathlib
import shutil
import socket
import subprocess
import tempfile

from harness import free_port, until

BEARERBOX = shutil.which("bearerbox") or "/usr/sbin/bearerbox"
SMSBOX = shutil.which("smsbox") or "/usr/sbin/smsbox"


TOKEN = "a-long-token-of-the-gateway"


def post_url(port):
    """The address docs/CHANNELS.md recommends, for an office that listens there."""
    return (f"http://127.0.0.1:{port}/webhooks/kannel?token={TOKEN}"
            "&id=%I&from=%q&to=%P&ts=%T&udh=%u&charset=%C&coding=%c")


def connect(office, kannel, extra=""):
    """The office gets a channel by this Kannel, and begins anew with it."""
    office.write_config(extra=f'''
[[channel]]
id = "kannel"
kind = "kannel"
send_url = "{kannel.send_url}"
username = "sammachip"
password = "kannel-secret"
from = "4001"
token = "{TOKEN}"
{extra}''')
    office.stop()
    office.start()


def listens(port):
    with socket.socket() as s:
        s.settimeout(1)
        return s.connect_ex(("127.0.0.1", port)) == 0


class Kannel:
    """Use as a context manager. `service` is the URL its messages go to, with Kannel's escape codes."""

    def __init__(self, centre, service, *, method="post", recode=True, combine=True, retries=3):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sammachip-kannel-"))
        self.centre = centre
        self.admin, self.boxes, self.sendsms = free_port(), free_port(), free_port()
        self.send_url = f"http://127.0.0.1:{self.sendsms}/cgi-bin/sendsms"
        self.config = self.folder / "kannel.conf"
        self.config.write_text(f'''
group = core
admin-port = {self.admin}
admin-interface = 127.0.0.1
admin-password = admin
smsbox-port = {self.boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"
log-file = "{self.folder}/bearerbox.log"
log-level = 0
store-type = file
store-location = "{self.folder}/store"
dlr-storage = internal
unified-prefix = "+66,0066,66,0"
sms-resend-freq = 1
sms-combine-concatenated-mo = {"true" if combine else "false"}

group = smsc
smsc = smpp
smsc-id = SMPP
host = 127.0.0.1
port = {centre.port}
smsc-username = kannel
smsc-password = secret
system-type = ""
transceiver-mode = true
reconnect-delay = 1
throughput = 200

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {self.sendsms}
sendsms-interface = 127.0.0.1
log-file = "{self.folder}/smsbox.log"
log-level = 0
mo-recode = {"true" if recode else "false"}
http-request-retry = {retries}
http-queue-delay = 1
http-timeout = 5

group = sendsms-user
username = sammachip
password = kannel-secret
max-messages = 10
concatenation = true

group = sms-service
keyword = default
catch-all = true
{method}-url = "{service}"
max-messages = 0
concatenation = true
''', encoding="utf-8")
        self.processes = []

    def __enter__(self):
        self._run(BEARERBOX, self.boxes)
        self._run(SMSBOX, self.sendsms)
        self.centre.wait_for(lambda: self.centre.link, what="Kannel to connect to the SMS centre")
        return self

    def _run(self, program, port):
        out = open(self.folder / (pathlib.Path(program).name + ".out"), "wb")
        process = subprocess.Popen([program, "-v", "4", str(self.config)], stdout=out, stderr=out, cwd=self.folder)
        self.processes.append(process)
        until(lambda: listens(port) or process.poll() is not None, 30, f"{program} to listen")
        assert process.poll() is None, (self.folder / (pathlib.Path(program).name + ".out")).read_text(errors="replace")

    def __exit__(self, kind, *_):
        for process in reversed(self.processes):
            process.kill()
            process.wait(10)
        if kind is None:
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            print(f"Kannel's logs are kept: {self.folder}")
