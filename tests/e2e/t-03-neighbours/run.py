"""Several people in one body are each answered once with their own token; a bad neighbour harms nobody."""
from harness import Office, user

with Office(demo=False) as office:
    events = [office.text_event(user(n), "สวัสดี") for n in range(1, 11)]
    body = {"destination": "U" + "0" * 32, "events": [
        *events[:3], {"type": "message"}, {"source": {}}, "text", 12, None, [], *events[3:6],
        {**events[0], "webhookEventId": None, "source": "nobody", "message": 7}, *events[6:]]}
    assert office.post(body) == 200
    for number, event in enumerate(events, 1):
        office.line.wait_for(lambda: office.line.answers(event["replyToken"]) == 1, what=f"person {number}")
        assert len(office.line.delivered[user(number)]) >= 1
    assert office.line.complaints == [], office.line.complaints
    assert office.count("SELECT count(DISTINCT address) FROM outbox") == 10
