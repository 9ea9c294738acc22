"""People's rights from the command line: data for the house itself, requests by their day, erasing with its proof, breaches."""
import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile

PROGRAM = os.environ.get("SAMMACHIP", "build/dev/sammachip")
folder = pathlib.Path(tempfile.mkdtemp(prefix="sammachip-rights-"))
config = folder / "sammachip.toml"
config.write_text(f'[database]\npath = "{folder}/office.db"\n[office]\nname = "ทดสอบ"\ncontact = "080-000-0000"\n'
                  '[[channel]]\nid = "line"\nkind = "line"\nsecret = "rights-test-secret"\n'
                  'access_token = "rights-test-token"\n', encoding="utf-8")


def run(*words, check=True):
    done = subprocess.run([PROGRAM, "--config", str(config), *words], capture_output=True, text=True)
    assert not check or done.returncode == 0, done
    return done


def rows(sql):
    with sqlite3.connect(folder / "office.db") as database:
        return database.execute(sql).fetchall()


(folder / "v.csv").write_text("รหัสหมู่บ้าน,ตำบล,หมู่ที่,ชื่อหมู่บ้าน\n60030403,เกยไชย,3,บ้านหนองบัว\n", encoding="utf-8")
(folder / "h.csv").write_text("บ้านเลขที่,รหัสหมู่บ้าน,ชื่อ,สกุล,โทรศัพท์,สมาชิก,ยากจน\n14/2,60030403,บุญใจ,ทองเจริญ,0800000001,4,ใช่\n"
                              "15,60030403,สมชัย,ศรีคง,0800000002,3,ไม่\n", encoding="utf-8")
run("import", "villages", str(folder / "v.csv"))
run("import", "households", str(folder / "h.csv"))

# The house's own data, with its trace.
assert run("data", "household", "60030403 14/2", check=False).returncode == 2, "without a reason"
assert run("data", "household", "60030403 99", "--reason", "มาขอเอง", check=False).returncode == 1
text = run("data", "household", "60030403 14/2", "--reason", "มาขอเอง").stdout
for word in ("บุญใจ", "+66800000001", "สมาชิก 4 คน", "ช่วยเหลือ"):
    assert word in text, (word, text)
assert "สมชัย" not in text
run("data", "household", "60030403 14/2", "--format", "html", "--out", str(folder / "paper.html"), "--reason", "มาขอเอง")
assert "<li>" in (folder / "paper.html").read_text(encoding="utf-8")
assert rows("SELECT count(*) FROM audit WHERE action = 'data.shown' AND detail = 'มาขอเอง'") == [(2,)]

# Erased at the counter, proved, and not brought back.
erased = run("erase", "household", "60030403 14/2", "--reason", "ยื่นคำขอ")
assert "1 erased, 1 proved" in erased.stdout, erased
assert rows("SELECT house_no FROM household") == [("15",)]
assert rows("SELECT count(*) FROM person WHERE given_name = 'บุญใจ'") == [(0,)]
assert rows("SELECT kind, state, outcome FROM request") == [("ERASE", "DONE", "ERASED")]
everything = (folder / "office.db").read_bytes() + (folder / "office.db-wal").read_bytes() if (folder / "office.db-wal").exists() \
    else (folder / "office.db").read_bytes()
assert "ทองเจริญ".encode() not in everything and b"66800000001" not in everything
assert "0 erased" in run("erase", "run").stdout

# What waits, and its day.
assert "nothing waits" in run("request", "list").stdout
assert "ERASE" in run("request", "list", "--all").stdout
assert run("request", "done", "1", "--outcome", "x", check=False).returncode == 1, "done already"
assert run("request", "done", "77", "--outcome", "x", check=False).returncode == 1

# Retention says what it would do, does it, and leaves its proof.
before = rows("SELECT count(*) FROM housekeeping_run")
assert "dry run" in run("retention", "--dry-run").stdout
assert rows("SELECT count(*) FROM housekeeping_run") == before
run("retention")
assert rows("SELECT count(*) FROM housekeeping_run WHERE left_over = 0")[0][0] >= 10

# A breach and its clock.
opened = run("breach", "open", "เครื่องหาย", "--known-at", "2020-01-01 08:00", "--household", "60030403 15").stdout
number = opened.split()[1].rstrip(":")
assert "OVERDUE" in run("breach", "list").stdout
listed = run("breach", "affected", number).stdout
assert "สมชัย" in listed and "PAPER" in listed, listed
assert rows("SELECT count(*) FROM audit WHERE action = 'breach.affected'") == [(1,)]
assert run("breach", "close", number, check=False).returncode == 1, "not assessed"
run("breach", "assess", number, "--risk", "RISK", "--assessment", "มีตัวเลขรายได้")
assert run("breach", "told", number, "regulator", check=False).returncode == 1, "late without a reason"
run("breach", "told", number, "regulator", "--late-reason", "ไม่มีคนอยู่")
run("breach", "close", number)
assert "no breach is open" in run("breach", "list").stdout

# The record of processing.
lines = run("export", "ropa", "--format", "json").stdout.splitlines()
assert len(lines) > 500 and all(json.loads(line)["label_th"] for line in lines)
assert run("export", "ropa").stdout.startswith("\ufeff")
