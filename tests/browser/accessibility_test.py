#!/usr/bin/env python3
"""axe-core on every page of the office: no serious or critical fault. Debian has no axe-core, so the test is left out unless
AXE names its axe.min.js (npm pack axe-core).

Usage: AXE=axe.min.js accessibility_test.py     (SAMMACHIP names the program)
"""
import os
import pathlib
import unittest

from office_case import OfficeCase, main

AXE = os.environ.get("AXE")
PAGES = ["/", "/coverage", "/households", "/indicators", "/export", "/export/reports", "/quality", "/messages", "/plan", "/summary",
         "/summary/draft", "/settings", "/audit", "/system", "/imports", "/imports/households", "/forms", "/forms/household_report", "/account", "/accounts", "/tokens"]


@unittest.skipUnless(AXE, "AXE does not name axe.min.js")
class AccessibilityTest(OfficeCase):
    def faults(self, path):
        self.open(path)
        self.browser.execute_cdp_cmd("Runtime.evaluate", {"expression": pathlib.Path(AXE).read_text(encoding="utf-8")})
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
        for path in [*PAGES, f"/households/{household}"]:
            with self.subTest(path):
                self.assertEqual(self.faults(path), [])


if __name__ == "__main__":
    main()
