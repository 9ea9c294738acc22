"""Row 10: kill -9 in the middle of load, again and again, and then count."""
import random
import sqlite3
import time

import parts

# Until asked to stop; what is not acked is sent again, as LINE's redelivery does.
SETTING = parts.Setting(rate=400, seconds=0, people=5_000, sync_ms=20, redeliver=20, drain=60)


def run(bench, start, kills):
    """`start(sink, port)` starts the program on its one database. Returns the counts."""
    sink = parts.Sink(bench, SETTING)
    subject = start(sink, None)
    load = None
    acked_list = bench.work / "acked.list"
    try:
        subject.wait_until_ready()
        load = parts.Load(bench, SETTING, subject, sink, parts.run_id(),
                          ["--retry", "--acked-list", acked_list])
        chance = random.Random(10)
        worst_restart = 0
        for _ in range(kills):
            time.sleep(chance.uniform(0.2, 1.5))
            subject.kill()
            began = time.monotonic()
            subject = start(sink, subject.port)
            subject.wait_until_ready()
            worst_restart = max(worst_restart, time.monotonic() - began)
        time.sleep(1)
        load.process.terminate()  # ends the sending; what is under way is brought to its end
        report = load.report()
        seen = sink.stats()
        stopped = subject.stop()
        counts = count(subject.database, acked_list)
    finally:
        for part in (load, subject, sink):
            if part is not None:
                part.stop()
    if stopped != 0:
        raise subject.fail(f"ended with status {stopped} when asked to stop")
    return {
        "kills": kills,
        "acked": report["acked"],
        "never_acked": report["sent"] - report["acked"],
        "redelivered": sum(report["redelivery_statuses"].values()),
        "lost": counts["lost"],
        "doubled": seen["doubled"] + counts["doubled"],
        "missing": counts["missing"],
        "unreplied": seen["unanswered"] + counts["unsettled"],
        "worst_restart_ms": 1000 * worst_restart,
        "report": report,
        "line": seen,
        "database": counts,
    }


def count(database, acked_list):
    """What the database says of the acked events, one id a line in `acked_list`."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    connection.execute("ATTACH ':memory:' AS bench")
    connection.execute("CREATE TABLE bench.acked (event_id TEXT PRIMARY KEY)")
    with open(acked_list, encoding="utf-8") as lines:
        connection.executemany("INSERT INTO bench.acked VALUES (?)", ([line.strip()] for line in lines))

    def one(sql):
        return connection.execute(sql).fetchone()[0]

    try:
        return {
            # Acked, and not handled: not there at all, or put aside as a dead letter.
            "lost": one("""SELECT count(*) FROM bench.acked a LEFT JOIN inbox i
                           ON i.channel = 'line' AND i.event_id = a.event_id AND i.state = 'done'
                           WHERE i.id IS NULL"""),
            # Acked and handled, without anything to answer.
            "missing": one("""SELECT count(*) FROM bench.acked a JOIN inbox i
                              ON i.channel = 'line' AND i.event_id = a.event_id
                              LEFT JOIN outbox o ON o.inbox = i.id WHERE o.id IS NULL"""),
            "doubled": one("""SELECT count(*) - count(DISTINCT inbox) FROM outbox
                              WHERE inbox IS NOT NULL"""),
            "unsettled": one("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')"),
            "states": dict(connection.execute("SELECT state, count(*) FROM outbox GROUP BY state")),
        }
    finally:
        connection.close()
