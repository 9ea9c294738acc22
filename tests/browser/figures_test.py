#!/usr/bin/env python3
"""Figures in a real browser: indicators with their charts, an export that is downloaded, a summary that is frozen.

Usage: figures_test.py [--screenshots FOLDER]     (SAMMACHIP names the program)
"""
import hashlib
import time
import zipfile

import openpyxl
from selenium.webdriver.common.by import By

from office_case import OfficeCase, main
from stage import PATIENCE


class FiguresCase(OfficeCase):
    def pick(self, css):
        return self.browser.find_element(By.CSS_SELECTOR, css)

    def press(self, css):
        old = self.pick("html")
        self.browser.execute_script("arguments[0].click()", self.pick(css))  # pages are long: no scrolling to it
        self.wait_for(lambda: self.gone(old), "the next page")

    @staticmethod
    def wait_for(condition, what):
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"waited for {what}")
            time.sleep(0.05)

    def downloads_go_to(self, folder):
        folder.mkdir(exist_ok=True)
        self.browser.execute_cdp_cmd("Browser.setDownloadBehavior",
                                     {"behavior": "allow", "downloadPath": str(folder)})
        return folder


class FiguresTest(FiguresCase):
    def test_every_figure_has_its_numbers_and_charts_are_drawn_from_them(self):
        self.enter(at="/indicators")
        self.assertIn("ตัวหาร", self.text())
        self.assertIn("–", self.text())
        self.assertGreaterEqual(len(self.browser.find_elements(By.CSS_SELECTOR, "canvas")), 2)
        self.assertEqual(len(self.browser.find_elements(By.CSS_SELECTOR, "figure.chart table")), 3)
        options = [option.get_attribute("value") for option in
                   self.browser.find_elements(By.CSS_SELECTOR, "#group option")]
        for kind in ("DISTRICT", "TAMBON", "VILLAGE", "ORGANISATION", "TRAINER"):
            self.assertTrue(any(option.startswith(kind) for option in options), kind)
        self.keep("indicators")
        village = next(option for option in options if option.startswith("VILLAGE"))
        self.open(f"/indicators?group={village}")
        households = self.rows(
            "SELECT count(*) FROM household h JOIN village v ON v.id = h.village JOIN household_flag f"
            " ON f.household = h.id AND f.kind = 'TARGET' WHERE v.code = ? AND h.status IN ('ACTIVE', 'PAUSED')",
            village.removeprefix("VILLAGE:"))[0][0]
        self.assertIn(f"ครัวเรือนเป้าหมาย {households}", self.text())
        self.assertEqual(self.complaints(), [])

    def test_an_activity_is_changed_with_its_faults_told_called_off_and_its_plan_closed(self):
        self.enter(at="/plan")
        self.assertIn("เลยกำหนด", self.text())
        self.keep("plans")
        number = self.rows("SELECT a.id FROM activity a JOIN plan p ON p.id = a.plan WHERE a.state = 'PLANNED'"
                           " AND a.recurrence = '' AND p.fy = (SELECT max(fy) FROM plan WHERE status = 'APPROVED')"
                           " ORDER BY a.planned_start DESC")[0][0]
        self.open(f"/plan/{number}")
        self.fill(start="วันไหนก็ได้")
        self.press("button[value=save]")
        self.assertIn("วันไหนก็ได้", self.pick(".alert").text)
        self.assertEqual(self.pick("#start").get_attribute("value"), "วันไหนก็ได้")  # kept, to be mended
        self.fill(start="9/9/2570", end="8/9/2570")
        self.press("button[value=save]")
        self.assertIn("ก่อนวันเริ่ม", self.text())
        self.keep("activity")
        self.fill(end="10/9/2570", place="ศาลาหลังใหม่")
        self.press("button[value=save]")
        self.assertEqual(self.rows("SELECT planned_start, planned_end, place, state FROM activity WHERE id = ?", number),
                         [("2027-09-09", "2027-09-10", "ศาลาหลังใหม่", "PLANNED")])
        self.press("main form:nth-of-type(2) button")
        self.assertIn("ต้องบอกเหตุผล", self.text())
        self.fill(reason="ฝนตกหนัก")
        self.press("main form:nth-of-type(2) button")
        self.assertIn("ฝนตกหนัก", self.text())
        self.assertEqual(self.rows("SELECT state FROM activity WHERE id = ?", number), [("CANCELLED",)])
        actions = self.rows("SELECT action, actor FROM audit WHERE subject = ? ORDER BY id", f"activity:{number}")
        self.assertIn(("activity.changed", "officer:somjai"), actions)
        self.assertIn(("activity.answered", "officer:somjai"), actions)
        self.open("/plan")
        self.press("button[value=CLOSED]")
        self.assertIn("ปิดแล้ว", self.text())
        self.assertEqual(self.complaints(), [])
        self.browser.delete_all_cookies()
        self.enter("viewer", "/plan")
        self.assertIn("ไม่พบหน้านี้", self.text())

    def test_a_workbook_is_downloaded_and_the_reason_is_kept(self):
        folder = self.downloads_go_to(self.demo.folder / "downloads")
        self.enter(at="/export/households")
        self.keep("export")
        self.pick("#c-head_given").click()
        self.send()
        self.assertIn("โปรดเขียนเหตุผล", self.text())
        self.assertTrue(self.pick("#c-head_given").is_selected())  # what was chosen stays
        self.fill(reason="ตรวจเยี่ยมบ้าน")
        self.pick("main form button").click()
        self.wait_for(lambda: list(folder.glob("households-*.xlsx")), "the file")
        sheet = openpyxl.load_workbook(next(folder.glob("*.xlsx")))["ข้อมูล"]
        self.assertEqual(sheet.max_row - 1, self.rows("SELECT count(*) FROM household")[0][0])
        self.assertIn("ชื่อ", [cell.value for cell in sheet[1]])
        detail = self.rows("SELECT detail FROM audit WHERE action = 'export' AND actor = 'officer:somjai'")[-1][0]
        self.assertTrue(detail.startswith("format=xlsx columns=household_id,"), detail)
        self.assertTrue(detail.endswith("names=yes reason=ตรวจเยี่ยมบ้าน"), detail)

    def test_a_viewer_may_not_export_and_sees_own_villages_only(self):
        self.enter("viewer", "/indicators")
        rows = self.browser.find_elements(By.CSS_SELECTOR, ".heat tbody tr")
        self.assertEqual(len(rows), 1)
        for path in ("/export", "/export/households", "/summary", "/summary/draft"):
            self.open(path)
            self.assertIn("ไม่พบหน้านี้", self.text(), path)

    def test_a_summary_is_written_signed_frozen_once_and_compared(self):
        self.enter(at="/summary")
        self.press("main form button")
        self.assertIn("13. คุณภาพข้อมูล", self.text())
        self.keep("summary_draft")
        self.fill(note12="น้ำท่วมเดือนตุลาคม\nขอเลื่อนอบรม")
        self.press("button[value=freeze]")
        self.assertIn("เขียนชื่อผู้ลงนาม", self.text())
        self.assertIn("น้ำท่วม", self.pick("#note12").get_attribute("value"))  # what was typed stays
        self.fill(name="สมใจ ใจดี", position="พัฒนาการอำเภอ")
        self.press("button[value=freeze]")
        self.assertRegex(self.path(), r"^/summary/25\d\d-1$")
        self.assertIn("ฉบับที่ 1", self.text())
        self.assertIn("น้ำท่วมเดือนตุลาคม", self.text())
        self.assertIn("พัฒนาการอำเภอ", self.text())
        body, digest = self.rows("SELECT body_json, sha256 FROM summary")[0]
        self.assertEqual(hashlib.sha256(body.encode()).hexdigest(), digest)
        self.assertIn(digest, self.text())
        self.keep("summary")
        first = self.path().removeprefix("/summary/")
        self.open("/summary/draft")  # the same again makes no second version
        self.fill(name="สมใจ ใจดี", position="พัฒนาการอำเภอ")
        self.press("button[value=freeze]")
        self.assertEqual(self.path(), f"/summary/{first}")
        self.open("/summary/draft")
        self.fill(note12="น้ำลดแล้ว", name="สมใจ ใจดี", position="พัฒนาการอำเภอ")
        self.press("button[value=freeze]")
        second = self.path().removeprefix("/summary/")
        self.assertTrue(second.endswith("-2"), second)
        self.open(f"/summary/compare?before={first}&after={second}")
        self.assertIn("น้ำลดแล้ว", self.text())
        self.keep("summary_compare")
        self.open("/summary")
        self.keep("summary_list")
        folder = self.downloads_go_to(self.demo.folder / "csv")
        self.pick(f"a[href='/summary/{first}.csv']").click()
        self.wait_for(lambda: list(folder.glob("summary-*.csv")), "the CSV")
        text = next(folder.glob("*.csv")).read_text(encoding="utf-8-sig")
        self.assertIn('"COVER"', text)
        self.assertEqual(self.complaints(), [])

    def test_the_summary_prints_without_the_console_around_it(self):
        self.enter(at="/summary/draft")
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        self.assertFalse(self.pick("header").is_displayed())
        self.assertIn("Laksaman", self.browser.execute_script(
            "return getComputedStyle(document.querySelector('.paper')).fontFamily"))
        loaded = self.browser.execute_script("return document.fonts.ready.then(() => document.fonts.check('16px Laksaman'))")
        self.assertTrue(loaded)

    def test_doubtful_reports_lead_to_their_household_and_the_look_is_written_down(self):
        self.enter(at="/quality")
        self.assertIn("ไม่ทราบรายได้", self.text())
        self.keep("quality")
        rows = self.browser.find_elements(By.CSS_SELECTOR, "table a")
        doubtful = self.rows("SELECT count(*) FROM report_revision a WHERE status = 'NEEDS_CHECK' AND NOT EXISTS (SELECT 1"
                             " FROM report_revision b WHERE b.report = a.report AND b.revision > a.revision"
                             " AND b.status <> 'VOID')")[0][0]
        self.assertEqual(bool(rows), doubtful > 0)
        if rows:
            self.assertTrue(self.rows("SELECT 1 FROM audit WHERE action = 'reports.listed' AND subject = 'quality'"))

    def test_messages_are_shown_without_their_words(self):
        self.enter(at="/messages")
        self.assertIn("30 วันที่ผ่านมา", self.text())
        self.keep("messages")
        self.open("/system")
        self.assertIn("ฐานข้อมูล", self.text())
        self.keep("system")

    def test_a_setting_is_changed_by_an_administrator_and_the_change_is_found_in_the_audit_log(self):
        self.enter(at="/settings")
        self.keep("settings")
        box = self.pick("#s-model_quota")
        box.clear()
        box.send_keys("0")
        self.press("#s-model_quota ~ button")
        self.assertIn("1 ถึง 999", self.text())
        box = self.pick("#s-model_quota")
        box.clear()
        box.send_keys("2")
        self.press("#s-model_quota ~ button")
        self.assertEqual(self.pick("#s-model_quota").get_attribute("value"), "2")
        self.fill(line_year="2569", line_baht="40,000", line_source="ประกาศ")
        self.press("main form:last-of-type button")
        self.assertIn("40,000", self.text())
        self.open("/audit?action=setting")
        self.assertIn("setting:model_quota", self.text())
        self.assertIn("1 -> 2", self.text())
        self.assertIn("officer:somjai", self.text())
        self.keep("audit")

    def test_a_viewer_sees_neither_settings_nor_messages_nor_the_audit_log(self):
        self.enter("viewer", "/quality")
        for path in ("/settings", "/messages", "/audit", "/system", "/imports", "/imports/households"):
            self.open(path)
            self.assertIn("ไม่พบหน้านี้", self.text(), path)

    def upload(self, text, name="ครัวเรือน.csv"):
        path = self.demo.folder / name
        path.write_text(text, encoding="utf-8-sig")
        self.pick("#file").send_keys(str(path))
        self.press("form[enctype] button")

    def test_a_file_is_checked_shown_and_imported_once(self):
        village = self.rows("SELECT code FROM village ORDER BY code")[0][0]
        count = self.rows("SELECT count(*) FROM household")[0][0]
        head = "village_code,house_no,head_given,head_family,members\n"
        self.enter(at="/imports/households")
        self.press("form[enctype] button")
        self.assertIn("เลือกไฟล์ก่อน", self.text())
        self.upload(f"{head}{village},900/1,บุญมี,<b>แสงทอง</b>,4\n99999999,2,ก,ข,4\n{village},900/2,ค,ง,สี่สิบ\n")
        self.assertIn("มีแถวที่ต้องแก้ 2 แถว", self.text())
        self.assertIn("99999999", self.text())
        self.keep("import_faults")
        self.assertEqual(self.rows("SELECT count(*) FROM household")[0][0], count)
        self.upload(f"{head}{village},900/1,บุญมี,<b>แสงทอง</b>,4\n")
        self.assertIn("ใหม่ 1", self.text())
        self.assertEqual(self.rows("SELECT count(*) FROM household")[0][0], count)
        self.keep("import_ready")
        token = self.pick("input[name=token]").get_attribute("value")
        self.assertTrue((self.demo.folder / f"import-{token}.part").exists())
        self.press("button[value=confirm]")
        self.assertIn("ครัวเรือน.csv แล้ว", self.text())
        self.assertEqual(self.rows("SELECT count(*) FROM household")[0][0], count + 1)
        self.assertFalse((self.demo.folder / f"import-{token}.part").exists())
        batch = self.rows("SELECT kind, file_name, created_by FROM import_batch ORDER BY id DESC LIMIT 1")[0]
        self.assertEqual(batch, ("households", "ครัวเรือน.csv", "officer:somjai"))
        self.open("/imports/households")
        self.upload(f"{head}{village},900/1,บุญมี,<b>แสงทอง</b>,5\n")
        self.assertIn("สิ่งที่เปลี่ยนจากเดิม", self.text())
        self.assertTrue(self.rows("SELECT 1 FROM audit WHERE action = 'import.shown' AND actor = 'officer:somjai'"))
        # The same confirmation sent again does nothing more.
        form = self.pick("form input[name=token]").get_attribute("value")
        self.press("button[value=confirm]")
        self.open("/imports/households")
        self.browser.execute_script(
            "const f = document.querySelector('form[enctype]'); f.enctype = 'application/x-www-form-urlencoded';"
            "for (const [n, v] of [['token', arguments[0]], ['do', 'confirm']]) {"
            " const i = document.createElement('input'); i.name = n; i.value = v; f.append(i); }", form)
        self.press("form button.btn-outline-primary")
        self.assertIn("นำเข้าไปแล้ว", self.text())
        self.assertEqual(self.complaints(), [])

    def test_a_form_is_shown_with_its_questions_in_order(self):
        self.enter(at="/forms")
        self.pick("a[href='/forms/household_report']").click()
        labels = [item.text for item in self.browser.find_elements(By.CSS_SELECTOR, "ol > li")]
        income = next(at for at, label in enumerate(labels) if "income_total" in label)
        saving = next(at for at, label in enumerate(labels) if "saving_amount" in label)
        self.assertLess(income, saving)
        self.keep("form")
        self.open("/forms/nothing")
        self.assertIn("ไม่พบหน้านี้", self.text())

    def test_figures_fit_a_telephone(self):
        self.enter()
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                     {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True})
        for path in ("/indicators", "/export", "/export/reports", "/summary", "/summary/draft", "/quality", "/messages", "/plan",
                     "/settings", "/audit", "/system", "/imports", "/imports/households", "/forms",
                     "/forms/household_report"):
            self.open(path)
            self.assertLessEqual(self.browser.execute_script("return document.documentElement.scrollWidth"), 360, path)


class LargeExportTest(FiguresCase):
    """An export that is not ready at once: a million rows of the audit log. A machine that makes it within the program's
    patience of a second and a half hands it over at once: then there is nothing to wait for."""
    ROWS = 1_000_000

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.write("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                  " INSERT INTO audit (id, at, actor, action, subject, detail)"
                  " SELECT 1000 + i, '2026-01-05T02:00:00.000Z', 'officer:somjai', 'test', '', 'row ' || i FROM n", cls.ROWS)

    def begin(self, folder):
        """Whether there is something to wait for."""
        self.enter(at="/export/audit")
        old = self.pick("html")
        self.browser.execute_script("arguments[0].click()", self.pick("main form button"))
        self.wait_for(lambda: self.gone(old) or list(folder.glob("audit-*.xlsx")), "the next page, or the file")
        return self.path().startswith("/exporting/")

    def test_a_large_file_is_waited_for_and_then_downloaded_whole(self):
        folder = self.downloads_go_to(self.demo.folder / "waited")
        if self.begin(folder):
            self.keep("exporting")
            self.assertRegex(self.text(), "กำลังทำไฟล์|ไฟล์พร้อมแล้ว")
            self.wait_for(lambda: self.browser.find_elements(By.ID, "download"), "the file to be ready")
            self.keep("exported")
            self.pick("#download").click()
        self.wait_for(lambda: list(folder.glob("audit-*.xlsx")), "the file")
        with zipfile.ZipFile(next(folder.glob("audit-*.xlsx"))) as workbook:
            self.assertIsNone(workbook.testzip())
            with workbook.open("xl/worksheets/sheet1.xml") as sheet:
                rows = sum(piece.count(b"<row ") for piece in iter(lambda: sheet.read(1 << 20), b""))
        self.assertGreater(rows, 0.999 * self.ROWS)  # one cut in two by a piece's end is not seen

    def test_a_large_file_is_given_up(self):
        if not self.begin(self.downloads_go_to(self.demo.folder / "given up")):
            return
        waiting = self.path()
        if not self.browser.find_elements(By.CSS_SELECTOR, "main form button"):
            return  # it is ready just now
        self.press("main form button")
        self.assertEqual(self.path(), "/export")
        self.open(waiting)
        self.wait_for(lambda: "ยกเลิกแล้ว" in self.text(), "the file to be given up")
        self.browser.delete_all_cookies()
        self.enter("viewer", waiting)
        self.assertIn("ไม่พบหน้านี้", self.text())


if __name__ == "__main__":
    main()
