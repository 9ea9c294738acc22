"""The processes of a measurement: subject (program or yardstick), loopback LINE, load generator."""
import base64
import dataclasses
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

SECRET = "bench-secret"
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
FOLDER = pathlib.Path(__file__).resolve().parent
SCRIPT = FOLDER / "scripts" / "household_report.txt"  # one report from the first word to the thanks
SCRIPT_LENGTH = len(SCRIPT.read_text(encoding="utf-8").split())


class BenchError(Exception):
    """A part did not do what the measurement needs; the text says which and where its log is."""


@dataclasses.dataclass(frozen=True)
class Bench:
    """Where things are."""
    build: pathlib.Path     # build folder of the bench preset
    work: pathlib.Path      # databases, configurations and logs; on the disk that is measured
    seconds: float          # of one measurement

    def tool(self, name):
        return self.build / "bench" / name

    @property
    def program(self):
        return self.build / "sammachip"


@dataclasses.dataclass(frozen=True)
class Setting:
    """One measurement: what the outside does."""
    rate: float = 0                 # turns a second, 0: closed loop, as many as there can be
    connections: int = 64
    seconds: float = None           # None: as the command line says; 0: until asked to stop
    people: int = 20_000            # in the database
    active: int = 256               # of them, who walk the script at a time
    conversations: int = 0          # stored from before
    sync_ms: float = 0              # added to every disk sync
    latency_ms: float = 0           # of LINE
    too_many: float = 0             # percent of LINE's answers
    broken: float = 0
    drop_before: float = 0
    drop_after: float = 0
    redeliver: float = 0            # percent of bodies
    forged: float = 0
    bursts: int = 0
    drain: float = 15               # seconds


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Part:
    """A process of ours, its log, its figures from /proc."""

    def __init__(self, bench, name, command, env=None, capture=False):
        self.name = name
        self.log = bench.work / f"{name}.log"
        if not pathlib.Path(command[0]).exists():
            raise BenchError(f"{name}: {command[0]} is not built")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in command], env={**os.environ, **(env or {})}, stderr=log,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE if capture else log)

    def fail(self, what):
        tail = self.log.read_text(errors="replace").strip().splitlines()[-5:]
        return BenchError("\n  ".join([f"{self.name}: {what} (log: {self.log})", *tail]))

    def cpu_seconds(self):
        fields = self._proc("stat").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def rss_mb(self):
        return int(self._proc("statm").split()[1]) * PAGE / 1e6

    def _proc(self, name):
        try:
            return pathlib.Path(f"/proc/{self.process.pid}/{name}").read_text()
        except (FileNotFoundError, ProcessLookupError):
            raise self.fail("ended by itself") from None

    def stop(self):
        """Orderly, or else by force; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Sink(Part):
    """The loopback LINE. Makes the ledger."""

    def __init__(self, bench, setting):
        self.ledger = pathlib.Path("/dev/shm") / f"sammachip-bench-{os.getpid()}"
        super().__init__(bench, "line_sink", [
            bench.tool("line_sink"), "--ledger", self.ledger, "--people", setting.people,
            "--latency", setting.latency_ms, "--too-many", setting.too_many,
            "--broken", setting.broken, "--drop-before", setting.drop_before,
            "--drop-after", setting.drop_after], capture=True)
        line = self.process.stdout.readline().strip()
        if not line:
            raise self.fail("did not start")
        self.port = int(line)

    def stats(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", "/bench/stats")
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def stop(self):
        super().stop()
        self.process.stdout.close()
        self.ledger.unlink(missing_ok=True)


class Subject(Part):
    """What is measured: takes webhooks on self.port. Started anew for each measurement."""

    def __init__(self, bench, setting, name, command):
        slow = {}
        if setting.sync_ms > 0:
            slow = {"LD_PRELOAD": str(bench.tool("slow_sync.so")),
                    "SLOW_SYNC_MS": str(setting.sync_ms)}
        super().__init__(bench, name, command, env=slow)

    def wait_until_ready(self, seconds=60):
        """Until the first signed webhook was answered 200."""
        give_up = time.monotonic() + seconds
        while not first_answer(self.port):
            if self.process.poll() is not None:
                raise self.fail(f"ended with status {self.process.returncode}")
            if time.monotonic() > give_up:
                raise self.fail("not ready in time")
            time.sleep(0.0005)


class Yardstick(Subject):
    def __init__(self, bench, setting, sink, port=None):
        self.port = port or free_port()
        database = bench.work / "yardstick.db"
        remove_database(database)
        senders = 4 if setting.latency_ms == 0 else int(2 * setting.rate * setting.latency_ms / 1000)
        super().__init__(bench, setting, "yardstick", [
            bench.tool("yardstick"), self.port, database, SECRET, f"http://127.0.0.1:{sink.port}",
            setting.connections + 2, senders])


class Product(Subject):
    def __init__(self, bench, setting, sink, database, port=None):
        self.port = port or free_port()
        self.database = database
        self.console_port = free_port()
        config = write_config(bench, database, self.port, f"http://127.0.0.1:{sink.port}", self.console_port)
        super().__init__(bench, setting, "sammachip",
                         [bench.program, "--config", config, "serve"])


def write_config(bench, database, port, line, console_port=None):
    path = bench.work / "sammachip.toml"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(f"""\
[server]
listen = "127.0.0.1:{port}"
console_listen = "127.0.0.1:{console_port or free_port()}"

[database]
path = "{database}"

[office]
name = "Bench"
contact = "080-000-0000"

[forms]
paths = ["{FOLDER.parent / 'flows'}"]

[[channel]]
id = "line"
kind = "line"
secret = "{SECRET}"
access_token = "bench-token"
api_base = "{line}"
data_api_base = "{line}"
""")
    return path


def remove_database(path):
    for suffix in ("", "-wal", "-shm", "-journal"):
        pathlib.Path(f"{path}{suffix}").unlink(missing_ok=True)


def copy_database(source, target):
    remove_database(target)
    shutil.copyfile(source, target)
    target.chmod(0o600)
    with target.open("rb") as copy:
        os.fsync(copy.fileno())  # or the program's first syncs would wait for the copy


def first_answer(port):
    """Whether an empty signed webhook is answered 200 now."""
    body = b'{"destination":"U00000000000000000000000000000b07","events":[]}'
    signature = base64.b64encode(hmac.digest(SECRET.encode(), body, hashlib.sha256)).decode()
    request = (f"POST /webhooks/line HTTP/1.1\r\nHost: 127.0.0.1\r\nx-line-signature: {signature}\r\n"
               f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(request + body)
            return connection.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


class Load(Part):
    def __init__(self, bench, setting, subject, sink, run, further=()):
        command = [
            bench.tool("load"), "--port", subject.port, "--secret", SECRET, "--ledger", sink.ledger,
            "--script", SCRIPT, "--run", run, "--seed", run,
            "--rate", setting.rate, "--connections", setting.connections,
            "--seconds", bench.seconds if setting.seconds is None else setting.seconds, "--active", setting.active,
            "--redeliver", setting.redeliver, "--forged", setting.forged,
            "--bursts", setting.bursts, "--drain", setting.drain, "--wait-for-answer", *further]
        super().__init__(bench, "load", command, capture=True)

    def report(self):
        output = self.process.communicate()[0]
        if self.process.returncode != 0:
            raise self.fail(f"ended with status {self.process.returncode}")
        return json.loads(output)


def run_id():
    """Keeps event ids of runs on one database apart: 40 bits of microseconds."""
    return time.time_ns() // 1000 % (1 << 40)


def measure(bench, setting, start):
    """Runs one measurement. `start(sink)` starts the subject. Returns the figures."""
    sink = Sink(bench, setting)
    subject = None
    load = None
    try:
        subject = start(sink)
        subject.wait_until_ready()
        before = subject.cpu_seconds()
        load = Load(bench, setting, subject, sink, run_id())
        rss = 0
        while load.process.poll() is None and pause(load):
            rss = max(rss, subject.rss_mb())
        report = load.report()
        cpu = subject.cpu_seconds() - before
        return figures(report, sink.stats(), cpu, rss)
    finally:
        for part in (load, subject, sink):
            if part is not None:
                part.stop()


def pause(load):
    """Half a second, or until the load has ended; always true."""
    try:
        load.process.wait(0.5)
    except subprocess.TimeoutExpired:
        pass
    return True


def figures(report, seen, cpu, rss):
    acked = max(report["acked"], 1)
    return {
        "turns_per_s": min(report["acks_per_s"], seen["answers_per_s"]),
        "acked_percent": 100 * report["acked"] / max(report["offered"], 1),
        "ack_p50_ms": report["ack_us"]["p50"] / 1000,
        "ack_p99_ms": report["ack_us"]["p99"] / 1000,
        "ack_max_ms": report["ack_us"]["max"] / 1000,
        "end_p99_ms": seen["end_to_end_us"]["p99"] / 1000,
        "end_clean_p99_ms": seen["end_to_end_clean_us"]["p99"] / 1000,
        "cpu_us_per_turn": cpu * 1e6 / acked,
        "rss_mb": rss,
        "load_cpu_percent": 100 * report["own_cpu_share"],
        "unacked": report["sent"] - report["acked"],
        "unanswered": seen["unanswered"],
        "doubled": seen["doubled"],
        "faulted": seen["faulted"],
        "forged": seen["forged"],
        "forged_answered": seen["forged_answered"],
        "forged_not_refused": sum(n for status, n in report["forged_statuses"].items()
                                  if status != "401"),
        "second_replies": seen["calls"].get("reply with a used token", 0),
        "report": report,
        "line": seen,
    }
