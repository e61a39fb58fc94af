"""The Nu HTML checker finds no error on any page."""

import json
import subprocess
from pathlib import Path

from .folder import Problem

JAR = Path(__file__).parent.parent / "node_modules/vnu-jar/build/dist/vnu.jar"


def check(folder):
    pages = folder.ending(".html")
    # 500 pages a call keep the command line far below the system's limit; starting Java for each page would take hours.
    for start in range(0, len(pages), 500):
        yield from batch(folder, pages[start : start + 500])


def batch(folder, pages):
    command = ["java", "-jar", str(JAR), "--errors-only", "--exit-zero-always", "--format", "json", "--stdout", *pages]
    run = subprocess.run(command, cwd=folder.root, capture_output=True, text=True)
    if run.returncode != 0:
        raise RuntimeError(f"the Nu HTML checker could not run: {run.stderr.strip()}")
    for message in json.loads(run.stdout)["messages"]:
        path = message.get("url", "").removeprefix(f"file:{folder.root.resolve()}/").removeprefix("file:")
        yield Problem(path, message.get("lastLine", 1), message["message"])
