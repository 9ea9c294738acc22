"""A backup under load holds all that was acknowledged before it; restored elsewhere it works; a broken one is refused."""
import threading

from harness import Office, user

with Office(demo=False) as office:
    stop = threading.Event()
    numbers = iter(range(1, 100000))

    def load():
        while not stop.is_set():
            office.deliver(office.text_event(user(next(numbers)), "สวัสดี"))

    thread = threading.Thread(target=load)
    thread.start()
    office.say(user(999999), "สวัสดี")
    before = office.count("SELECT count(*) FROM inbox")
    backup = office.folder / "copy.db"
    office.command("backup", str(backup))
    stop.set()
    thread.join()
    assert (office.folder / "copy.db.sha256").exists()
    refused = office.command("restore", str(backup), check=False)
    assert refused.returncode == 1, "restored over a database in use"
    total = office.count("SELECT count(*) FROM inbox")
    office.stop()
    office.command("restore", str(backup))
    assert before <= office.count("SELECT count(*) FROM inbox") <= total
    office.start()
    assert office.say(user(999999), "เมนู")
    office.stop()
    broken = office.folder / "broken.db"
    data = bytearray(backup.read_bytes())
    data[len(data) // 2] ^= 1
    broken.write_bytes(data)
    (office.folder / "broken.db.sha256").write_text((office.folder / "copy.db.sha256").read_text().replace("copy", "broken"))
    now = office.database.read_bytes()
    refused = office.command("restore", str(broken), check=False)
    assert refused.returncode == 1 and refused.stderr, refused
    assert office.database.read_bytes() == now
