"""A provider's HTTP interface on loopback that answers as it is told: well, late, wrongly, or not at all."""
import collections
import dataclasses
import http.client
import http.server
import socket
import threading
import time
import urllib.parse


@dataclasses.dataclass
class Answer:
    status: int = 200
    body: str = '{"id":"m1"}'
    hang: float = 0      # silent for so long before it answers
    reset: bool = False  # cuts the connection instead


class Peer:
    """`calls` holds every request: (path, headers, form or body). `then` is what the next ones get."""

    def __init__(self, answer=None):
        self.lock = threading.Condition()
        self.calls = []
        self.then = collections.deque()
        self.always = answer or Answer()
        self.port = None
        self.open = set()  # connections

    def start(self):
        peer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                peer.open.add(self.connection)

            def finish(self):
                peer.open.discard(self.connection)
                super().finish()

            def log_message(self, *_):
                pass

            def do_POST(self):
                peer._serve(self)

            do_GET = do_POST

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port or 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        for connection in list(self.open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def _serve(self, request):
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0)).decode()
        form = dict(urllib.parse.parse_qsl(body or urllib.parse.urlsplit(request.path).query, keep_blank_values=True))
        with self.lock:
            self.calls.append((request.path, dict(request.headers), form, body))
            answer = self.then.popleft() if self.then else self.always
            self.lock.notify_all()
        if answer.hang:
            time.sleep(answer.hang)
        try:
            if answer.reset:
                request.connection.shutdown(socket.SHUT_RDWR)
                request.close_connection = True
                return
            data = answer.body.encode()
            request.send_response(answer.status)
            request.send_header("Content-Length", str(len(data)))
            request.end_headers()
            request.wfile.write(data)
        except OSError:
            pass

    def wait_for(self, condition, seconds=30.0, what="a call"):
        end = time.monotonic() + seconds
        with self.lock:
            while not (result := condition()):
                left = end - time.monotonic()
                assert left > 0, f"waited {seconds} s for {what}; calls: {[c[2] for c in self.calls]}"
                self.lock.wait(min(left, 0.2))
            return result

    def to(self, number):
        """The forms of the calls for a number."""
        with self.lock:
            return [c[2] for c in self.calls if number in c[3] or number in c[0]]


def call(port, method, path, body=b"", headers=None, timeout=15):
    """One request; its status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    said = answer.read().decode()
    connection.close()
    return answer.status, said
