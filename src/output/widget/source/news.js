// From the address of a latest.json to what it tells one reader.

import { contains, sortable } from "../../../../themes/default/assets/ranges.js";

// By address: all elements of a page share one request. What failed is asked for again by whoever comes next.
const requests = new Map();

/** The document at an address, no older than `age` milliseconds; rejected where there is none. */
export function latest(address, age) {
  let request = requests.get(address);
  if (!request || Date.now() - request.since >= age) {
    request = { since: Date.now(), document: fetched(address) };
    requests.set(address, request);
    request.document.catch(() => requests.delete(address));
  }
  return request.document;
}

async function fetched(address) {
  const answer = await fetch(address);
  const document = answer.ok && (await answer.json());
  // Something else may stand at that address.
  return document.releases.concat(document.known_issues, document.rollbacks) && document.product && document;
}

/**
 * What concerns a reader who runs `version` and belongs to `audiences`: releases, each with `newer` or `running` where that is so, and
 * as alerts the rollbacks and critical known issues that touch that version.
 */
export function concerning(document, version, audiences) {
  const order = document.releases.map((release) => sortable(release.version));
  if (version === "latest") version = document.releases[order.indexOf(order.toSorted().at(-1))]?.version;
  const running = /^v?\d/.test(version) && sortable(version);
  const suits = (item) => !audiences[0] || !item.audiences[0] || item.audiences.some((audience) => audiences.includes(audience));
  const releases = document.releases.map((release, place) => ({
    ...release,
    highlights: release.highlights.filter(suits),
    // How many there are is told for everyone.
    counts: audiences[0] ? {} : release.counts,
    newer: Boolean(running) && order[place] > running,
    running: order[place] === running,
  }));
  const taken = document.rollbacks.filter((rollback) => sortable(rollback.version) === running);
  const issues = document.known_issues.filter((issue) => running && suits(issue) && contains(issue.affected, running));
  return {
    version,
    releases: releases.filter(suits),
    alerts: [
      ...taken.map((rollback) => ({ ...rollback, id: rollback.version, type: "rollback" })),
      ...issues.map((issue) => ({ ...issue, id: `${issue.version}/${issue.id}`, type: "known-issue" })),
    ],
  };
}
