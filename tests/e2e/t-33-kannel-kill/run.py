"""Killed at any moment of handling an SMS from a real Kannel: stored once, answered once, whatever was in flight.

Kannel goes on trying to hand over messages and receipts for longer than the killing lasts: a receipt that never comes
would mean that nobody can know whether an answer had left."""
import random
import signal
import time

from harness import Office, until
from kannel import Kannel, connect, post_url
from smsc import SmsCentre

ROUNDS = 50

centre = SmsCentre().start()
office = Office(demo=False)
chance = random.Random(20261126)
with office, Kannel(centre, post_url(office.port), retries=30) as kannel:
    connect(office, kannel)
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
