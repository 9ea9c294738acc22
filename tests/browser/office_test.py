#!/usr/bin/env python3
"""An officer's day in a real browser: in by the door, who has not reported, one household and its words, out again.

Usage: office_test.py [--screenshots FOLDER]     (SAMMACHIP names the program)
"""
import base64
import hashlib
import hmac
import sqlite3
import time

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from office_case import PASSWORD, OfficeCase, main
from stage import PATIENCE


class OfficeTest(OfficeCase):
    def test_no_page_without_signing_in_and_then_the_page_that_was_asked_for(self):
        self.open("/coverage")
        self.assertTrue(self.path().startswith("/login"), self.path())
        self.keep("login")
        self.fill(name="somjai", password="ไม่ใช่รหัสผ่านนี้แน่นอน")
        self.send()
        self.assertIn("ไม่ถูกต้อง", self.text())
        self.assertEqual(self.browser.find_element(By.NAME, "name").get_attribute("value"), "somjai")
        self.fill(password=PASSWORD)
        self.send()
        self.assertEqual(self.path(), "/coverage")
        self.assertIn("สมใจ", self.text())

    def test_from_who_has_not_reported_to_one_household_and_every_look_is_written_down(self):
        self.enter()
        self.assertIn("รายงานเดือน", self.text())
        self.keep("today")
        self.browser.find_element(By.CSS_SELECTOR, "main a[href='/coverage']").click()
        self.keep("coverage")
        self.browser.find_element(By.CSS_SELECTOR, "tbody a").click()
        self.assertIn("ยังไม่รายงาน", self.text())
        self.keep("not_yet")
        self.browser.find_element(By.CSS_SELECTOR, "tbody a").click()
        household = self.path().removeprefix("/households/")
        self.assertIn("จากคำพูดถึงตัวเลข", self.text())
        self.keep("household")
        self.assertEqual(
            self.rows("SELECT actor FROM audit WHERE action = 'household.looked_at' AND subject = ?",
                      f"household:{household}"), [("officer:somjai",)])
        self.assertEqual(self.complaints(), [])

    def test_a_household_is_found_by_a_part_of_its_heads_name(self):
        name = self.rows("SELECT given_name FROM person JOIN household ON head = person.id ORDER BY household.id")[7][0]
        self.enter(at="/households")
        self.fill(q=name)
        self.send()
        heads = [cell.text for cell in self.browser.find_elements(By.CSS_SELECTOR, "tbody td:nth-child(3)")]
        self.assertTrue(heads)
        self.assertTrue(all(name in head for head in heads), heads)
        self.keep("households")
        logged = self.rows("SELECT detail FROM audit WHERE action = 'households.listed' ORDER BY id DESC LIMIT 1")
        self.assertEqual(logged, [(f"rows={len(heads)}",)])

    def test_an_account_of_one_village_sees_nothing_of_another(self):
        other = self.rows("SELECT h.id FROM household h JOIN village v ON v.id = h.village WHERE v.code <> ?"
                          " ORDER BY h.id", self.village)[0][0]
        self.enter("viewer", "/households")
        codes = {option.get_attribute("value") for option in
                 self.browser.find_elements(By.CSS_SELECTOR, "#village option")} - {""}
        self.assertEqual(codes, {self.village})
        for path in (f"/households/{other}", "/coverage/60030199", f"/households?village={'6003999'}9", "/accounts"):
            self.open(path)
            self.assertIn("ไม่พบหน้านี้", self.text(), path)
        with sqlite3.connect(self.demo.folder / "demo.db") as database:
            database.execute("INSERT INTO request (id, number, kind, household, state, due_on, created_at, updated_at)"
                             " VALUES (1, 4711, 'CORRECTION', ?, 'OPEN', '2099-01-01', '2026-01-01T00:00:00.000Z',"
                             " '2026-01-01T00:00:00.000Z')", (other,))
        self.open("/")
        self.assertNotIn("4711", self.text())
        self.browser.delete_all_cookies()
        self.enter()
        self.assertIn("4711 · ขอแก้ข้อมูล", self.text())
        refused = self.rows("SELECT subject FROM audit WHERE action = 'refused' AND actor = 'officer:viewer'")
        self.assertIn((f"household:{other}",), refused)

    def test_a_one_time_code_sets_the_first_password_and_works_once(self):
        code = self.user("add", "new.one").strip().splitlines()[-1]
        for again in (False, True):
            self.browser.delete_all_cookies()
            self.open("/welcome")
            self.fill(name="new.one", code=code, password=PASSWORD, again=PASSWORD)
            self.send()
            self.assertEqual("หมดอายุแล้ว" in self.text(), again, self.text())

    @staticmethod
    def code_of_app(secret, at):
        """What an authenticator app shows: RFC 6238, written without looking at ours."""
        digest = hmac.digest(base64.b32decode(secret), int(at // 30).to_bytes(8, "big"), hashlib.sha1)
        start = digest[-1] & 15
        return f"{(int.from_bytes(digest[start:start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"

    def test_an_app_is_put_on_asked_at_the_door_and_taken_off_with_a_spare_code(self):
        self.user("add", "appy", "--role", "viewer", "--password-stdin", typed=PASSWORD)
        self.enter("appy", "/account")
        self.browser.find_element(By.CSS_SELECTOR, "a[href='/account/app']").click()
        self.send()
        secret = self.browser.find_element(By.ID, "secret").text
        self.keep("app")
        self.fill(code="000000")
        self.send()
        self.assertIn("รหัสไม่ถูกต้อง", self.text())
        self.fill(code=self.code_of_app(secret, time.time()))
        self.send()
        self.assertIn("แสดงครั้งเดียว", self.text())
        spares = [one.text for one in self.browser.find_elements(By.CSS_SELECTOR, "ol li")]
        self.assertEqual(len(spares), 10)
        self.browser.delete_all_cookies()
        self.enter("appy", "/account/app")
        self.keep("code")
        self.fill(code=self.code_of_app(secret, time.time() - 3600))
        self.send()
        self.assertIn("รหัสไม่ถูกต้องหรือใช้ไปแล้ว", self.text())
        self.fill(code=self.code_of_app(secret, time.time() + 30))  # the next one: this half minute's is used
        self.send()
        self.assertEqual(self.path(), "/account/app")
        self.assertIn("เหลือรหัสสำรอง 10 รหัส", self.text())
        self.fill(code=spares[0].replace("-", " ").upper())
        self.send()
        self.assertIn("เริ่มตั้งค่า", self.text())
        self.assertEqual(self.rows("SELECT action FROM audit WHERE actor = 'officer:appy' AND action LIKE 'account.%'"),
                         [("account.app_on",), ("account.app_off",)])
        self.assertEqual(self.complaints(), [])

    def test_a_weak_password_is_refused_in_words_and_the_name_stays(self):
        self.open("/welcome")
        self.fill(name="somjai", code="x", password="สั้นไป", again="สั้นไป")
        self.send()
        self.assertIn("อย่างน้อย 15", self.text())
        self.assertEqual(self.browser.find_element(By.NAME, "name").get_attribute("value"), "somjai")

    def test_signing_out_and_disabling_end_the_session(self):
        self.enter()
        self.browser.find_element(By.CSS_SELECTOR, "form[action='/logout'] button").click()
        WebDriverWait(self.browser, PATIENCE, 0.05).until(lambda _: self.path() == "/login", "the door")
        self.open("/")
        self.assertTrue(self.path().startswith("/login"))
        self.user("add", "leaving", "--password-stdin", typed=PASSWORD)
        self.enter("leaving")
        self.user("disable", "leaving")
        self.open("/coverage")
        self.assertTrue(self.path().startswith("/login"))

    def test_it_speaks_english_and_fits_a_telephone(self):
        self.enter()
        self.browser.find_element(By.CSS_SELECTOR, "form[action='/language'] button").click()
        WebDriverWait(self.browser, PATIENCE, 0.05).until(lambda _: "Today" in self.text(), "English")
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                     {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True})
        for path in ("/", "/coverage", "/households", "/account"):
            self.open(path)
            self.assertLessEqual(self.browser.execute_script("return document.documentElement.scrollWidth"), 360, path)
        self.open("/coverage")
        self.keep("coverage_on_a_telephone")


if __name__ == "__main__":
    main()
