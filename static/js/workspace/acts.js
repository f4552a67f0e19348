// What the buttons of a thread do.

import { first } from "../find.js";
import { announce } from "../ui.js";
import { ask } from "./api.js";
import * as composer from "./composer.js";
import { h } from "./dom.js";
import * as drafts from "./drafts.js";
import { revisionId, root } from "./page.js";
import { showPlace } from "./reveal.js";
import { currentTarget, selectedTarget } from "./target.js";
import * as threads from "./threads.js";

/** @import { Comment, Place, Thread } from "../types" */
/** What a button of a card does. @typedef {(thread: Thread, control: HTMLElement, card: HTMLElement) => unknown} Act */

/** @type {Record<string, string>} */
const STATE_WORDS = { addressed: "marked addressed", verified: "verified", reopened: "reopened", dropped: "dropped" };

/** Where something is written in a card. @param {HTMLElement} card */
const slotOf = (card) => first(card, ".thread__reply");

/** Write a reply inside the card of a thread. @param {Thread} thread @param {HTMLElement} card */
export function startReply(thread, card) {
  const known = drafts.allDrafts().find((one) => one.thread === thread.id);
  const draft = known ?? drafts.begin({ thread: thread.id, on: thread.anchor?.label ?? "" });
  composer.compose(slotOf(card), draft);
}

/** Do what a button or a choice says. @param {HTMLElement} control @param {Thread} thread @param {HTMLElement} card */
export async function act(control, thread, card) {
  await ACTS[control.dataset.act ?? (control.hasAttribute("data-owner") ? "owner" : "")]?.(thread, control, card);
}

/** @type {Record<string, Act>} */
const ACTS = {
  go: (thread) => showPlace(thread, { leave: true }),
  reply: (thread, _button, card) => startReply(thread, card),
  state: (thread, { dataset: { state = "" } }) =>
    post(thread, "state/", { state, revision: revisionId }, `Thread ${STATE_WORDS[state]}`),
  confirm: (thread) => anchor(thread, { decision: "confirm" }, "Place confirmed"),
  gone: (thread) => anchor(thread, { decision: "remove" }, "Noted that it is gone"),
  place: (thread, _button, card) => placeByHand(thread, card),
  listed: (thread) => patch(thread, { in_actions: !thread.in_actions }),
  owner: (thread, select) => select instanceof HTMLSelectElement && patch(thread, { owner: select.value }),
  apply: (_thread, button) => apply(button),
  discard: async (thread, button) => {
    await drafts.discard(button.dataset.key ?? "");
    if (thread.draft) threads.remove(thread.id);
    else await fresh(thread);
    announce("Draft discarded");
  },
  "edit-draft": (thread, button, card) => {
    const draft = drafts.draftOf(button.dataset.key ?? "");
    if (!draft) return;
    Object.assign(draft, { on: thread.anchor?.label ?? "", quote: thread.anchor?.surface === "text" ? thread.anchor.quote : "" });
    composer.compose(slotOf(card), draft);
  },
  edit: (thread, button, card) => edit(thread, button, card),
};

/** @param {Thread} thread */
const cardOf = (thread) => document.getElementById(`thread-${thread.id}`);
/** Say in its card what was refused. @param {Thread} thread @param {string} words */
const say = (thread, words) => {
  const card = cardOf(thread);
  card?.querySelector(".thread__problem")?.remove();
  const note = h("p", { class: "note small thread__problem", "data-tone": "error", role: "alert" }, words);
  card?.querySelector(".thread__body")?.append(note);
};

/** @param {Thread} thread @param {string} path @param {object} content @param {string} words said when it is done */
const post = async (thread, path, content, words) => {
  const answer = await ask("POST", `/api/v1/threads/${thread.id}/${path}`, content);
  if (!answer.ok) {
    say(thread, answer.problem);
    return;
  }
  threads.merge([answer.body]);
  document.dispatchEvent(new CustomEvent("threads:changed"));
  announce(words);
  cardOf(thread)?.focus({ preventScroll: true });
};
/** @param {Thread} thread @param {{decision: string, target?: Place}} content @param {string} words */
const anchor = (thread, content, words) => post(thread, "anchors/", { revision: revisionId, ...content }, words);

/** @param {Thread} thread @param {{in_actions?: boolean, owner?: string}} content */
const patch = async (thread, content) => {
  const answer = await ask("PATCH", `/api/v1/threads/${thread.id}/`, content);
  if (!answer.ok) {
    say(thread, answer.problem);
    return;
  }
  threads.merge([answer.body]);
  announce("Action list changed");
};

/** Show a thread as it is now. @param {Thread} thread */
const fresh = async (thread) => {
  const answer = await ask("GET", `/api/v1/threads/${thread.id}/?revision=${revisionId}`);
  if (answer.ok) threads.merge([answer.body]);
};

/** @param {Thread} thread @param {HTMLElement} card */
const placeByHand = (thread, card) => {
  const placeHere = async () => {
    const target = selectedTarget() ?? currentTarget();
    if (target) await anchor(thread, { decision: "place", target: target.place }, `Placed on ${target.words}`);
    else announce("Nothing is chosen yet");
  };
  const box = h("div", { class: "note stack stack--1", "data-tone": "info", role: "group", "aria-label": "Place by hand" },
    h("p", {}, "Choose the place in the document or a diagram: words, a block, a cell, an element. Then:"),
    h("div", { class: "row" },
      h("button", { type: "button", class: "btn btn--sm btn--primary", onclick: placeHere }, "Place it here"),
      h("button", { type: "button", class: "btn btn--sm btn--quiet", onclick: () => box.remove() }, "Leave it")));
  slotOf(card).replaceChildren(box);
  announce("Choose the place in the document, then press Place it here");
};

/** @param {HTMLElement} button */
const apply = async (button) => {
  const answer = await ask("POST", `/api/v1/comments/${button.dataset.commentId}/apply/?revision=${revisionId}`);
  const words = answer.ok ? "Applied to the draft of your next revision. " : answer.problem;
  const link = answer.ok ? h("a", { href: root.dataset.draftUrl }, "Look at the draft") : null;
  button.replaceWith(h("span", { class: "small", role: "status" }, words, link));
};

/** @type {Act} */
const edit = (thread, button, card) => {
  const one = thread.comments.find((comment) => comment.id === button.dataset.commentId);
  if (one) first(card, `[data-comment="${one.id}"] .comment__body`).replaceChildren(editor(thread, one));
  card.querySelector("textarea")?.focus();
};

/** A form that changes a comment. @param {Thread} thread @param {Comment} one */
const editor = (thread, one) => {
  const area = document.createElement("textarea");
  Object.assign(area, { className: "input", rows: 4, value: one.body, ariaLabel: "Change the comment" });
  const status = h("p", { class: "small", role: "alert" });
  let version = one.version;
  /** @param {SubmitEvent} event */
  const onsubmit = async (event) => {
    event.preventDefault();
    const answer = await ask("PATCH", `/api/v1/comments/${one.id}/`, { body: area.value, based_on: version });
    if (answer.ok) {
      await fresh(thread);
      announce("Changed");
      return;
    }
    status.textContent = answer.problem;
    if (answer.status === 409) {
      status.append(h("blockquote", { class: "quote pre" }, answer.body.current.body));
      version = answer.body.current.version;
    }
  };
  return h("form", { class: "stack stack--1", onsubmit }, area, status,
    h("div", { class: "row row--end" },
      h("button", { type: "button", class: "btn btn--sm btn--quiet", onclick: () => void fresh(thread) }, "Cancel"),
      h("button", { type: "submit", class: "btn btn--sm btn--primary" }, "Save")));
};
