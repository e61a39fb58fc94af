// Where the panel of a bell goes: below it or above it, wherever there is more room, and never out of sight.

const EDGE = 8;

export function place(panel, bell) {
  const { top, bottom, left, right } = bell.getBoundingClientRect();
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const { style, offsetWidth: own } = panel;
  const isBelow = height - bottom > top;
  const start = Math.max(EDGE, Math.min(left < width / 2 ? left : right - own, width - own - EDGE));
  style.inset = isBelow ? `${bottom + EDGE}px auto auto ${start}px` : `auto auto ${height - top + EDGE}px ${start}px`;
  style.maxHeight = `${Math.min(640, (isBelow ? height - bottom : top) - 2 * EDGE)}px`;
}
