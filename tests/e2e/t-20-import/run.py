"""Importing villages and households from the command line: nothing half done, twice changes nothing, dry run first."""
import os
import pathlib
import sqlite3
import subprocess
import tempfile

PROGRAM = os.environ.get("SAMMACHIP", "build/dev/sammachip")
VILLAGES = "รหัสหมู่บ้าน,ตำบล,หมู่ที่,ชื่อหมู่บ้าน,ปีเป้าหมาย\r\n60030403,เกยไชย,3,บ้านหนองบัว,2569\r\n"
HOUSES = ("บ้านเลขที่,รหัสหมู่บ้าน,ชื่อ,สกุล,โทรศัพท์,สมาชิก,ยากจน,อาชีพหลัก,รายได้ต่อเดือนก่อนเข้าร่วม\r\n"
          "14/2,60030403,บุญใจ,ทองเจริญ,800000001,4,ใช่,ทำนา,\"8,500\"\r\n"
          "15,60030403,สมชัย,ศรีคง,0800000002,3,ไม่,ค้าขาย,12000\r\n")

folder = pathlib.Path(tempfile.mkdtemp(prefix="sammachip-import-"))
config = folder / "sammachip.toml"
config.write_text(f'[database]\npath = "{folder}/office.db"\n[office]\nname = "ทดสอบ"\ncontact = "080-000-0000"\n'
                  '[[channel]]\nid = "line"\nkind = "line"\nsecret = "import-test-secret"\n'
                  'access_token = "import-test-token"\n', encoding="utf-8")


def run(kind, content, *options, encoding="utf-8"):
    path = folder / f"{kind}.csv"
    path.write_bytes(content.encode(encoding))
    return subprocess.run([PROGRAM, "--config", str(config), "import", kind, str(path), *options],
                          capture_output=True, text=True)


def count(table):
    with sqlite3.connect(folder / "office.db") as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def expect(done, status, out):
    assert done.returncode == status, done
    assert done.stdout.strip() == out, done


expect(run("villages", VILLAGES, "--dry-run"), 0,
       "villages: 1 new, 0 changed, 0 the same, 0 bad; dry run, nothing was imported")
assert count("village") == 0
expect(run("villages", VILLAGES, encoding="cp874"), 0, "villages: 1 new, 0 changed, 0 the same, 0 bad")
expect(run("villages", VILLAGES), 0, "villages: 0 new, 0 changed, 1 the same, 0 bad")

bad = run("households", HOUSES + "2-Jan,60030403,สมศรี,,,,,,\r\n16,60030499,สมใจ,,,,,,\r\n")
expect(bad, 1, "households: 0 new, 0 changed, 0 the same, 2 bad; nothing was imported")
assert "households.csv:4 [บ้านเลขที่]" in bad.stderr and "2/1" in bad.stderr, bad.stderr
assert "households.csv:5 [รหัสหมู่บ้าน]" in bad.stderr, bad.stderr
assert count("household") == 0

expect(run("households", HOUSES), 0, "households: 2 new, 0 changed, 0 the same, 0 bad")
batches = count("import_batch")
expect(run("households", HOUSES), 0, "households: 0 new, 0 changed, 2 the same, 0 bad")
assert count("import_batch") == batches
expect(run("households", HOUSES.replace("12000", "13000")), 0, "households: 0 new, 1 changed, 1 the same, 0 bad")
with sqlite3.connect(folder / "office.db") as base:
    assert base.execute("SELECT house_no FROM household ORDER BY house_no").fetchall() == [("14/2",), ("15",)]
    assert base.execute("SELECT count(*) FROM audit WHERE action = 'import.households'").fetchone()[0] == 2

missing = subprocess.run([PROGRAM, "--config", str(config), "import", "villages", str(folder / "no.csv")],
                         capture_output=True, text=True)
assert missing.returncode == 1 and "cannot read" in missing.stderr, missing
wrong = subprocess.run([PROGRAM, "--config", str(config), "import", "cats", str(folder / "no.csv")],
                       capture_output=True, text=True)
assert wrong.returncode == 2, wrong
