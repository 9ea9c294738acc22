"""kill -9 again and again under load with redelivery: every acknowledged event is there and answered exactly once."""
import random
import signal
import threading

from harness import Office, until, user

KILLS, PEOPLE = 5, 40
random.seed(8)
with Office(demo=False) as office:
    acked, sent, lock = set(), [], threading.Lock()
    stop = threading.Event()

    def villager(number):
        while not stop.is_set():
            event = office.text_event(user(number), "เมนู")
            with lock:
                sent.append(event)
            for _ in range(200):  # LINE sends again until it gets its 200
                try:
                    if office.deliver(event) == 200:
                        acked.add(event["webhookEventId"])
                        if random.random() < 0.2:
                            office.deliver(event)
                        break
                except OSError:
                    pass
                if stop.wait(0.05):
                    break

    threads = [threading.Thread(target=villager, args=(n,)) for n in range(1, PEOPLE + 1)]
    for thread in threads:
        thread.start()
    for number in range(1, KILLS + 1):
        until(lambda: len(acked) > 150 * number, 60, "load")
        office.stop(signal.SIGKILL)
        office.start()
    until(lambda: len(acked) > 150 * (KILLS + 1), 60, "load")
    stop.set()
    for thread in threads:
        thread.join()
    until(lambda: office.count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')") == 0, 90, "all sent")
    stored = {row["event_id"] for row in office.rows("SELECT event_id FROM inbox WHERE state = 'done'")}
    assert acked <= stored, f"lost: {len(acked - stored)}"
    for event in sent:
        answers = office.line.answers(event["replyToken"])
        assert answers == (1 if event["webhookEventId"] in stored else 0), (event["webhookEventId"], answers)
    assert office.count("SELECT count(*) FROM outbox WHERE state != 'sent'") == 0
    assert office.line.count("/v2/bot/message/push") == 0
    assert office.line.complaints == [], office.line.complaints
    assert office.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
