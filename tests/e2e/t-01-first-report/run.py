"""A villager's first month by LINE: card, house repeated, consent, report, read-back, correction, over a restart."""
import signal

from harness import Office, user

OPEN = """SELECT invite.code, household.house_no FROM invite JOIN household ON household.id = invite.household
          WHERE invite.state = 'OPEN' ORDER BY invite.code"""

with Office() as office:
    her, cards = user(1), office.rows(OPEN)
    assert len(cards) >= 2, "the synthetic district has no card left"
    card, other = cards[0], cards[1]

    def says(words, *expected):
        texts = " / ".join(office.say(her, words))
        for one in expected:
            assert one in texts, (words, one, texts)
        return texts

    office.ask(office.event(her, "follow", follow={"isUnblocked": False}))
    says("ลงทะเบียน", "รหัส")
    says("000000")                                       # no such code: asked again
    says(other["code"], other["house_no"])               # somebody else's card
    says("ไม่ใช่")
    assert office.count("SELECT count(*) FROM invite WHERE code = ? AND state = 'OPEN'", other["code"]) == 1
    says(card["code"], card["house_no"], "ใช่ไหม")
    assert office.count("SELECT count(*) FROM contact_household") == office.count(
        "SELECT count(*) FROM contact_household WHERE contact != (SELECT contact FROM address WHERE address = ?)",
        "line:" + her), "linked before she said yes"
    says("ใช่", "ยินยอม")
    says("ยินยอม", "20 ปี")
    says("ใช่", "ใครในบ้าน")
    says("หัวหน้า", card["house_no"])
    says("รายงาน", "อาชีพหลัก")
    sticker = office.event(her, message={"type": "sticker", "id": "5", "packageId": "1", "stickerId": "2",
                                         "stickerResourceType": "STATIC", "quoteToken": "q"})
    assert any("อาชีพหลัก" in text for text in office.ask(sticker))
    says("ทำนา", "รายได้")
    office.stop(signal.SIGKILL)                          # a power cut in the middle of her report
    office.start()
    says("หมื่นสอง", "ออม")
    says("300", "12,000", "300", "ถูกต้อง")
    saved = says("ถูกต้อง", "บันทึก")
    report = office.rows("""SELECT r.id, v.revision, v.status, v.occ_main, v.income_total, v.saving_amount FROM report r
        JOIN report_revision v ON v.report = r.id JOIN household h ON h.id = r.household
        JOIN invite i ON i.household = h.id WHERE i.code = ? ORDER BY r.period DESC, v.revision DESC LIMIT 1""", card["code"])
    assert (report[0]["income_total"], report[0]["saving_amount"], report[0]["occ_main"]) == (12000, 300, "RICE"), report
    assert report[0]["revision"] == 1 and report[0]["status"] == "CONFIRMED", report
    says("ดู", "12,000")
    says("เมนู")
    office.get("/metrics")
    dead = office.rows("SELECT * FROM inbox WHERE state = 'dead'")
    assert dead == [], dead
    assert office.line.complaints == [], office.line.complaints
    for word in (card["code"], "หมื่นสอง", her[1:]):
        assert word not in office.log(), f"{word} is in the log"
