"""What the browser tests of the office share: accounts, signing in, looking into the database."""
import argparse
import pathlib
import sqlite3
import subprocess
import unittest

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from stage import PATIENCE, Demo, open_browser

PASSWORD = "ข้าวหอมมะลิ สิบห้าตัวอักษร"


class OfficeCase(unittest.TestCase):
    """The office with an administrator and a viewer of one village, and a browser for each test."""
    screenshots = None

    @classmethod
    def setUpClass(cls):
        cls.demo = Demo()
        cls.user("add", "somjai", "--role", "admin", "--display", "สมใจ", "--password-stdin", typed=PASSWORD)
        village = cls.rows("SELECT code FROM village ORDER BY code LIMIT 1")[0][0]
        cls.user("add", "viewer", "--role", "viewer", "--area", village, "--password-stdin", typed=PASSWORD)
        cls.village = village

    @classmethod
    def tearDownClass(cls):
        cls.demo.stop()

    @classmethod
    def user(cls, *words, typed=""):
        done = subprocess.run([*cls.demo.command, "user", *words], input=typed + "\n", capture_output=True,
                              text=True, check=True)
        return done.stdout

    @classmethod
    def rows(cls, sql, *values):
        with sqlite3.connect(cls.demo.folder / "demo.db") as database:
            return database.execute(sql, values).fetchall()

    @classmethod
    def write(cls, sql, *values):
        with sqlite3.connect(cls.demo.folder / "demo.db", timeout=PATIENCE) as database:
            database.execute(sql, values)

    def setUp(self):
        self.browser = open_browser(self.demo.folder, 1280, 900)
        self.addCleanup(self.browser.quit)

    def open(self, path):
        self.browser.get(self.demo.office + path)

    def path(self):
        return self.browser.current_url.removeprefix(self.demo.office)

    def text(self):
        # The page may change between finding its body and reading it.
        return WebDriverWait(self.browser, PATIENCE, 0.05, [StaleElementReferenceException]).until(
            lambda browser: browser.find_element(By.TAG_NAME, "body").text)

    def fill(self, **fields):
        for name, value in fields.items():
            box = self.browser.find_element(By.NAME, name)
            box.clear()
            box.send_keys(value)

    def send(self):
        old = self.browser.find_element(By.TAG_NAME, "html")
        self.browser.find_element(By.CSS_SELECTOR, "main form button").click()
        WebDriverWait(self.browser, PATIENCE, 0.05).until(
            lambda _: self.gone(old), "the next page")

    @staticmethod
    def gone(element):
        try:
            element.is_enabled()
            return False
        except Exception:  # the page it was on is no more
            return True

    def enter(self, name="somjai", at="/"):
        self.open(at)
        self.fill(name=name, password=PASSWORD)
        self.send()

    def keep(self, name):
        if self.screenshots:
            self.screenshots.mkdir(parents=True, exist_ok=True)
            self.browser.save_screenshot(str(self.screenshots / f"{name}.png"))

    def complaints(self):
        return [entry for entry in self.browser.get_log("browser")
                if entry["level"] == "SEVERE" and "status of 4" not in entry["message"]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--screenshots", type=pathlib.Path)
    arguments, rest = parser.parse_known_args()
    OfficeCase.screenshots = arguments.screenshots
    unittest.main(argv=["office", *rest], verbosity=2)
