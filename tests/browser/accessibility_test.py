#!/usr/bin/env python3
"""axe-core (tests/data/axe) on every page of the office: no serious or critical fault.

Usage: accessibility_test.py [--screenshots FOLDER]     (SAMMACHIP names the program; a picture of every page: docs/th/pages.md)
"""
import pathlib
import re

from office_case import OfficeCase, main

AXE = pathlib.Path(__file__).resolve().parents[1] / "data" / "axe" / "axe.min.js"
PAGES = ["/", "/coverage", "/households", "/indicators", "/export", "/export/reports", "/quality", "/messages", "/plan", "/summary",
         "/summary/draft", "/settings", "/audit", "/system", "/imports", "/imports/households", "/forms", "/forms/household_report", "/account", "/account/app",
         "/accounts", "/tokens",
         "/carers", "/remind", "/conflicts", "/codes", "/codes/people", "/slips", "/people", "/groups", "/model"]


def picture_of(path):
    """The name of a page's picture: what is numbered is one of many."""
    return re.sub(r"\d+", "one", path.split("?")[0]).strip("/").replace("/", "_") or "today"


class AccessibilityTest(OfficeCase):
    def faults(self, path):
        self.open(path)
        self.keep(picture_of(path))
        self.browser.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
        return self.browser.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document).then(result => done(result.violations"
            ".filter(one => ['serious', 'critical'].includes(one.impact))"
            ".map(one => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`)));")

    def test_no_page_has_a_serious_fault(self):
        self.browser.set_script_timeout(60)
        self.assertEqual(self.faults("/login"), [])
        self.enter()
        household = self.rows("SELECT id FROM household ORDER BY id LIMIT 1")[0][0]
        person = self.rows("SELECT person FROM role ORDER BY id LIMIT 1")[0][0]
        for path in [*PAGES, f"/households/{household}", f"/people/{person}", f"/codes/{self.village}",
                     f"/remind?village={self.village}"]:
            with self.subTest(path):
                self.assertEqual(self.faults(path), [])


if __name__ == "__main__":
    main()
