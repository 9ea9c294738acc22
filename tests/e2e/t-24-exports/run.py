"""Every kind of export as a workbook, opened by LibreOffice and compared cell by cell with the CSV of the same rows."""
import csv
import io
import json
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

import openpyxl

from harness import Office

KINDS = ["reports", "households", "people", "activities", "outcomes", "fund_access", "nominations", "plan_adoptions",
         "learning_centres", "coverage", "indicators", "audit", "messages", "form:household_report"]
MONTHS = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]


def rows_of(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def export(office, kind, form, *more):
    path = office.folder / f"{kind.replace(':', '-')}.{form}"
    office.command("export", kind, "--format", form, "--out", str(path), *more)
    return path


def opened_by_libreoffice(path):
    """The first sheet as LibreOffice shows it, every cell as formatted."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", "--outdir", folder, str(path)],
                       check=True, capture_output=True, timeout=120)
        return rows_of((pathlib.Path(folder) / f"{path.stem}.csv").read_text(encoding="utf-8"))


def dictionary(path):
    """Thai header → (key, type) in the order of the columns."""
    book = openpyxl.load_workbook(path)
    sheet = book["พจนานุกรมข้อมูล"]
    return [(row[0].value, row[1].value, row[3].value, row[4].value) for row in sheet.iter_rows(min_row=2)], book


def shown(kind, cell, code_words):
    """What a CSV's cell should look like in the workbook: one text or two."""
    if kind.startswith("รหัส"):
        return [cell]
    if kind.startswith("วันที่"):
        year, month, day = (int(part) for part in cell.split("-")) if cell else (0, 1, 0)
        return [f"{day} {MONTHS[month - 1]} {year + 543}", cell] if cell else ["", ""]
    if kind.startswith("วันเวลา"):
        return [None, cell]  # the day beside it is looked at by the days
    if kind.startswith("ใช่"):
        return [{"1": "ใช่", "0": "ไม่ใช่", "": ""}[cell]]
    return [cell.removeprefix("'") if cell[1:2] in tuple("=+-@") else cell]


def same(kind, left, right):
    if kind.startswith("ตัวเลข") and left and right:
        return float(left) == float(right)
    return left == right


def compare(office, kind, *more):
    table = rows_of(export(office, kind, "csv", *more).read_text(encoding="utf-8"))
    path = export(office, kind, "xlsx", *more)
    columns, book = dictionary(path)
    sheet = book["ข้อมูล"]
    assert sheet.freeze_panes == "A2", kind
    assert sheet.auto_filter.ref, kind
    seen = opened_by_libreoffice(path)
    if kind == "audit":  # the second export's own row is in the second file
        seen = seen[:len(table)]
    assert len(seen) == len(table), (kind, len(seen), len(table))
    keys = table[0]
    for csv_row, cells in zip(table[1:], seen[1:]):
        row = dict(zip(keys, csv_row))
        at = 0
        for thai, key, kind_of, words in columns:
            want = [row[key], row[f"{key}_th"]] if words else shown(kind_of, row[key], words)
            for one in want:
                got = cells[at]
                assert one is None or same(kind_of, got, one), (kind, key, got, one)
                assert one is None or got != "" or one == ""
                at += 1
        assert at == len(cells), (kind, at, len(cells))
    return table, book


with Office() as office:
    assert shutil.which("soffice"), "install libreoffice-calc-nogui (packaging/packages.test)"
    for kind in KINDS:
        table, _ = compare(office, kind)
        assert len(table) > 1 or kind in ("messages", "form:household_report"), kind
    # With names, and a house's number that looks like a date, a code that begins with nothing Excel would cut.
    reason = ["--with-names", "--reason", "ตรวจสอบการส่งออก"]
    table, book = compare(office, "households", *reason)
    head = table[0].index("head_given")
    assert all(row[head] for row in table[1:])
    about = {row[0].value: row[1].value for row in book["เกี่ยวกับไฟล์นี้"].iter_rows()}
    assert about["เหตุผล"] == "ตรวจสอบการส่งออก", about
    village = next(book["ข้อมูล"].iter_rows(min_row=2))
    assert isinstance(village[3].value, str), "codes are texts"
    # What changed since: nothing, then one household.
    assert book["เปลี่ยนแปลง"].max_row == 1
    with sqlite3.connect(office.database) as base:
        base.execute("UPDATE household SET house_no = '1/2', updated_at = '2999-01-01T00:00:00.000Z' WHERE id ="
                     " (SELECT min(id) FROM household)")
    _, book = compare(office, "households")
    assert book["เปลี่ยนแปลง"].max_row == 2
    assert book["เปลี่ยนแปลง"].cell(2, 7).value == "1/2"
    # Every export has left its row, with what was taken along.
    logged = office.rows("SELECT detail FROM audit WHERE action = 'export' AND subject = 'households' ORDER BY id")
    assert logged[-1]["detail"] == "format=xlsx names=no", logged[-1]
    assert any("reason=ตรวจสอบการส่งออก" in row["detail"] for row in logged)
    # Columns are chosen; a personal one needs its reason.
    done = office.command("export", "reports", "--columns", "period,income_total", check=False)
    assert done.stdout.splitlines()[0].removeprefix("\ufeff") == '"period","income_total"', done
    assert office.command("export", "reports", "--columns", "is_poor", check=False).returncode == 2
    assert office.command("export", "form:nothing", check=False).returncode == 1
    line = office.command("export", "indicators", "--format", "json").stdout.splitlines()[0]
    assert {"numerator", "denominator", "value"} <= set(json.loads(line))
