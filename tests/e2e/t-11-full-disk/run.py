"""The disk is full: 503, nothing half stored, reads go on; with space again, work goes on by itself."""
import resource

from harness import Office, until, user

with Office(demo=False) as office:
    assert office.say(user(1), "สวัสดี")
    pid = office.process.pid
    size = sum(path.stat().st_size for path in office.folder.glob("sammachip.db-wal"))
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size + 8192, resource.RLIM_INFINITY))
    refused, accepted = [], []
    for number in range(2, 40):
        event = office.text_event(user(number), "สวัสดี")
        (accepted if office.deliver(event) == 200 else refused).append(event)
    assert refused, "the limit was never reached"
    assert office.get("/healthz") == 200
    assert office.get("/readyz") == 503 and "commit" in office.answer_body, office.answer_body
    for event in refused:
        assert office.count("SELECT count(*) FROM inbox WHERE event_id = ?", event["webhookEventId"]) == 0
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    until(lambda: office.deliver(refused[0]) == 200, 5, "work to go on")
    for event in refused[1:]:  # LINE delivers again
        assert office.deliver(event) == 200
    for event in accepted + refused:
        office.line.wait_for(lambda: office.line.answers(event["replyToken"]) == 1, 30, "an answer")
    until(lambda: office.get("/readyz") == 200, 10, "ready")
    assert office.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
