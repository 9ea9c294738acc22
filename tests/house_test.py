#!/usr/bin/env python3
"""The house rules as a test: include order, sizes, banned headers and words. Usage: house_test.py CHECKOUT"""
import pathlib
import re
import subprocess
import sys

ROOMS = ["conversation", "storage", "webhooks", "console", "bot"]
BANNED_HEADERS = ["iostream", "regex", "sstream"]
BANNED_CALLS = r"\b(rand|localtime|strtod|strtol|stoi|stol|stod|atoi|sprintf|gets)\s*\("
MAX_FILE, MAX_TEST = 600, 700


def sources(root):
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], capture_output=True, text=True)
    if listed.returncode == 0:
        names = [n for n in listed.stdout.split("\0") if n]
    else:  # a copy without git
        names = [str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()]
    return [n for n in names if n.endswith((".h", ".cpp")) and not n.startswith("build/")]


def faults(root):
    for name in sources(root):
        path = root / name
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        lines = text.count("\n")
        room = name.split("/")[0]
        limit = MAX_TEST if room in ("tests", "bench") else MAX_FILE
        if lines > limit:
            yield f"{name}: {lines} lines, at most {limit}"
        if room not in ROOMS:
            continue
        for included in re.findall(r'#include "([a-z]+)/', text):
            if included in ROOMS and ROOMS.index(included) > ROOMS.index(room):
                yield f"{name}: includes {included}/, which comes after {room}/"
        for header in re.findall(r"#include <([a-z_]+)>", text):
            if header in BANNED_HEADERS:
                yield f"{name}: <{header}> is banned (docs: C++ conventions)"
        code = re.sub(r"//[^\n]*|\"(?:\\.|[^\"\\\n])*\"", "", text)
        if re.search(BANNED_CALLS, code):
            yield f"{name}: a banned function: {re.search(BANNED_CALLS, code).group(0)}"
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", text):
            yield f"{name}: an unfinished mark"
        if name.endswith(".h") and "#pragma once" not in text:
            yield f"{name}: no #pragma once"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = list(faults(root))
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
