"""The same event twice, redelivered, eight times at once: one answer, one row. First seen redelivered: handled in full."""
import threading

from harness import Office, until, user

with Office(demo=False) as office:
    def settled():
        until(lambda: office.count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')") == 0)

    first = office.text_event(user(1), "สวัสดี")
    for redelivered in (False, False, True):
        assert office.deliver({**first, "deliveryContext": {"isRedelivery": redelivered}}) == 200
    statuses = []
    events = [office.text_event(user(n), "สวัสดี") for n in range(2, 12)]
    threads = [threading.Thread(target=lambda e=event: statuses.append(office.deliver(e)))
               for event in events for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 80, statuses
    twice_in_one_body = office.text_event(user(12), "สวัสดี")
    assert office.deliver(twice_in_one_body, twice_in_one_body) == 200
    late = office.text_event(user(13), "สวัสดี")
    assert office.deliver({**late, "deliveryContext": {"isRedelivery": True}}) == 200
    for event in [first, *events, twice_in_one_body, late]:
        office.line.wait_for(lambda: office.line.answers(event["replyToken"]) == 1, what="an answer")
    settled()
    office.stop()  # also over a restart the event is known
    office.start()
    assert office.deliver(first) == 200
    settled()
    assert office.line.count("/v2/bot/message/reply") == 13
    assert office.count("SELECT count(*) FROM inbox") == 13
    assert office.count("SELECT count(*) FROM outbox") == 13
