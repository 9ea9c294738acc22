"""`line setup` checks the token, sets and tries the webhook, makes the menu; a second run changes nothing."""
from harness import Office
from line_standin import Fault

with Office(demo=False) as office:
    line = office.line
    looked = office.command("line", "setup", "--check", check=False)
    assert looked.returncode == 1 and "MEND" in looked.stdout, looked
    assert line.webhook_endpoint is None and not line.rich_menus
    done = office.command("line", "setup")
    assert line.webhook_endpoint == "https://bot.example/webhooks/line", done.stdout
    assert 'basic_id = "@000aaaaa"' in done.stdout, done.stdout
    assert len(line.rich_menus) == 1 and line.default_menu in line.rich_menus
    assert line.rich_menus[line.default_menu]["image"].startswith(b"\x89PNG")
    calls = len(line.calls)
    office.command("line", "setup")
    assert all(c.method == "GET" or c.path.endswith("/test") for c in line.calls[calls:]), "a second run changed something"
    office.command("line", "setup", "--check")
    assert line.complaints == [], line.complaints

    checked = office.command("check", check=False)
    assert checked.returncode == 0, checked
    line.faults[:] = [Fault("/v2/bot/info", status=401, times=10)]
    for words in (("line", "setup"), ("check",)):
        refused = office.command(*words, check=False)
        assert refused.returncode == 1 and "token" in refused.stdout, refused
        assert "e2e-access-token" not in refused.stdout + refused.stderr
    line.faults[:] = [Fault("/v2/bot/channel/webhook/endpoint", status=500, times=1)]
    assert office.command("line", "setup", check=False).returncode == 1
