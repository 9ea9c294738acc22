"""A small SMS centre that speaks SMPP 3.4 on loopback, for a gateway to connect to as an operator's.

    centre = SmsCentre().start()                     # centre.port
    centre.deliver("+66812345678", "4001", "ราย")     # a phone sends: one deliver_sm a part
    centre.phones["+66812345678"]                    # the texts a phone received, parts joined

`receipts` says what is reported of each message taken: a list of states ("DELIVRD", "UNDELIV" …), sent in
that order, or nothing. `refuse` is an SMPP error for the next submits.
"""
import collections
import itertools
import socket
import struct
import threading
import time

BIND = {0x01: 0x80000001, 0x02: 0x80000002, 0x09: 0x80000009}
SUBMIT, DELIVER, UNBIND, ENQUIRE = 0x04, 0x05, 0x06, 0x15
STATES = {"ENROUTE": 1, "DELIVRD": 2, "EXPIRED": 3, "DELETED": 4, "UNDELIV": 5, "ACCEPTD": 6, "UNKNOWN": 7,
          "REJECTD": 8}


class SmsCentre:
    def __init__(self):
        self.lock = threading.Condition()
        self.phones = collections.defaultdict(list)
        self.codings = collections.defaultdict(list)   # data_coding of each part sent to a phone
        self.receipts = ["DELIVRD"]
        self.refuse = []
        self.submits = 0
        self.link = None                               # the socket of the bound gateway
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self._sequence = itertools.count(1)
        self._reference = itertools.count(1)
        self._ids = itertools.count(1000)
        self._answers = {}                             # sequence → status of a deliver_sm_resp
        self._parts = {}                               # (number, reference, total) → {number: text}

    def start(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def stop(self):
        self.listener.close()
        if self.link:
            self.link.close()

    def wait_for(self, condition, seconds=30.0, what="a condition"):
        end = time.monotonic() + seconds
        with self.lock:
            while not (result := condition()):
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"waited {seconds} s for {what}; phones: {dict(self.phones)}")
                self.lock.wait(min(left, 0.2))
            return result

    # --- being phones ----------------------------------------------------------------------------------
    def deliver(self, sender, to, text, order=None, drop=(), reference=None, data=None, coding=8, ton=1):
        """One message of a phone, as many parts as it needs, in `order` and without those to `drop`."""
        units = text.encode("utf-16-be") if data is None else data
        if len(units) <= 140:
            return [self._deliver_part(sender, to, units, coding, ton, b"")]
        parts = [units[i:i + 134] for i in range(0, len(units), 134)]
        reference = next(self._reference) % 256 if reference is None else reference
        wanted = order or range(1, len(parts) + 1)
        return [self._deliver_part(sender, to, parts[n - 1], coding, ton,
                                   bytes([5, 0, 3, reference, len(parts), n]))
                for n in wanted if n not in drop]

    def _deliver_part(self, sender, to, data, coding, ton, udh):
        sender_ton = ton
        body = (b"\0" + bytes([sender_ton, 1]) + sender.lstrip("+").encode() + b"\0" + b"\0\0" + to.encode() + b"\0" +
                bytes([0x40 if udh else 0, 0, 0]) + b"\0\0" + bytes([0, 0, coding, 0]) +
                bytes([len(udh + data)]) + udh + data)
        sequence = self._send(DELIVER, body)
        self.wait_for(lambda: sequence in self._answers, what="the gateway to take a part")
        return self._answers[sequence]

    # --- being the centre ------------------------------------------------------------------------------
    def _accept(self):
        while True:
            try:
                link, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(link,), daemon=True).start()

    @staticmethod
    def _exactly(link, count):
        data = b""
        while len(data) < count:
            piece = link.recv(count - len(data))
            if not piece:
                raise ConnectionError
            data += piece
        return data

    def _serve(self, link):
        try:
            while True:
                length, command, status, sequence = struct.unpack(">IIII", self._exactly(link, 16))
                self._take(link, command, status, sequence, self._exactly(link, length - 16))
        except OSError:
            with self.lock:
                self.link = None if self.link is link else self.link

    def _take(self, link, command, status, sequence, body):
        if command in BIND:
            self._answer(link, BIND[command], 0, sequence, b"centre\0")
            with self.lock:
                self.link = link
                self.lock.notify_all()
        elif command == ENQUIRE:
            self._answer(link, 0x80000015, 0, sequence)
        elif command == UNBIND:
            self._answer(link, 0x80000006, 0, sequence)
        elif command == SUBMIT:
            self._submitted(link, sequence, body)
        elif command == 0x80000005:
            with self.lock:
                self._answers[sequence] = status
                self.lock.notify_all()

    def _answer(self, link, command, status, sequence, body=b""):
        link.sendall(struct.pack(">IIII", 16 + len(body), command, status, sequence) + body)

    def _send(self, command, body):
        sequence = next(self._sequence)
        link = self.wait_for(lambda: self.link, what="a gateway to connect")
        self._answer(link, command, 0, sequence, body)
        return sequence

    def _submitted(self, link, sequence, body):
        def text(data):
            end = data.index(b"\0")
            return data[:end].decode(), data[end + 1:]
        _, rest = text(body)
        sender, rest = text(rest[2:])
        to, rest = text(rest[2:])
        esm, rest = rest[0], rest[3:]
        _, rest = text(rest)
        _, rest = text(rest)
        wants_receipt, coding, length = rest[0] & 3, rest[2], rest[4]
        data = rest[5:5 + length]
        with self.lock:
            self.submits += 1
            error = self.refuse.pop(0) if self.refuse else 0
        if error:
            return self._answer(link, 0x80000004, error, sequence)
        number = "+" + to.lstrip("+")
        self._receive(number, esm, coding, data)
        name = str(next(self._ids))
        self._answer(link, 0x80000004, 0, sequence, name.encode() + b"\0")
        if wants_receipt:
            threading.Thread(target=self._report, args=(sender, number, name, list(self.receipts)), daemon=True).start()

    def _receive(self, number, esm, coding, data):
        header = b""
        if esm & 0x40:
            header, data = data[:data[0] + 1], data[data[0] + 1:]
        said = data.decode("utf-16-be") if coding == 8 else data.decode("latin-1")
        with self.lock:
            self.codings[number].append(coding)
            if header[1:3] == b"\0\3":
                reference, total, part = header[3:6]
                parts = self._parts.setdefault((number, reference, total), {})
                parts[part] = said
                if len(parts) == total:
                    self.phones[number].append("".join(parts[n] for n in sorted(parts)))
                    del self._parts[(number, reference, total)]
            else:
                self.phones[number].append(said)
            self.lock.notify_all()

    def _report(self, sender, number, name, states):
        for state in states:
            text = (f"id:{name} sub:001 dlvrd:001 submit date:2611260800 done date:2611260801 stat:{state} err:000 "
                    "text:").encode()
            tlv = (struct.pack(">HH", 0x1E, len(name) + 1) + name.encode() + b"\0" +
                   struct.pack(">HHB", 0x427, 1, STATES[state]))
            body = (b"\0" + b"\1\1" + number.lstrip("+").encode() + b"\0" + b"\0\0" + sender.encode() + b"\0" +
                    bytes([4, 0, 0]) + b"\0\0" + bytes([0, 0, 0, 0]) + bytes([len(text)]) + text + tlv)
            try:
                self._send(DELIVER, body)
            except (OSError, AssertionError):
                return
