#!/usr/bin/env python3
"""Drives the chat simulator in a real browser: a villager registers with the code of her card and reports a month
by buttons; the stored report is read back with `sammachip export`.

Usage: simulator_test.py [--screenshot FILE]     (SAMMACHIP names the program)
"""
import argparse
import pathlib
import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from stage import PATIENCE, Demo, open_browser


class Page:
    """The simulator's page as a person uses it."""

    def __init__(self, browser):
        self.browser = browser

    def find(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def wait(self, condition, what):
        return WebDriverWait(self.browser, PATIENCE, 0.05).until(
            lambda _: condition(), f"{what}; the chat says: {self.texts('.row')}")

    def texts(self, selector):
        return self.browser.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText)", selector)

    def buttons(self):
        return self.texts("#quick button")

    def answers(self):
        return len(self.find(".row.bot .bubble:not(.dots)"))

    def choose(self, card):
        self.wait(lambda: self.find("#cards .person"), "people to choose from")
        person = self.find("#cards .person")[card]
        user = person.get_attribute("data-user")
        code = person.find_element(By.CSS_SELECTOR, ".chip").text.split()[-1]
        person.click()
        return user, code

    def after(self, act):
        """Does something and waits for the bot's answer to it."""
        before = self.answers()
        act()
        self.wait(lambda: self.answers() > before and not self.find(".dots"), "an answer")
        return self.texts(".row.bot .bubble:not(.dots)")[before:]

    def type(self, text):
        def act():
            self.find("#words")[0].send_keys(text, Keys.ENTER)
        return self.after(act)

    def press(self, *labels):
        """Presses the first quick reply that begins with one of the labels."""
        def found():
            return next((button for label in labels for button in self.find("#quick button")
                         if button.text.startswith(label)), None)
        button = self.wait(found, f"a button {labels}, there are {self.buttons()}")
        return self.after(button.click)


class SimulatorTest(unittest.TestCase):
    screenshot = None

    @classmethod
    def setUpClass(cls):
        cls.demo = Demo()

    @classmethod
    def tearDownClass(cls):
        cls.demo.stop()

    def setUp(self):
        self.browser = open_browser(self.demo.folder)
        self.addCleanup(self.browser.quit)
        self.browser.get(self.demo.url)
        self.page = Page(self.browser)

    def said(self, answers, word):
        self.assertTrue(any(word in text for text in answers), f"{word!r} is not in {answers}")

    def register(self, page, code):
        page.after(page.find(".hint button")[0].click)
        self.said(page.type(code), "บ้านเลขที่")
        page.press("ใช่")
        for _ in range(12):
            labels = page.buttons()
            if any(label.startswith("รายงาน") for label in labels) or not labels:
                return
            page.press("ยินยอม", "ใช่", "หัวหน้า", "ข้าม", "ถูกต้อง", "ทำนา", "ไม่ทราบ", labels[0])

    def finish_report(self, page, income):
        for _ in range(12):
            labels = page.buttons()
            if any(label.startswith("ถูกต้อง") for label in labels):
                return
            asked = page.texts(".row.bot .bubble:not(.dots)")[-1]
            if "รายได้" in asked:
                page.type(income)
            else:
                page.press("ใช่", "ทำนา", "ไม่ได้ออม", "ไม่มี", "ข้าม", labels[0] if labels else "")
        self.fail(f"no read-back: {page.texts('.row')}")

    def test_a_villager_registers_by_card_and_reports_by_buttons(self):
        page = self.page
        _, code = page.choose(0)
        before = {(row["household_id"], row["period"], row["revision"]) for row in self.demo.reports()}
        self.register(page, code)
        if "รายได้" not in page.texts(".row.bot .bubble:not(.dots)")[-1]:
            page.type("รายงาน")
        self.finish_report(page, "หมื่นสอง")
        if self.screenshot:
            self.screenshot.parent.mkdir(parents=True, exist_ok=True)
            page.wait(lambda: self.browser.execute_script(
                "return document.getAnimations().every((one) => one.playState === 'finished')"), "rest")
            self.browser.save_screenshot(str(self.screenshot))
        page.press("ถูกต้อง")
        new = [row for row in self.demo.reports()
               if (row["household_id"], row["period"], row["revision"]) not in before]
        self.assertEqual([row["income_total"] for row in new], [12000])
        self.assertEqual(new[0]["status"], "CONFIRMED")
        self.assertEqual(new[0]["channel"], "line")

    def test_a_stranger_is_greeted_and_a_sticker_gets_a_kind_answer(self):
        page = self.page
        page.find("#stranger")[0].click()
        self.assertTrue(page.after(page.find(".hint button")[0].click))
        page.find("#open-extras")[0].click()
        self.assertTrue(page.after(page.find("[data-do=sticker]")[0].click))
        self.assertEqual(len(page.find(".row.me .sticker")), 1)

    def test_quick_replies_go_away_once_one_is_used(self):
        page = self.page
        page.find("#stranger")[0].click()
        page.after(page.find(".hint button")[0].click)
        first = page.buttons()
        self.assertTrue(first)
        page.press(first[0])
        self.assertEqual(len(page.find(".row.me")), 1)

    def test_the_chat_is_there_again_after_a_reload(self):
        page = self.page
        user, _ = page.choose(1)
        page.after(page.find(".hint button")[0].click)
        self.browser.refresh()
        page.wait(lambda: page.find(f"[data-user={user}]"), "the same person")
        page.find(f"[data-user={user}]")[0].click()
        page.wait(lambda: page.answers() > 0, "the chat")

    def test_it_fits_a_phone(self):
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                     {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": False})
        page = self.page
        page.choose(2)
        page.after(page.find(".hint button")[0].click)
        width = self.browser.execute_script("return document.documentElement.scrollWidth")
        self.assertLessEqual(width, 360)
        self.assertFalse(page.find("#cards")[0].is_displayed())
        page.find("#back")[0].click()
        self.assertTrue(page.find("#cards")[0].is_displayed())

    def test_the_page_breaks_none_of_its_own_rules(self):
        self.page.choose(3)
        self.page.after(self.page.find(".hint button")[0].click)
        complaints = [entry for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]
        self.assertEqual(complaints, [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--screenshot", type=pathlib.Path)
    arguments, rest = parser.parse_known_args()
    SimulatorTest.screenshot = arguments.screenshot
    unittest.main(argv=[__file__, *rest], verbosity=2)
