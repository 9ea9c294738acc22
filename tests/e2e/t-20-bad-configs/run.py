"""A wrong configuration is refused at start: exit 1, the key, the reason, what to write, and no secret."""
import pathlib
import time

from harness import SECRET, TOKEN, Office

with Office(demo=False) as office:
    office.stop()
    good = office.config.read_text()
    cases = {
        "no file": (None, ["sammachip.toml"]),
        "not TOML": ("[server\n", ["TOML", ":1"]),
        "unknown key": (good.replace("[database]", "colour = \"red\"\n[database]"), ["colour", "not a key"]),
        "unknown table": (good + "\n[extras]\n", ["extras"]),
        "port": (good.replace(f":{office.port}", ":nope"), ["listen", "address:port"]),
        "no secret": (good.replace(f'secret = "{SECRET}"', ""), ["secret", "missing", "Developers Console"]),
        "blank in token": (good.replace(TOKEN, TOKEN[:4] + " " + TOKEN[4:]), ["access_token", "blank"]),
        "env": (good.replace(f'"{TOKEN}"', '"env:SAMMACHIP_NOT_SET"'), ["access_token", "SAMMACHIP_NOT_SET"]),
        "a folder for a secret": (good.replace(f'"{TOKEN}"', '"file:/tmp"'), ["access_token", "/tmp", "cannot be read"]),
        "proxies": (good.replace("[database]", "trusted_proxies = [\"x\"]\n[database]", 1),
                    ["trusted_proxies", "127.0.0.1"]),
        "a folder for a database": (good.replace(str(office.database), "/tmp"), ["[database] path", "/tmp"]),
        "kind": (good.replace('kind = "line"', 'kind = "telex"'), ["kind", '"line"']),
        "no forms": (good.replace('paths = ["', 'paths = ["/not/there'), ["form"]),
        "not our machine": (good.replace("127.0.0.1:%d" % office.port, "192.0.2.1:%d" % office.port), ["192.0.2.1"]),
        "no folder": (good.replace(str(office.database), "/not/there/x.db"), ["/not/there"]),
    }
    for name, (text, words) in cases.items():
        office.config.unlink(missing_ok=True)
        if text is not None:
            office.config.write_text(text)
        start = time.monotonic()
        done = office.command("serve", check=False)
        assert done.returncode == 1, (name, done)
        assert time.monotonic() - start < 5, name
        for word in words:
            assert word in done.stderr, (name, word, done.stderr)
        for secret in (SECRET, TOKEN, TOKEN[4:]):
            assert secret not in done.stderr + done.stdout, name
    assert office.command("serve", "--colour", check=False).returncode == 2
    assert office.command("nothing", check=False).returncode == 2
    assert office.command("--help").stdout

    database = pathlib.Path(office.database)
    office.config.write_text(good)
    sound = database.read_bytes()
    for name, data in (("no database", b"this is no database" * 100), ("damaged", sound[:4096] + b"\xff" * (len(sound) - 4096))):
        for rest in office.folder.glob("sammachip.db-*"):
            rest.unlink()
        database.write_bytes(data)
        done = office.command("serve", check=False)
        assert done.returncode == 1 and done.stderr, (name, done)
        assert database.read_bytes() == data, f"{name}: the file was changed"
