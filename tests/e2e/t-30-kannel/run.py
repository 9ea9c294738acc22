"""Thai SMS both ways through Debian's Kannel and an SMS centre: parts in any order, receipts, duplicates."""
import itertools
import random
import re

from harness import Office, free_port, until
from kannel import Kannel
from smsc import SmsCentre

TOKEN = "a-long-token-of-the-gateway"


def channel(send_url, more=""):
    return f'''
[[channel]]
id = "kannel"
kind = "kannel"
send_url = "{send_url}"
username = "sammachip"
password = "kannel-secret"
from = "4001"
token = "{TOKEN}"
price_per_segment = 0.65
{more}'''


def service(port):
    return (f"http://127.0.0.1:{port}/webhooks/kannel?token={TOKEN}"
            "&id=%I&from=%q&to=%P&ts=%T&udh=%u&charset=%C&coding=%c")


def phone(number):
    return f"+668{number:08d}"


def received(office):
    return office.count("SELECT count(*) FROM inbox WHERE channel = 'kannel'")


def state(office, number):
    rows = office.rows("SELECT state FROM outbox WHERE address = ?", f"tel:{phone(number)}")
    return rows[0]["state"] if rows else None


centre = SmsCentre().start()
office = Office(demo=False)
with office, Kannel(centre, service(office.port)) as kannel:
    office.write_config(extra=channel(kannel.send_url))
    office.stop()
    office.start()

    # One message, one answer, in Thai, charged and reported as delivered.
    centre.deliver(phone(1), "4001", "สวัสดี")
    centre.wait_for(lambda: centre.phones[phone(1)], what="an answer")
    assert office.count("SELECT text FROM inbox WHERE channel = 'kannel'") == "สวัสดี"
    answer = centre.phones[phone(1)][0]
    assert any("\u0e00" < c < "\u0e7f" for c in answer) and "?" * 3 not in answer, answer
    assert set(centre.codings[phone(1)]) == {8}
    until(lambda: state(office, 1) == "delivered", 30, "the receipt")

    # What was sent is what is stored.
    texts = ["ราย\tได้  4500\r\nบาท", "😀 ออม 300", "income 4500 {[€]}", "ก" * 70, "ราย" * 400]
    for number, text in enumerate(texts, 10):
        before = received(office)
        centre.deliver(phone(number), "4001", text)
        until(lambda: received(office) == before + 1, 30, "the message")
        stored = office.rows("SELECT text FROM inbox WHERE channel = 'kannel' ORDER BY id DESC LIMIT 1")[0]["text"]
        assert stored == text, (text, stored)

    # Three parts in each of the six orders.
    long = "รายได้เดือนนี้ 8500 บาท " * 8
    for number, order in enumerate(itertools.permutations((1, 2, 3)), 20):
        before = received(office)
        centre.deliver(phone(number), "4001", long, order=order)
        until(lambda: received(office) == before + 1, 30, "the joined message")
        assert office.rows("SELECT text FROM inbox WHERE channel = 'kannel' ORDER BY id DESC LIMIT 1")[0]["text"] == long
        centre.wait_for(lambda: centre.phones[phone(number)], what="an answer")

    # Service numbers and names: kept, never answered.
    before, submits = received(office), centre.submits
    centre.deliver("1175", "4001", "โปรโมชั่น", ton=3)
    centre.deliver("AIS", "4001", "ยอดเงินคงเหลือ", ton=5)
    until(lambda: received(office) == before + 2, 30, "both to be kept")
    assert {r["reason"] for r in office.rows("SELECT reason FROM sms_set_aside")} == {"service_number", "sender_name"}

    # Empty and binary: kept without harm, nothing said in English.
    centre.deliver(phone(30), "4001", "")
    centre.deliver(phone(31), "4001", "", data=b"\x06\x05\x04\xff\x00", coding=4)
    until(lambda: received(office) == before + 4, 30, "both to be kept")

    # Receipts in every order and repeated.
    for number, (states, expected) in enumerate([
            (["ACCEPTD", "DELIVRD"], "delivered"), (["DELIVRD", "ACCEPTD"], "delivered"),
            (["ENROUTE", "UNDELIV"], "failed"), (["DELIVRD", "DELIVRD"], "delivered"), (["EXPIRED"], "failed"),
            (["REJECTD"], "failed"), ([], "sent")], 40):
        centre.receipts[:] = states
        centre.deliver(phone(number), "4001", "สวัสดี")
        centre.wait_for(lambda: centre.phones[phone(number)], what="an answer")
        until(lambda: state(office, number) == expected, 30, f"{states} to come to {expected}")
    centre.receipts[:] = ["DELIVRD"]

    # A centre that is busy: Kannel tries again, the answer comes once.
    centre.refuse[:] = [0x58, 0x14]
    centre.deliver(phone(50), "4001", "สวัสดี")
    centre.wait_for(lambda: centre.phones[phone(50)], what="an answer after the throttling")
    centre.refuse[:] = [0x0B]
    centre.deliver(phone(51), "4001", "สวัสดี")
    until(lambda: state(office, 51) == "failed", 30, "the refusal to be reported")

    # Junk of every kind: nobody ever reads an English error message.
    chance = random.Random(4)
    before = received(office)
    for number in range(100, 600):
        data = bytes(chance.randrange(256) for _ in range(chance.randrange(140)))
        centre.deliver(phone(number), "4001", "", data=data, coding=chance.choice((0, 4, 8)))
    until(lambda: received(office) == before + 500, 120, "all the junk to be kept")

    until(lambda: office.count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')") == 0, 60, "the queue")
    for number, texts in centre.phones.items():
        assert len(texts) == 1, (number, texts)
        assert set(texts[0]) != {"?"} and "Could not fetch" not in texts[0] and "could not be represented" not in texts[0], texts
    assert "1175" not in centre.phones and "+1175" not in centre.phones
    office.get("/metrics")
    assert 'sammachip_sms_month_segments{channel="kannel"}' in office.answer_body
    assert 'kind="sms.service_number"} 1' in office.answer_body, office.answer_body
    log = office.log()
    for secret in (TOKEN, "kannel-secret", "8500", phone(1)[1:]):
        assert not re.search(rf"(?<!\d){re.escape(secret)}(?!\d)", log), f"{secret} is in the log"
    for name in ("bearerbox.log", "smsbox.log"):
        assert "PANIC" not in (kannel.folder / name).read_text(errors="replace")
centre.stop()
