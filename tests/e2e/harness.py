"""Starts the built program with a configuration of its own, talks to it as LINE does, stops it by pid."""
import base64
import collections
import hashlib
import hmac
import http.client
import itertools
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time

from line_standin import LineStandin

PROGRAM = os.environ.get("SAMMACHIP", "build/dev/sammachip")
ROOT = pathlib.Path(__file__).resolve().parents[2]
SECRET, TOKEN = "e2e-channel-secret", "e2e-access-token"
_numbers = itertools.count(1)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def until(condition, seconds=20.0, what="a condition"):
    end = time.monotonic() + seconds
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.02)


def user(number):
    return f"U{number:032x}"


class Office:
    """One running program with its folder, its LINE and its villagers. Use as a context manager."""

    def __init__(self, *, demo=True, quota=None, extra="", env=None, token=TOKEN, line=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sammachip-e2e-"))
        self.line = line or LineStandin(TOKEN, quota=quota).start()
        self.port, self.console_port = free_port(), free_port()
        self.database = self.folder / "sammachip.db"
        self.config = self.folder / "sammachip.toml"
        self.env = {**os.environ, **(env or {})}
        self.process = None
        self.starts = 0
        self.write_config(token=token, extra=extra)
        if demo:
            self.command("demo")

    def write_config(self, *, token=TOKEN, extra=""):
        self.config.write_text(f'''
[server]
listen = "127.0.0.1:{self.port}"
console_listen = "127.0.0.1:{self.console_port}"
public_url = "https://bot.example"
[database]
path = "{self.database}"
[office]
name = "สำนักงานทดสอบ"
contact = "080-000-0000"
[forms]
paths = ["{ROOT}/flows"]
[[channel]]
id = "line"
kind = "line"
secret = "{SECRET}"
access_token = "{token}"
api_base = "{self.line.base}"
data_api_base = "{self.line.base}"
{extra}''', encoding="utf-8")

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        self.stop(signal.SIGKILL)
        self.line.stop()
        if kind is None:
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            print(f"kept: {self.folder}")
            print(self.log()[-4000:])

    def command(self, *words, check=True, input=None):
        done = subprocess.run([PROGRAM, *words, "--config", str(self.config)], capture_output=True, text=True,
                              env=self.env, cwd=ROOT, input=input, timeout=120)
        if check and done.returncode != 0:
            raise AssertionError(f"{words}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def start(self, ready=True, env=None):
        self.starts += 1
        self.process = subprocess.Popen([PROGRAM, "--config", str(self.config), "serve"], cwd=ROOT,
                                        env={**self.env, **(env or {})}, stdout=subprocess.DEVNULL,
                                        stderr=open(self.folder / f"log-{self.starts}", "wb"))
        if ready:
            until(lambda: self.get("/healthz") == 200 or self._dead(), 30, "the program to answer")
            assert self.process.poll() is None, self.log()
        return self

    def _dead(self):
        return self.process.poll() is not None

    def stop(self, sig=signal.SIGTERM, seconds=15):
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(sig)
        code = self.process.wait(seconds)
        self.process = None
        return code

    def log(self):
        return "\n".join((self.folder / f"log-{n}").read_text(errors="replace") for n in range(1, self.starts + 1))

    def get(self, path, port=None):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=5)
            connection.request("GET", path)
            answer = connection.getresponse()
            self.answer_body = answer.read().decode(errors="replace")
            connection.close()
            return answer.status
        except OSError:
            return 0

    # --- being LINE ------------------------------------------------------------------------------------
    def post(self, body, *, signature=None, headers=None, path="/webhooks/line", timeout=10):
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        sent = {"Content-Type": "application/json", "x-line-signature": sign(raw) if signature is None else signature,
                **(headers or {})}
        connection.request("POST", path, raw, {k: v for k, v in sent.items() if v is not None})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def event(self, source, kind="message", token=True, **fields):
        number = next(_numbers)
        source = {"type": "user", "userId": source} if isinstance(source, str) else source
        event = {"type": kind, "mode": "active", "timestamp": int(time.time() * 1000),
                 "webhookEventId": f"01E2E{os.getpid():08d}{number:013d}", "source": source,
                 "deliveryContext": {"isRedelivery": False}, **fields}
        if token:
            event["replyToken"] = f"token{os.getpid()}x{number}"
            self.line.issue(event["replyToken"], source.get("groupId") or source.get("roomId") or source.get("userId"))
        return event

    def text_event(self, source, text, **fields):
        return self.event(source, message={"type": "text", "id": str(next(_numbers)), "quoteToken": "q", "text": text},
                          **fields)

    def deliver(self, *events):
        return self.post({"destination": "U" + "0" * 32, "events": list(events)})

    def say(self, source, text):
        """Says one thing and waits for the one answer: its texts, in order."""
        return self.ask(self.text_event(source, text))

    def ask(self, event):
        address = event["source"]["userId"]
        before = len(self.line.texts(address))
        status = self.deliver(event)
        assert status == 200, status
        self.line.wait_for(lambda: self.line.answers(event["replyToken"]) == 1, what=f"the answer to {event}")
        return self.line.texts(address)[before:]

    # --- looking inside --------------------------------------------------------------------------------
    def rows(self, sql, *values):
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, values)]

    def count(self, sql, *values):
        return next(iter(self.rows(sql, *values)[0].values()))


def sign(raw, secret=SECRET):
    return base64.b64encode(hmac.new(secret.encode(), raw, hashlib.sha256).digest()).decode()
