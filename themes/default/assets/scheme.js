// The reader's choice of light or dark, before anything is painted.
try {
  const scheme = localStorage.getItem("tidings-scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch {
  // No storage: the system's choice holds.
}
