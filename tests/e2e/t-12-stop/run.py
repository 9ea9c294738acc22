"""SIGTERM: requests that run are finished, exit 0 within ten seconds with 100 idle clients; SIGHUP reads forms anew."""
import shutil
import signal
import socket
import time

from harness import ROOT, Office, until, user
from line_standin import REPLY, Fault

with Office(demo=False) as office:
    idle = [socket.create_connection(("127.0.0.1", office.port)) for _ in range(100)]
    idle[0].send(b"POST /webhooks/line HTTP/1.1\r\nContent-Le")
    assert office.say(user(1), "สวัสดี")
    office.line.faults[:] = [Fault(REPLY, hang=30, times=1)]
    hanging = office.text_event(user(2), "สวัสดี")
    assert office.deliver(hanging) == 200
    office.line.wait_for(lambda: office.line.answers(hanging["replyToken"]) == 1, what="the call that hangs")
    start = time.monotonic()
    assert office.stop(signal.SIGTERM) == 0, office.log()
    assert time.monotonic() - start < 10
    wal = office.folder / "sammachip.db-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    # What nobody knows the outcome of is tried again with its token only, and counts as sent.
    office.start()
    until(lambda: office.count("SELECT count(*) FROM outbox WHERE state != 'sent'") == 0, 30, "the unknown to be settled")
    assert len(office.line.texts(user(2))) == 1

    # Forms anew: a broken edit changes nothing, a good one is in force, a session keeps its edition.
    flows = office.folder / "flows"
    shutil.copytree(ROOT / "flows" / "feedback", flows / "feedback")
    office.stop()
    office.config.write_text(office.config.read_text().replace(f'"{ROOT}/flows"', f'"{flows}"'))
    office.start()
    first = office.say(user(3), "ฝากบอก")
    survey = flows / "feedback" / "survey.csv"
    good = survey.read_text()
    survey.write_text(good.replace("select_multiple topic", "select_multiple nothing_like_it"))
    office.process.send_signal(signal.SIGHUP)
    until(lambda: "the forms stay as they were" in office.log(), what="the refusal")
    assert office.say(user(4), "ฝากบอก") == first
    survey.write_text(good.replace("อยากบอกเรื่องอะไรคะ", "เรื่องไหนดีคะ"))
    office.process.send_signal(signal.SIGHUP)
    until(lambda: office.log().count("forms are in force") >= 4, what="the new edition")
    assert any("เรื่องไหนดีคะ" in text for text in office.say(user(5), "ฝากบอก"))
    office.stop()
    office.start()  # the older edition comes back from the database
    texts = office.say(user(3), "MEETING")
    assert any("อยากบอกว่าอะไร" in text for text in texts), texts
    assert office.line.complaints == [], office.line.complaints
