"""Row 18: the office's pages, four looks a second at one after the other, while 500 turns a second come in."""
import http.client
import re
import statistics
import subprocess
import threading
import time
import urllib.parse

import parts

RATE = 500
LOOK_EVERY = 0.25  # seconds: a district's officers, all at once
LEAST = 20  # seconds of a measurement, so that each page is looked at a few times
ACCOUNT = "bench"
PASSWORD = "rice grows by the river"
PAGES = ["/", "/coverage", "/households", "/indicators", "/export", "/export/reports", "/quality", "/messages", "/plan",
         "/summary", "/summary/draft", "/settings", "/audit", "/system", "/imports", "/imports/households", "/forms",
         "/forms/household_report", "/account", "/accounts"]


class Visitor:
    """A browser's part: one connection, cookies, pages read to their end."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = {}

    def ask(self, method, path, fields=None):
        """Milliseconds, status and text of an answer."""
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        took = 1000 * (time.monotonic() - began)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return took, answer.status, text

    def sign_in(self):
        status = self.ask("POST", "/login", {"name": ACCOUNT, "password": PASSWORD, "to": "/"})[1]
        if status not in (302, 303):
            raise parts.BenchError(f"the office did not let {ACCOUNT} in: status {status}")


def add_account(bench, config):
    done = subprocess.run([bench.program, "--config", config, "user", "add", ACCOUNT, "--role", "admin", "--password-stdin"],
                          input=PASSWORD + "\n", text=True, capture_output=True)
    if done.returncode != 0 and "already" not in done.stderr:
        raise parts.BenchError(f"sammachip user add failed: {done.stderr.strip()}")


class Round(threading.Thread):
    """Looks at all pages, one after the other, until it is told to stop."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.visitor = Visitor(port)
        self.took = {}
        self.ready = threading.Event()
        self.enough = threading.Event()
        self.error = None

    def run(self):
        try:
            self.visitor.sign_in()
            household = re.search(r'href="(/households/\d+)"', self.visitor.ask("GET", "/households")[2])
            pages = [*PAGES, *([household.group(1)] if household else [])]
            for path in pages:
                self.visitor.ask("GET", path)  # what is kept for later pages is made now
            self.ready.set()
            while not self.enough.is_set():
                for path in pages:
                    self.look(path)
                    if self.enough.wait(LOOK_EVERY):
                        break
        except Exception as error:  # the measurement's thread says it
            self.error = error
            self.ready.set()

    def look(self, path):
        took, status, _ = self.visitor.ask("GET", path)
        if status != 200:
            raise parts.BenchError(f"{path}: status {status}")
        self.took.setdefault(re.sub(r"\d+", "N", path), []).append(took)

    def figures(self):
        if self.error:
            raise parts.BenchError(f"pages: {self.error}")
        medians = {path: statistics.median(took) for path, took in self.took.items()}
        slowest = max(medians, key=medians.get)
        return {"pages_ms": medians, "slowest_ms": medians[slowest], "slowest": slowest,
                "looks": sum(len(took) for took in self.took.values())}


def measure(bench, setting, start, looked_at):
    """The turns of a measurement, with somebody at the pages meanwhile or without."""
    sink = parts.Sink(bench, setting)
    subject = load = None
    try:
        subject = start(sink)
        subject.wait_until_ready()
        visits = Round(subject.console_port) if looked_at else None
        if visits:
            visits.start()
            visits.ready.wait()
        before = subject.cpu_seconds()
        load = parts.Load(bench, setting, subject, sink, parts.run_id())
        rss = 0
        while load.process.poll() is None and parts.pause(load):
            rss = max(rss, subject.rss_mb())
        report = load.report()
        figures = parts.figures(report, sink.stats(), subject.cpu_seconds() - before, rss)
        if visits:
            visits.enough.set()
            visits.join(60)
            figures.update(visits.figures())
        return figures
    finally:
        for part in (load, subject, sink):
            if part is not None:
                part.stop()
