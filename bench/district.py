"""Prepares databases: linked, consented households, with or without a history behind them."""
import datetime
import hashlib
import pathlib
import sqlite3
import subprocess

import parts

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
AT = "2026-01-05T02:00:00.000Z"

# The people of the load generator: number N is line:U<32 hex digits of N>. Ids below 2^40 are free,
# as the program's own begin with the time.
PEOPLE = [
    """INSERT INTO household (id, village, house_no, members_total, occ_main, status, created_at, updated_at,
           created_by)
       SELECT n, place.village, 'B' || n, 4, 'RICE', 'ACTIVE', :at, :at, 'bench'
       FROM people JOIN place ON place.number = n % (SELECT count(*) FROM place)""",
    """INSERT INTO baseline (id, household, income_month, saving_month, source, created_at, updated_at,
           created_by)
       SELECT n, n, 8000, 300, 'OFFICER', :at, :at, 'bench' FROM people""",
    "INSERT INTO contact (id, created_at, updated_at) SELECT n, :at, :at FROM people",
    """INSERT INTO address (id, contact, channel, address, created_at, updated_at)
       SELECT n, n, 'line', 'line:U' || printf('%032x', n), :at, :at FROM people""",
    """INSERT INTO contact_household (id, contact, household, relation, from_at, used_at, created_at, updated_at)
       SELECT n, n, n, 'HEAD', :at, :at, :at, :at FROM people""",
    """INSERT INTO consent (id, household, contact, relation, purpose, basis, notice_version, channel, given_at,
           created_at, updated_at)
       SELECT 2 * n, n, n, 'HEAD', 'DATA', 'CONSENT', :notice, 'line', :at, :at, :at FROM people""",
    """INSERT INTO consent (id, household, contact, relation, purpose, basis, notice_version, channel, given_at,
           created_at, updated_at)
       SELECT 2 * n + 1, n, n, 'HEAD', 'MESSAGES', 'CONSENT', :notice, 'line', :at, :at, :at FROM people""",
    # A report of some months ago, so that the bot can ask whether the occupation is still the same.
    """INSERT INTO report (id, household, period, created_at)
       SELECT n, n, strftime('%Y-%m', 'now', 'start of month', '-3 months'), :at FROM people""",
    """INSERT INTO report_revision (id, report, revision, status, occ_main, income_total, saving_amount,
           reporter, reporter_relation, channel, lang, form_version, created_at, updated_at)
       SELECT n, n, 1, 'CONFIRMED', 'RICE', 8000, 300, n, 'HEAD', 'line', 'th', '1', :at, :at FROM people""",
]

# A conversation of the past each: what came, what was answered.
HISTORY = [
    """INSERT INTO inbox (id, channel, event_id, state, kind, contact, message_id, text, sent_at, received_at)
       SELECT n, 'line', printf('01BENCH%019d', n), 'done', 'text', n, printf('4%015d', n), 'ถูกต้อง', :at, :at
       FROM people""",
    """INSERT INTO outbox (id, channel, address, state, retry_key, attempts, priority, contact, inbox, messages,
           reply_token, reply_token_at, way, due_at, provider_id, created_at, updated_at)
       SELECT n, 'line', 'line:U' || printf('%032x', n), 'sent',
           printf('00000000-0000-4000-8000-%012x', n), 1, 0, n, n, '[{"text":"บันทึกแล้วค่ะ ขอบคุณค่ะ"}]',
           printf('%032x', n), :at, 'reply', :at, printf('5%015d', n), :at, :at FROM people""",
]


def prepared(bench, people, history):
    """A database of `people` linked households; made once for each schema. Returns its path."""
    month = datetime.date.today().strftime("%Y%m")  # the reports in it are so many months old
    name = f"prepared-{people}-{'history' if history else 'fresh'}-{month}-{fingerprint()}.db"
    path = bench.work / name
    if not path.exists():
        making = path.with_suffix(".making")
        parts.remove_database(making)
        make(bench, making, people, history)
        making.rename(path)
    return path


def fingerprint():
    """Changes when the schema or this file does, as both decide what is in the database."""
    digest = hashlib.sha256(pathlib.Path(__file__).read_bytes())
    for path in sorted((REPOSITORY / "storage" / "migrations").glob("*.sql")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def make(bench, path, people, history):
    # The program makes the schema, the villages and the privacy notice.
    if not bench.program.exists():
        raise parts.BenchError(f"{bench.program} is not built")
    config = parts.write_config(bench, path, parts.free_port(), "http://127.0.0.1:9")
    done = subprocess.run([bench.program, "--config", config, "demo"], capture_output=True, text=True)
    if done.returncode != 0:
        raise parts.BenchError(f"sammachip demo failed: {done.stderr.strip()[-500:]}")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    notice = connection.execute(
        "SELECT version FROM notice WHERE in_force_from <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
        " ORDER BY in_force_from DESC LIMIT 1").fetchone()
    if notice is None:
        raise parts.BenchError("sammachip demo left no privacy notice in force")
    connection.execute("BEGIN")
    connection.execute("CREATE TEMP TABLE people (n INTEGER PRIMARY KEY)")
    connection.execute("WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < ?)"
                       " INSERT INTO people SELECT n FROM count", (people,))
    connection.execute("CREATE TEMP TABLE place (number INTEGER PRIMARY KEY, village INTEGER)")
    connection.execute("INSERT INTO place SELECT row_number() OVER (ORDER BY id) - 1, id FROM village")
    for statement in PEOPLE + (HISTORY if history else []):
        connection.execute(statement, {"at": AT, "notice": notice[0]})
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    path.chmod(0o600)
