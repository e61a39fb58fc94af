"""Every page forbids inline script and has none, names its own address, and leads to a feed."""

from .folder import Problem


def check(folder):
    for path in folder.pages():
        tree = folder.html(path)
        for line, message in faults(folder, path, tree):
            yield Problem(path, line, message)


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
