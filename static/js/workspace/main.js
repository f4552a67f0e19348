// The workspace: comments beside the document. This module joins the parts; each part does one thing.

import { announce } from "../ui.js";
import { attach } from "./viewport.js";
import { ask } from "./api.js";
import { isOpen } from "./card.js";
import * as composer from "./composer.js";
import { h, icon, later, plural } from "./dom.js";
import * as drafts from "./drafts.js";
import "./keys.js";
import * as live from "./live.js";
import * as marks from "./marks.js";
import "./regioncomment.js";
import { act, startReply } from "./acts.js";
import { openThread, showPlace } from "./reveal.js";
import { choose, comment, currentTarget, onComment, selectedTarget } from "./target.js";
import * as threads from "./threads.js";

const content = document.getElementById("content");
const list = document.getElementById("threads");
const publish = /** @type {HTMLButtonElement} */ (document.getElementById("publish"));
const root = document.getElementById("comments");

// Asked for first: the answer is on its way while figures get their toolbars.
const firstMarks = ask("GET", "marks/");
for (const frame of content.querySelectorAll(".dg")) attach(frame);

/* Marks and counts */
const loadMarks = async (asked = ask("GET", "marks/")) => {
  const answer = await asked;
  if (!answer.ok) return;
  marks.setMarks(answer.body.marks);
  const count = document.querySelector("#tab-comments [data-panel-count]");
  const open = answer.body.marks.filter(isOpen).length;
  count.hidden = open === 0;
  count.textContent = String(open);
};
const marksSoon = later(() => void loadMarks(), 60);

/* Writing */
onComment((target) => {
  if (root.dataset.mayWrite !== "yes") {
    announce("You may read here, not comment");
    return;
  }
  document.getElementById("tab-comments")?.click();
  const draft = drafts.begin({
    target: target.place, on: target.words, quote: target.place.kind === "text" ? target.quote : "", finding: target.finding ?? "",
    type: target.finding ? "issue" : "question",
  });
  composer.compose(document.getElementById("composer"), draft);
});
document.getElementById("new-comment").addEventListener("click", () => comment(selectedTarget() ?? currentTarget() ?? undefined));
composer.onClosed(({ published }) => {
  void refresh();
  if (published) void live.poll();
});

/** Drafts changed: show mine among the threads, the count on the button, the state below. */
const refresh = async () => {
  await drafts.save();
  await loadMarks();
  await threads.load();
};
drafts.onDrafts(() => {
  const ready = drafts.allDrafts().filter((one) => !drafts.isEmpty(one));
  publish.hidden = ready.length === 0;
  publish.querySelector(".count").textContent = String(ready.length);
  document.getElementById("drafts-note").textContent = ready.length ? `${plural(ready.length, "draft")}, seen by you only` : "";
  showSaved(ready);
});
const SAVED = {
  saved: ["cloud-check", "All saved"], saving: ["cloud", "Saving …"], offline: ["cloud-off", "Offline: kept on this device"],
  busy: ["cloud-off", "The site is busy: kept on this device, trying again"], "signed-out": ["cloud-off", "Signed out: kept on this device"], problem: ["triangle-alert", "A draft could not be saved"],
};
const showSaved = (ready) => {
  const state = drafts.savedState();
  const [sign, words] = SAVED[state];
  document.getElementById("saved").replaceChildren(...(ready.length === 0 && state === "saved" ? [] : [icon(sign, "sm"), words]));
};

publish.addEventListener("click", async () => {
  await drafts.save();
  const stuck = drafts.allDrafts().filter((one) => one.dirty || one.conflict || one.problem);
  if (stuck.some((one) => !drafts.isEmpty(one))) {
    announce("Some drafts are not saved yet; nothing was published");
    return;
  }
  composer.close({});
  const keys = drafts.allDrafts().filter((one) => one.version > 0).map((one) => one.key);
  const answer = await ask("POST", "publish/", {});
  if (answer.ok) drafts.published(keys);
  announce(answer.ok ? `Published: ${plural(answer.body.comments, "comment")}` : answer.problem);
  await refresh();
  void live.poll();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "P" && event.shiftKey && !publish.hidden && !(event.target instanceof Element && event.target.closest("input, textarea, select"))) publish.click();
});

/* Links of comments into the design; in a preview they lead nowhere yet */
root.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-at]") : null;
  if (!link) return;
  event.preventDefault();
  if (link.closest("[data-preview]")) return;
  location.assign(`/r/${root.dataset.revisionId}/go/?to=${encodeURIComponent(link.dataset.at)}`);
});

/* Threads and places lead to each other */
list.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const card = event.target.closest("[data-thread]");
  if (!card) return;
  const button = event.target.closest("[data-act]");
  const thread = threads.threadOf(card.dataset.thread);
  if (!thread) return;
  void threads.select(thread.id, { scroll: false });
  if (button) void act(button, thread, card);
  else if (!event.target.closest("a, button, summary, textarea, input, select, label, form")) showPlace(thread);
});
list.addEventListener("change", (event) => {
  const card = event.target.closest("[data-thread]");
  if (event.target.matches("[data-owner]") && card) void act(event.target, threads.threadOf(card.dataset.thread), card);
});
list.addEventListener("focusin", (event) => {
  const card = event.target.closest("[data-thread]");
  if (card && event.target === card) {
    void threads.select(card.dataset.thread, { scroll: false });
    const thread = threads.threadOf(card.dataset.thread);
    if (thread) showPlace(thread);
  }
});
document.addEventListener("keydown", (event) => {
  const card = event.target instanceof Element ? event.target.closest("[data-thread]") : null;
  if (event.key === "r" && !event.ctrlKey && !event.metaKey && !event.target.closest?.("input, textarea, select")) {
    const thread = card ? threads.threadOf(card.dataset.thread) : threads.selectedThread();
    if (!thread?.may.reply || thread.draft) return;
    event.preventDefault();
    startReply(thread, document.getElementById(`thread-${thread.id}`));
  }
  if (event.key === "Enter" && card && event.target === card) {
    const thread = threads.threadOf(card.dataset.thread);
    if (thread) showPlace(thread, { leave: true });
  }
});
content.addEventListener("click", (event) => {
  const sign = event.target instanceof Element ? event.target.closest(".mk") : null;
  if (sign) {
    void openThread(sign.dataset.threads.split(" ")[0], { focus: true });
    return;
  }
  const found = marks.threadsAt(event.clientX, event.clientY);
  if (found.length > 0 && getSelection()?.isCollapsed) void openThread(found[0]);
});
content.addEventListener("element:select", (event) => {
  const { diagram, element } = event.detail;
  const found = marks.threadsOfElement(diagram, element);
  if (found.length > 0) void threads.select(found[0]);
});
document.addEventListener("threads:changed", marksSoon);
content.addEventListener("region:select", (event) => void openThread(event.detail.id, { focus: true }));
document.getElementById("tray").addEventListener("click", () => {
  const show = /** @type {HTMLSelectElement} */ (document.getElementById("show"));
  show.value = "placing=1";
  show.dispatchEvent(new Event("change"));
  document.getElementById("tab-comments")?.click();
});
document.getElementById("panel-findings")?.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-comment-finding]") : null;
  if (!button) return;
  comment({ place: {}, words: button.dataset.words, quote: "", element: null, finding: button.dataset.commentFinding });
});

/* Others */
live.onChange((changed, body) => {
  if (changed.length > 0) {
    threads.merge(changed);
    marksSoon();
    const others = changed.filter((one) => !one.comments.at(-1)?.author.you);
    if (others.length > 0) announce(`${plural(others.length, "thread")} changed`);
  }
  if (!body.carrying && wasCarrying) void refresh();
  wasCarrying = body.carrying;
});
let wasCarrying = false;

/* Start: what this device kept, then threads and marks, then what is new */
drafts.restore();
const wanted = /^#thread-([a-z0-9]+)$/.exec(location.hash)?.[1];
await Promise.all([loadMarks(firstMarks), threads.load()]);
if (wanted) await openThread(wanted, { focus: true });
window.addEventListener("hashchange", () => {
  const id = /^#thread-([a-z0-9]+)$/.exec(location.hash)?.[1];
  if (id) void openThread(id, { focus: true });
});
void live.poll();
choose(null);
root.dataset.ready = "yes";
