"""We cannot store for a while: Kannel gets no answer, keeps every message, and no villager sees an error text."""
import http.client
import sqlite3
import time

from harness import Office, until
from kannel import TOKEN, Kannel, connect, post_url
from smsc import SmsCentre

PEOPLE = 12
ERRORS = ("Could not fetch", "could not be represented", "?")


def phone(number):
    return f"+668{number:08d}"


centre = SmsCentre().start()
office = Office(demo=False)
with office, Kannel(centre, post_url(office.port), retries=17280) as kannel:
    connect(office, kannel)
    centre.deliver(phone(1), "4001", "สวัสดี")
    centre.wait_for(lambda: centre.phones[phone(1)], what="an answer")
    until(lambda: office.count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')") == 0, what="rest")

    # Somebody else holds the database: nothing can be committed.
    holder = sqlite3.connect(office.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    for number in range(2, PEOPLE + 2):
        assert centre.deliver(phone(number), "4001", "สวัสดี") == [0]
    connection = http.client.HTTPConnection("127.0.0.1", office.port, timeout=10)
    connection.request("POST", f"/webhooks/kannel?token={TOKEN}&id=by-hand&from=%2B66899999999&to=4001&charset=UTF-8",
                       "สวัสดี".encode(), {"Content-Type": "text/plain; charset=UTF-8"})
    try:
        status = connection.getresponse().status
    except http.client.RemoteDisconnected:
        status = None
    assert status is None, f"answered {status} what was not stored"
    log = kannel.folder / "smsbox.log"
    until(lambda: "Retrying request" in log.read_text(errors="replace"), 30, "Kannel to try again")
    until(lambda: time.monotonic() - begun > 4, what="a longer outage than one try")
    assert not any(centre.phones[phone(n)] for n in range(2, PEOPLE + 2))
    holder.execute("ROLLBACK")
    holder.close()

    centre.wait_for(lambda: all(centre.phones[phone(n)] for n in range(1, PEOPLE + 2)), 120, "every answer")
    until(lambda: office.count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')") == 0, 60, "the queue")
    for number in range(1, PEOPLE + 2):
        texts = centre.phones[phone(number)]
        assert len(texts) == 1 and not any(word in texts[0] for word in ERRORS), texts
    assert office.count("SELECT count(*) FROM inbox WHERE channel = 'kannel' AND event_id != 'by-hand'") == PEOPLE + 1
centre.stop()
