"""Plans from a calendar file, reminders shown before they go, a team's LINE group, and the calendar Google fetches."""
import datetime
import re

from harness import Office, until, user

today = datetime.date.today()


def day(offset):
    return (today + datetime.timedelta(days=offset)).strftime("%Y%m%d")


def event(uid, offset, title, more=""):
    return (f"BEGIN:VEVENT\r\nUID:{uid}@test\r\nSUMMARY:{title}\r\nLOCATION:ศาลาหมู่ 3\r\n"
            f"DTSTART;VALUE=DATE:{day(offset)}\r\n{more}END:VEVENT\r\n")


with Office(demo=False) as office:
    office.stop()

    def file(name, text):
        path = office.folder / name
        path.write_text(text, encoding="utf-8", newline="")
        return str(path)

    office.command("import", "organisations", file("o.csv", "org_kind,name_th,level,chair_phone\nWOM,กพสอ.ทดสอบ,อำเภอ,\n"))
    plan = file("plan.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n" + event("a", 3, "อบรมทำขนม") +
                event("b", 40, "ศึกษาดูงาน") + "END:VCALENDAR\r\n")
    refused = office.command("import", "plan", plan, check=False)
    assert refused.returncode == 1 and "--organisation" in refused.stderr, refused
    assert "2 new" in office.command("import", "plan", plan, "--organisation", "WOM").stdout
    assert "2 the same" in office.command("import", "plan", plan, "--organisation", "WOM").stdout

    # Shown before it goes: nobody is responsible and nobody in the chair, so only what needs nobody.
    until_day = (today + datetime.timedelta(days=60)).isoformat()
    shown = office.command("remind", "--dry-run", "--until", until_day)
    assert "OFFICER_LIST" in shown.stdout, shown.stdout
    assert office.command("remind", check=False).returncode == 2
    office.command("remind", "off", "--reminder", "OFFICER_LIST", "--organisation", "WOM")
    assert "OFFICER_LIST\tactivities: all\torganisation: กพสอ.ทดสอบ\tperson: all\toff" in office.command("remind", "switches").stdout
    assert "OFFICER_LIST" not in office.command("remind", "--dry-run", "--until", until_day).stdout
    assert office.count("SELECT count(*) FROM outbox") == 0

    year = str(office.rows("SELECT fy FROM plan")[0]["fy"])
    assert "DRAFT" in office.command("plan", "list", "--year", year).stdout
    office.command("plan", "approve", "WOM", "--year", year)
    listed = office.command("plan", "list", "--year", year).stdout
    assert "APPROVED\tactivities " in listed and "steps ○●" in listed, listed

    # The calendar: a secret link on the public listener.
    link = office.command("calendar", "link", "WOM").stdout.strip()
    secret = re.fullmatch(r"https://bot\.example/calendar/([0-9a-f]{32})\.ics", link)[1]
    office.start()
    assert office.get(f"/calendar/{secret}.ics") == 200
    assert "SUMMARY:อบรมทำขนม" in office.answer_body and f"DTSTART;VALUE=DATE:{day(3)}" in office.answer_body
    assert office.get(f"/calendar/{'0' * 32}.ics") == 404
    assert office.get(f"/calendar/{secret}.ics", office.console_port) != 200
    assert secret not in office.log()
    number = office.command("calendar", "list").stdout.split("\t")[0]
    office.command("calendar", "revoke", number)
    assert office.get(f"/calendar/{secret}.ics") == 404

    # A group becomes the team's by the officer's code, asks for its board, and is left.
    group = {"type": "group", "groupId": "C" + "5" * 32, "userId": user(1)}

    def asks(text):
        said = office.text_event(group, text)
        assert office.deliver(said) == 200
        office.line.wait_for(lambda: office.line.answers(said["replyToken"]) == 1, what="the group's answer")
        return office.line.texts("C" + "5" * 32)[-1]

    code = office.command("group", "code", "WOM").stdout.strip()
    assert "ใช้ไม่ได้" in asks("ผูก 00000000") or code == "00000000"
    assert "กพสอ.ทดสอบ" in asks(f"ผูก {code}")
    assert "ใช้ไม่ได้" in asks(f"ผูก {code}")  # once
    assert "กพสอ.ทดสอบ" in asks("กระดาน")
    assert office.deliver(office.event(group, "leave", token=False)) == 200
    until(lambda: office.count("SELECT count(*) FROM request WHERE kind = 'GROUP_LEFT'") == 1, what="the officer's list")
    assert office.line.complaints == [], office.line.complaints
