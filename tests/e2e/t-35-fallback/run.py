"""A notice that LINE will not bring goes by SMS: once, in its SMS words, and never to the telephone that it is about."""
import hashlib
import hmac
import itertools
import json
import signal
import sqlite3
import time

from harness import Office, until, user
from line_standin import LIMIT_REACHED, PUSH, Fault
from sms_peer import Answer, Peer, call

KEY = "android-signing-key"
DOWN = Fault(PUSH, status=500, times=1000)
REFUSES = Fault(PUSH, status=400, message="Failed to send messages", times=1000)
USED_UP = Fault(PUSH, status=429, message=LIMIT_REACHED, times=1000)
numbers = itertools.count(1)
peer = Peer(Answer(201, '{"id":"1"}')).start()
office = Office(extra=f'''
[[channel]]
id = "phone"
kind = "android"
signing_key = "{KEY}"
username = "user"
password = "pass"
api_base = "{peer.base}/3rdparty/v1"
price_per_segment = 0.5
monthly_budget = 100
''')


def answered(number):
    return office.count("SELECT count(*) FROM outbox WHERE address = ? AND priority = 0 AND state = 'sent'", f"tel:{number}")


def sms(number, text):
    """An SMS from a telephone, and the wait until it is answered."""
    body = json.dumps({"event": "sms:received", "id": f"evt-{next(numbers)}",
                       "payload": {"messageId": "x", "message": text, "phoneNumber": number}}, ensure_ascii=False)
    stamp = str(int(time.time()))
    signature = hmac.new(KEY.encode(), (body + stamp).encode(), hashlib.sha256).hexdigest()
    before = answered(number)
    assert call(office.port, "POST", "/webhooks/phone", body.encode(), {
        "Content-Type": "application/json", "X-Timestamp": stamp, "X-Signature": signature})[0] == 200
    until(lambda: answered(number) == before + 1, what=f"an answer to {text}")


class Person:
    """Somebody with LINE, whose telephone was just joined: LINE is to be told of it, and is down."""

    def __init__(self, number):
        self.line = user(number)
        self.phone, self.second = f"+6681{number:07d}", f"+6691{number:07d}"
        card = office.rows("SELECT code FROM invite WHERE state = 'OPEN' ORDER BY code")[0]["code"]
        for words in (card, "ใช่", "ยินยอม", "ใช่", "หัวหน้า"):
            office.say(self.line, words)
        office.line.faults[:] = [DOWN]
        sms(self.phone, card)
        sms(self.phone, "1")
        until(lambda: self.ways() == ["line queued"], what="LINE to fail")

    def gets_second_telephone(self):
        """Known to the register since today: no conversation joins two of one kind."""
        office.stop()
        with sqlite3.connect(office.database) as database:
            database.execute("""INSERT INTO address (contact, channel, address, created_at, updated_at)
                SELECT contact, 'phone', ?, created_at, updated_at FROM address WHERE address = ?""",
                             (f"tel:{self.second}", f"line:{self.line}"))
        office.start()

    def ways(self):
        rows = office.rows("""SELECT channel, state FROM outbox WHERE priority > 0 AND contact =
            (SELECT contact FROM address WHERE address = ?) ORDER BY id""", f"line:{self.line}")
        return [f"{row['channel']} {row['state']}" for row in rows]

    def told(self, number):
        """The ids under which a telephone was told; the app takes an id once."""
        calls = [json.loads(c[3]) for c in list(peer.calls) if c[0] == "/3rdparty/v1/messages"]
        return {m["id"] for m in calls if m["phoneNumbers"] == [number] and "ลงท้าย" in m["textMessage"]["text"]}

    def check(self, *ways, seconds=30):
        until(lambda: self.ways() == list(ways), seconds, f"{ways}")
        assert len(self.told(self.second)) == sum("phone" in way for way in ways), self.told(self.second)
        assert not self.told(self.phone), "told to the telephone that it is about"
        assert not any("ลงท้าย" in text for text in office.line.texts(self.line))
        office.line.faults[:] = []


with office:
    line = office.line
    alone = Person(1)  # has no other telephone than the one it is about
    line.faults[:] = [REFUSES]
    alone.check("line failed")

    for number, fault, first in ((2, REFUSES, "line failed"), (3, USED_UP, "line expired")):
        person = Person(number)
        person.gets_second_telephone()
        line.faults[:] = [fault]
        person.check(first, "phone sent")

    blocks = Person(4)
    blocks.gets_second_telephone()
    assert office.deliver(office.event(blocks.line, "unfollow", token=False)) == 200
    blocks.check("line expired", "phone sent")

    # Killed while LINE makes up its mind, or just after: it refuses again what it had refused, and the SMS goes once.
    for number, pause in ((5, 0.0), (6, 0.1), (7, 0.25), (8, 0.4)):
        person = Person(number)
        person.gets_second_telephone()
        pushes = line.count(PUSH)
        line.faults[:] = [Fault(PUSH, status=400, message="Failed to send messages", latency=0.2, times=1000)]
        until(lambda: line.count(PUSH) > pushes, 30, "a push")
        time.sleep(pause)
        office.stop(signal.SIGKILL)
        office.start()
        person.check("line failed", "phone sent", seconds=60)

    # Killed while the gateway thinks: the same id again, which it takes once.
    person = Person(9)
    person.gets_second_telephone()
    peer.always = Answer(201, '{"id":"1"}', hang=3)
    line.faults[:] = [REFUSES]
    until(lambda: person.told(person.second), 30, "the SMS")
    office.stop(signal.SIGKILL)
    peer.always = Answer(201, '{"id":"1"}')
    office.start()
    person.check("line failed", "phone sent", seconds=60)
    assert "0000004" not in office.log() and line.complaints == [], line.complaints
peer.stop()
