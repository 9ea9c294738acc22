#!/usr/bin/env python3
"""The office's work with people in a real browser: a person looked up, a term given and ended, a new code printed, two reports
settled, those not yet in reminded once, the model household confirmed, a chair kept to her own organisation.

Usage: people_test.py [--screenshots FOLDER]     (SAMMACHIP names the program)
"""
import datetime
import sqlite3
import urllib.parse

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from office_case import PASSWORD, OfficeCase, main
from stage import PATIENCE

AT = "2026-01-01T00:00:00.000Z"
# Sends a form of the page twice at once, as an impatient hand does; gives both answers' addresses.
TWICE = """
const [selector, done] = arguments;
const form = document.querySelector(selector);
const once = () => fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))})
    .then(answer => [answer.status, answer.url]);
Promise.all([once(), once()]).then(done);
"""


class PeopleTest(OfficeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("add", "chair", "--role", "chair", "--organisation", "WOM", "--display", "ประธานสตรี", "--password-stdin",
                 typed=PASSWORD)
        cls.user("add", "area", "--role", "officer", "--area", cls.village, "--password-stdin", typed=PASSWORD)

    def change(self, *statements):
        with sqlite3.connect(self.demo.folder / "demo.db", timeout=30) as database:
            for sql, *values in statements:
                database.execute(sql, values)

    def twice(self, selector):
        self.browser.set_script_timeout(60)
        return self.browser.execute_async_script(TWICE, selector)

    def press(self, selector):
        old = self.browser.find_element(By.TAG_NAME, "html")
        button = self.browser.find_element(By.CSS_SELECTOR, selector)
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", button)
        button.click()
        WebDriverWait(self.browser, PATIENCE, 0.05).until(lambda _: self.gone(old), "the next page")

    def refused(self, path, actor):
        self.open(path)
        self.assertIn("ไม่พบหน้านี้", self.text(), path)
        self.assertTrue(self.rows("SELECT 1 FROM audit WHERE action = 'refused' AND actor = ?", f"officer:{actor}"))

    def on_a_telephone(self, *paths):
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                     {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True})
        for path in paths:
            self.open(path)
            self.assertLessEqual(self.browser.execute_script("return document.documentElement.scrollWidth"), 360, path)
            self.keep("telephone_" + path.strip("/").split("?")[0].replace("/", "_"))

    def test_a_person_is_found_and_her_term_given_and_ended(self):
        person, name = self.rows("SELECT p.id, p.given_name FROM person p JOIN role r ON r.person = p.id"
                                 " WHERE r.role = 'TRAINER' AND r.to_day IS NULL ORDER BY p.id")[0]
        self.enter(at="/people")
        self.keep("people")
        self.fill(q=name[1:])  # a part of it
        Select(self.browser.find_element(By.NAME, "role")).select_by_value("TRAINER")
        self.send()
        names = [cell.text for cell in self.browser.find_elements(By.CSS_SELECTOR, "tbody th")]
        self.assertTrue(names and all(name[1:] in one for one in names), names)
        self.open(f"/people/{person}")
        self.keep("person")
        looked = self.rows("SELECT count(*) FROM audit WHERE action = 'person.looked_at' AND subject = ?", f"person:{person}")
        self.assertGreaterEqual(looked[0][0], 1)

        # What is missing is said, and what was typed stays.
        Select(self.browser.find_element(By.ID, "role")).select_by_value("CHAIR")
        self.browser.find_element(By.ID, "to").send_keys("30/9/2570")
        self.press("form:has(#role) button")
        self.assertIn("ต้องเลือกองค์กร", self.text())
        self.assertEqual(self.browser.find_element(By.ID, "to").get_attribute("value"), "30/9/2570")
        Select(self.browser.find_element(By.ID, "organisation")).select_by_index(1)
        self.assertEqual([status for status, _ in self.twice("form:has(#role)")], [200, 200])
        given = self.rows("SELECT id, to_day FROM role WHERE person = ? AND role = 'CHAIR'", person)
        self.assertEqual([day for _, day in given], ["2027-09-30"])

        # Two who change the same: the second is told.
        self.open(f"/people/{person}")
        form = f"form:has(#last-{given[0][0]})"
        self.change(("UPDATE role SET to_day = '2027-01-31' WHERE id = ?", given[0][0]))
        self.press(f"{form} button")
        self.assertIn("มีคนแก้ข้อมูลนี้", self.text())
        self.press(f"{form} button")
        self.assertIn("บันทึกแล้ว", self.text())
        today = (datetime.datetime.utcnow() + datetime.timedelta(hours=7)).date().isoformat()
        self.assertEqual(self.rows("SELECT to_day FROM role WHERE id = ?", given[0][0]), [(today,)])
        self.assertEqual(len(self.rows("SELECT 1 FROM audit WHERE action = 'person.term_ended' AND subject = ?",
                                       f"person:{person}")), 1)
        self.assertEqual(self.complaints(), [])

    def test_a_name_is_corrected_and_stays_inert(self):
        person = self.rows("SELECT person FROM role WHERE role = 'TRAINER' ORDER BY id DESC")[0][0]
        self.enter(at=f"/people/{person}")
        self.fill(given="<b>สม</b>", phone="ไม่ใช่เบอร์")
        self.press("form:has(#given) button")
        self.assertIn("ไม่ใช่เบอร์", self.text())
        self.assertEqual(self.browser.find_element(By.ID, "given").get_attribute("value"), "<b>สม</b>")
        self.fill(phone="081-234-5678")
        self.press("form:has(#given) button")
        self.assertIn("<b>สม</b>", self.browser.find_element(By.TAG_NAME, "h1").text)
        self.assertEqual(self.rows("SELECT given_name, phone FROM person WHERE id = ?", person), [("<b>สม</b>", "+66812345678")])

    def test_a_new_code_for_one_house_is_printed_and_the_old_one_is_void(self):
        village, house, number, code = self.rows(
            "SELECT v.code, h.id, h.house_no, i.code FROM household h JOIN village v ON v.id = h.village JOIN invite i"
            " ON i.household = h.id WHERE v.code <> ? AND i.state = 'OPEN' ORDER BY h.id", self.village)[0]
        self.enter(at="/codes")
        self.keep("codes")
        self.open(f"/codes/{village}")
        self.assertNotIn(code, self.browser.page_source)
        self.keep("code_list")
        before = self.rows("SELECT count(*) FROM invite WHERE household = ?", house)[0][0]
        answers = self.twice(f"form:has(input[name='who'][value='{house}'])")
        self.assertEqual([status for status, _ in answers], [200, 200])
        self.assertEqual(self.rows("SELECT state FROM invite WHERE code = ?", code), [("VOID",)])
        self.assertEqual(self.rows("SELECT count(*) FROM invite WHERE household = ?", house), [(before + 1,)])
        fresh = self.rows("SELECT code FROM invite WHERE household = ? AND state = 'OPEN'", house)
        self.assertEqual(len(fresh), 1)
        self.browser.get(answers[1][1])
        self.assertIn(f"บ้านเลขที่ {number}", self.text())
        self.assertIn(fresh[0][0][:3] + " " + fresh[0][0][3:], self.text())
        self.keep("card")
        # A6: four to a sheet, as the stylesheet that the policy allows says.
        width = self.browser.find_element(By.CSS_SELECTOR, ".card").size["width"]
        self.assertAlmostEqual(width, 105 / 25.4 * 96, delta=2)
        self.assertEqual(self.complaints(), [])
        self.refused(f"/cards/{village}?who=1", "somjai")

    def test_a_villages_cards_are_printed_in_one_round(self):
        self.enter("area", f"/codes/{self.village}")
        waiting = self.browser.find_elements(By.CSS_SELECTOR, "form:has(input[value='print'])")
        self.assertTrue(waiting, self.text())
        answers = self.twice("form:has(input[value='print'])")
        self.assertEqual([status for status, _ in answers], [200, 200])
        self.assertEqual(answers[0][1], answers[1][1])
        self.browser.get(answers[0][1])
        cards = self.browser.find_elements(By.CSS_SELECTOR, ".card")
        self.assertTrue(cards)
        self.keep("cards")
        self.open(f"/codes/{self.village}")
        self.assertIn("บัตรพิมพ์ครบแล้ว", self.text())
        other = self.rows("SELECT code FROM village WHERE code <> ? ORDER BY code", self.village)[0][0]
        self.refused(f"/codes/{other}", "area")
        self.refused("/codes/people", "area")

    def test_a_list_names_heads_with_a_reason_and_a_lock_is_lifted(self):
        contact = self.rows("SELECT id FROM contact ORDER BY id LIMIT 1")[0][0]
        self.change(("INSERT INTO code_lock (id, contact, until_at, created_at, updated_at, created_by)"
                     " VALUES (7050, ?, '2099-01-01T00:00:00.000Z', ?, ?, 'system')", contact, AT, AT))
        head = self.rows("SELECT p.given_name FROM household h JOIN village v ON v.id = h.village JOIN person p ON p.id = h.head"
                         " WHERE v.code = ? ORDER BY h.id", self.village)[0][0]
        self.enter("area", "/codes")
        self.assertNotIn(str(contact), self.text())
        self.browser.execute_script("""
            const form = document.createElement('form');
            form.id = 'lift'; form.method = 'post'; form.action = '/codes/lift';
            form.innerHTML = document.querySelector('[name=csrf]').outerHTML + `<input name="contact" value="${arguments[0]}">`;
            document.querySelector('main').append(form);""", str(contact))
        self.assertEqual([status for status, _ in self.twice("#lift")], [404, 404])
        self.assertEqual(self.rows("SELECT lifted_at FROM code_lock WHERE id = 7050"), [(None,)])
        self.open(f"/codes/{self.village}")
        self.browser.find_elements(By.TAG_NAME, "summary")[-2].click()
        self.browser.find_element(By.ID, "names").click()
        self.press("form:has(#names) button")
        self.assertIn("ต้องบอกเหตุผล", self.text())
        self.browser.find_elements(By.TAG_NAME, "summary")[-2].click()
        self.browser.find_element(By.ID, "names").click()
        self.fill(reason="แจกบัตร")
        self.press("form:has(#names) button")
        self.assertIn(head, self.text())
        self.keep("card_list")
        self.assertEqual(self.complaints(), [])
        listed = self.rows("SELECT detail FROM audit WHERE action = 'codes.listed' AND detail LIKE '%names: แจกบัตร'")
        self.assertEqual(len(listed), 1)
        self.browser.delete_all_cookies()
        self.enter(at="/codes")
        self.press("form[action='/codes/lift'] button")
        self.assertEqual(self.rows("SELECT lifted_by FROM code_lock WHERE id = 7050"), [("officer:somjai",)])

    def test_a_slip_is_printed_once_and_ticked_off(self):
        village, house, number, revision = self.rows(
            "SELECT v.code, h.id, h.house_no, rr.id FROM report_revision rr JOIN report r ON r.id = rr.report"
            " JOIN household h ON h.id = r.household JOIN village v ON v.id = h.village WHERE rr.status = 'CONFIRMED'"
            " AND v.code <> ? AND NOT EXISTS (SELECT 1 FROM telling t WHERE t.revision = rr.id) ORDER BY rr.id", self.village)[0]
        self.change(("INSERT INTO telling (id, household, revision, basis, due_on, created_at, updated_at)"
                     " VALUES (7060, ?, ?, 'PUBLIC_TASK', '2026-01-31', ?, ?)", house, revision, AT, AT))
        self.enter(at="/slips")
        self.assertIn("เกินกำหนด", self.text())
        self.keep("slips")
        answers = self.twice("form:has(input[value='print'])")
        self.assertEqual([status for status, _ in answers], [200, 200])
        self.assertEqual(len(self.rows("SELECT 1 FROM audit WHERE action = 'slip.printed' AND subject = ?", f"household:{house}")), 1)
        self.browser.get(answers[1][1])
        self.assertIn(f"บ้านเลขที่ {number}", self.text())
        self.keep("slips_print")
        self.browser.delete_all_cookies()
        self.enter("area", "/slips")
        self.assertNotIn("7060", self.text())
        self.browser.delete_all_cookies()
        self.enter(at="/slips")
        self.press("form:has(input[value='7060']) button")
        self.assertEqual(self.rows("SELECT told_by FROM telling WHERE id = 7060"), [("officer:somjai",)])
        self.assertNotIn("7060", self.text())
        self.assertTrue(village)

    def test_two_reports_that_differ_are_settled_with_a_reason(self):
        report, first, house = self.rows("SELECT r.id, rr.id, r.household FROM report r JOIN report_revision rr ON rr.report = r.id"
                                         " WHERE rr.status = 'CONFIRMED' GROUP BY r.id HAVING count(*) = 1 AND max(rr.revision) = 1"
                                         " ORDER BY r.id DESC LIMIT 1")[0]
        columns = [row[1] for row in self.rows("PRAGMA table_info(report_revision)")]
        given = {"id": "7001", "revision": "2", "status": "'NEEDS_CHECK'", "income_total": "9999", "income_total_unknown": "NULL"}
        self.change((f"INSERT INTO report_revision ({', '.join(columns)}) SELECT "
                     + ", ".join(given.get(column, column) for column in columns) + " FROM report_revision WHERE id = ?", first),
                    ("INSERT INTO report_conflict (id, report, first, second, state, created_at, updated_at, created_by)"
                     " VALUES (7002, ?, ?, 7001, 'OPEN', ?, ?, 'test')", report, first, AT, AT))
        self.enter()
        self.browser.find_element(By.CSS_SELECTOR, "main a[href='/conflicts']").click()
        self.keep("conflicts")
        self.browser.find_element(By.CSS_SELECTOR, "main tbody a[href='/conflicts/7002']").click()
        marked = [one.text for one in self.browser.find_elements(By.TAG_NAME, "mark")]
        self.assertEqual(len(marked), 2, marked)
        self.assertEqual(marked[1], "9,999")
        self.keep("conflict")
        self.browser.find_element(By.ID, "c-second").click()
        self.fill(reason=" ")
        self.press("main form button")
        self.assertIn("บอกว่ารู้ได้อย่างไร", self.text())
        self.assertTrue(self.browser.find_element(By.ID, "c-second").is_selected())
        self.fill(reason="โทรถามหัวหน้าครัวเรือน")
        self.assertEqual([status for status, _ in self.twice("main form")], [200, 200])
        self.assertEqual(self.rows("SELECT state, settled FROM report_conflict WHERE id = 7002"), [("SETTLED", 7001)])
        self.assertEqual(self.rows("SELECT detail FROM audit WHERE action = 'report.conflict_reason' AND subject = ?",
                                   f"household:{house}"), [("โทรถามหัวหน้าครัวเรือน",)])
        # An old page that says the other one counts is refused.
        self.browser.find_element(By.ID, "c-first").click()
        self.press("main form button")
        self.assertIn("มีคนแก้", self.text())
        self.assertEqual(self.rows("SELECT settled FROM report_conflict WHERE id = 7002"), [(7001,)])

    def test_those_not_yet_in_are_reminded_once(self):
        self.enter(at="/coverage")
        self.browser.find_element(By.CSS_SELECTOR, "main a[href='/carers']").click()
        self.keep("carers")
        self.open(f"/coverage/{self.village}")
        self.press("main a[href^='/remind']")
        self.assertIn("ยังไม่มีข้อความใดส่งออก", self.text())
        self.keep("remind")
        self.assertEqual(self.rows("SELECT count(*) FROM reminder WHERE kind = 'REPORT' AND done_at IS NULL"), [(0,)])
        answers = self.twice("main form")
        self.assertEqual([status for status, _ in answers], [200, 200])
        self.assertEqual(answers[0][1], answers[1][1])
        asked = urllib.parse.parse_qs(urllib.parse.urlparse(answers[0][1]).query)["at"][0]
        reminded = self.rows("SELECT household, count(*) FROM reminder WHERE kind = 'REPORT' AND due_at = ? GROUP BY household", asked)
        self.assertTrue(reminded)
        self.assertEqual({count for _, count in reminded}, {1})
        audit = self.rows("SELECT detail FROM audit WHERE action = 'reports.reminded' AND subject = ?", f"village:{self.village}")
        self.assertEqual(len(audit), 1)
        self.browser.get(answers[0][1])
        self.assertIn("เตือนแล้ว", self.text())
        self.keep("reminded")
        # Asked again, all of them are left in peace.
        self.open(f"/remind?village={self.village}")
        self.assertFalse(self.browser.find_elements(By.CSS_SELECTOR, "main form"))
        # A page that is old sends nothing.
        self.open("/remind")
        self.browser.execute_script("document.querySelector('[name=asked]').value = arguments[0]", AT)
        before = self.rows("SELECT count(*) FROM reminder")
        self.press("main form button")
        self.assertIn("หน้าเดิมเก่าเกินไป", self.text())
        self.assertEqual(self.rows("SELECT count(*) FROM reminder"), before)
        self.browser.delete_all_cookies()
        self.enter("viewer")
        self.refused("/remind", "viewer")
        self.browser.delete_all_cookies()
        self.enter("area")
        other = self.rows("SELECT code FROM village WHERE code <> ? ORDER BY code", self.village)[0][0]
        self.refused(f"/remind?village={other}", "area")

    def test_the_model_household_is_confirmed_and_announced(self):
        today = (datetime.datetime.utcnow() + datetime.timedelta(hours=7)).date()
        year = today.year + 543 + (today.month >= 10)
        house, number = self.rows("SELECT h.id, h.house_no FROM household h JOIN village v ON v.id = h.village"
                                  " WHERE v.code = ? AND h.status = 'ACTIVE' ORDER BY h.id", self.village)[0]
        self.change(("INSERT INTO nomination (id, household, fy, nominated_on, stage, agreed_by_household_at, created_at, updated_at,"
                     " created_by, note) VALUES (7010, ?, ?, ?, 'CHOSEN', ?, ?, ?, 'test', 'ปลูกผัก <i>แบ่ง</i>เพื่อนบ้าน')",
                     house, year, today.isoformat(), AT, AT, AT),
                    *[("INSERT INTO nomination_criterion (id, nomination, criterion, met, created_at, updated_at, created_by)"
                       " VALUES (?, 7010, ?, ?, ?, ?, 'test')", 7020 + i, criterion, i != 2, AT, AT)
                      for i, criterion in enumerate(("INCOME", "OCCUPATION", "SAVING", "LEARNING", "SHARING"))])
        self.enter()
        self.browser.find_element(By.CSS_SELECTOR, "main a[href='/model']").click()
        self.assertIn("<i>แบ่ง</i>", self.text())
        self.assertIn("4/5", self.text())
        self.press("form:has(input[value='return']) button")
        self.assertIn("บอกคณะกรรมการว่าส่งคืนเพราะอะไร", self.text())
        self.keep("model")
        self.assertEqual([status for status, _ in self.twice("form:has(input[value='confirm'])")], [200, 200])
        self.assertEqual(len(self.rows("SELECT 1 FROM nomination WHERE id = 7010 AND confirmed_by = 'officer:somjai'")), 1)
        self.assertEqual(len(self.rows("SELECT 1 FROM audit WHERE action = 'model.confirmed'")), 1)
        told = self.rows("SELECT count(*) FROM outbox WHERE notice LIKE '%model.chosen_told%'")[0][0]
        speakers = self.rows("SELECT count(*) FROM contact_household WHERE household = ? AND to_at IS NULL", house)[0][0]
        self.assertEqual(told, speakers)
        self.open("/model")
        self.press("form:has(input[value='announce']) button")
        self.assertIn(str(year), self.browser.find_element(By.ID, "announcement").get_attribute("value"))
        self.keep("announcement")
        self.assertTrue(number)

    def test_a_field_that_is_emptied_is_empty(self):
        activity = self.rows("SELECT id FROM activity WHERE state = 'PLANNED' ORDER BY id")[0][0]
        self.change(("UPDATE activity SET place = 'ศาลา', budget_baht = 500, target_people = 20 WHERE id = ?", activity))
        self.enter(at=f"/plan/{activity}")
        self.fill(place="", budget="", people="")
        self.send()
        self.assertEqual(self.rows("SELECT place, budget_baht, target_people FROM activity WHERE id = ?", activity), [("", None, None)])
        self.browser.execute_script("document.getElementById('t_title').required = false")
        self.fill(t_title="", place="ศาลา")
        self.send()
        self.assertIn("ต้องมีชื่อกิจกรรม", self.text())
        self.assertEqual(self.browser.find_element(By.ID, "place").get_attribute("value"), "ศาลา")
        self.assertEqual(self.rows("SELECT place FROM activity WHERE id = ?", activity), [("",)])

    def test_a_group_gets_a_code_and_is_left(self):
        self.change(("INSERT INTO chat_group (id, channel, address, organisation, state, members, created_at, updated_at)"
                     " SELECT 7030, 'line', 'line:C7030', id, 'ACTIVE', 12, ?, ? FROM organisation WHERE kind = 'WOM'", AT, AT),
                    ("INSERT INTO chat_group (id, channel, address, organisation, state, members, created_at, updated_at)"
                     " SELECT 7031, 'line', 'line:R7031', id, 'ACTIVE', NULL, ?, ? FROM organisation WHERE kind = 'SAV'", AT, AT))
        self.enter(at="/groups")
        self.press("form:has(#organisation) button")
        code = self.browser.find_element(By.CSS_SELECTOR, "[role=status] strong").text
        self.assertRegex(code, r"^\d{8}$")
        self.keep("groups")
        self.press("form:has(#organisation) button")
        self.assertEqual(len(self.rows("SELECT 1 FROM group_code WHERE used_by IS NULL AND expires_at > ?",
                                       datetime.datetime.utcnow().isoformat())), 1)
        self.press("form:has(input[value='7030']) button")
        self.assertEqual(self.rows("SELECT state, organisation FROM chat_group WHERE id = 7030"), [("LEFT", None)])
        self.change(("UPDATE chat_group SET state = 'ACTIVE', organisation = (SELECT id FROM organisation WHERE kind = 'WOM')"
                     " WHERE id = 7030",))
        self.browser.delete_all_cookies()
        self.enter("chair", "/groups")
        self.assertEqual(len(self.browser.find_elements(By.CSS_SELECTOR, "tbody tr")), 1)

    def test_a_chair_sees_the_own_organisation_and_no_other(self):
        own, other = (self.rows("SELECT a.id FROM activity a JOIN plan p ON p.id = a.plan JOIN organisation o ON o.id = p.organisation"
                                f" WHERE o.kind {sign} 'WOM' ORDER BY a.id")[0][0] for sign in ("=", "<>"))
        member, stranger = (self.rows("SELECT r.person FROM role r LEFT JOIN organisation o ON o.id = r.organisation WHERE "
                                      + where + " ORDER BY r.id")[0][0]
                            for where in ("o.kind = 'WOM'", "r.role = 'TRAINER' AND r.person NOT IN (SELECT person FROM role"
                                                            " WHERE organisation IS NOT NULL)"))
        sav = self.rows("SELECT id FROM organisation WHERE kind = 'SAV'")[0][0]
        name = self.rows("SELECT name_th FROM organisation WHERE kind = 'WOM'")[0][0]
        self.user("add", "chair.by.name", "--role", "chair", "--organisation", name, "--password-stdin", typed=PASSWORD)
        self.assertEqual(len(self.rows("SELECT DISTINCT organisation FROM officer WHERE role = 'CHAIR'")), 1)
        self.enter("chair")
        self.assertIn("แผนขององค์กร", self.text())
        self.keep("chair")
        for path in ("/plan", f"/plan/{own}", "/people", f"/people/{member}", "/coverage", "/groups", "/account"):
            self.open(path)
            self.assertNotIn("ไม่พบหน้านี้", self.text(), path)
        self.open("/plan")
        self.assertEqual(len(self.browser.find_elements(By.CSS_SELECTOR, "main section")), 1)
        self.open(f"/people/{member}")
        self.assertFalse(self.browser.find_elements(By.CSS_SELECTOR, "main form"))
        for path in (f"/plan/{other}", f"/people/{stranger}", f"/people?organisation={sav}", "/households", f"/coverage/{self.village}",
                     "/carers", "/codes", "/remind", "/conflicts", "/model", "/indicators", "/export", "/audit", "/messages", "/summary"):
            self.refused(path, "chair")
        refused = {row[0] for row in self.rows("SELECT subject FROM audit WHERE action = 'refused' AND actor = 'officer:chair'")}
        self.assertLessEqual({f"activity:{other}", f"person:{stranger}", f"organisation:{sav}"}, refused)

    def test_the_pages_fit_a_telephone_in_both_languages(self):
        person = self.rows("SELECT person FROM role ORDER BY id LIMIT 1")[0][0]
        paths = ("/", "/remind", "/carers", "/conflicts", "/codes", f"/codes/{self.village}", "/slips", "/people", f"/people/{person}",
                 "/groups", "/model")
        self.enter()
        self.on_a_telephone(*paths)
        self.browser.find_element(By.CSS_SELECTOR, "form[action='/language'] button").click()
        WebDriverWait(self.browser, PATIENCE, 0.05).until(lambda _: "Today" in self.text(), "English")
        for path in paths:
            self.open(path)
            self.assertNotIn("ไม่พบหน้านี้", self.text())
            self.assertLessEqual(self.browser.execute_script("return document.documentElement.scrollWidth"), 360, path)
        # The menu opens without scripts, by the keyboard as well.
        menu = self.browser.find_elements(By.CSS_SELECTOR, ".menu summary")[0]
        menu.send_keys("\n")
        self.assertTrue(self.browser.find_element(By.CSS_SELECTOR, ".menu a[href='/households']").is_displayed())
        self.keep("telephone_menu")
        self.assertEqual(self.complaints(), [])


if __name__ == "__main__":
    main()
