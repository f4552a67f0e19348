// The workspace: comments beside the document. This module joins the parts; each part does one thing.

import { all, around, byId, first } from "../find.js";
import { announce } from "../ui.js";
import { attach } from "./viewport.js";
import { ask } from "./api.js";
import { isOpen } from "./card.js";
import * as composer from "./composer.js";
import { icon, later, plural } from "./dom.js";
import { isStuck } from "./draft.js";
import * as drafts from "./drafts.js";
import "./keys.js";
import * as live from "./live.js";
import * as marks from "./marks.js";
import "./regioncomment.js";
import { act, startReply } from "./acts.js";
import { content, mayWrite, revisionId, root, showComments } from "./page.js";
import { openThread, showPlace } from "./reveal.js";
import { choose, comment, currentTarget, onComment, selectedTarget } from "./target.js";
import * as threads from "./threads.js";

/** @import { Mark, Thread } from "../types" */
/** @import { Draft } from "./draft" */

const list = byId("threads");
const publish = byId("publish", HTMLButtonElement);

// Asked for first: the answer is on its way while figures get their toolbars.
const firstMarks = ask("GET", "marks/");
for (const frame of all(content, ".dg")) attach(frame);

/* Marks and counts */
const loadMarks = async (asked = ask("GET", "marks/")) => {
  const answer = await asked;
  if (!answer.ok) return;
  /** @type {Mark[]} */
  const found = answer.body.marks;
  marks.setMarks(found);
  const count = first(document, "#tab-comments [data-panel-count]");
  const open = found.filter(isOpen).length;
  count.hidden = open === 0;
  count.textContent = String(open);
};
const marksSoon = later(() => void loadMarks(), 60);

/* Writing */
onComment((target) => {
  if (!mayWrite) {
    announce("You may read here, not comment");
    return;
  }
  showComments();
  const draft = drafts.begin({
    target: target.place, on: target.words, quote: target.place.kind === "text" ? target.quote : "",
    finding: target.finding ?? "", type: target.finding ? "issue" : "question",
  });
  composer.compose(byId("composer"), draft);
});
byId("new-comment").addEventListener("click", () => comment(selectedTarget() ?? currentTarget() ?? undefined));
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
  first(publish, ".count").textContent = String(ready.length);
  byId("drafts-note").textContent = ready.length ? `${plural(ready.length, "draft")}, seen by you only` : "";
  showSaved(ready);
});
const SAVED = {
  saved: ["cloud-check", "All saved"], saving: ["cloud", "Saving …"], offline: ["cloud-off", "Offline: kept on this device"],
  busy: ["cloud-off", "The site is busy: kept on this device, trying again"],
  "signed-out": ["cloud-off", "Signed out: kept on this device"], problem: ["triangle-alert", "A draft could not be saved"],
};
/** @param {Draft[]} ready */
const showSaved = (ready) => {
  const state = drafts.savedState();
  const [sign, words] = SAVED[state];
  const nothing = ready.length === 0 && state === "saved";
  byId("saved").replaceChildren(...(nothing ? [] : [icon(sign, "sm"), words]));
};

publish.addEventListener("click", async () => {
  await drafts.save();
  if (drafts.allDrafts().some(isStuck)) {
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
  const typing = around(event.target, "input, textarea, select");
  if (event.key === "P" && event.shiftKey && !publish.hidden && !typing) publish.click();
});

/* Links of comments into the design; in a preview they lead nowhere yet */
root.addEventListener("click", (event) => {
  const link = around(event.target, "a[data-at]");
  if (!link) return;
  event.preventDefault();
  if (link.closest("[data-preview]")) return;
  location.assign(`/r/${revisionId}/go/?to=${encodeURIComponent(link.dataset.at ?? "")}`);
});

/* Threads and places lead to each other */
/** The card around something and its thread. @param {EventTarget | null} from */
const cardAround = (from) => {
  const card = around(from, "[data-thread]");
  const thread = card && threads.threadOf(card.dataset.thread ?? "");
  return card && thread ? { card, thread } : null;
};
list.addEventListener("click", (event) => {
  const found = cardAround(event.target);
  if (!found) return;
  const { card, thread } = found;
  const button = around(event.target, "[data-act]");
  void threads.select(thread.id, { scroll: false });
  if (button) void act(button, thread, card);
  else if (!around(event.target, "a, button, summary, textarea, input, select, label, form")) showPlace(thread);
});
list.addEventListener("change", (event) => {
  const found = cardAround(event.target);
  const control = around(event.target, "[data-owner]");
  if (control && found) void act(control, found.thread, found.card);
});
list.addEventListener("focusin", (event) => {
  const found = cardAround(event.target);
  if (found?.card !== event.target) return;
  void threads.select(found.thread.id, { scroll: false });
  showPlace(found.thread);
});
document.addEventListener("keydown", (event) => {
  const found = cardAround(event.target);
  const typing = around(event.target, "input, textarea, select");
  if (event.key === "r" && !event.ctrlKey && !event.metaKey && !typing) {
    const thread = found?.thread ?? threads.selectedThread();
    const card = thread && document.getElementById(`thread-${thread.id}`);
    if (!card || !thread.may.reply || thread.draft) return;
    event.preventDefault();
    startReply(thread, card);
  }
  if (event.key === "Enter" && found && event.target === found.card) showPlace(found.thread, { leave: true });
});
content.addEventListener("click", (event) => {
  const sign = around(event.target, ".mk");
  if (sign) {
    void openThread(sign.dataset.threads?.split(" ")[0] ?? "", { focus: true });
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
byId("tray").addEventListener("click", () => {
  const show = byId("show", HTMLSelectElement);
  show.value = "placing=1";
  show.dispatchEvent(new Event("change"));
  showComments();
});
document.getElementById("panel-findings")?.addEventListener("click", (event) => {
  const button = around(event.target, "[data-comment-finding]");
  if (!button) return;
  const { words = "", commentFinding: finding = "" } = button.dataset;
  comment({ place: {}, words, quote: "", element: null, finding });
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
