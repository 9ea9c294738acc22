"""Whatever LINE does, webhooks are answered at once, and every message is answered once, when LINE can again."""
import time

from harness import Office, until, user
from line_standin import PUSH, RATE_REACHED, REPLY, Fault

FAULTS = {
    "slow": Fault(REPLY, latency=3, times=3), "500": Fault(REPLY, status=500, times=3),
    "html 502": Fault(REPLY, status=502, html=True, times=2), "html 200": Fault(REPLY, html=True, times=2),
    "reset before": Fault(REPLY, reset_before=True, times=2), "reset after": Fault(REPLY, reset_after=True, times=2),
    "cut answer": Fault(REPLY, cut=True, times=2), "hang": Fault(REPLY, hang=12, times=1),
    "429 rate": Fault(REPLY, status=429, message=RATE_REACHED, times=1),
}
people = iter(range(1, 1000))
with Office(demo=False) as office:
    for name, fault in FAULTS.items():
        office.line.faults[:] = [fault]
        events = [office.text_event(user(next(people)), "สวัสดี") for _ in range(3)]
        for event in events:
            start = time.monotonic()
            assert office.deliver(event) == 200, name
            assert time.monotonic() - start < 2, name
        for event in events:
            office.line.wait_for(lambda: office.line.answers(event["replyToken"]) == 1, 45, f"{name}: the answer")
        until(lambda: office.count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')") == 0, 60, name)
        for event in events:
            address = event["source"]["userId"]
            assert office.line.answers(event["replyToken"]) == 1, name
            assert len(office.line.delivered[address]) == 1, (name, office.line.texts(address))
    assert office.line.count(PUSH) == 0  # no unknown outcome ever became a push
    assert office.count("SELECT count(*) FROM outbox WHERE state != 'sent'") == 0

    for status in (429, 401):  # no loop: at most five calls in six seconds
        office.line.faults[:] = [Fault("/v2", status=status, message=RATE_REACHED, times=1000)]
        before, start = len(office.line.calls), time.time()
        for _ in range(10):
            assert office.deliver(office.text_event(user(next(people)), "สวัสดี")) == 200
        until(lambda: time.time() - start > 6, 10)
        calls = [c for c in office.line.calls[before:] if c.at < start + 6]
        assert 1 <= len(calls) <= 5, (status, len(calls))
        if status == 401:
            assert office.get("/readyz") == 503 and "token" in office.answer_body
        office.line.faults[:] = []
        until(lambda: office.count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')") == 0, 60,
              "everything to be sent after the trouble")
    assert office.get("/readyz") == 200, office.answer_body
    assert office.line.complaints == [], office.line.complaints
    assert "e2e-access-token" not in office.log() and "e2e-channel-secret" not in office.log()
    assert "request-id=" in office.log()
