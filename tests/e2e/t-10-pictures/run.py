"""A picture a form asks for is fetched at once, 202 is tried again, gone is said kindly; places in it are not kept."""
import sqlite3

from harness import Office, until, user

JPEG = (b"\xff\xd8" + b"\xff\xe1\x00\x14Exif\0\0GPS15.9N100.3" [:22] + b"\xff\xdb\x00\x04ab" + b"\xff\xc0\x00\x04cd"
        + b"\xff\xda\x00\x04ef" + b"picture data" + b"\xff\xd9" + b"trailer GPS")


def at_the_photo(office, number):
    for words in ("ฝากบอก", "MEETING", "ประชุมดีมาก"):
        last = office.say(user(number), words)
    assert any("รูป" in text for text in last), last
    return user(number)


def picture(office, who, *answers):
    event = office.event(who, message={"type": "image", "id": str(900000 + len(office.line.contents)), "quoteToken": "q",
                                       "contentProvider": {"type": "line"}})
    office.line.contents[event["message"]["id"]] = list(answers)
    return event


with Office(demo=False) as office:
    ok, wait, gone, lost = (200, "image/jpeg", JPEG), (202, "text/plain", b""), (410, "", b""), (404, "", b"")
    office.ask(picture(office, at_the_photo(office, 1), ok))
    office.ask(picture(office, at_the_photo(office, 2), wait, wait, ok))
    assert office.line.count("/v2/bot/chat/loading/start") >= 1
    for number, answer in ((3, gone), (4, lost), (5, (200, "text/html", b"<html>no picture</html>"))):
        texts = office.ask(picture(office, at_the_photo(office, number), answer))
        assert any("รูป" in text for text in texts), texts
    texts = office.ask(picture(office, at_the_photo(office, 6), (200, "image/jpeg", JPEG + b"x" * 10_000_000)))
    assert texts, "too large a picture is answered too"
    stored = office.rows("SELECT content, mime FROM attachment")
    assert len(stored) == 1 and stored[0]["mime"] == "image/jpeg", [row["mime"] for row in stored]
    assert b"GPS" not in stored[0]["content"] and b"picture data" in stored[0]["content"]

    # Nobody asked: nothing is fetched.
    before = office.line.count("/v2/bot/message/9")
    office.ask(picture(office, user(7), ok))
    assert office.line.count("/v2/bot/message/9") == before
    assert office.count("SELECT count(*) FROM content_fetch WHERE state = 'waiting'") == 0

    # Killed while it waits: fetched after the restart, answered once.
    event = picture(office, at_the_photo(office, 8), *[wait] * 3, ok)
    assert office.deliver(event) == 200
    office.stop(9)
    office.start()
    office.line.wait_for(lambda: office.line.answers(event["replyToken"]) == 1, 90, "the answer after the restart")
    assert office.line.complaints == [], office.line.complaints
