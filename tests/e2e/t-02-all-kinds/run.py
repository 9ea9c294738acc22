"""Every kind of event and message, known or not yet invented: 200, at most one answer, no call LINE would refuse."""
import itertools

from harness import Office, until, user

numbers = itertools.count(1)
group, room = "C" + "1" * 32, "R" + "2" * 32


def message(kind, **fields):
    return {"message": {"type": kind, "id": str(next(numbers)), **fields}}


PROVIDER = {"contentProvider": {"type": "line"}}
with Office(demo=False) as office:
    e = office.event
    u = iter(user(n) for n in range(1, 1000))
    in_group = {"type": "group", "groupId": group, "userId": user(900)}
    no_name = {"type": "group", "groupId": group}
    in_room = {"type": "room", "roomId": room, "userId": user(901)}
    answered = [
        e(next(u), **message("text", text="สวัสดี", quoteToken="q", emojis=[
            {"index": 0, "length": 1, "productId": "p", "emojiId": "1"}])),
        e(next(u), **message("text", text="x" * 10000, quoteToken="q", quotedMessageId="1")),
        e(next(u), **message("image", quoteToken="q", imageSet={"id": "s", "index": 1, "total": 2}, **PROVIDER)),
        e(next(u), **message("image", quoteToken="q", contentProvider={
            "type": "external", "originalContentUrl": "https://x.example/a", "previewImageUrl": "https://x.example/b"})),
        e(next(u), **message("video", duration=1, quoteToken="q", **PROVIDER)),
        e(next(u), **message("audio", duration=1, **PROVIDER)),
        e(next(u), **message("file", fileName="งาน.pdf", fileSize=3)),
        e(next(u), **message("location", latitude=15.9, longitude=100.3, title="บ้าน", address="ชุมแสง")),
        e(next(u), **message("sticker", packageId="1", stickerId="2", stickerResourceType="STATIC", quoteToken="q",
                             keywords=["hi"])),
        e(next(u), "follow", follow={"isUnblocked": False}),
        e(next(u), "follow", follow={"isUnblocked": True}),
        e(next(u), "postback", postback={"data": "menu"}),
        e(next(u), "postback", postback={"data": "d", "params": {"date": "2025-12-01"}}),
    ]
    silent = [
        e(next(u), "unfollow", token=False),
        e(next(u), "unsend", token=False, unsend={"messageId": "1"}),
        e(next(u), "messageEdited", **message("text", text="6000", quoteToken="q")),
        e(in_group, "messageEdited", **message("text", text="6000", quoteToken="q")),
        e(in_group, "unsend", token=False, unsend={"messageId": "2"}),
        e(no_name, "leave", token=False),
        e(in_group, "memberJoined", joined={"members": [{"type": "user", "userId": user(902)}]}),
        e(in_group, "memberLeft", token=False, left={"members": [{"type": "user", "userId": user(902)}]}),
        e(next(u), "videoPlayComplete", videoPlayComplete={"trackingId": "t"}),
        e(next(u), "beacon", beacon={"hwid": "0123456789", "type": "enter", "dm": "00"}),
        e(next(u), "accountLink", link={"result": "ok", "nonce": "n"}),
        e(next(u), "membership", membership={"type": "joined", "membershipId": 1}),
        e(next(u), "module", token=False, module={"type": "attached", "botId": "U" + "3" * 32, "scopes": []}),
        e(next(u), "activated", token=False, chatControl={"expireAt": 1}),
        e(next(u), "deactivated", token=False),
        e(next(u), "botSuspended", token=False),
        e(next(u), "botResumed", token=False),
        e(next(u), "delivery", token=False, delivery={"data": "d"}),
        e(next(u), "inventedLater", invented={"deep": [[{}]]}),
        e({"type": "planet", "planetId": "p"}, **message("text", text="hi", quoteToken="q")),
        e(in_group, **message("text", text="คนอื่นคุยกัน", quoteToken="q")),
        e(no_name, **message("text", text="คนอื่นคุยกัน", quoteToken="q")),
        e(in_room, **message("sticker", packageId="1", stickerId="2", stickerResourceType="STATIC", quoteToken="q")),
    ]
    loose = [  # an answer or none, both are right; what matters is that nothing breaks
        e(next(u), **message("hologram", shape="cube")),
        e(in_group, "join"), e(in_room, "join"), e(no_name, "join"),
        e(in_group, "postback", postback={"data": "menu"}),
        e(in_group, **message("text", text="@bot ช่วย", quoteToken="q", mention={"mentionees": [
            {"index": 0, "length": 4, "type": "user", "userId": "U" + "0" * 32, "isSelf": True}]})),
    ]
    answered[0]["message"]["markAsReadToken"] = "read-token-1"
    for event in answered + silent + loose:
        event["futureField"] = {"kept": False}
        assert office.deliver(event) == 200, event
    assert office.deliver() == 200  # the console's "Verify"
    assert office.post({"destination": "U" + "0" * 32, "events": answered[:1] + [{}, 7, None] + silent[:1]}) == 200
    for event in answered:
        office.line.wait_for(lambda: office.line.answers(event["replyToken"]) == 1, what=f"an answer to {event}")
    until(lambda: office.count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')") == 0)
    for event in silent:
        assert office.line.answers(event.get("replyToken")) == 0, event
    office.line.wait_for(lambda: office.line.count("/v2/bot/chat/markAsRead") == 1, what="one message to be marked as read")
    assert office.line.complaints == [], office.line.complaints
    assert office.count("SELECT count(*) FROM inbox WHERE state = 'dead'") == 0
    assert office.count("SELECT count(*) FROM inbox WHERE instr(coalesce(text, ''), 'คนอื่นคุยกัน')") == 0
    assert "คนอื่นคุยกัน" not in office.log() and "สวัสดี" not in office.log()
    assert user(1)[1:] not in office.log() and "e2e-access-token" not in office.log()
