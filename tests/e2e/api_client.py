"""Reads the API as a program does: a token, plain HTTP, JSON."""
import base64
import http.client
import json
import urllib.parse

# An office's own form is not in the demo's database until somebody has run with it; these are.
KINDS = ["reports", "households", "people", "activities", "outcomes", "fund_access", "nominations", "plan_adoptions",
         "learning_centres", "coverage", "indicators", "audit", "messages"]


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def __repr__(self):
        return f"{self.status} {self.body[:600]!r}"

    def json(self):
        return json.loads(self.body)

    @property
    def kind(self):
        return (self.headers.get("Content-Type") or "").split(";")[0]


def get(office, path, token=None, *, basic=False, method="GET", **headers):
    """`path` may be a whole address that the program gave."""
    address = urllib.parse.urlsplit(path)
    target = (address.path or "/") + (f"?{address.query}" if address.query else "")
    connection = http.client.HTTPConnection("127.0.0.1", office.console_port, timeout=60)
    if token is not None:
        headers["Authorization"] = ("Basic " + base64.b64encode(f"excel:{token}".encode()).decode() if basic
                                    else f"Bearer {token}")
    connection.request(method, target, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status < 500 or answer.status == 501, (path, answer.status, body[:500])
    return Answer(answer.status, answer.headers, body)


def send(office, path, headers, fields):
    """A browser's form."""
    connection = http.client.HTTPConnection("127.0.0.1", office.console_port, timeout=60)
    connection.request("POST", path, urllib.parse.urlencode(fields),
                       {"Content-Type": "application/x-www-form-urlencoded", **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return Answer(answer.status, answer.headers, body)


def make_token(office, name, *more):
    return office.command("token", "add", name, *more).stdout.strip()


def query(**words):
    return urllib.parse.urlencode(words)
