#!/usr/bin/env python3
"""The same mistakes in the formats of five tools, and what each tool's own check says of them.

    python3 -m venv tools && tools/bin/pip install towncrier==26.9.0 reno==4.1.0 antsibull-changelog==0.36.0
    npm install --prefix tools changie@1.26.0
    PATH=$PWD/tools/bin:$PWD/tools/node_modules/.bin:$PATH python3 compare.py path/to/tidings

Prints the rows of docs/mistakes.md. "caught" is an exit status other than 0; "file" and "line" say whether the output
names the file and the line of the mistake. A tool without a cell has no such mistake in its format.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

TIDINGS = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "tidings").resolve())

RENO = "releasenotes/notes/scan-0123456789abcdef.yaml"
ANTSIBULL = "changelogs/fragments/scan.yml"
CHANGIE = ".changes/unreleased/scan.yaml"
TIDINGS_ENTRY = "content/events/2.4.0/scan.md"
TIME = "time: 2026-05-12T09:00:00Z\n"

TOOLS = {
    "towncrier": dict(
        files={
            "towncrier.toml": '[tool.towncrier]\nname = "events"\ndirectory = "newsfragments"\nfilename = "NEWS.md"\n',
            "newsfragments/.gitignore": "!.gitignore\n",
        },
        good={"newsfragments/1.feature.md": "Scan tickets offline\n"},
        command=["towncrier", "check", "--compare-with", "main"],
    ),
    "reno": dict(
        files={"releasenotes/config.yaml": "---\n"},
        good={RENO: "---\nfeatures:\n  - Scan tickets offline\n"},
        command=["reno", "lint"],
    ),
    "antsibull-changelog": dict(
        files={
            "changelogs/config.yaml": "title: Events\nchanges_format: combined\nchanges_file: changelog.yaml\nkeep_fragments: true\n"
            "notesdir: fragments\nprelude_section_name: release_summary\nnew_plugins_after_name: removed_features\n"
            "sections:\n- [minor_changes, Minor Changes]\n- [bugfixes, Bugfixes]\n",
            "galaxy.yml": "namespace: acme\nname: events\nversion: 2.4.0\n",
        },
        good={ANTSIBULL: "---\nminor_changes:\n  - Scan tickets offline.\n"},
        command=["antsibull-changelog", "lint"],
    ),
    "changie": dict(
        files={
            ".changie.yaml": "changesDir: .changes\nunreleasedDir: unreleased\nheaderPath: header.tpl.md\nchangelogPath: CHANGELOG.md\nversionExt: md\n"
            "versionFormat: '## {{.Version}}'\nkindFormat: '### {{.Kind}}'\nchangeFormat: '* {{.Body}}'\nkinds:\n- label: Added\n  auto: minor\n- label: Fixed\n  auto: patch\n",
            ".changes/header.tpl.md": "# Changelog\n",
        },
        good={CHANGIE: "kind: Added\nbody: Scan tickets offline\n" + TIME},
        command=["changie", "batch", "v2.4.0", "--dry-run"],
    ),
    "tidings": dict(
        files={
            "content/site.yaml": "title: Acme\nurl: https://changes.acme.example/\nproducts: { events: { name: Events } }\n",
            "content/events/2.4.0/release.yaml": "date: 2026-05-12\n",
        },
        good={TIDINGS_ENTRY: "---\nkind: feature\ntitle: Scan tickets offline\n---\nStaff keep scanning.\n"},
        command=[TIDINGS, "--today", "2026-11-22", "check", "--format", "short", "--deny", "warnings"],
    ),
}


def entry(fields, body="Staff keep scanning."):
    return {TIDINGS_ENTRY: f"---\n{fields}\n---\n{body}\n"}


# Each mistake: for each tool that can have it the files, and the line it stands in.
MISTAKES = {
    "the kind or section is misspelt": {
        "towncrier": ({"newsfragments/1.feture.md": "Scan tickets offline\n"}, None),
        "reno": ({RENO: "---\nfetures:\n  - Scan tickets offline\n"}, 2),
        "antsibull-changelog": ({ANTSIBULL: "---\nminor_chnages:\n  - Scan tickets offline.\n"}, 2),
        "changie": ({CHANGIE: "kind: Aded\nbody: Scan tickets offline\n" + TIME}, 1),
        "tidings": (entry("kind: feture\ntitle: Scan tickets offline"), 2),
    },
    "the case of the kind is wrong": {
        "towncrier": ({"newsfragments/1.Feature.md": "Scan tickets offline\n"}, None),
        "reno": ({RENO: "---\nFeatures:\n  - Scan tickets offline\n"}, 2),
        "antsibull-changelog": ({ANTSIBULL: "---\nMinor_changes:\n  - Scan tickets offline.\n"}, 2),
        "changie": ({CHANGIE: "kind: added\nbody: Scan tickets offline\n" + TIME}, 1),
        "tidings": (entry("kind: Feature\ntitle: Scan tickets offline"), 2),
    },
    "the kind is missing": {
        "towncrier": ({"newsfragments/1.md": "Scan tickets offline\n"}, None),
        "changie": ({CHANGIE: "body: Scan tickets offline\n" + TIME}, 1),
        "tidings": (entry("title: Scan tickets offline"), 1),
    },
    "the name of a field is misspelt": {
        "changie": ({CHANGIE: "kind: Added\nbdoy: Scan tickets offline\n" + TIME}, 2),
        "tidings": (entry("kind: feature\ntitel: Scan tickets offline"), 3),
    },
    "a field that nobody reads": {
        "changie": ({CHANGIE: "kind: Added\nbody: Scan tickets offline\nauthor: Jo\n" + TIME}, 3),
        "tidings": (entry("kind: feature\ntitle: Scan tickets offline\nauthor: Jo"), 4),
    },
    "the same name stands twice": {
        "reno": ({RENO: "---\nfeatures:\n  - Scan tickets offline\nfeatures:\n  - Print badges\n"}, 4),
        "antsibull-changelog": ({ANTSIBULL: "---\nminor_changes:\n  - Scan tickets offline.\nminor_changes:\n  - Print badges.\n"}, 4),
        "changie": ({CHANGIE: "kind: Added\nbody: Scan tickets offline\nbody: Print badges\n" + TIME}, 3),
        "tidings": (entry("kind: feature\ntitle: Scan tickets offline\ntitle: Print badges"), 4),
    },
    "a colon in a text without quotes": {
        "reno": ({RENO: "---\nfeatures:\n  - Scan: now offline\n"}, 3),
        "antsibull-changelog": ({ANTSIBULL: "---\nminor_changes:\n  - Scan: now offline.\n"}, 3),
        "changie": ({CHANGIE: "kind: Added\nbody: Scan: now offline\n" + TIME}, 2),
        "tidings": (entry("kind: feature\ntitle: Scan: now offline"), 3),
    },
    "a quote is not closed": {
        "reno": ({RENO: '---\nfeatures:\n  - "Scan tickets offline\n'}, 3),
        "antsibull-changelog": ({ANTSIBULL: '---\nminor_changes:\n  - "Scan tickets offline.\n'}, 3),
        "changie": ({CHANGIE: 'kind: Added\nbody: "Scan tickets offline\n' + TIME}, 2),
        "tidings": (entry('kind: feature\ntitle: "Scan tickets offline'), 3),
    },
    "a tab for indent": {
        "reno": ({RENO: "---\nfeatures:\n\t- Scan tickets offline\n"}, 3),
        "antsibull-changelog": ({ANTSIBULL: "---\nminor_changes:\n\t- Scan tickets offline.\n"}, 3),
        "tidings": ({"content/events/2.4.0/scan.yaml": "- kind: feature\n\ttitle: Scan tickets offline\n"}, 2),
    },
    "a text where a list belongs": {
        "reno": ({RENO: "---\nfeatures: Scan tickets offline\n"}, 2),
        "antsibull-changelog": ({ANTSIBULL: "---\nminor_changes: Scan tickets offline.\n"}, 2),
        "tidings": (entry("kind: feature\ntitle: Scan tickets offline\nrefs: EVT-1"), 4),
    },
    "the number of an issue becomes a comment": {
        "reno": ({RENO: "---\nfeatures:\n  - Scan tickets offline #88\n"}, 3),
        "antsibull-changelog": ({ANTSIBULL: "---\nminor_changes:\n  - Scan tickets offline #88\n"}, 3),
        "changie": ({CHANGIE: "kind: Added\nbody: Scan tickets offline #88\n" + TIME}, 2),
        "tidings": (entry("kind: feature\ntitle: Scan tickets offline #88"), 3),
    },
    "a merge conflict in the fields": {
        "reno": ({RENO: "---\n<<<<<<< HEAD\nfeatures:\n=======\nfixes:\n>>>>>>> b\n  - Scan tickets offline\n"}, 2),
        "antsibull-changelog": ({ANTSIBULL: "---\n<<<<<<< HEAD\nminor_changes:\n=======\nbugfixes:\n>>>>>>> b\n  - Scan.\n"}, 2),
        "changie": ({CHANGIE: "kind: Added\n<<<<<<< HEAD\nbody: Scan\n=======\nbody: Scan now\n>>>>>>> b\n" + TIME}, 2),
        "tidings": (entry("kind: feature\n<<<<<<< HEAD\ntitle: Scan\n=======\ntitle: Scan now\n>>>>>>> b"), 3),
    },
    "a merge conflict in the text": {
        "towncrier": ({"newsfragments/1.feature.md": "<<<<<<< HEAD\nScan\n=======\nScan now\n>>>>>>> b\n"}, 1),
        "reno": ({RENO: "---\nfeatures:\n  - |\n    <<<<<<< HEAD\n    Scan\n    =======\n    Scan now\n    >>>>>>> b\n"}, 4),
        "tidings": (entry("kind: feature\ntitle: Scan tickets offline", "<<<<<<< HEAD\nScan\n=======\nScan now\n>>>>>>> b"), 5),
    },
    "the text is empty": {
        "towncrier": ({"newsfragments/1.feature.md": ""}, None),
        "reno": ({RENO: "---\nfeatures:\n  -\n"}, 3),
        "antsibull-changelog": ({ANTSIBULL: "---\nminor_changes:\n  -\n"}, 3),
        "changie": ({CHANGIE: "kind: Added\nbody: ''\n" + TIME}, 2),
        "tidings": (entry("kind: feature\ntitle: Scan tickets offline", ""), 1),
    },
    "the file is empty": {
        "towncrier": ({"newsfragments/1.feature.md": ""}, None),
        "reno": ({RENO: ""}, None),
        "antsibull-changelog": ({ANTSIBULL: ""}, None),
        "changie": ({CHANGIE: ""}, None),
        "tidings": ({TIDINGS_ENTRY: ""}, None),
    },
    "the file is saved as Latin-1": {
        "towncrier": ({"newsfragments/1.feature.md": "Café tables\n".encode("latin-1")}, 1),
        "reno": ({RENO: "---\nfeatures:\n  - Café tables\n".encode("latin-1")}, 3),
        "antsibull-changelog": ({ANTSIBULL: "---\nminor_changes:\n  - Café tables.\n".encode("latin-1")}, 3),
        "changie": ({CHANGIE: ("kind: Added\nbody: Café tables\n" + TIME).encode("latin-1")}, 2),
        "tidings": ({TIDINGS_ENTRY: "---\nkind: feature\ntitle: Café tables\n---\nText.\n".encode("latin-1")}, 3),
    },
    "another extension": {
        "towncrier": ({"newsfragments/1.feature.mdx.bak": "Scan tickets offline\n"}, None),
        "reno": ({RENO[:-5] + ".yml": "---\nfeatures:\n  - Scan tickets offline\n"}, None),
        "antsibull-changelog": ({ANTSIBULL[:-4] + ".txt": "---\nminor_changes:\n  - Scan tickets offline.\n"}, None),
        "changie": ({CHANGIE[:-5] + ".yml": "kind: Added\nbody: Scan tickets offline\n" + TIME}, None),
        "tidings": ({TIDINGS_ENTRY[:-3] + ".markdown": "---\nkind: feature\ntitle: Scan tickets offline\n---\nText.\n"}, None),
    },
    "the file stands a folder too deep": {
        "towncrier": ({"newsfragments/more/1.feature.md": "Scan tickets offline\n"}, None),
        "reno": ({"releasenotes/notes/more/scan-0123456789abcdef.yaml": "---\nfeatures:\n  - Scan tickets offline\n"}, None),
        "antsibull-changelog": ({"changelogs/fragments/more/scan.yml": "---\nminor_changes:\n  - Scan tickets offline.\n"}, None),
        "changie": ({".changes/unreleased/more/scan.yaml": "kind: Added\nbody: Scan tickets offline\n" + TIME}, None),
        "tidings": ({"content/events/2.4.0/more/scan.md": "---\nkind: feature\ntitle: Scan tickets offline\n---\nText.\n"}, None),
    },
    "a date is in another form": {
        "changie": ({CHANGIE: "kind: Added\nbody: Scan tickets offline\ntime: 12/05/2026\n"}, 3),
        "tidings": ({"content/events/2.4.1.yaml": "date: 12/05/2026\n", TIDINGS_ENTRY: TOOLS["tidings"]["good"][TIDINGS_ENTRY]}, 1),
    },
    "an image that is not there": {
        "towncrier": ({"newsfragments/1.feature.md": "Scan ![A phone](scan.png)\n"}, 1),
        "changie": ({CHANGIE: "kind: Added\nbody: 'Scan ![A phone](scan.png)'\n" + TIME}, 2),
        "tidings": (entry("kind: feature\ntitle: Scan tickets offline", "Scan ![A phone](scan.png)"), 5),
    },
}


def git(folder, *arguments):
    identity = ["-c", "user.name=Jo", "-c", "user.email=jo@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def lay(folder, files):
    for path, text in files.items():
        path = folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def run(tool, files):
    """Exit status and output of a tool's check, in a repository of its own with the files on a branch."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        git(folder, "init", "-q", "-b", "main")
        lay(folder, TOOLS[tool]["files"])
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "start")
        git(folder, "checkout", "-qb", "scan")
        lay(folder, files)
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "scan")
        result = subprocess.run(TOOLS[tool]["command"], cwd=folder, capture_output=True, timeout=60)
        return result.returncode, (result.stdout + result.stderr).decode(errors="replace").replace(name, "")


def cell(tool, files, line):
    status, output = run(tool, files)
    if status == 0:
        return "no"
    path = next(iter(files))
    if path.rsplit("/", 1)[-1].rsplit(".", 1)[0] not in output:
        return "caught, no file"
    numbers = rf"(:{line}\b|line {line}\b)"
    return "caught" if line is None or re.search(numbers, output) else "caught, no line"


def main():
    for tool, settings in TOOLS.items():
        status, output = run(tool, settings["good"])
        if status != 0:
            sys.exit(f"{tool} refuses the good input:\n{output}")
    print("| mistake | " + " | ".join(TOOLS) + " |\n|---|" + "---|" * len(TOOLS))
    counts = {tool: [0, 0, 0] for tool in TOOLS}
    for mistake, inputs in MISTAKES.items():
        cells = [cell(tool, *inputs[tool]) if tool in inputs else "–" for tool in TOOLS]
        print(f"| {mistake} | " + " | ".join(cells) + " |")
        for tool, text in zip(TOOLS, cells):
            counts[tool] = [a + b for a, b in zip(counts[tool], (text == "caught", text.startswith("caught"), text != "–"))]
    print("| **caught, of those it can have** | " + " | ".join(f"{caught} of {of}" for _, caught, of in counts.values()) + " |")
    print("| **with file and line** | " + " | ".join(str(exact) for exact, _, _ in counts.values()) + " |")


main()
