#!/usr/bin/env python3
"""Tests the bench: does it notice what it is there to notice? Usage: bench_test.py BUILD_FOLDER"""
import base64
import dataclasses
import hashlib
import hmac
import http.client
import http.server
import json
import pathlib
import sqlite3
import sys
import tempfile
import threading
import time
import unittest
import uuid

import kills
import parts
import rows

SETTING = parts.Setting(rate=200, connections=8, seconds=1, people=500, active=500, drain=2)
BUILD = None


class Bot(http.server.ThreadingHTTPServer):
    """A bot that is honest but for its `fault`."""
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, line_port, fault):
        super().__init__(("127.0.0.1", 0), Handler)
        self.port = self.server_address[1]
        self.line_port = line_port
        self.fault = fault
        self.seen = set()
        self.count = 0
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def call(self, path, body, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.line_port, timeout=10)
        messages = [{"type": "text", "text": "ค่ะ"}]
        connection.request("POST", f"/v2/bot/message/{path}", json.dumps({**body, "messages": messages}),
                           {"Authorization": "Bearer x", **(headers or {})})
        try:
            connection.getresponse().read()
        except ConnectionError:
            pass  # LINE hung up on purpose
        connection.close()

    def answer(self, event):
        with self.lock:
            self.count += 1
            repeated = event["webhookEventId"] in self.seen
            self.seen.add(event["webhookEventId"])
        if repeated and self.fault != "repeats":
            return
        if self.fault == "forgets" and self.count % 10 == 0:
            return
        if not repeated or self.fault == "repeats":
            self.call("reply", {"replyToken": event["replyToken"]})
        if self.fault == "doubles" and self.count % 10 == 0:
            self.call("push", {"to": event["source"]["userId"]}, {"X-Line-Retry-Key": str(uuid.uuid4())})

    def handle_error(self, request, client_address):
        pass  # the load generator hangs up when it is done

    # What parts.measure asks of a subject.
    def wait_until_ready(self):
        assert parts.first_answer(self.port)

    def cpu_seconds(self):
        return 0

    def rss_mb(self):
        return 0

    def stop(self):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        right = base64.b64encode(hmac.digest(parts.SECRET.encode(), body, hashlib.sha256)).decode()
        refused = self.headers.get("x-line-signature") != right and self.server.fault != "believes"
        if self.server.fault == "stalls" and self.server.count == 50:
            time.sleep(1.2)
        self.send_response(401 if refused else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        if not refused:
            for event in json.loads(body)["events"]:
                self.server.answer(event)

    def log_message(self, *words):
        pass


class Seen(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.bench = parts.Bench(BUILD, pathlib.Path(folder.name), 1)

    def measure(self, fault, **changes):
        setting = dataclasses.replace(SETTING, **changes)
        return parts.measure(self.bench, setting, lambda sink: Bot(sink.port, fault))

    def test_an_honest_bot_has_nothing_to_reproach(self):
        seen = self.measure("", redeliver=20, forged=10)
        for key in ("unacked", "unanswered", "doubled", "second_replies", "forged_answered", "forged_not_refused"):
            self.assertEqual(seen[key], 0, key)
        self.assertGreater(seen["report"]["acked"], 100)
        self.assertGreater(seen["forged"], 0)
        self.assertGreater(seen["report"]["redelivery_statuses"]["200"], 0)

    def test_turns_without_an_answer_are_counted(self):
        self.assertGreater(self.measure("forgets")["unanswered"], 0)

    def test_a_second_answer_by_push_is_counted(self):
        self.assertGreater(self.measure("doubles")["doubled"], 0)

    def test_a_second_reply_to_a_redelivered_event_is_counted(self):
        self.assertGreater(self.measure("repeats", redeliver=20)["second_replies"], 0)

    def test_forged_events_that_were_believed_are_counted(self):
        seen = self.measure("believes", forged=20)
        self.assertEqual(seen["forged_not_refused"], seen["forged"])
        self.assertEqual(seen["forged_answered"], seen["forged"])

    def test_a_stall_is_charged_to_every_turn_that_was_due_meanwhile(self):
        seen = self.measure("stalls", connections=1, seconds=3)
        self.assertGreater(seen["ack_max_ms"], 1_000)
        self.assertGreater(seen["report"]["ack_us"]["p90"], 500_000)

    def test_what_line_spoilt_is_counted_and_not_taken_for_an_answer(self):
        seen = self.measure("", too_many=20, drop_after=20)
        self.assertGreater(seen["unanswered"], 0)
        self.assertEqual(seen["unanswered"], seen["line"]["calls"]["429 given"])
        self.assertGreaterEqual(seen["faulted"], seen["unanswered"])

    def test_several_events_of_a_body_are_all_turns(self):
        sink = parts.Sink(self.bench, SETTING)
        bot = Bot(sink.port, "")
        load = parts.Load(self.bench, SETTING, bot, sink, 1, ["--events-per-body", 5])
        try:
            report = load.report()
            self.assertEqual(report["acked"], 5 * report["statuses"]["200"])
            self.assertEqual(sink.stats()["answered"], report["acked"])
        finally:
            for part in (load, bot, sink):
                part.stop()


class Judged(unittest.TestCase):
    def verdict(self, row, **figures):
        results = rows.Results()
        for name in row.needs:
            for who in rows.BOTH:
                results.add(name, who, figures)
        return row.judge(results)

    def row(self, number):
        return next(row for row in rows.ROWS if row.number == number)

    def test_an_ack_quicker_than_the_disk_is_not_good(self):
        good = {"acked_percent": 100, "ack_p99_ms": 40}
        self.assertTrue(self.verdict(self.row(5), ack_p50_ms=20.5, **good).aim)
        self.assertFalse(self.verdict(self.row(5), ack_p50_ms=3, **good).good)

    def test_one_ack_over_a_second_fails_the_gate(self):
        figures = {"ack_p99_ms": 2, "unacked": 0}
        self.assertTrue(self.verdict(self.row(6), ack_max_ms=999, **figures).gate)
        self.assertFalse(self.verdict(self.row(6), ack_max_ms=1_001, **figures).gate)

    def test_each_kind_of_loss_after_a_kill_fails_the_gate(self):
        counts = dict.fromkeys(("lost", "doubled", "missing", "unreplied", "never_acked"), 0)
        self.assertTrue(self.verdict(self.row(10), acked=9, kills=1, **counts).gate)
        for kind in counts:
            self.assertFalse(self.verdict(self.row(10), acked=9, kills=1, **{**counts, kind: 1}).gate, kind)


class Counted(unittest.TestCase):
    def test_the_database_tells_lost_missing_doubled_and_unsettled(self):
        with tempfile.TemporaryDirectory() as folder:
            database, acked = (pathlib.Path(folder) / name for name in ("bench.db", "acked"))
            connection = sqlite3.connect(database)
            connection.executescript("""
                CREATE TABLE inbox (id INTEGER PRIMARY KEY, channel TEXT, event_id TEXT, state TEXT);
                CREATE TABLE outbox (id INTEGER PRIMARY KEY, inbox INTEGER, state TEXT);
                INSERT INTO inbox VALUES (1, 'line', 'fine', 'done'), (2, 'line', 'dead', 'dead'),
                    (3, 'line', 'mute', 'done'), (4, 'line', 'twice', 'done'), (5, 'line', 'stuck', 'done');
                INSERT INTO outbox VALUES (1, 1, 'sent'), (2, 2, 'sent'), (3, 4, 'sent'), (4, 4, 'sent'),
                    (5, 5, 'sending');""")
            connection.close()
            acked.write_text("\n".join(["fine", "dead", "mute", "twice", "stuck", "gone"]) + "\n")
            counts = kills.count(database, acked)
            self.assertEqual(counts["lost"], 2)  # gone, dead
            self.assertEqual(counts["missing"], 1)
            self.assertEqual(counts["doubled"], 1)
            self.assertEqual(counts["unsettled"], 1)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
