// One thread as a card. Buttons carry `data-act`; who listens to the list acts on them.

import { diffWords } from "./composer.js";
import { cleaned, h, icon, pageJson, plural, when } from "./dom.js";

const TYPES = new Map(pageJson("comment-types").map((one) => [one.value, one]));
const STATES = new Map(pageJson("thread-states"));
const SEVERITIES = new Map(pageJson("severities"));
const TEAM = pageJson("team");

const STATE_LOOK = {
  open: ["", "circle-dot"], addressed: ["info", "corner-down-right"], verified: ["pass", "check-check"],
  reopened: ["warning", "rotate-ccw"], dropped: ["", "circle-slash"],
};
const FATE_LOOK = {
  exact: null, carried: ["", "route", "carried, text unchanged"], edited: ["info", "pencil", "text changed"],
  relocated: ["warning", "circle-question-mark", "moved or renamed: confirm"],
  needs_placing: ["warning", "map-pin", "needs placing"], removed: ["", "trash-2", "what it was about is gone"],
};
const PLACE_ICON = {
  text: "text-cursor", cell: "table", section: "hash", element: "workflow", region: "square-dashed", document: "file-text",
};
const DONE = new Set(["verified", "dropped"]);

/** Whether a thread still waits for somebody. @param {{state: string}} thread */
export const isOpen = (thread) => !DONE.has(thread.state);

const badge = (tone, name, words, title) =>
  h("span", { class: "badge", "data-tone": tone || null, title: title ?? null }, icon(name), words);
const act = (name, words, props = {}, sign = null) =>
  h("button", { type: "button", class: "btn btn--sm btn--quiet", "data-act": name, ...props }, sign ? icon(sign, "sm") : null, words);

/**
 * The card of a thread. What was open in `before` (the reply, the menu) stays open.
 * @param {any} thread
 * @param {Element | null} [before]
 */
export function cardOf(thread, before = null) {
  const type = TYPES.get(thread.type);
  const name = thread.number ? `${type.label} ${thread.number}` : `Draft, ${type.label.toLowerCase()}`;
  const card = h("article", {
    class: `thread${isOpen(thread) ? "" : " thread--done"}`, id: `thread-${thread.id}`, tabindex: "-1",
    "data-step": "", "data-thread": thread.id, "aria-label": `${name} on ${thread.anchor?.label ?? "no place"}`,
  }, head(thread, type), place(thread), body(thread));
  const slot = before?.querySelector(".thread__reply");
  if (slot?.firstElementChild) card.querySelector(".thread__reply").replaceWith(slot);
  const menu = before?.querySelector("details.menu-box");
  if (menu?.open && card.querySelector("details.menu-box")) card.querySelector("details.menu-box").open = true;
  return card;
}

const head = (thread, type) => {
  const [tone, sign] = STATE_LOOK[thread.state];
  return h("div", { class: "thread__head" },
    badge(type.tone, type.icon, type.label),
    thread.severity ? badge(thread.severity, "flag", SEVERITIES.get(thread.severity)) : null,
    thread.draft ? badge("accent", "eye-off", "Draft, seen by you only") : badge(tone, sign, STATES.get(thread.state)),
    h("span", { class: "grow" }),
    thread.number ? h("a", { class: "tiny faint", href: thread.url, "aria-label": `Permalink of ${thread.number}` }, `#${thread.number}`) : null,
    thread.draft ? null : menu(thread));
};

const menu = (thread) => {
  const items = [
    thread.may.reopened ? act("state", "Reopen", { "data-state": "reopened" }, "rotate-ccw") : null,
    thread.may.dropped ? act("state", "Drop", { "data-state": "dropped" }, "circle-slash") : null,
    thread.may.place ? act("place", "Place by hand", {}, "map-pin") : null,
    thread.may.act ? act("listed", thread.in_actions ? "Take off the action list" : "Put on the action list", {}, "list-checks") : null,
    h("button", { type: "button", "data-copy": thread.url }, icon("link", "sm"), "Copy permalink"),
  ].filter(Boolean);
  for (const one of items) one.className = "";
  return h("details", { class: "menu-box" },
    h("summary", { class: "btn btn--sm btn--quiet btn--icon", "aria-label": "More" }, icon("ellipsis", "sm")),
    h("div", { class: "menu menu--end" }, ...items, thread.may.act && thread.in_actions ? owner(thread) : null));
};

const owner = (thread) =>
  h("label", { class: "menu__who small" }, "Owner ",
    h("select", { class: "input input--sm", "data-owner": "" },
      h("option", { value: "" }, "nobody"),
      ...TEAM.map((one) => h("option", { value: one.id, selected: thread.owner?.id === one.id }, one.name))));

const place = (thread) => {
  const { anchor } = thread;
  if (!anchor) return h("p", { class: "thread__place small quiet" }, "Not in this revision yet.");
  const fate = FATE_LOOK[anchor.state];
  const here = anchor.state !== "needs_placing" && anchor.state !== "removed";
  return h("div", { class: "thread__place small" },
    h("div", { class: "row row--wrap" },
      here
        ? h("button", { type: "button", class: "place place--button", "data-act": "go" }, icon(PLACE_ICON[anchor.surface] ?? "file-text", "sm"), anchor.label)
        : h("del", { class: "quiet" }, anchor.quote || anchor.label),
      thread.finding ? finding(thread) : null,
      fate ? badge(fate[0], fate[1], fate[2], anchor.words) : null,
      thread.in_actions ? badge("", "list-checks", thread.owner ? thread.owner.name : "action") : null),
    changed(thread),
    placing(thread));
};

const finding = (thread) => {
  const root = document.getElementById("comments");
  const words = document.querySelector(`[data-comment-finding="${thread.finding}"]`)?.dataset.words ?? "a finding";
  return h("a", { class: "chip", href: `/r/${root.dataset.revisionId}/findings/${thread.finding}/` }, words.replace("the ", ""));
};

/** What the quoted words were, and what they are now. */
const changed = ({ anchor, quoted_first: first }) =>
  anchor.state !== "edited" || !first || first === anchor.quote ? null
    : h("details", { class: "fold small" }, h("summary", {}, "What changed"), h("p", {}, ...diffWords(first, anchor.quote)));

const placing = (thread) => {
  const { anchor } = thread;
  if (!thread.may.place || !["relocated", "needs_placing"].includes(anchor.state)) return null;
  const guess = anchor.guess;
  const offered = anchor.state === "relocated" ? anchor.label : guess ? `${guess.label || guess.artifact}${guess.quote && !guess.label.includes(guess.quote.slice(0, 20)) ? `: “${guess.quote.slice(0, 80)}”` : ""}` : "";
  return h("div", { class: "stack stack--1 placing" },
    offered ? h("p", {}, anchor.state === "relocated" ? "Is it this? " : "Closest now: ", h("b", { class: "strong" }, offered)) : h("p", {}, "Nothing here is like it."),
    h("div", { class: "row row--wrap" },
      offered ? act("confirm", "Confirm", { class: "btn btn--sm" }) : null,
      act("place", "Place by hand", { class: "btn btn--sm" }),
      act("gone", "It is gone")));
};

const body = (thread) =>
  h("div", { class: "thread__body" },
    ...thread.comments.map((one) => comment(thread, one)),
    h("div", { class: "thread__reply" }),
    thread.draft ? null : h("div", { class: "row row--wrap" },
      thread.may.reply ? h("button", { type: "button", class: "btn btn--sm", "data-act": "reply" }, icon("reply", "sm"), "Reply ", h("kbd", {}, "r")) : null,
      thread.may.addressed ? act("state", "Mark addressed", { "data-state": "addressed" }, "corner-down-right") : null,
      thread.may.verified ? act("state", "Verify", { "data-state": "verified" }, "check-check") : null,
      !isOpen(thread) && thread.may.reopened ? act("state", "Reopen", { "data-state": "reopened" }, "rotate-ccw") : null,
      isOpen(thread) && thread.may.dropped ? act("state", "Drop", { "data-state": "dropped" }) : null));

const comment = (thread, one) => {
  const { author } = one;
  const words = [
    h("b", { class: "strong" }, author.name),
    author.author ? h("span", { class: "chip" }, "author") : null,
    h("time", { datetime: one.at, title: new Date(one.at).toLocaleString() }, one.draft ? "draft" : when(one.at)),
    one.edited ? h("span", { class: "tiny faint" }, "changed") : null,
    own(thread, one),
    one.revision === Number(document.getElementById("comments").dataset.revision) ? null : h("span", { class: "tiny faint" }, `on revision ${one.revision}`),
  ];
  return h("div", { class: `comment${one.draft ? " comment--draft" : ""}`, "data-comment": one.id },
    h("span", { class: "avatar", "data-hue": author.hue, "aria-hidden": "true" }, author.initials),
    h("div", { class: "comment__by" }, ...words),
    h("div", { class: "comment__body" },
      one.state ? h("p", { class: "small quiet with-icon" }, icon(STATE_LOOK[one.state][1], "sm"), `set it to ${STATES.get(one.state).toLowerCase()}`) : null,
      one.html ? h("div", { class: "doc said" }, cleaned(one.html)) : null,
      one.replacement === null ? null : suggestion(thread, one),
      one.files.length ? h("ul", { class: "files small" }, ...one.files.map(file)) : null));
};

const file = (one) =>
  h("li", {}, h("a", { class: "with-icon", href: one.url, target: "_blank", rel: "noopener" }, icon("paperclip", "sm"), one.name),
    h("span", { class: "faint tiny" }, ` ${Math.ceil(one.size / 1024)} kB`));

/** The whole text that a thread quotes. */
const quoted = ({ anchor }) => anchor?.selectors.find((one) => one.type === "TextQuote")?.exact ?? anchor?.quote ?? "";

const suggestion = (thread, one) =>
  h("div", { class: "suggestion" },
    h("p", {}, ...diffWords(quoted(thread), one.replacement)),
    thread.may.apply && !one.draft ? act("apply", "Apply to my draft", { class: "btn btn--sm", "data-comment-id": one.id }, "replace") : null);

const own = (thread, one) => {
  if (!one.author.you || one.state) return null;
  return one.draft
    ? h("span", { class: "row push own" }, act("edit-draft", "Write on", { "data-key": one.key }), act("discard", "Discard", { "data-key": one.key }))
    : h("span", { class: "row push own" }, act("edit", "Edit", { "data-comment-id": one.id, "data-version": one.version }));
};

/** What a screen reader hears of a mark. @param {number} count */
export const threadsWords = (count) => plural(count, "comment thread");
