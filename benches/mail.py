#!/usr/bin/env python3
"""Measures how fast mails are sent: `mail.py TIDINGS POSTFIX POOL [MESSAGES [RUNS]]`. Messages a second, medians, side by side in one run.

POSTFIX is Debian's package of that name, unpacked (`apt-get download postfix && dpkg -x postfix_*.deb POSTFIX`): its `smtp-sink` takes all
mails, and its `smtp-source -d` sends one message again and again. POOL is the program of benches/pool, a plain pool of lettre's. Ours is the
whole of `tidings announce`, from reading the site to the last row of the ledger, which is a file on the disk of the folder for temporary files.
"""

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TIDINGS, POSTFIX, POOL = (Path(argument).resolve() for argument in sys.argv[1:4])
MESSAGES, RUNS = (int(given or default) for given, default in zip([*sys.argv[4:6], None, None], (20000, 5)))
BYTES = 20_000
ENVIRONMENT = {**os.environ, "LD_LIBRARY_PATH": str(POSTFIX / "usr/lib/postfix"), "TIDINGS_SECRET": "a secret of benchmarks"}
SITE = """title: Acme release notes
url: https://changes.acme.example/
products: { events: { name: Events } }
mail: { from: Acme releases <releases@acme.example>, list_id: releases.acme.example, subscribe_url: https://mail.acme.example/ }
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def timed(command, **options):
    start = time.monotonic()
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{command} ended with {done.returncode}: {done.stdout[-500:]} {done.stderr[-500:]}")
    return time.monotonic() - start, done.stdout


def site(folder):
    """A site whose announcement is about as long as the messages of the others, and its readers."""
    entry = "  - { kind: feature, title: Feature %d, body: \"" + "Staff keep scanning when the network of the hall drops. " * 12 + "\" }\n"
    (folder / "content/events").mkdir(parents=True)
    (folder / "content/site.yaml").write_text(SITE)
    (folder / "content/events/2.4.0.yaml").write_text("date: 2026-05-12\nentries:\n" + "".join(entry % number for number in range(7)))
    (folder / "people.csv").write_text("email\n" + "".join(f"reader{number}@host{number % 50}.example\n" for number in range(MESSAGES)))
    timed([TIDINGS, "--site", folder, "subscribers", "import", folder / "people.csv"])
    shutil.copy(folder / "tidings.db", folder / "kept.db")
    timed([TIDINGS, "--site", folder, "announce", "2.4.0", "--dry-run", "--out", folder / "mails", "--to", "reader1@host1.example"])
    return next((folder / "mails").iterdir()).stat().st_size


def announce(folder, port, connections, messages, key=None):
    """A run over a ledger that knows the readers and nothing of the campaign."""
    for file in folder.glob("tidings.db*"):
        file.unlink()
    shutil.copy(folder / "kept.db", folder / "tidings.db")
    ENVIRONMENT["TIDINGS_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    ENVIRONMENT["TIDINGS_DKIM_KEY_FILE"] = str(key or "")
    flags = ["--yes", "--late", "--json", "--connections", str(connections), "--per-domain", "64", "--limit", str(messages)]
    start = time.monotonic()
    done = subprocess.run([TIDINGS, "--site", folder, "announce", "2.4.0", *flags], env=ENVIRONMENT, capture_output=True, text=True)
    took = time.monotonic() - start
    told = json.loads(done.stdout)
    if told["sent"] != messages or told["stopped"]:
        sys.exit(f"{told['sent']} of {messages} were sent: {done.stdout[-500:]}{done.stderr[-500:]}")
    return messages / took


def main():
    port = free_port()
    user = ["-u", "nobody"] if os.getuid() == 0 else []  # as root it refuses to run
    sink = subprocess.Popen([POSTFIX / "usr/sbin/smtp-sink", *user, f"127.0.0.1:{port}", "1000"], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    with tempfile.TemporaryDirectory(prefix="mail-bench-") as folder:
        folder = Path(folder)
        key = folder / "bench.pem"
        timed(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key])
        print(f"{MESSAGES} messages of {site(folder)} bytes; the others' have {BYTES}\n\n| messages a second | 1 connection | 8 connections |\n|---|---|---|")

        def source(connections):
            source = [POSTFIX / "usr/sbin/smtp-source", "-d", "-s", str(connections), "-m", str(MESSAGES), "-l", str(BYTES)]
            return MESSAGES / timed([*source, "-f", "releases@acme.example", "-t", "reader@host.example", f"127.0.0.1:{port}"])[0]

        def pool(connections):
            return float(timed([POOL, str(port), str(connections), str(100 * connections), str(BYTES)])[1])

        rows = {
            "`smtp-source -d`": source,
            "plain lettre pool": pool,
            "`tidings announce`": lambda connections: announce(folder, port, connections, MESSAGES),
            "`tidings announce`, signed (RSA-2048)": lambda connections: announce(folder, port, connections, MESSAGES // 4, key),
        }
        rates = {(name, connections): [] for name in rows for connections in (1, 8)}
        for _ in range(RUNS):
            for (name, connections), measured in rates.items():
                measured.append(rows[name](connections))
        medians = {key: statistics.median(measured) for key, measured in rates.items()}
        for name in rows:
            print(f"| {name} | {medians[name, 1]:.0f} | {medians[name, 8]:.0f} |")
        for other in ("`smtp-source -d`", "plain lettre pool"):
            ratios = [medians["`tidings announce`", connections] / medians[other, connections] for connections in (1, 8)]
            print(f"| ours against {other} | {ratios[0]:.2f} | {ratios[1]:.2f} |")
        signs = timed(["openssl", "speed", "-seconds", "3", "-multi", str(os.cpu_count()), "rsa2048"])[1].split("rsa 2048 bits")[1].split()
        print(f"\nOpenSSL signs {signs[2]} times a second on all {os.cpu_count()} cores, and nothing else.")
    sink.terminate()


if __name__ == "__main__":
    main()
