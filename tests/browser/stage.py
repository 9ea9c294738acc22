"""What the browser tests share: the program in demo mode, and Debian's own Chromium to look at it."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

PROGRAM = os.path.abspath(os.environ.get("SAMMACHIP", "build/dev/sammachip"))
ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 30
SWITCHES = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Demo:
    """The program in demo mode with a folder of its own."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sammachip-browser-"))
        port, console = free_ports(2)
        self.office = f"http://127.0.0.1:{console}"
        self.url = f"{self.office}/simulator"
        config = self.folder / "sammachip.toml"
        config.write_text(f"""
[server]
listen = "127.0.0.1:{port}"
console_listen = "127.0.0.1:{console}"
[database]
path = "{self.folder}/demo.db"
[office]
name = "สำนักงานพัฒนาชุมชนอำเภอชุมแสง"
contact = "080-000-0000"
[forms]
paths = ["{ROOT}/flows"]
[[channel]]
id = "line"
kind = "line"
secret = "browser-test-channel-secret"
access_token = "browser-test-access-token"
basic_id = "@1234abcd"
api_base = "{self.url}/line"
data_api_base = "{self.url}/line"
""", encoding="utf-8")
        self.command = [PROGRAM, "--config", str(config)]
        subprocess.run([*self.command, "demo"], check=True, stdout=subprocess.DEVNULL)
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen([*self.command, "serve", "--demo"], stdout=self.log, stderr=self.log)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(self.url, timeout=5).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise AssertionError((self.folder / "log").read_text()) from None
                time.sleep(0.05)

    def reports(self):
        done = subprocess.run([*self.command, "export", "reports", "--format", "json"], check=True,
                              capture_output=True, text=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)
        self.log.close()


def open_browser(folder, width=1440, height=900):
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for switch in [*SWITCHES, f"--user-data-dir={tempfile.mkdtemp(dir=folder)}"]:
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
    return browser
