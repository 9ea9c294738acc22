"""Groups and rooms are no private chats, standby sends nothing, unfollow and unsend do what people expect."""
from harness import Office, until, user

group = {"type": "group", "groupId": "C" + "1" * 32, "userId": user(1)}
mention = {"mention": {"mentionees": [{"index": 0, "length": 4, "type": "user", "userId": "U" + "0" * 32, "isSelf": True}]}}
with Office(demo=False) as office:
    def quiet(*events):
        assert office.deliver(*events) == 200
        until(lambda: office.count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')") == 0)

    quiet(office.text_event(group, "วันนี้กินอะไรดี"), office.text_event({**group, "userId": None}, "ไม่รู้"))
    assert office.line.count("/v2/bot/message") == 0
    assert office.count("SELECT count(*) FROM inbox WHERE coalesce(text, '') != ''") == 0

    called = office.event(group, message={"type": "text", "id": "9", "text": "@bot ช่วย", "quoteToken": "q", **mention})
    quiet(called)
    office.line.wait_for(lambda: office.line.answers(called["replyToken"]) == 1, what="the answer in the group")
    assert office.line.texts(user(1)) == []  # it went to the group, not to the person

    standby = {**office.text_event(user(2), "สวัสดี"), "mode": "standby"}
    quiet(standby)
    assert office.line.answers(standby["replyToken"]) == 0
    assert office.count("SELECT count(*) FROM inbox WHERE event_id = ?", standby["webhookEventId"]) == 1

    no_token = office.text_event(user(3), "สวัสดี", token=False)
    assert office.deliver(no_token) == 200  # answered by push, for there is no token
    office.line.wait_for(lambda: office.line.texts(user(3)), what="a push")
    assert office.line.count("/v2/bot/message/reply") == 1

    said = office.text_event(user(4), "ลับ 5000")
    office.ask(said)
    quiet(office.event(user(4), "unsend", token=False, unsend={"messageId": said["message"]["id"]}))
    assert office.count("SELECT count(*) FROM inbox WHERE instr(coalesce(text, ''), 'ลับ')") == 0

    quiet(office.event(user(4), "unfollow", token=False))
    assert office.ask(office.event(user(4), "follow", follow={"isUnblocked": True}))
    assert office.line.complaints == [], office.line.complaints
