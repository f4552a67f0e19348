// What the buttons of a thread do.

import { announce } from "../ui.js";
import { ask } from "./api.js";
import * as composer from "./composer.js";
import { h } from "./dom.js";
import * as drafts from "./drafts.js";
import { showPlace } from "./reveal.js";
import { currentTarget, selectedTarget } from "./target.js";
import * as threads from "./threads.js";

const root = document.getElementById("comments");
const STATE_WORDS = { addressed: "marked addressed", verified: "verified", reopened: "reopened", dropped: "dropped" };

/** Write a reply inside the card of a thread. */
export function startReply(thread, card) {
  const known = drafts.allDrafts().find((one) => one.thread === thread.id);
  const draft = known ?? drafts.begin({ thread: thread.id, on: thread.anchor?.label ?? "" });
  composer.compose(card.querySelector(".thread__reply"), draft);
}

/**
 * Do what a button says.
 * @param {HTMLElement} button
 * @param {any} thread
 * @param {HTMLElement} card
 */
export async function act(button, thread, card) {
  const known = ACTS[button.dataset.act ?? (button.hasAttribute("data-owner") ? "owner" : "")];
  if (known) await known(thread, button, card);
}

const ACTS = {
  go: (thread) => showPlace(thread, { leave: true }),
  reply: (thread, _button, card) => startReply(thread, card),
  state: (thread, button) => post(thread, "state/", { state: button.dataset.state, revision: root.dataset.revisionId }, `Thread ${STATE_WORDS[button.dataset.state]}`),
  confirm: (thread) => anchor(thread, { decision: "confirm" }, "Place confirmed"),
  gone: (thread) => anchor(thread, { decision: "remove" }, "Noted that it is gone"),
  place: (thread, _button, card) => placeByHand(thread, card),
  listed: (thread) => patch(thread, { in_actions: !thread.in_actions }),
  owner: (thread, select) => patch(thread, { owner: select.value }),
  apply: (thread, button) => apply(button),
  discard: async (thread, button) => {
    await drafts.discard(button.dataset.key);
    if (thread.draft) threads.remove(thread.id);
    else await fresh(thread);
    announce("Draft discarded");
  },
  "edit-draft": (thread, button, card) => {
    const draft = drafts.draftOf(button.dataset.key);
    if (!draft) return;
    Object.assign(draft, { on: thread.anchor?.label ?? "", quote: thread.anchor?.surface === "text" ? thread.anchor.quote : "" });
    composer.compose(card.querySelector(".thread__reply"), draft);
  },
  edit: (thread, button, card) => edit(thread, button, card),
};

const say = (card, words) => {
  card.querySelector(".thread__problem")?.remove();
  card.querySelector(".thread__body").append(h("p", { class: "note small thread__problem", "data-tone": "error", role: "alert" }, words));
};
const cardOf = (thread) => document.getElementById(`thread-${thread.id}`);

const post = async (thread, path, content, words) => {
  const answer = await ask("POST", `/api/v1/threads/${thread.id}/${path}`, content);
  if (!answer.ok) return say(cardOf(thread), answer.problem);
  threads.merge([answer.body]);
  document.dispatchEvent(new CustomEvent("threads:changed"));
  announce(words);
  cardOf(thread)?.focus({ preventScroll: true });
};
const anchor = (thread, content, words) => post(thread, "anchors/", { revision: root.dataset.revisionId, ...content }, words);

const patch = async (thread, content) => {
  const answer = await ask("PATCH", `/api/v1/threads/${thread.id}/`, content);
  if (!answer.ok) return say(cardOf(thread), answer.problem);
  threads.merge([answer.body]);
  announce("Action list changed");
};

const fresh = async (thread) => {
  const answer = await ask("GET", `/api/v1/threads/${thread.id}/?revision=${root.dataset.revisionId}`);
  if (answer.ok) threads.merge([answer.body]);
};

const placeByHand = (thread, card) => {
  const here = () => selectedTarget() ?? currentTarget();
  const box = h("div", { class: "note stack stack--1", "data-tone": "info", role: "group", "aria-label": "Place by hand" },
    h("p", {}, "Choose the place in the document or a diagram: words, a block, a cell, an element. Then:"),
    h("div", { class: "row" },
      h("button", { type: "button", class: "btn btn--sm btn--primary", onclick: async () => {
        const target = here();
        if (!target) return announce("Nothing is chosen yet");
        await anchor(thread, { decision: "place", target: target.place }, `Placed on ${target.words}`);
      } }, "Place it here"),
      h("button", { type: "button", class: "btn btn--sm btn--quiet", onclick: () => box.remove() }, "Leave it")));
  card.querySelector(".thread__reply").replaceChildren(box);
  announce("Choose the place in the document, then press Place it here");
};

const apply = async (button) => {
  const answer = await ask("POST", `/api/v1/comments/${button.dataset.commentId}/apply/?revision=${root.dataset.revisionId}`);
  const words = answer.ok ? "Applied to the draft of your next revision. " : answer.problem;
  button.replaceWith(h("span", { class: "small", role: "status" }, words, answer.ok ? h("a", { href: root.dataset.draftUrl }, "Look at the draft") : null));
};

const edit = (thread, button, card) => {
  const one = thread.comments.find((comment) => comment.id === button.dataset.commentId);
  const area = h("textarea", { class: "input", rows: 4, "aria-label": "Change the comment" });
  area.value = one.body;
  const status = h("p", { class: "small", role: "alert" });
  let version = one.version;
  const form = h("form", { class: "stack stack--1", onsubmit: async (event) => {
    event.preventDefault();
    const answer = await ask("PATCH", `/api/v1/comments/${one.id}/`, { body: area.value, based_on: version });
    if (answer.ok) return fresh(thread).then(() => announce("Changed"));
    status.textContent = answer.problem;
    if (answer.status === 409) {
      status.append(h("blockquote", { class: "quote pre" }, answer.body.current.body));
      version = answer.body.current.version;
    }
    return undefined;
  } }, area, status, h("div", { class: "row row--end" },
    h("button", { type: "button", class: "btn btn--sm btn--quiet", onclick: () => void fresh(thread) }, "Cancel"),
    h("button", { type: "submit", class: "btn btn--sm btn--primary" }, "Save")));
  card.querySelector(`[data-comment="${one.id}"] .comment__body`).replaceChildren(form);
  area.focus();
};
