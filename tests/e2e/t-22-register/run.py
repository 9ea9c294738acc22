"""The register from its files to its exports: Excel in, changes told before they are made, every look and export in the audit log."""
import io
import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import zipfile

PROGRAM = os.environ.get("SAMMACHIP", "build/dev/sammachip")
folder = pathlib.Path(tempfile.mkdtemp(prefix="sammachip-register-"))
config = folder / "sammachip.toml"
config.write_text(f'[database]\npath = "{folder}/office.db"\n[office]\nname = "ทดสอบ"\ncontact = "080-000-0000"\n'
                  '[[channel]]\nid = "line"\nkind = "line"\nsecret = "register-test-secret"\n'
                  'access_token = "register-test-token"\n', encoding="utf-8")


def run(*words):
    return subprocess.run([PROGRAM, "--config", str(config), *words], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)


def csv(name, content):
    path = folder / name
    path.write_text(content, encoding="utf-8-sig")
    return str(path)


def workbook(name, rows):
    """A workbook with inline texts and plain numbers."""
    cells = "".join(
        "<row>" + "".join(f"<c><v>{cell}</v></c>" if isinstance(cell, int)
                          else f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in rows)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>')
        out.writestr("xl/_rels/workbook.xml.rels",
                     '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>')
        out.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{cells}</sheetData></worksheet>")
    path = folder / name
    path.write_bytes(packed.getvalue())
    return str(path)


def audit(action):
    with sqlite3.connect(folder / "office.db") as base:
        return base.execute("SELECT subject, detail FROM audit WHERE action = ? ORDER BY id", (action,)).fetchall()


def expect(done, status, out):
    assert done.returncode == status, done
    assert done.stdout.strip() == out, done
    return done


villages = workbook("villages.xlsx", [["รหัสหมู่บ้าน", "ตำบล", "หมู่ที่", "ชื่อหมู่บ้าน", "ปีเป้าหมาย (พ.ศ.)"],
                                      [60030403, "เกยไชย", 3, "บ้านหนองบัว", 2569]])
houses = [["รหัสหมู่บ้าน", "บ้านเลขที่", "ชื่อ", "สกุล", "โทรศัพท์", "สมาชิก"],
          [60030403, "14/2", "บุญใจ", "ทองเจริญ", 800000001, 4], [60030403, 15, "สมชัย", "ศรีคง", 66800000002, 3]]
expect(run("import", "villages", villages), 0, "villages: 1 new, 0 changed, 0 the same, 0 bad")
expect(run("import", "households", workbook("h.xlsx", houses)), 0, "households: 2 new, 0 changed, 0 the same, 0 bad")
with sqlite3.connect(folder / "office.db") as base:
    assert base.execute("SELECT count(*) FROM invite WHERE state = 'OPEN'").fetchone()[0] == 2
    assert base.execute("SELECT count(*) FROM person WHERE phone LIKE '+6680000000%'").fetchone()[0] == 2

houses[1][5] = 5
changed = workbook("h2.xlsx", houses)
shown = expect(run("import", "households", changed, "--dry-run"), 0,
               "households: 0 new, 1 changed, 1 the same, 0 bad; dry run, nothing was imported")
assert "h2.xlsx:2 60030403 14/2: members: 4 -> 5" in shown.stderr, shown.stderr
assert audit("import.shown") == [("households", "changes=1")]
expect(run("import", "households", changed, "--yes"), 0, "households: 0 new, 1 changed, 1 the same, 0 bad")
assert len(audit("import.households")) == 2

faulty = run("import", "people", csv("p.csv", "ชื่อ,สกุล,บทบาท\nสมศรี,ใจดี,ประธาน\n"), "--json")
assert faulty.returncode == 1, faulty
told = json.loads(faulty.stdout)
assert told["bad"] == 1 and {fault["column"] for fault in told["faults"]} >= {"org_kind"}, told

broken = run("import", "villages", csv("old.xls", "").replace("old.xls", "nothing.csv"))
assert broken.returncode == 1 and "cannot read" in broken.stderr, broken
(folder / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0 old")
old = run("import", "villages", str(folder / "old.xls"))
assert old.returncode == 1 and "save it as" in old.stderr, old

plain = run("export", "households")
assert plain.returncode == 0 and "14/2" in plain.stdout and "บุญใจ" not in plain.stdout, plain
named = run("export", "households", "--format", "json", "--with-names", "--reason", "ตรวจเยี่ยม")
assert json.loads(named.stdout.splitlines()[0])["head_given"] == "บุญใจ", named
assert audit("export") == [("households", "format=csv names=no"), ("households", "format=json names=yes reason=ตรวจเยี่ยม")]
months = run("export", "people", "--from", "2025-11")
assert months.returncode == 2, months
