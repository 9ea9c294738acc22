"""Killed at any moment of handling an SMS from a real Kannel: stored once, answered once, whatever was in flight.

Kannel goes on trying to hand over messages and receipts for longer than the killing lasts: a receipt that never comes
would mean that nobody can know whether an answer had left."""
import random
import signal
import time

from harness import Office, until
from kannel import Kannel
from smsc import SmsCentre

ROUNDS = 15
TOKEN = "a-long-token-of-the-gateway"


def service(port):
    return (f"http://127.0.0.1:{port}/webhooks/kannel?token={TOKEN}"
            "&id=%I&from=%q&to=%P&ts=%T&udh=%u&charset=%C&coding=%c")


centre = SmsCentre().start()
office = Office(demo=False)
chance = random.Random(20261126)
with office, Kannel(centre, service(office.port), retries=30) as kannel:
    office.write_config(extra=f'''
[[channel]]
id = "kannel"
kind = "kannel"
send_url = "{kannel.send_url}"
username = "sammachip"
password = "kannel-secret"
from = "4001"
token = "{TOKEN}"
''')
    office.stop()
    office.start()
    numbers = [f"+6680000{n:04d}" for n in range(ROUNDS)]
    for number in numbers:
        assert centre.deliver(number, "4001", "สวัสดี") == [0]
        time.sleep(chance.random() * 0.08)  # anywhere between the webhook and the receipt
        office.stop(signal.SIGKILL)
        office.start()
    centre.wait_for(lambda: all(centre.phones[n] for n in numbers), 120, "every answer")
    until(lambda: office.count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')") == 0, 90, "the queue")
    for number in numbers:
        assert len(centre.phones[number]) == 1, (number, centre.phones[number])
    assert office.count("SELECT count(*) FROM inbox WHERE channel = 'kannel'") == ROUNDS
centre.stop()
