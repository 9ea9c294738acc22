#!/usr/bin/env python3
"""Measures the program beside the yardstick and says which goals and gates it meets (docs/BENCHMARKS.md).

Exit status: 0 measured and no gate failed, 1 a gate failed or a part did not run, 2 usage.
"""
import argparse
import dataclasses
import datetime
import json
import os
import pathlib
import platform
import sqlite3
import sys
import time

import district
import exports
import kills
import pages
import parts
import rows


class Runner:
    def __init__(self, bench, options):
        self.bench = bench
        self.options = options
        self.results = rows.Results()

    def database(self, setting, fresh=True):
        """A prepared database to work on; `fresh`: copied anew, else used on from last time."""
        people = min(setting.people, self.options.conversations) if setting.conversations else setting.people
        source = district.prepared(self.bench, people, history=setting.conversations > 0)
        work = self.bench.work / f"work-{source.name}"
        if fresh or not work.exists():
            parts.copy_database(source, work)
        return work

    def start_product(self, setting, fresh=True):
        database = self.database(setting, fresh)

        def start(sink, port=None):
            return parts.Product(self.bench, setting, sink, database, port)
        return start

    def start_yardstick(self, setting):
        return lambda sink: parts.Yardstick(self.bench, setting, sink)

    def setting(self, name):
        setting, who = rows.MEASUREMENTS[name]
        if setting.conversations:
            million = self.options.conversations
            setting = dataclasses.replace(setting, conversations=million, people=million)
        return setting, [one for one in who if one in self.options.subjects]

    def run(self, name):
        if name.startswith("start"):
            return self.run_start(name)
        if name == "kill":
            return self.run_kill()
        if name.startswith("export"):
            return self.run_export(name)
        if name.startswith("pages"):
            return self.run_pages()
        setting, who = self.setting(name)
        for number in range(self.options.rounds):
            for one in who:  # one after the other in each round: the machine's moods meet both
                self.say(f"{name}: round {number + 1}, {one}")
                self.results.add(name, one, self.measure(name, setting, one))
        return None

    def measure(self, name, setting, one):
        if one == "yardstick":
            return parts.measure(self.bench, setting, self.start_yardstick(setting))
        start = self.start_product(setting, fresh=not setting.conversations)
        before = self.reports(setting)
        figures = parts.measure(self.bench, setting, start)
        figures["reports"] = self.reports(setting) - before
        # Whoever walks now may be unfinished; a tenth for texts that were understood differently.
        if figures["reports"] < 0.9 * figures["report"]["acked"] / parts.SCRIPT_LENGTH - setting.active:
            raise parts.BenchError(f"{figures['reports']} reports came of {figures['report']['acked']} turns: "
                                   "bench/scripts/household_report.txt does not fit the form any more")
        if name == "forged":
            figures.update(self.look_for_forged(setting, figures))
        return figures

    def reports(self, setting):
        """How many revisions of reports the working database holds."""
        connection = sqlite3.connect(self.database(setting, fresh=False))
        try:
            return connection.execute("SELECT count(*) FROM report_revision").fetchone()[0]
        finally:
            connection.close()

    def look_for_forged(self, setting, figures):
        """The inbox holds exactly the acked events: nothing forged, nothing twice."""
        connection = sqlite3.connect(self.database(setting, fresh=False))
        try:
            stored, different = connection.execute(
                "SELECT count(*), count(DISTINCT event_id) FROM inbox WHERE channel = 'line'").fetchone()
            before = sqlite3.connect(district.prepared(self.bench, setting.people, history=False))
            already = before.execute("SELECT count(*) FROM inbox WHERE channel = 'line'").fetchone()[0]
            before.close()
        finally:
            connection.close()
        return {"events_twice": stored - different,
                "forged_stored": max(0, stored - already - figures["report"]["acked"])}

    def run_start(self, name):
        million = "million" in name
        setting = parts.Setting(people=20_000)
        if million:
            setting = parts.Setting(people=self.options.conversations, conversations=self.options.conversations)
        who = ["product"] if million else ["yardstick", "product"]
        for number in range(self.options.rounds):
            for one in [one for one in who if one in self.options.subjects]:
                self.say(f"{name}: round {number + 1}, {one}")
                start = (self.start_yardstick(setting) if one == "yardstick" else
                         self.start_product(setting, fresh=not million))
                self.results.add(name, one, {"start_ms": self.time_start(setting, start)})

    def time_start(self, setting, start):
        sink = parts.Sink(self.bench, setting)
        subject = None
        try:
            began = time.monotonic()
            subject = start(sink)
            subject.wait_until_ready()
            return 1000 * (time.monotonic() - began)
        finally:
            for part in (subject, sink):
                if part is not None:
                    part.stop()

    def run_kill(self):
        if "product" in self.options.subjects:
            self.say(f"kill: {self.options.kills} times")
            start = self.start_product(kills.SETTING)
            self.results.add("kill", "product", kills.run(self.bench, start, self.options.kills))

    def reports_database(self):
        """A million reports, twelve a household, and how many households."""
        reports = self.options.conversations
        people = -(-reports // exports.MONTHS)
        source = district.prepared(self.bench, people, history=False)
        database = self.bench.work / f"export-{source.name}"
        if not database.exists():
            parts.copy_database(source, database)
            self.say(f"making {exports.add_reports(database, reports):,} reports")
        return database, people

    def run_pages(self):
        """With somebody at the pages and without, in turn."""
        if "product" not in self.options.subjects:
            return
        source, people = self.reports_database()
        database = self.bench.work / f"pages-{source.name}"
        parts.copy_database(source, database)
        pages.add_account(self.bench, parts.write_config(self.bench, database, parts.free_port(), "http://127.0.0.1:9"))
        setting = parts.Setting(rate=pages.RATE, people=people, seconds=max(pages.LEAST, self.bench.seconds))
        for number in range(self.options.rounds):
            for looked_at in (False, True):
                self.say(f"pages: round {number + 1}, {'looked at' if looked_at else 'without'}")
                self.results.add("pages" if looked_at else "no pages", "product", pages.measure(
                    self.bench, setting, lambda sink: parts.Product(self.bench, setting, sink, database), looked_at))

    def run_export(self, name):
        write = exports.csv if name.endswith("csv") else exports.xlsx
        database, _ = self.reports_database()
        config = parts.write_config(self.bench, database, parts.free_port(), "http://127.0.0.1:9")
        for number in range(self.options.rounds):
            for one in [one for one in ("product", "yardstick") if one in self.options.subjects]:
                self.say(f"{name}: round {number + 1}, {one}")
                self.results.add(name, one, write(self.bench, config, database, one))

    @staticmethod
    def say(text):
        print(f"{datetime.datetime.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)


def machine():
    model = next((line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PHYS_PAGES") * parts.PAGE / 2**30
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, Linux {platform.release()}"


def table(chosen, results, failures):
    yield "| # | figure | program | yardstick | ratio | good | what we are after | verdict |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in chosen:
        failure = next((failures[need] for need in row.needs if need in failures), None)
        if failure:
            yield f"| {row.number} | {row.title} | did not run | | | {row.good} | {row.aim} | **not measured** |"
            continue
        verdict = row.judge(results)
        ratio = "" if verdict.ratio is None else f"{verdict.ratio:.2f} ×"
        yield (f"| {row.number} | {row.title} | {verdict.product} | {verdict.yardstick} | {ratio} | {row.good} | "
               f"{row.aim} | {verdict.words()} |")


def yardstick_table(results):
    yield "| measurement | turns/s | ack p50 | ack p99 | worst | CPU per turn | RSS |"
    yield "|---|---|---|---|---|---|---|"
    for (name, who), rounds in results.rounds.items():
        if who == "yardstick" and "turns_per_s" in rounds[0]:
            def median(key, name=name):
                return results.median(name, key, "yardstick")
            yield (f"| {name} | {median('turns_per_s'):,.0f} | {rows.ms(median('ack_p50_ms'))} | "
                   f"{rows.ms(median('ack_p99_ms'))} | {rows.ms(median('ack_max_ms'))} | "
                   f"{median('cpu_us_per_turn'):.0f} µs | {median('rss_mb'):.0f} MB |")


def heading(options, bench):
    yield f"Measured {datetime.date.today()} on {machine()}."
    yield (f"{options.rounds} rounds of {bench.seconds:g} s each, program and yardstick in turn; medians, for gates "
           f"the worst round. \"1,000,000\" is {options.conversations:,} here.")


def foot(results):
    shares = [one["load_cpu_percent"] for rounds in results.rounds.values() for one in rounds
              if "load_cpu_percent" in one]
    if shares:
        yield f"The load generator itself used at most {max(shares):.0f} % of one core."


def judged(chosen, results, failures):
    """Whether every gate that was measured held and everything ran."""
    if failures:
        return False
    return all(row.judge(results).gate is not False for row in chosen)


def parse(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    numbers = [row.number for row in rows.ROWS]
    parser.add_argument("rows", nargs="*", type=int, metavar="ROW", help=f"of {numbers}; all when none is named")
    parser.add_argument("--build", type=pathlib.Path, required=True, help="build folder of the bench preset")
    parser.add_argument("--work", type=pathlib.Path, help="databases go there (BUILD/bench/work)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5, help="of each measurement")
    parser.add_argument("--kills", type=int, default=25, help="of row 10")
    parser.add_argument("--conversations", type=int, default=rows.MILLION, help="of rows 11 and 14")
    parser.add_argument("--quick", action="store_true",
                        help="1 round of 1 s, 3 kills, 20,000 conversations: shows that all parts work")
    parser.add_argument("--only-yardstick", action="store_true", help="measure the machine, judge nothing")
    parser.add_argument("--json", type=pathlib.Path, help="write every figure of every round there")
    options = parser.parse_args(words)
    unknown = set(options.rows) - set(numbers)
    if unknown:
        parser.error(f"no such row: {sorted(unknown)}; there are {numbers}")
    if options.quick:
        options.rounds, options.seconds, options.kills, options.conversations = 1, 1.0, 3, 20_000
    options.subjects = ("yardstick",) if options.only_yardstick else rows.BOTH
    return options


def main(words):
    options = parse(words)
    os.umask(0o077)
    work = (options.work or options.build / "bench" / "work").resolve()
    work.mkdir(parents=True, exist_ok=True)
    bench = parts.Bench(options.build.resolve(), work, options.seconds)
    chosen = [row for row in rows.ROWS if not options.rows or row.number in options.rows]
    runner = Runner(bench, options)
    failures = {}
    for name in dict.fromkeys(need for row in chosen for need in row.needs):
        try:
            runner.run(name)
        except parts.BenchError as error:
            failures[name] = str(error)
            runner.say(f"{name}: {error}")
    if options.json:
        options.json.write_text(json.dumps(
            [{"measurement": name, "subject": who, "rounds": rounds}
             for (name, who), rounds in runner.results.rounds.items()], indent=1))
    lines = [*heading(options, bench), ""]
    if options.only_yardstick:
        print("\n".join([*lines, *yardstick_table(runner.results), "", *foot(runner.results)]))
        return 1 if failures else 0
    print("\n".join([*lines, *table(chosen, runner.results, failures), "", *foot(runner.results)]))
    return 0 if judged(chosen, runner.results, failures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
