#!/usr/bin/env python3
"""Writes a site to measure with: `generate.py DIR RELEASES [ENTRIES]`, one Markdown file an entry, as many teams have it.

Every file is different and the same on every run. The site turns nothing on or off: `--outputs LIST` does.
"""

import argparse
import random
from datetime import date, timedelta
from pathlib import Path

WORDS = """ticket guest scanner session venue report payment invoice seat badge queue webhook filter export import calendar
window printer language currency refund discount voucher password login account device network""".split()
VOCABULARY = []
KINDS = ["feature", "improvement", "fix", "fix", "improvement"]


def vocabulary(size):
    """Made-up words, as many as real notes have."""
    parts = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bel con der fin gar hol jun lam mer nor pas ret sim tor ver".split()
    count = len(parts)
    return [parts[n % count] + parts[n // count % count] + parts[n // count**2 % count] + ["", "s", "ed", "ing"][n % 4] for n in range(size)]


def sentence(seed, length=12):
    if VOCABULARY:  # common words are common and rare ones rare, as in any language: the n-th comes every n-th time (Zipf)
        chance = random.Random(seed * 64 + length)
        return " ".join(VOCABULARY[int(len(VOCABULARY) ** chance.random()) - 1] for _ in range(length)).capitalize() + "."
    return " ".join(WORDS[(seed * 7 + index * (seed % 11 + 3)) % len(WORDS)] for index in range(length)).capitalize() + "."


def entry(number, kind):
    steps = "\n".join(f"{step}. {sentence(number + step, 9)}" for step in range(1, 4))
    code = f"\n```rust\nfn step_{number}(count: usize) -> usize {{\n    // {sentence(number, 5)}\n    count * {number}\n}}\n```\n" if number % 10 == 0 else ""
    paragraphs = "\n\n".join(sentence(number + part, 40) for part in range(3))
    return f"---\nkind: {kind}\ntitle: {sentence(number, 5)[:-1]} {number}\ncomponent: {'core' if number % 2 else 'web'}\n---\n{paragraphs}\n\n## How\n{steps}\n{code}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("releases", type=int)
    parser.add_argument("entries", type=int, nargs="?", default=10)
    parser.add_argument("--outputs", help="as under `outputs` in site.yaml, for instance `pages, feeds`")
    parser.add_argument("--vocabulary", type=int, help="how many words there are, for a site to search")
    options = parser.parse_args()
    VOCABULARY.extend(vocabulary(options.vocabulary or 0))
    content = options.folder / "content"
    (content / "app").mkdir(parents=True)
    outputs = f"outputs: [{options.outputs}]\n" if options.outputs else ""
    site = "title: Measured\nurl: https://changes.example.org/\nproducts:\n  app: { name: App, components: { core: Core, web: Web } }\n"
    (content / "site.yaml").write_text(site + outputs)
    first = date(2000, 1, 1)
    for number in range(options.releases):
        folder = content / "app" / f"{number // 100 + 1}.{number % 100}.0"
        folder.mkdir()
        day = first + timedelta(days=number * 9000 // options.releases)
        (folder / "release.yaml").write_text(f"date: {day}\ntitle: {sentence(number, 4)[:-1]}\nsummary: {sentence(number, 20)}\n")
        for item in range(options.entries):
            (folder / f"entry-{item}.md").write_text(entry(number * options.entries + item, KINDS[item % len(KINDS)]))


if __name__ == "__main__":
    main()
