"""A Kannel that neither recodes nor joins, wired by GET: we read UTF-16BE and join the parts ourselves, in any order."""
import itertools

from harness import Office, until
from kannel import TOKEN, Kannel, connect
from smsc import SmsCentre

INCOMPLETE = "ข้อความยาวมาไม่ครบ"


def service(port):
    return (f"http://kannel:{TOKEN}@127.0.0.1:{port}/webhooks/kannel"
            "?id=%I&from=%q&to=%P&ts=%T&udh=%u&charset=%C&coding=%c&text=%b")


def phone(number):
    return f"+668{number:08d}"


def texts(office):
    return [row["text"] for row in office.rows("SELECT text FROM inbox WHERE text IS NOT NULL ORDER BY id")]


centre = SmsCentre().start()
office = Office(demo=False)
with office, Kannel(centre, service(office.port), method="get", recode=False, combine=False) as kannel:
    connect(office, kannel, "parts_wait_seconds = 10\n")
    centre.deliver(phone(1), "4001", "รด 4500  😀")
    until(lambda: texts(office) == ["รด 4500  😀"], what="the text, decoded from UTF-16BE")

    long = "รายได้เดือนนี้ 8500 บาท " * 8
    for number, order in enumerate(itertools.permutations((1, 2, 3)), 10):
        centre.deliver(phone(number), "4001", long, order=order)
        until(lambda: texts(office)[-1] == long, what=f"the parts {order} to be joined")
        centre.wait_for(lambda: centre.phones[phone(number)], what="an answer")
    assert texts(office).count(long) == 6
    centre.deliver(phone(15), "4001", long, reference=200)
    centre.deliver(phone(15), "4001", long, reference=200)  # the centre sends all of it twice
    until(lambda: texts(office).count(long) == 7, what="the seventh")

    # A part never comes: no text, no answer to it, one word after the wait; an officer sees that there is something.
    centre.deliver(phone(30), "4001", long, drop=(2,))
    centre.wait_for(lambda: centre.phones[phone(30)], 40, "the word about it")
    assert [INCOMPLETE in text for text in centre.phones[phone(30)]] == [True], centre.phones[phone(30)]
    assert texts(office).count(long) == 7
    assert office.count("SELECT count(*) FROM sms_long WHERE state = 'waiting'") == 1
    assert [r["number"] for r in office.rows("SELECT number FROM sms_part ORDER BY number")] == [1, 3]
    for number in range(10, 15):
        assert len(centre.phones[phone(number)]) == 1 and INCOMPLETE not in centre.phones[phone(number)][0]
    until(lambda: office.count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')") == 0,
          what="all to be settled")
    assert office.count("SELECT count(*) FROM report") == 0
centre.stop()
