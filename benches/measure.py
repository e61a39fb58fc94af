#!/usr/bin/env python3
"""Times whole `tidings` processes on generated sites: `measure.py TIDINGS FOLDER [RELEASES...]`. Medians of five runs.

FOLDER should be on a RAM disk (/dev/shm), since making folders and files is most of a build on a disk.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 5


def run(command):
    """Wall seconds, CPU seconds and peak MB of one process."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def row(name, command, prepare=lambda: None):
    runs = []
    for _ in range(RUNS):
        prepare()
        runs.append(run(command))
    wall, cpu, memory = (statistics.median(column) for column in zip(*runs))
    print(f"| {name} | {wall:.2f} s | {cpu:.2f} s | {memory:.0f} MB |", flush=True)


def main():
    tidings, folder, *counts = sys.argv[1:]
    print("| what | wall | CPU | peak memory |\n|---|---|---|---|")
    row("`--version`", [tidings, "--version"])
    for count in counts or ["1000"]:
        for label, outputs in [("pages and feeds", ["--outputs", "pages, feeds"]), ("everything", [])]:
            site = Path(folder) / f"{count}-{len(outputs)}"
            shutil.rmtree(site, ignore_errors=True)
            generate = Path(__file__).with_name("generate.py")
            subprocess.run([generate, site, count, *outputs], check=True)
            command = [tidings, "--today", "2026-11-22", "--site", str(site)]
            row(f"{count} releases, {label}: build", [*command, "build"], lambda: shutil.rmtree(site / "public", ignore_errors=True))
            row(f"{count} releases, {label}: build again", [*command, "build"])
            if not outputs:
                row(f"{count} releases: check", [*command, "check"])
            shutil.rmtree(site)


if __name__ == "__main__":
    main()
