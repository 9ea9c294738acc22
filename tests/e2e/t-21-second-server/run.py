"""A second server on one database or one port says so and goes, within two seconds, and changes nothing."""
import subprocess
import time

from harness import PROGRAM, ROOT, Office, user

with Office(demo=False) as office:
    assert office.say(user(1), "สวัสดี")

    def second(config):
        path = office.folder / "second.toml"
        path.write_text(config)
        start = time.monotonic()
        done = subprocess.run([PROGRAM, "--config", str(path), "serve"], cwd=ROOT, capture_output=True, text=True, timeout=20)
        assert time.monotonic() - start < 2.5
        assert done.returncode == 1, done
        return done.stderr

    config = office.config.read_text()
    words = second(config.replace(f":{office.port}", ":0"))
    assert "run" in words.lower() or "use" in words.lower(), words
    words = second(config.replace("sammachip.db", "other.db"))
    assert str(office.port) in words, words
    assert office.say(user(1), "เมนู")
    assert office.line.complaints == [], office.line.complaints
