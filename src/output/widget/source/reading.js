// What a reader has read and dismissed: `{ seen: "2026-05-12", read: [ids], dismissed: [ids] }`.
//
// A release is unread if it came out on the day `seen` or later and its id is not in `read`. The day alone would miss a hotfix of the
// same day; ids alone would make an old release unread again that comes back into the list because a newer one was taken back.

// What this page knows. Where there is no localStorage, it lasts as long as the page.
const memory = new Map();

/** A state with all its fields. */
export const tidy = (state) => ({ seen: "", read: [], dismissed: [], ...state });

export function recall(key) {
  if (!memory.has(key)) {
    let stored;
    try {
      stored = JSON.parse(localStorage.getItem(key));
    } catch {
      // Forbidden, or not ours.
    }
    memory.set(key, tidy(stored));
  }
  return memory.get(key);
}

export function remember(key, state) {
  memory.set(key, state);
  try {
    localStorage.setItem(key, JSON.stringify(state));
  } catch {
    // Full, or forbidden.
  }
}

/** Looks into the store again: another page of the app wrote there. */
export function forget(key) {
  if (key) memory.delete(key);
  else memory.clear();
}

/** The state after some of all releases were read; all of them, where no ids are given. */
export function afterReading(releases, state, ids) {
  const present = releases.map((release) => release.id);
  const read = present.filter((id) => !ids || ids.includes(id) || state.read.includes(id));
  const days = releases.map((release) => release.date ?? "");
  return { ...state, read, seen: ids ? state.seen : days.concat(state.seen).sort().at(-1) };
}
