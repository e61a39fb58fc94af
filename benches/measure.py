#!/usr/bin/env python3
"""Times whole `tidings` processes on generated sites: `measure.py [--bare BARE] TIDINGS FOLDER [RELEASES...]`. Medians of five runs.

FOLDER should be on a RAM disk (/dev/shm), since making folders and files is most of a build on a disk. BARE is the program of
`benches/bare.rs`, the floor of `check`: the two are run in turn, and the ratio is that of their medians.
"""

import argparse
import json
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


def medians(runs):
    return [statistics.median(column) for column in zip(*runs)]


def show(name, wall, cpu, memory):
    print(f"| {name} | {wall:.2f} s | {cpu:.2f} s | {memory:.0f} MB |", flush=True)


def row(name, command, prepare=lambda: None):
    runs = []
    for _ in range(RUNS):
        prepare()
        runs.append(run(command))
    show(name, *medians(runs))


def against(name, command, other, floor):
    """Two commands in turn, and how many times as much the first one takes."""
    pairs = [(run(command), run(floor)) for _ in range(RUNS)]
    ours, theirs = (medians(column) for column in zip(*pairs))
    show(name, *ours)
    show(other, *theirs)
    print(f"| ratio | {ours[0] / theirs[0]:.1f} | {ours[1] / theirs[1]:.1f} | |", flush=True)


class Editor:
    """As much of a language client as it takes to type."""

    def __init__(self, tidings, site):
        self.process = subprocess.Popen([tidings, "--today", "2026-11-22", "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.site = site.resolve()
        self.send(id=1, method="initialize", params={"capabilities": {}, "workspaceFolders": [{"uri": self.site.as_uri(), "name": "site"}]})
        self.receive()
        self.send(method="initialized", params={})

    def send(self, **message):
        text = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(text), text))
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.startswith(b"Content-Length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))

    def problems(self, uri):
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                return message["params"]["diagnostics"]


def keystrokes(name, tidings, site):
    """From a keystroke that makes or mends a mistake to the diagnostics that say so, the server already running."""
    file = next(site.glob("content/app/*/entry-3.md"))
    editor, uri, times = Editor(tidings, site), file.resolve().as_uri(), []
    document = {"uri": uri, "languageId": "markdown", "version": 0, "text": file.read_text()}
    editor.send(method="textDocument/didOpen", params={"textDocument": document})
    for version in range(1, 22):
        place = {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 1}}
        change = {"range": place, "text": "z" if version % 2 else "k"}  # `zind` for `kind` and back
        start = time.monotonic()
        editor.send(method="textDocument/didChange", params={"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]})
        assert bool(editor.problems(uri)) == bool(version % 2)
        times.append(time.monotonic() - start)
    editor.process.kill()
    print(f"| {name} | {statistics.median(times):.3f} s, at most {max(times):.3f} s | | |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bare", help="the program of benches/bare.rs")
    parser.add_argument("tidings")
    parser.add_argument("folder", type=Path)
    parser.add_argument("releases", nargs="*", default=["1000"])
    options = parser.parse_args()
    tidings = options.tidings
    print("| what | wall | CPU | peak memory |\n|---|---|---|---|")
    row("`--version`", [tidings, "--version"])
    for count in options.releases:
        for label, outputs in [("pages and feeds", ["--outputs", "pages, feeds"]), ("everything", [])]:
            site = options.folder / f"{count}-{len(outputs)}"
            shutil.rmtree(site, ignore_errors=True)
            generate = Path(__file__).with_name("generate.py")
            subprocess.run([generate, site, count, *outputs], check=True)
            command = [tidings, "--today", "2026-11-22", "--site", str(site)]
            if not outputs:
                # Before a build, since that leaves much behind that a plain walk would read.
                check = (f"{count} releases: check", [*command, "check"])
                if options.bare:
                    against(*check, f"{count} releases: read and parse alone", [options.bare, str(site)])
                else:
                    row(*check)
                keystrokes(f"{count} releases: keystroke to diagnostics", tidings, site)
            row(f"{count} releases, {label}: build", [*command, "build"], lambda: shutil.rmtree(site / "public", ignore_errors=True))
            row(f"{count} releases, {label}: build again", [*command, "build"])
            shutil.rmtree(site)


if __name__ == "__main__":
    main()
