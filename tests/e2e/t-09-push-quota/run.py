"""An answer whose token is dead is pushed, once, with one retry key, if the month's messages allow it."""
from harness import Office, until, user
from line_standin import PUSH, REPLY, Fault


def dead_token_event(office, number):
    event = office.text_event(user(number), "สวัสดี")
    office.line.tokens[event["replyToken"]][1] -= 1000
    return event


with Office(demo=False, quota=2) as office:
    line = office.line
    assert office.deliver(dead_token_event(office, 1)) == 200
    line.wait_for(lambda: len(line.texts(user(1))) == 1, what="the push")
    assert line.count("/v2/bot/message/quota") == 2  # limit and consumption were read first

    # Lost answers of a push: tried again with the same key, LINE says 409, the person has it once.
    line.faults[:] = [Fault(PUSH, reset_after=True, times=2)]
    assert office.deliver(dead_token_event(office, 2)) == 200
    until(lambda: office.count("SELECT count(*) FROM outbox WHERE state = 'sent'") == 2, 30, "409 to count as sent")
    keys = [c.headers["x-line-retry-key"] for c in line.calls if c.path == PUSH]
    assert len(keys) == 4 and keys[1] == keys[2] == keys[3] != keys[0], keys
    assert office.count("SELECT count(*) FROM outbox WHERE retry_key = ?", keys[1]) == 1
    assert len(line.texts(user(2))) == 1

    # The month is used up: nothing more is pushed, replies go on, also to who waits for a push.
    assert office.deliver(dead_token_event(office, 3)) == 200
    until(lambda: office.count("SELECT count(*) FROM outbox WHERE reason = 'quota_exhausted'") == 1, 20, "the hold")
    pushes = line.count(PUSH)
    assert office.say(user(3), "เมนู") and office.say(user(4), "เมนู")
    assert line.count(PUSH) == pushes and len(line.texts(user(3))) >= 1
    office.get("/metrics")
    assert 'sammachip_quota_left{channel="line"} 0' in office.answer_body, office.answer_body
    assert line.complaints == [], line.complaints

with Office(demo=False) as office:  # 429 of the month although the quota said otherwise
    line = office.line
    line.faults[:] = [Fault(PUSH, status=429, message="You have reached your monthly limit.", times=100)]
    for number in range(1, 9):
        assert office.deliver(dead_token_event(office, number)) == 200
    until(lambda: office.count("SELECT count(*) FROM outbox WHERE reason = 'quota_exhausted'") >= 1, 20, "the hold")
    assert office.say(user(20), "เมนู")
    assert line.count(PUSH) <= 5, line.count(PUSH)
