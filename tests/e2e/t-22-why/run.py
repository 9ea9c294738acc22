"""Asking where a household's figures come from: found in four ways, never without an audit row."""
import os
import pathlib
import sqlite3
import subprocess
import tempfile

PROGRAM = os.environ.get("SAMMACHIP", "build/dev/sammachip")

folder = pathlib.Path(tempfile.mkdtemp(prefix="sammachip-why-"))
config = folder / "sammachip.toml"
config.write_text(f'[database]\npath = "{folder}/office.db"\n[office]\nname = "ทดสอบ"\ncontact = "080-000-0000"\n'
                  '[[channel]]\nid = "line"\nkind = "line"\nsecret = "why-test-secret"\n'
                  'access_token = "why-test-token"\n', encoding="utf-8")


def run(*arguments):
    return subprocess.run([PROGRAM, "--config", str(config), *arguments], capture_output=True, text=True)


def rows(sql):
    with sqlite3.connect(folder / "office.db") as database:
        return database.execute(sql).fetchall()


missing = run("why", "household", "123456")
assert missing.returncode == 1 and "no database" in missing.stderr, missing
assert not (folder / "office.db").exists()

assert run("demo", "--until", "2026-01-15").returncode == 0
code, household, village, house_no = rows(
    "SELECT i.code, h.id, v.code, h.house_no FROM invite i JOIN household h ON h.id = i.household "
    "JOIN village v ON v.id = h.village WHERE i.state = 'USED' "
    "AND EXISTS (SELECT 1 FROM report WHERE household = h.id) ORDER BY h.id LIMIT 1")[0]
looks = "SELECT subject, detail FROM audit WHERE action = 'household.looked_at'"

stories = [run("why", "household", name) for name in (code, str(household), f"{village}/{house_no}")]
assert all(story.returncode == 0 for story in stories), stories
assert f"บ้านเลขที่ {house_no}" in stories[0].stdout and "this one counts" in stories[0].stdout, stories[0].stdout
assert rows(looks) == [(f"household:{household}", "")] * 3
assert "household.looked_at" in stories[2].stdout, "the looks before belong to the story"

assert run("why", "household", code, "--reason", "ตรวจรายงาน").returncode == 0
assert rows(looks)[-1] == (f"household:{household}", "ตรวจรายงาน")

unknown = run("why", "household", "000000")
assert unknown.returncode == 1 and "60030403/14" in unknown.stderr, unknown
assert len(rows(looks)) == 4
assert run("why").returncode == 2 and run("why", "household").returncode == 2
