"""Every page forbids inline script and has none, names its own address, leads to a feed, and is light."""

import gzip

from .folder import Problem

# What a page may weigh with what it loads, in bytes as they are sent.
LIMITS = {"HTML": 30 << 10, "CSS": 12 << 10, "script": 10 << 10}


def check(folder):
    for path in folder.pages():
        tree = folder.html(path)
        for line, message in faults(folder, path, tree):
            yield Problem(path, line, message)
        weights = {
            "HTML": weight(folder, path),
            "CSS": sum(weight(folder, sheet.lstrip("/")) for sheet in tree.xpath("//link[@rel='stylesheet']/@href")),
            "script": sum(weight(folder, script.lstrip("/")) for script in tree.xpath("//script/@src | //link[@rel='modulepreload']/@href")),
        }
        for what, bytes in weights.items():
            if bytes > LIMITS[what]:
                yield Problem(path, 1, f"{bytes} bytes of {what}, gzipped; at most {LIMITS[what]}")


def weight(folder, path):
    file = folder.root / path
    return len(gzip.compress(file.read_bytes(), 9)) if file.is_file() else 0  # `links` says that it is missing


def faults(folder, path, tree):
    policies = tree.xpath("//meta[translate(@http-equiv, 'CSP', 'csp')='content-security-policy']")
    if not policies:
        yield 1, "the page has no Content-Security-Policy"
    for policy in policies:
        yield from weak(policy.sourceline, policy.get("content") or "")
    for element in tree.iter("script", "style"):
        # JSON-LD is data: nothing runs it.
        if element.get("src") is None and element.get("type") != "application/ld+json":
            yield element.sourceline, f"inline {element.tag}"
    for element in tree.xpath("//*[@style or @*[starts-with(name(), 'on')]]"):
        yield element.sourceline, f"inline style or event handler on `{element.tag}`"
    if not tree.get("lang"):
        yield 1, "`html` has no `lang`"
    if not (tree.xpath("string(//head/title)")).strip():
        yield 1, "the page has no title"
    if len(tree.xpath("//h1")) != 1:
        yield 1, f"the page has {len(tree.xpath('//h1'))} h1"
    if path == "404.html":
        return  # it stands at every address that is missing
    canonical = tree.xpath("//link[@rel='canonical']/@href")
    if canonical != [folder.address(path)]:
        yield 1, f"the canonical link is {canonical}, the address `{folder.address(path)}`"
    if not tree.xpath("//link[@rel='alternate'][@type='application/atom+xml']"):
        yield 1, "the page links no feed"


def weak(line, policy):
    directives = {words[0]: words[1:] for words in (part.split() for part in policy.split(";")) if words}
    for name in ("script-src", "style-src"):
        sources = directives.get(name, directives.get("default-src"))
        if sources is None:
            yield line, f"the Content-Security-Policy has neither {name} nor default-src"
            continue
        for source in sources:
            if source in ("*", "'unsafe-inline'", "'unsafe-eval'", "data:", "http:", "https:"):
                yield line, f"the Content-Security-Policy allows {source} in {name}"
