"""The LINE stand-in itself is strict: it takes what LINE takes and refuses the rest."""
import json
import urllib.error
import urllib.request

from line_standin import LineStandin

line = LineStandin("secret-token", quota=1).start()


def call(path, body, token="secret-token", **headers):
    request = urllib.request.Request(line.base + path, json.dumps(body).encode(),
                                     {"Content-Type": "application/json", "Authorization": f"Bearer {token}",
                                      **{k.replace("_", "-"): v for k, v in headers.items()}})
    try:
        return urllib.request.urlopen(request).status
    except urllib.error.HTTPError as error:
        return error.code


def reply(*messages, token="t1"):
    line.issue(token, "U1")
    return call("/v2/bot/message/reply", {"replyToken": token, "messages": list(messages)})


TEXT = {"type": "text", "text": "สวัสดีค่ะ"}
KEY = "123e4567-e89b-42d3-a456-426614174000"


def quick(label, count=1):
    item = {"type": "action", "action": {"type": "message", "label": label, "text": "x"}}
    return {**TEXT, "quickReply": {"items": [item] * count}}


assert reply(TEXT) == 200
assert call("/v2/bot/message/reply", {"replyToken": "t1", "messages": [TEXT]}) == 400, "a token is taken once"
assert call("/v2/bot/message/reply", {"replyToken": "never", "messages": [TEXT]}) == 400
assert reply(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT) == 400, "five messages a call"
assert reply({"type": "text"}) == 400, "the sub-type is checked"
assert reply({"type": "song", "text": "x"}) == 400
assert reply({**TEXT, "colour": "red"}) == 400
assert reply({"type": "text", "text": "ก" * 5001}) == 400
assert reply({"type": "text", "text": "ก" * 5000}, token="t2") == 200
assert reply(quick("ที่" * 20), token="t3") == 200, "20 graphemes of 60 units are a legal label"
assert reply(quick("ที่" * 21)) == 400
assert reply(quick("ดี", 14)) == 400
PUSH = {"to": "U1", "messages": [TEXT]}
assert call("/v2/bot/message/push", PUSH) == 400, "a push needs a retry key"
assert call("/v2/bot/message/push", PUSH, X_Line_Retry_Key=KEY) == 200
assert call("/v2/bot/message/push", PUSH, X_Line_Retry_Key=KEY) == 409
assert call("/v2/bot/message/push", PUSH, X_Line_Retry_Key=KEY[:-1] + "1") == 429, "the quota is one"
assert call("/v2/bot/message/push", PUSH, token="wrong", X_Line_Retry_Key=KEY) == 401
assert len(line.texts("U1")) == 4, line.texts("U1")
line.stop()
