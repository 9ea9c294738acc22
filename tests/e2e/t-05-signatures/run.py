"""Only the signature over the raw bytes opens the gate; what has none leaves no trace."""
import json

from harness import Office, sign, user

with Office(demo=False) as office:
    event = office.text_event(user(1), "สวัสดี")
    raw = json.dumps({"destination": "U" + "0" * 32, "events": [event]}).encode()
    good = sign(raw)
    bad = [None, "", "x", good[:-1], good[:-4], good + "=", good + "A", good.lower(), good.swapcase(), " " * 44,
           sign(raw, "other-secret"), sign(raw + b" "), sign(raw[:-1]), sign(b""), good[1:] + good[:1], good.replace("=", ""),
           "sha256=" + good, good + "," + good, "A" * 43 + "=", "=" * 44, "\u00e9" * 22, good[:20] + "\t" + good[21:]]
    for signature in bad:
        headers = {} if signature is not None else {"x-line-signature": None}
        try:
            status = office.post(raw, signature="" if signature is None else signature.encode().decode("latin-1"),
                                 headers=headers)
        except ValueError:
            continue  # Python's own client does not send such a header
        assert 400 <= status < 500, (signature, status)
    assert office.post(raw, signature=good[:-2] + "==") in (200, 401)  # another spelling of the same bytes, or not
    rows = office.count("SELECT count(*) FROM inbox")
    assert rows in (0, 1)
    spaced = json.dumps({"events": [office.text_event(user(2), "เมนู")], "destination": "U" + "0" * 32},
                        indent=3, ensure_ascii=True).replace("\n", "\r\n").encode()
    assert office.post(spaced, signature=None, headers={"X-LiNe-SiGnAtUrE": sign(spaced)}) == 200
    office.line.wait_for(lambda: office.line.texts(user(2)), what="the answer")
    hostile = [b"{", b"[]", b"null", b'{"events":7}', b'{"events":{}}', b"\xff\xfe{}", b"[" * 100000,
               b'{"a":' * 100000, b'{"destination":"U","events":[{"type":"message","timestamp":1e999999}]}',
               b'{"events":[{"type":"message","source":{"type":"user","userId":"\xff"}}]}',
               b'{"events":[{"timestamp":99999999999999999999999}]}', b"", b'{"events":[' + b"{}," * 50000 + b"{}]}"]
    for body in hostile:
        status = office.post(body)
        assert status < 500, (body[:40], status)
    assert office.get("/healthz") == 200
    big = office.post(b" " * (6 * 1024 * 1024 // 5), timeout=20)
    assert big == 413, big
    assert office.say(user(3), "สวัสดี")
    for word in ("x-line-signature", good):
        assert word not in office.log()
