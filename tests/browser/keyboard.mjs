// Walks a page with the Tab key alone.

/** Every element that the keyboard must reach is reached, shows that it has the focus, and the first of them skips to the content. */
export async function keyboard(page, say) {
  await page.evaluate(() => {
    const visible = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
    const look = (element) => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor, textDecoration } = getComputedStyle(element);
      const outline = outlineStyle === "none" || outlineWidth === "0px" ? "" : outlineStyle + outlineWidth + outlineColor;
      return [outline, boxShadow, borderColor, backgroundColor, textDecoration].join("; ");
    };
    const selector = "a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], video[controls], [tabindex]";
    const all = [...document.querySelectorAll(selector)].filter((element) => element.tabIndex >= 0 && !element.disabled && visible(element));
    // Of a group of radio buttons the Tab key reaches only one.
    const reachable = all.filter((e, i) => e.type !== "radio" || all.findIndex((o) => o.type === "radio" && o.name === e.name) === i);
    window.walk = { reachable, look, before: new Map(reachable.map((element) => [element, look(element)])), reached: new Set() };
    window.walk.name = (e) => `${e.localName}${e.id && "#" + e.id} "${(e.textContent || e.ariaLabel || e.name || "").trim().slice(0, 40)}"`;
  });
  const count = await page.evaluate(() => window.walk.reachable.length);
  if (count === 0) return say("nothing can be reached by the keyboard");

  await page.keyboard.press("Tab");
  await skipLink(page, say);
  const unseen = [];
  // Chromium stops at scrolling regions too, so more presses than elements; a trap ends the walk at twice their number.
  for (let presses = 1; presses <= 2 * count + 20; presses++) {
    const step = await page.evaluate(() => {
      const { reachable, look, before, reached, name } = window.walk;
      const element = document.activeElement;
      reached.add(element);
      const done = reachable.every((element) => reached.has(element));
      return { done, name: name(element), seen: !before.has(element) || before.get(element) !== look(element) };
    });
    if (!step.seen) unseen.push(step.name);
    if (step.done) break;
    await page.keyboard.press("Tab");
  }
  const missed = await page.evaluate(() => window.walk.reachable.filter((e) => !window.walk.reached.has(e) && e.type !== "radio").map(window.walk.name));
  if (missed.length) say(`the Tab key does not reach ${missed.length} of ${count}: ${missed.slice(0, 3).join(", ")}`);
  const names = [...new Set(unseen)];
  if (names.length) say(`focus cannot be seen on ${names.length}: ${names.slice(0, 3).join(", ")}`);
}

async function skipLink(page, say) {
  const link = await page.evaluate(() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const href = element.getAttribute?.("href") ?? "";
    const target = href.startsWith("#") ? document.getElementById(href.slice(1)) : null;
    return {
      leadsToMain: Boolean(target && (target.closest("main") || target.querySelector("main"))),
      inView: box.width > 1 && box.height > 1 && box.top >= 0 && box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight,
    };
  });
  if (!link.leadsToMain) return say("the first Tab stop is no link to the content");
  if (!link.inView) say("the skip link stays out of sight when it has the focus");
}
