"""The Twilio format and an Android telephone: signed both ways, long texts, repeats, opt-out."""
import base64
import hashlib
import hmac
import json
import threading
import time
import urllib.parse
import xml.etree.ElementTree

from harness import Office, until
from sms_peer import Answer, Peer, call

TOKEN, ACCOUNT, KEY = "twilio-auth-token", "AC" + "c" * 32, "android-signing-key"
URL = "https://bot.example/webhooks/twilio"


def sign_twilio(url, fields):
    text = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(TOKEN.encode(), text.encode(), hashlib.sha1).digest()).decode()


def twilio(office, fields, *, tail="", query="", signature=None, headers=None):
    fields = {"AccountSid": ACCOUNT, **fields}
    url = URL + tail + ("?" + query if query else "")
    sent = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "X-Twilio-Signature": sign_twilio(url, fields) if signature is None else signature, **(headers or {})}
    return call(office.port, "POST", f"/webhooks/twilio{tail}" + ("?" + query if query else ""),
                urllib.parse.urlencode(fields).encode(), {k: v for k, v in sent.items() if v})


def android(office, event, payload, name, at=None):
    body = json.dumps({"event": event, "id": name, "payload": payload}, ensure_ascii=False)
    stamp = str(int(time.time() if at is None else at))
    signature = hmac.new(KEY.encode(), (body + stamp).encode(), hashlib.sha256).hexdigest()
    return call(office.port, "POST", "/webhooks/phone", body.encode(),
                {"Content-Type": "application/json", "X-Timestamp": stamp, "X-Signature": signature})[0]


def states(office, number):
    return [r["state"] for r in office.rows("SELECT state FROM outbox WHERE address = ? ORDER BY id", f"tel:{number}")]


peer = Peer(Answer(201, '{"sid":"SM1","id":"1"}')).start()
office = Office(demo=False, extra=f'''
[[channel]]
id = "twilio"
kind = "twilio"
account_sid = "{ACCOUNT}"
auth_token = "{TOKEN}"
from = "+6621050000"
api_base = "{peer.base}"
price_per_segment = 1
[[channel]]
id = "phone"
kind = "android"
signing_key = "{KEY}"
username = "user"
password = "pass"
api_base = "{peer.base}/3rdparty/v1"
''')
with office:
    one = "+66812345678"
    message = {"MessageSid": "SM1", "From": one, "To": "+6621050000", "Body": "สวัสดี <&>\"' 😀\n"}
    status, said = twilio(office, message, headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"})
    assert status == 200 and xml.etree.ElementTree.fromstring(said).tag == "Response", said
    until(lambda: states(office, one) == ["sent"], what="an answer")
    assert peer.calls[-1][0] == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    form = peer.calls[-1][2]
    assert form["To"] == one and form["Body"] and form["StatusCallback"].startswith(URL + "/status?id=")
    query = form["StatusCallback"].split("?")[1]
    for word, expected in (("sent", "sent"), ("delivered", "delivered"), ("undelivered", "delivered")):
        assert twilio(office, {"MessageSid": "SM1", "MessageStatus": word}, tail="/status", query=query)[0] == 200
        assert states(office, one) == [expected]

    # The same five times at once, and later: nothing more.
    threads = [threading.Thread(target=twilio, args=(office, message)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(states(office, one)) == 1 and office.count("SELECT count(*) FROM inbox") == 1

    # 1600 Thai characters, about 15 kB of form.
    assert twilio(office, {**message, "MessageSid": "SM2", "Body": "ก" * 1600})[0] == 200
    assert office.count("SELECT text FROM inbox WHERE event_id = 'SM2'") == "ก" * 1600

    # Refused: nothing stored, one and the same body.
    rows, bodies = office.count("SELECT count(*) FROM inbox"), set()
    for expected, fields, signature in ((400, message, ""), (403, message, "x"), (403, {**message, "AccountSid": "AC1"}, None),
                                        (403, message, sign_twilio("http://bot.example/webhooks/twilio", message))):
        status, said = twilio(office, {**fields, "MessageSid": "SM3"}, signature=signature)
        assert status == expected, (status, expected)
        bodies.add(said)
    assert len(bodies) == 1 and office.count("SELECT count(*) FROM inbox") == rows

    # 21610: the person has told Twilio to stop.
    peer.then.append(Answer(400, '{"code":21610,"message":"x"}'))
    other = "+66812345679"
    assert twilio(office, {**message, "MessageSid": "SM4", "From": other})[0] == 200
    until(lambda: states(office, other) == ["failed"], what="the refusal")
    assert office.count("SELECT stopped_at FROM address WHERE address = ?", f"tel:{other}")

    # The Android telephone: repeats by id, stale calls refused, an answer that never came tried again under one id.
    third = "+66812345670"
    payload = {"messageId": "x", "message": "สวัสดี", "phoneNumber": "0812345670", "recipient": None}
    peer.then.append(Answer(reset=True))
    assert [android(office, "sms:received", payload, "evt-1") for _ in range(3)] == [200] * 3
    until(lambda: states(office, third) == ["sent"], what="an answer")
    calls = [json.loads(c[3]) for c in peer.calls if c[0] == "/3rdparty/v1/messages"]
    assert len(calls) == 2 and calls[0] == calls[1] and calls[0]["phoneNumbers"] == [third], calls
    assert android(office, "sms:received", payload, "evt-2", at=time.time() - 400) == 403
    assert android(office, "sms:delivered", {"messageId": calls[0]["id"]}, "evt-3") == 200
    assert states(office, third) == ["delivered"]
    assert android(office, "system:ping", {}, "evt-4") == 200
    office.get("/metrics")
    assert 'sammachip_sms_month_baht{channel="twilio"}' in office.answer_body
    assert TOKEN not in office.log() and KEY not in office.log() and "812345678" not in office.log()
peer.stop()
