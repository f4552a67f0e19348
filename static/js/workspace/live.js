// What others do appears here: changed threads, who is present, a new revision. By polling, backing off
// while nothing happens; a hidden tab does not ask.

import { byId, first } from "../find.js";
import { ask } from "./api.js";
import { h } from "./dom.js";
import * as drafts from "./drafts.js";
import { revisionNumber } from "./page.js";

/** @import { Live, Person, Thread } from "../types" */

const FAST = 3000;
const SLOW = 10000;
let cursor = -1;
let etag = "";
let wait = FAST;
let timer = 0;
let asking = false;
/** @type {Set<(threads: Thread[], body: Live) => void>} */
const listeners = new Set();

/** Be told of changed threads. @param {(threads: Thread[], body: Live) => void} listener */
export const onChange = (listener) => listeners.add(listener);

/** Ask now, and go on asking. */
export async function poll() {
  clearTimeout(timer);
  if (asking) return;
  asking = true;
  const answer = await ask("GET", `live/${cursor >= 0 ? `?since=${cursor}` : ""}`, undefined, etag ? { "If-None-Match": etag } : {});
  asking = false;
  if (answer.status === 200) {
    wait = FAST;
    etag = answer.etag;
    take(answer.body);
  } else wait = Math.min(SLOW, wait * 1.4);
  timer = window.setTimeout(() => !document.hidden && void poll(), wait);
}

/** @param {Live} body */
const take = (body) => {
  const isFirst = cursor < 0;
  cursor = body.cursor;
  drafts.adopt(body.drafts);
  showPresent(body.present);
  showNews(body);
  if (isFirst && body.threads.length === 0) return;
  for (const one of listeners) one(body.threads, body);
};

/** @param {Person[]} people */
const showPresent = (people) => {
  const box = byId("present");
  const words = people.length === 0 ? "" : `${people.map((one) => one.name).join(", ")} ${people.length === 1 ? "is" : "are"} here`;
  box.title = words;
  box.replaceChildren(
    ...people.slice(0, 4).map((one) => h("span", { class: "avatar avatar--sm", "data-hue": one.hue, "aria-hidden": "true" }, one.initials)),
    h("span", { class: "small quiet not-phone" }, words),
  );
};

/** @param {Live} body */
const showNews = (body) => {
  const box = byId("carrying");
  const newer = body.newest && body.newest.number > revisionNumber ? body.newest : null;
  box.hidden = !body.carrying && !newer;
  const text = first(box, "div");
  if (body.carrying) text.textContent = "Comments of earlier revisions are being carried to this one.";
  else if (newer) {
    const link = h("a", { href: `/r/${newer.id}/document/` }, `Open revision ${newer.number}`);
    text.replaceChildren("There is a newer revision. ", link);
  }
};

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  wait = FAST;
  void poll();
});
