"""Rows 15 and 16: a million reports leave as CSV and as a workbook, beside sqlite3 -csv and libxlsxwriter's own loop."""
import pathlib
import sqlite3
import subprocess
import time

import parts

MONTHS = 12
# Twelve columns, texts and numbers.
COLUMNS = ["period", "village_code", "village_th", "household_id", "house_no", "members", "occ_main", "income_total",
           "saving_amount", "base_income", "status", "reported_at"]
NUMBERS = "5,7,8,9"  # of them
SAME = """
SELECT r.period, v.code, v.name_th, h.id, h.house_no, h.members_total, rr.occ_main, rr.income_total, rr.saving_amount,
    b.income_month, rr.status, rr.created_at
FROM report r JOIN report_revision rr ON rr.report = r.id AND rr.revision = (
    SELECT max(x.revision) FROM report_revision x WHERE x.report = r.id AND x.status <> 'VOID')
JOIN household h ON h.id = r.household JOIN village v ON v.id = h.village
LEFT JOIN baseline b ON b.household = h.id
ORDER BY r.period, r.household"""


def add_reports(path, reports):
    """Gives each of the first households a report a month, so that there are that many in all."""
    with sqlite3.connect(path) as base:
        people = reports // MONTHS
        base.execute("PRAGMA synchronous = OFF")
        base.execute("DELETE FROM report_revision")
        base.execute("DELETE FROM report")
        base.execute("CREATE TEMP TABLE month AS WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < 11)"
                     " SELECT n, strftime('%Y-%m', '2025-10-01', '+' || n || ' months') AS period FROM c")
        base.execute("INSERT INTO report (id, household, period, created_at)"
                     " SELECT n * 1000000 + h.id, h.id, period, '2026-01-05T02:00:00.000Z'"
                     " FROM month, household h WHERE h.id <= ?", (people,))
        base.execute("INSERT INTO report_revision (id, report, revision, status, occ_main, income_total, saving_amount,"
                     " reporter, reporter_relation, channel, lang, form_version, raw, created_at, updated_at)"
                     " SELECT id, id, 1, 'CONFIRMED', 'RICE', 5000 + id % 9000, id % 900, household, 'HEAD', 'line', 'th',"
                     " '3', '{\"income_total\": \"แปดพันห้า\"}', created_at, created_at FROM report")
        return base.execute("SELECT count(*) FROM report").fetchone()[0]


def run(command, **options):
    """Seconds and the most memory, MB, of a command that must succeed."""
    began = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], **options)
    most = 0
    while process.poll() is None:  # wait4's figure would hold this interpreter's own, from before the exec
        most = max(most, memory(process.pid))
        time.sleep(0.02)
    seconds = time.monotonic() - began
    if process.returncode != 0:
        raise parts.BenchError(f"{command[0]} failed")
    return {"seconds": seconds, "rss_mb": most}


def memory(process):
    try:
        for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except (FileNotFoundError, ProcessLookupError):
        pass  # it has just ended
    return 0


def export(bench, config, form, out):
    return run([bench.program, "--config", config, "export", "reports", "--format", form, "--columns",
                ",".join(COLUMNS), "--out", out], stderr=subprocess.DEVNULL)


def csv(bench, config, database, who):
    out = bench.work / f"export-{who}.csv"
    if who == "product":
        return export(bench, config, "csv", out)
    with open(out, "wb") as file:
        return run(["sqlite3", "-csv", "-header", database, SAME], stdout=file)


def xlsx(bench, config, database, who):
    out = bench.work / f"export-{who}.xlsx"
    if who == "product":
        return export(bench, config, "xlsx", out)
    with open(bench.work / "export-product.csv", "rb") as rows:
        return run([bench.build / "bench" / "xlsx_loop", out, NUMBERS], stdin=rows)
