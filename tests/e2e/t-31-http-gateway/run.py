"""A gateway described in the configuration, whose other end answers late, twice, wrongly and never."""
import threading
import urllib.parse

from harness import Office, until
from sms_peer import Answer, Peer, call

TOKEN = "a-long-token-of-the-gateway"
FORM = {"Content-Type": "Application/X-WWW-Form-URLencoded; charset=UTF-8", "Authorization": f"Bearer {TOKEN}"}


def channel(peer, name, receipts=True):
    receipt = '[channel.receipt]\nstatus = "state"\nsent = ["sent"]\ndelivered = ["ok"]\nfailed = ["bad"]\n'
    where = "&cb={{receipt_url}}" if receipts else ""
    return f'''
[[channel]]
id = "{name}"
kind = "http"
token = "{TOKEN}"
from = "OFFICE"
[channel.receive]
sender = "from"
text = "text"
id = "id"
answer = "OK"
[channel.send]
url = "{peer.base}/{name}"
body = "to={{{{to_national}}}}&text={{{{text}}}}{where}"
id = "id"
sent = ['2xx "id"']
permanent = ["200 no such number"]
{receipt if receipts else ""}'''


def phone(number):
    return f"08{number:08d}"


def say(office, number, text, name="gateway", **more):
    body = urllib.parse.urlencode({"from": phone(number), "text": text, **more}).encode()
    status, said = call(office.port, "POST", f"/webhooks/{name}", body, FORM)
    assert (status, said) == (200, "OK"), (status, said)


def state(office, number):
    rows = office.rows("SELECT state, reason FROM outbox WHERE address = ? ORDER BY id", f"tel:+66{phone(number)[1:]}")
    return [row["state"] for row in rows]


def report(office, form, what):
    path = form["cb"][form["cb"].index("/webhooks"):]
    return call(office.port, "GET", f"{path}&state={what}")[0]


UNKNOWN = "SELECT count(*) FROM outbox WHERE reason = 'outcome_unknown' AND state = 'queued'"
peer = Peer().start()
office = Office(demo=False, extra=channel(peer, "gateway") + channel(peer, "blind", receipts=False))
with office:
    # Well: one message, one answer, reported as delivered.
    say(office, 1, "สวัสดี", id="a1")
    peer.wait_for(lambda: peer.to(phone(1)))
    until(lambda: state(office, 1) == ["sent"], what="the answer to be sent")
    form = peer.to(phone(1))[0]
    assert report(office, form, "sent") == report(office, form, "ok") == report(office, form, "bad") == 200
    assert state(office, 1) == ["delivered"]
    assert report(office, {"cb": form["cb"].replace("sig=", "sig=0")}, "bad") == 403
    assert call(office.port, "POST", "/webhooks/gateway/status", b"state=ok&id=77", FORM)[0] == 200  # unknown

    # The same, by id and without one, five times at once: one row, one answer; after it, the same text is news.
    for number, more in ((2, {"id": "b2"}), (3, {})):
        threads = [threading.Thread(target=say, args=(office, number, "เมนู"), kwargs=more) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        until(lambda: state(office, number) == ["sent"], what="one answer")
        assert len(peer.to(phone(number))) == 1
    say(office, 2, "เมนู", id="b2")
    say(office, 3, "เมนู")
    until(lambda: state(office, 3) == ["sent", "sent"], what="a second answer")
    assert state(office, 2) == ["sent"]

    # Late: it took the message, its answer comes after we stopped waiting; the receipt says so. Not sent twice.
    peer.then.append(Answer(hang=12))
    say(office, 4, "สวัสดี", id="d4")
    until(lambda: office.count(UNKNOWN) == 1, 30, "the time-out")
    assert report(office, peer.to(phone(4))[0], "ok") == 200
    assert state(office, 4) == ["delivered"] and len(peer.to(phone(4))) == 1

    # Wrongly: a page of somebody else's, then a failure inside a 200, then half a connection.
    peer.then.append(Answer(body="<html>please log in</html>"))
    say(office, 5, "สวัสดี", id="e5")
    until(lambda: office.count(UNKNOWN) == 1, what="no known outcome")
    assert report(office, peer.to(phone(5))[0], "ok") == 200 and state(office, 5) == ["delivered"]
    peer.then.append(Answer(body='{"id":"","why":"no such number"}'))
    say(office, 6, "สวัสดี", id="f6")
    until(lambda: state(office, 6) == ["failed"], what="the refusal")
    peer.then.append(Answer(status=503))
    say(office, 7, "สวัสดี", id="g7")
    until(lambda: state(office, 7) == ["sent"], what="another try")

    # Never, and nobody would tell: given up, said, and not sent again.
    peer.then.append(Answer(reset=True))
    say(office, 8, "สวัสดี", "blind", id="h8")
    until(lambda: state(office, 8) == ["failed"], what="the end")
    assert len(peer.to(phone(8))) == 1
    assert office.count("SELECT count(*) FROM outbox WHERE reason = 'outcome_unknown' AND state = 'failed'") == 1

    # Gone: messages wait in order, and go once it is back.
    peer.stop()
    for number in range(20, 24):
        say(office, number, "สวัสดี", id=f"i{number}")
    waiting = "SELECT count(*) FROM outbox WHERE reason = 'unreachable' AND state = 'queued'"
    until(lambda: office.count(waiting) >= 1, what="the first try to fail")
    office.get("/metrics")
    assert 'sammachip_outbox_waiting{channel="gateway"}' in office.answer_body, office.answer_body
    assert 'sammachip_outbox_waiting{channel="gateway"} 0' not in office.answer_body, office.answer_body
    peer.start()
    until(lambda: [state(office, n) for n in range(20, 24)] == [["sent"]] * 4, 60, "all to go")
    assert all(len(peer.to(phone(n))) == 1 for n in range(20, 24))

    # Strangers, monsters and nonsense.
    rows = office.count("SELECT count(*) FROM inbox")
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}):
        status, said = call(office.port, "POST", "/webhooks/gateway", b"from=0800000001&text=x", headers)
        assert status == 403 and "not accepted" in said, (status, said)
    assert call(office.port, "POST", "/webhooks/gateway", b"x" * (1024 * 1024 + 1), FORM)[0] == 413
    for body in (b"", b"%zz", b"from=0800000001", b"\xff\xfe"):
        assert call(office.port, "POST", "/webhooks/gateway", body, FORM) == (200, "OK")
    assert office.count("SELECT count(*) FROM inbox") == rows
    say(office, 9, "", id="empty")
    assert office.count("SELECT count(*) FROM inbox") == rows + 1 and state(office, 9) == []
    assert TOKEN not in office.log() and phone(1)[1:] not in office.log()
peer.stop()
