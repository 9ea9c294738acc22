"""Cards from the command line to paper: a real browser prints them, a real scanner reads their QR codes."""
import os
import pathlib
import sqlite3
import subprocess
import tempfile

PROGRAM = os.environ.get("SAMMACHIP", "build/dev/sammachip")

folder = pathlib.Path(tempfile.mkdtemp(prefix="sammachip-cards-"))
config = folder / "sammachip.toml"
OFFICE = f'[database]\npath = "{folder}/office.db"\n[office]\nname = "สพอ.ชุมแสง"\ncontact = "080-000-0000"\n'
LINE = '[[channel]]\nid = "line"\nkind = "line"\nsecret = "cards-test-secret"\naccess_token = "cards-test-token"\n'
VILLAGES = "village_code,tambon_th,moo,village_th,target_fy\r\n60030403,เกยไชย,3,บ้านหนองบัว,2569\r\n"
HOUSES = "village_code,house_no,head_given\r\n" + "".join(f"60030403,{n},บุญใจ\r\n" for n in (2, 10, "14/2", 1, 3))


def run(*arguments, status=0):
    done = subprocess.run([PROGRAM, "--config", str(config), *arguments], capture_output=True, text=True)
    assert done.returncode == status, done
    return done


def rows(sql):
    with sqlite3.connect(folder / "office.db") as database:
        return database.execute(sql).fetchall()


def scan(page):
    """The texts of all QR codes on the printed page."""
    pdf, picture = page.with_suffix(".pdf"), page.with_suffix(".png")
    browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/browser"]
    subprocess.run([*browser, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", str(page)],
                   check=True, capture_output=True, timeout=120)
    assert pdf.read_bytes().startswith(b"%PDF")
    subprocess.run([*browser, "--window-size=800,2400", f"--screenshot={picture}", str(page)],
                   check=True, capture_output=True, timeout=120)
    found = subprocess.run(["zbarimg", "--quiet", "--raw", str(picture)], capture_output=True, text=True)
    return sorted(found.stdout.split())


config.write_text(OFFICE + LINE, encoding="utf-8")
for kind, content in (("villages", VILLAGES), ("households", HOUSES)):
    (folder / f"{kind}.csv").write_text(content, encoding="utf-8")
    run("import", kind, str(folder / f"{kind}.csv"))
page = folder / "cards.html"
assert "basic_id" in run("codes", "print", "--out", str(page), status=1).stderr
assert not page.exists()

config.write_text(OFFICE + LINE + 'basic_id = "@1234abcd"\n', encoding="utf-8")
assert "5 cards" in run("codes", "print", "--out", str(page)).stderr
codes = [code for code, in rows("SELECT code FROM invite WHERE state = 'OPEN' ORDER BY code")]
assert len(codes) == 5
assert scan(page) == [f"https://line.me/R/oaMessage/%401234abcd/?{code}" for code in codes], scan(page)
again = run("codes", "print", "--out", str(page), status=1)
assert "printed already" in again.stderr, again

reprinted = folder / "one.html"
run("codes", "print", "--household", "60030403/14/2", "--again", "--out", str(reprinted))
new = [code for code, in rows("SELECT code FROM invite WHERE state = 'OPEN' ORDER BY code") if code not in codes]
assert len(new) == 1 and rows("SELECT count(*) FROM invite WHERE state = 'VOID'") == [(1,)]
assert scan(reprinted) == [f"https://line.me/R/oaMessage/%401234abcd/?{new[0]}"]

listed = run("codes", "list", "--village", "60030403").stdout.splitlines()
assert [line.split("\t")[1] for line in listed] == ["1", "2", "3", "10", "14/2"], listed
assert new[0] in listed[-1]
lists = run("codes", "print", "--lists").stdout
assert new[0][:3] + " " + new[0][3:] in lists and "บุญใจ" not in lists
run("codes", "print", "--lists", "--with-names", status=2)
named = run("codes", "print", "--lists", "--with-names", "--reason", "แจกบัตร").stdout
assert "บุญใจ" in named
assert rows("SELECT detail FROM audit WHERE action = 'codes.listed' ORDER BY id DESC LIMIT 1") == \
    [("houses=5 names: แจกบัตร",)]

SMS = ('[[channel]]\nid = "kannel"\nkind = "kannel"\nsend_url = "http://127.0.0.1:1/cgi-bin/sendsms"\nusername = "u"\n'
       'password = "p"\nfrom = "+66812345678"\ntoken = "kannel-test-token"\n')
config.write_text(OFFICE + SMS, encoding="utf-8")
sms_page = folder / "sms.html"
run("codes", "print", "--household", "60030403/2", "--out", str(sms_page))
code, = rows("SELECT code FROM invite JOIN household h ON h.id = household WHERE state = 'OPEN' AND h.house_no = '2'")[0]
assert scan(sms_page) == [f"SMSTO:+66812345678:{code}"], scan(sms_page)
assert "081-234-5678" in sms_page.read_text(encoding="utf-8")
