"""A strict stand-in of LINE's Messaging API on loopback: refuses what LINE would refuse, remembers everything.

    line = LineStandin(token="…"); line.start()          # line.base is the api_base and data_api_base
    line.issue(reply_token, "U…")                        # LINE hands out a token with each webhook event
    line.faults.append(Fault("/v2/bot/message/reply", status=500, times=2))
    line.wait_for(lambda: line.texts("U…") == [...])

`calls` holds every request as it came, `complaints` every one that LINE would not have taken.
"""
import collections
import dataclasses
import http.server
import json
import re
import socket
import struct
import threading
import time
import uuid

import line_schema

UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.I)
REPLY, PUSH = "/v2/bot/message/reply", "/v2/bot/message/push"
LIMIT_REACHED = "You have reached your monthly limit."
RATE_REACHED = "The API rate limit has been exceeded. Try again later."


@dataclasses.dataclass
class Fault:
    """What goes wrong with the next `times` calls whose path begins with `path`."""
    path: str
    status: int = 0          # answer this status instead of acting
    message: str = ""        # its message
    html: bool = False       # answer an HTML page with that status
    reset_before: bool = False  # cut the connection without acting
    reset_after: bool = False   # act, then cut it
    cut: bool = False        # act, then send half an answer
    hang: float = 0          # act, then stay silent that many seconds
    latency: float = 0       # act and answer after that many seconds
    times: int = 1


@dataclasses.dataclass
class Call:
    at: float
    method: str
    path: str
    headers: dict
    body: object
    status: int = 0
    accepted: bool = False


class LineStandin:
    def __init__(self, token, quota=None, used=0, token_life=60.0):
        self.token, self.quota, self.used, self.token_life = token, quota, used, token_life
        self.members = 12                                 # of every group
        self.lock = threading.Condition()
        self.calls, self.complaints, self.faults = [], [], []
        self.tokens = {}                                  # reply token → [address, issued at, used]
        self.retry_keys = {}                              # key → the answer given first
        self.delivered = collections.defaultdict(list)    # address → message objects people saw
        self.contents = {}                                # message id → [(status, mime, bytes) …], last repeats
        self.rich_menus, self.default_menu, self.webhook_endpoint = {}, None, None
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def start(self):
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    # --- what a test asks and says ---------------------------------------------------------------------
    def issue(self, reply_token, address):
        with self.lock:
            self.tokens[reply_token] = [address, time.monotonic(), False]

    def texts(self, address):
        with self.lock:
            return [self._as_text(m) for m in self.delivered[address]]

    def answers(self, reply_token):
        """How many calls with that token LINE took: 0 or 1, or the stand-in is broken."""
        with self.lock:
            return sum(1 for c in self.calls if c.accepted and c.path == REPLY and
                       isinstance(c.body, dict) and c.body.get("replyToken") == reply_token)

    def count(self, path):
        with self.lock:
            return sum(1 for c in self.calls if c.path.startswith(path))

    def wait_for(self, condition, seconds=20.0, what="a condition"):
        end = time.monotonic() + seconds
        with self.lock:
            while True:
                result = condition()
                if result:
                    return result
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"waited {seconds} s for {what}; delivered: "
                                         f"{ {k: [self._as_text(m) for m in v] for k, v in self.delivered.items()} }; "
                                         f"complaints: {self.complaints}")
                self.lock.wait(min(left, 0.2))

    @staticmethod
    def _as_text(message):
        return message.get("text") or message.get("altText") or message["type"]

    # --- what LINE does --------------------------------------------------------------------------------
    def _handler(standin):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *_):
                pass

            def _serve(self):
                standin._serve(self)

            do_GET = do_POST = do_PUT = do_DELETE = _serve
        return Handler

    def _serve(self, request):
        length = int(request.headers.get("Content-Length") or 0)
        raw = request.rfile.read(length)
        if len(raw) < length:  # the caller was killed within its call: nothing was asked
            return self._reset(request)
        path = request.path.split("?")[0]
        headers = {k.lower(): v for k, v in request.headers.items()}
        body = raw
        if headers.get("content-type", "").startswith("application/json"):
            try:
                body = json.loads(raw)
            except ValueError:
                body = None
        call = Call(time.time(), request.command, path, headers, body)
        with self.lock:
            self.calls.append(call)
            fault = next((f for f in self.faults if f.times > 0 and path.startswith(f.path)), None)
            if fault:
                fault.times -= 1
        if fault and fault.reset_before:
            return self._reset(request)
        if fault and fault.status:
            answer = (fault.status, {"message": fault.message or "fault"}, {})
        else:
            answer = self._act(call)
        call.status = answer[0]
        with self.lock:
            self.lock.notify_all()
        if fault and fault.latency:
            time.sleep(fault.latency)
        if fault and fault.hang:
            time.sleep(fault.hang)
            return self._reset(request)
        if fault and fault.reset_after:
            return self._reset(request)
        self._answer(request, answer, fault)

    @staticmethod
    def _reset(request):
        request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.connection.close()
        request.close_connection = True

    @staticmethod
    def _answer(request, answer, fault):
        status, body, headers = answer
        mime = headers.pop("content-type", "application/json")
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        if fault and fault.html:
            data, mime = b"<html><body><h1>Bad Gateway</h1></body></html>", "text/html"
        request.send_response(status)
        request.send_header("Content-Type", mime)
        request.send_header("Content-Length", str(len(data)))
        request.send_header("x-line-request-id", str(uuid.uuid4()))
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        if fault and fault.cut:
            request.wfile.write(data[:len(data) // 2])
            return LineStandin._reset(request)
        request.wfile.write(data)

    def _complain(self, call, status, message, *faults):
        with self.lock:
            self.complaints.append((call.method, call.path, message, *faults))
        return status, {"message": message, "details": [{"message": f, "property": ""} for f in faults]}, {}

    def _act(self, call):
        if call.headers.get("authorization") != f"Bearer {self.token}":
            return self._complain(call, 401, "Authentication failed. Confirm that the access token is valid.")
        found = line_schema.operation(call.method, call.path)
        if found is None:
            return self._complain(call, 404, "Not found")
        template, operation, values = found
        wants_json = "application/json" in operation.get("requestBody", {}).get("content", {})
        if wants_json and not isinstance(call.body, dict):
            return self._complain(call, 400, "The request body could not be parsed as JSON.")
        faults = line_schema.body_faults(operation, call.body) if wants_json else []
        if faults:
            return self._complain(call, 400, "The request body has %d error(s)" % len(faults), *faults)
        has_key = "x-line-retry-key" in call.headers
        if has_key and call.path not in (PUSH, "/v2/bot/message/multicast", "/v2/bot/message/narrowcast",
                                         "/v2/bot/message/broadcast"):
            return self._complain(call, 400, "Retry key is not accepted here")
        act = getattr(self, "_" + operation["operationId"], None)
        if act is None:
            return self._complain(call, 404, f"{operation['operationId']}: not played by the stand-in")
        return act(call, values)

    def _sent(self, address, messages):
        answer = []
        for message in messages:
            self.delivered[address].append(message)
            answer.append({"id": str(10**17 + sum(map(len, self.delivered.values())))})
        return {"sentMessages": answer}

    def _replyMessage(self, call, _):
        with self.lock:
            known = self.tokens.get(call.body["replyToken"])
            if known is None or known[2] or time.monotonic() - known[1] > self.token_life:
                return 400, {"message": "Invalid reply token"}, {}
            known[2] = True
            call.accepted = True
            return 200, self._sent(known[0], call.body["messages"]), {}

    def _pushMessage(self, call, _):
        key = call.headers.get("x-line-retry-key", "")
        if not UUID.match(key):
            return self._complain(call, 400, "A push without a retry key of ours")
        with self.lock:
            if key in self.retry_keys:
                return 409, {"message": "The retry key is already accepted",
                             **self.retry_keys[key]}, {"x-line-accepted-request-id": key}
            if self.quota is not None and self.used >= self.quota:
                return 429, {"message": LIMIT_REACHED}, {}
            self.used += 1
            call.accepted = True
            self.retry_keys[key] = self._sent(call.body["to"], call.body["messages"])
            return 200, self.retry_keys[key], {}

    def _getMessageQuota(self, _call, _):
        if self.quota is None:
            return 200, {"type": "none"}, {}
        return 200, {"type": "limited", "value": self.quota}, {}

    def _getMessageQuotaConsumption(self, _call, _):
        return 200, {"totalUsage": self.used}, {}

    def _getGroupMemberCount(self, _call, _):
        return 200, {"count": self.members}, {}

    def _showLoadingAnimation(self, call, _):
        if not call.body["chatId"].startswith("U"):
            return self._complain(call, 400, "loading animation outside a 1:1 chat")
        return 202, {}, {}

    def _markMessagesAsReadByToken(self, _call, _):
        return 200, {}, {}

    def _getMessageContent(self, _call, values):
        with self.lock:
            answers = self.contents.get(values["messageId"])
            if not answers:
                return 404, {"message": "Not found"}, {}
            status, mime, data = answers[0] if len(answers) == 1 else answers.pop(0)
        return status, data if status == 200 else {"message": "no content"}, {"content-type": mime}

    def _getBotInfo(self, _call, _):
        return 200, {"userId": "U" + "0" * 32, "basicId": "@000aaaaa", "displayName": "Sammachip",
                     "chatMode": "bot", "markAsReadMode": "manual"}, {}

    def _getProfile(self, _call, values):
        return 200, {"userId": values["userId"], "displayName": "ทดสอบ"}, {}

    def _getWebhookEndpoint(self, call, _):
        if self.webhook_endpoint is None:
            return 404, {"message": "Webhook endpoint not found"}, {}
        return 200, {"endpoint": self.webhook_endpoint, "active": True}, {}

    def _setWebhookEndpoint(self, call, _):
        if not call.body["endpoint"].startswith("https://"):
            return self._complain(call, 400, "Invalid webhook endpoint URL")
        self.webhook_endpoint = call.body["endpoint"]
        return 200, {}, {}

    def _testWebhookEndpoint(self, _call, _):
        return 200, {"success": True, "timestamp": "2026-11-23T00:00:00.000Z", "statusCode": 200,
                     "reason": "OK", "detail": "200"}, {}

    def _createRichMenu(self, call, _):
        menu = f"richmenu-{len(self.rich_menus):032x}"
        self.rich_menus[menu] = {"menu": call.body, "image": None}
        return 200, {"richMenuId": menu}, {}

    def _setRichMenuImage(self, call, values):
        menu = self.rich_menus.get(values["richMenuId"])
        if menu is None:
            return self._complain(call, 404, "Not found")
        if call.headers.get("content-type") not in ("image/png", "image/jpeg") or len(call.body) > 1024 * 1024:
            return self._complain(call, 400, "not a PNG or JPEG of at most 1 MB")
        menu["image"] = call.body
        return 200, {}, {}

    def _setDefaultRichMenu(self, call, values):
        menu = self.rich_menus.get(values["richMenuId"])
        if menu is None or menu["image"] is None:
            return self._complain(call, 400, "Must upload richmenu image before applying it to user")
        self.default_menu = values["richMenuId"]
        return 200, {}, {}

    def _getDefaultRichMenuId(self, _call, _):
        if self.default_menu is None:
            return 404, {"message": "no default richmenu"}, {}
        return 200, {"richMenuId": self.default_menu}, {}

    def _getRichMenuList(self, _call, _):
        return 200, {"richmenus": [{"richMenuId": k, **v["menu"]} for k, v in self.rich_menus.items()]}, {}

    def _deleteRichMenu(self, _call, values):
        self.rich_menus.pop(values["richMenuId"], None)
        return 200, {}, {}
