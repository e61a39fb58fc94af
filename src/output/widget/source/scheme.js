// Light or dark: whichever the page is, by whatever means it became so. Light letters mean a dark page.

/** `light` or `dark`, from the colour that letters have in an element. */
export function schemeOf(element) {
  const { color } = getComputedStyle(element);
  const [first, second, third] = color.match(/[\d.]+/g).map(Number);
  // `rgb(…)` counts to 255, `lab(…)` and `lch(…)` start with lightness to 100, `oklab(…)`, `oklch(…)` and `color(…)` with one to 1.
  const isLight = color[0] === "r" ? first + second + third > 382 : first > (color[0] === "l" ? 50 : 0.5);
  return isLight ? "dark" : "light";
}
