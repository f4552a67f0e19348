// One thread as a card. Buttons carry `data-act`; who listens to the list acts on them.

import { first, maybe } from "../find.js";
import { cleaned, h, icon, pageJson, plural, when } from "./dom.js";
import { revisionId, revisionNumber } from "./page.js";
import { diffWords } from "./worddiff.js";

/** @import { Anchor, Comment, StoredFile, Thread, ThreadState } from "../types" */
/** How something looks, as the page says. @typedef {{value: string, label: string, tone: string, icon: string}} Look */

/** @param {Look[]} looks */
const byValue = (looks) => new Map(looks.map((one) => [one.value, one]));
/** @param {Map<string, Look>} looks @param {string} value */
const lookOf = (looks, value) => looks.get(value) ?? { value, label: value, tone: "", icon: "circle" };

const TYPES = byValue(pageJson("comment-types"));
const STATES = pageJson("thread-states");
const THREADS = byValue(STATES.threads);
const ANCHORS = byValue(STATES.anchors);
/** @type {Map<string, string>} */
const SEVERITIES = new Map(pageJson("severities"));
/** @type {{id: string, name: string}[]} */
const TEAM = pageJson("team");
const PLACE_ICON = {
  text: "text-cursor", cell: "table", section: "hash", element: "workflow", region: "square-dashed", document: "file-text",
};
const DONE = new Set(["verified", "dropped"]);

/** Whether a thread still waits for somebody. @param {{state: string}} thread */
export const isOpen = (thread) => !DONE.has(thread.state);

/** @param {string} tone @param {string} sign @param {string} words @param {string} [title] */
const badge = (tone, sign, words, title) =>
  h("span", { class: "badge", "data-tone": tone || null, title: title ?? null }, icon(sign), words);
/** @param {string} name @param {string} words @param {Record<string, unknown>} props @param {string} sign */
const act = (name, words, props = {}, sign = "") =>
  h("button", { type: "button", class: "btn btn--sm btn--quiet", "data-act": name, ...props },
    sign ? icon(sign, "sm") : null, words);
/** A button that sets the state of a thread. @param {ThreadState} state @param {string} words @param {boolean} signed */
const setter = (state, words, signed = true) =>
  act("state", words, { "data-state": state }, signed ? lookOf(THREADS, state).icon : "");

/**
 * The card of a thread. What was open in `before` (the reply, the menu) stays open.
 * @param {Thread} thread
 * @param {Element | null} [before]
 */
export function cardOf(thread, before = null) {
  const type = lookOf(TYPES, thread.type);
  const name = thread.number ? `${type.label} ${thread.number}` : `Draft, ${type.label.toLowerCase()}`;
  const card = h("article", {
    class: `thread${isOpen(thread) ? "" : " thread--done"}`, id: `thread-${thread.id}`, tabindex: "-1",
    "data-step": "", "data-thread": thread.id, "aria-label": `${name} on ${thread.anchor?.label ?? "no place"}`,
  }, head(thread, type), place(thread), body(thread));
  const slot = maybe(before, ".thread__reply");
  if (slot?.firstElementChild) first(card, ".thread__reply").replaceWith(slot);
  const menu = maybe(card, "details.menu-box", HTMLDetailsElement);
  if (menu && before?.querySelector("details.menu-box[open]")) menu.open = true;
  return card;
}

/** @param {Thread} thread @param {Look} type */
const head = (thread, type) => {
  const { tone, icon: sign, label } = lookOf(THREADS, thread.state);
  return h("div", { class: "thread__head" },
    badge(type.tone, type.icon, type.label),
    thread.severity ? badge(thread.severity, "flag", SEVERITIES.get(thread.severity) ?? thread.severity) : null,
    thread.draft ? badge("accent", "eye-off", "Draft, seen by you only") : badge(tone, sign, label),
    h("span", { class: "grow" }),
    thread.number ? permalink(thread) : null,
    thread.draft ? null : menu(thread));
};

/** @param {Thread} thread */
const permalink = ({ url, number }) =>
  h("a", { class: "tiny faint", href: url, "aria-label": `Permalink of ${number}` }, `#${number}`);

/** @param {Thread} thread */
const menu = (thread) => {
  const items = [
    thread.may.reopened ? setter("reopened", "Reopen") : null,
    thread.may.dropped ? setter("dropped", "Drop") : null,
    thread.may.place ? act("place", "Place by hand", {}, "map-pin") : null,
    thread.may.act ? act("listed", thread.in_actions ? "Take off the action list" : "Put on the action list", {}, "list-checks") : null,
    h("button", { type: "button", "data-copy": thread.url }, icon("link", "sm"), "Copy permalink"),
  ].filter((one) => one !== null);
  for (const one of items) one.className = "";
  return h("details", { class: "menu-box" },
    h("summary", { class: "btn btn--sm btn--quiet btn--icon", "aria-label": "More" }, icon("ellipsis", "sm")),
    h("div", { class: "menu menu--end" }, ...items, thread.may.act && thread.in_actions ? owner(thread) : null));
};

/** @param {Thread} thread */
const owner = (thread) =>
  h("label", { class: "menu__who small" }, "Owner ",
    h("select", { class: "input input--sm", "data-owner": "" },
      h("option", { value: "" }, "nobody"),
      ...TEAM.map((one) => h("option", { value: one.id, selected: thread.owner?.id === one.id }, one.name))));

/** @param {Thread} thread */
const place = (thread) => {
  const { anchor } = thread;
  if (!anchor) return h("p", { class: "thread__place small quiet" }, "Not in this revision yet.");
  const fate = lookOf(ANCHORS, anchor.state);
  const here = anchor.state !== "needs_placing" && anchor.state !== "removed";
  return h("div", { class: "thread__place small" },
    h("div", { class: "row row--wrap" },
      here
        ? h("button", { type: "button", class: "place place--button", "data-act": "go" },
            icon(PLACE_ICON[anchor.surface] ?? "file-text", "sm"), anchor.label)
        : h("del", { class: "quiet" }, anchor.quote || anchor.label),
      thread.finding ? finding(thread) : null,
      anchor.state === "exact" ? null : badge(fate.tone, fate.icon, fate.label.toLowerCase()),
      thread.in_actions ? badge("", "list-checks", thread.owner ? thread.owner.name : "action") : null),
    changed(anchor, thread.quoted_first),
    placing(thread, anchor));
};

/** @param {Thread} thread */
const finding = (thread) => {
  const words = maybe(document, `[data-comment-finding="${thread.finding}"]`)?.dataset.words ?? "a finding";
  return h("a", { class: "chip", href: `/r/${revisionId}/findings/${thread.finding}/` }, words.replace("the ", ""));
};

/** What the quoted words were, and what they are now. @param {Anchor} anchor @param {string} [before] */
const changed = (anchor, before) =>
  anchor.state !== "edited" || !before || before === anchor.quote ? null
    : h("details", { class: "fold small" },
        h("summary", {}, "What changed"), h("p", {}, ...diffWords(before, anchor.quote)));

/** What is offered as the place, in words; "" where nothing is like it. @param {Anchor} anchor */
const offer = ({ state, label, guess }) => {
  if (state === "relocated") return label;
  if (!guess) return "";
  const quote = guess.quote && !guess.label.includes(guess.quote.slice(0, 20)) ? `: “${guess.quote.slice(0, 80)}”` : "";
  return `${guess.label || guess.artifact}${quote}`;
};

/** @param {Thread} thread @param {Anchor} anchor */
const placing = (thread, anchor) => {
  if (!thread.may.place || !["relocated", "needs_placing"].includes(anchor.state)) return null;
  const offered = offer(anchor);
  return h("div", { class: "stack stack--1 placing" },
    offered
      ? h("p", {}, anchor.state === "relocated" ? "Is it this? " : "Closest now: ", h("b", { class: "strong" }, offered))
      : h("p", {}, "Nothing here is like it."),
    h("div", { class: "row row--wrap" },
      offered ? act("confirm", "Confirm", { class: "btn btn--sm" }) : null,
      act("place", "Place by hand", { class: "btn btn--sm" }),
      act("gone", "It is gone")));
};

/** @param {Thread} thread */
const body = (thread) =>
  h("div", { class: "thread__body" },
    ...thread.comments.map((one) => comment(thread, one)),
    h("div", { class: "thread__reply" }),
    thread.draft ? null : h("div", { class: "row row--wrap" },
      thread.may.reply ? reply() : null,
      thread.may.addressed ? setter("addressed", "Mark addressed") : null,
      thread.may.verified ? setter("verified", "Verify") : null,
      !isOpen(thread) && thread.may.reopened ? setter("reopened", "Reopen") : null,
      isOpen(thread) && thread.may.dropped ? setter("dropped", "Drop", false) : null));

const reply = () =>
  h("button", { type: "button", class: "btn btn--sm", "data-act": "reply" },
    icon("reply", "sm"), "Reply ", h("kbd", {}, "r"));

/** @param {Thread} thread @param {Comment} one */
const comment = (thread, one) => {
  const { author } = one;
  const words = [
    h("b", { class: "strong" }, author.name),
    author.author ? h("span", { class: "chip" }, "author") : null,
    h("time", { datetime: one.at, title: new Date(one.at).toLocaleString() }, one.draft ? "draft" : when(one.at)),
    one.edited ? h("span", { class: "tiny faint" }, "changed") : null,
    own(one),
    one.revision === revisionNumber ? null : h("span", { class: "tiny faint" }, `on revision ${one.revision}`),
  ];
  return h("div", { class: `comment${one.draft ? " comment--draft" : ""}`, "data-comment": one.id },
    h("span", { class: "avatar", "data-hue": author.hue, "aria-hidden": "true" }, author.initials),
    h("div", { class: "comment__by" }, ...words),
    h("div", { class: "comment__body" },
      one.state ? setTo(lookOf(THREADS, one.state)) : null,
      one.html ? h("div", { class: "doc said" }, cleaned(one.html)) : null,
      one.replacement === null ? null : suggestion(thread, one),
      one.files.length ? h("ul", { class: "files small" }, ...one.files.map(file)) : null));
};

/** @param {Look} state */
const setTo = (state) =>
  h("p", { class: "small quiet with-icon" }, icon(state.icon, "sm"), `set it to ${state.label.toLowerCase()}`);

/** @param {StoredFile} one */
const file = (one) =>
  h("li", {},
    h("a", { class: "with-icon", href: one.url, target: "_blank", rel: "noopener" }, icon("paperclip", "sm"), one.name),
    h("span", { class: "faint tiny" }, ` ${Math.ceil(one.size / 1024)} kB`));

/** The whole text that a thread quotes. @param {Thread} thread */
const quoted = ({ anchor }) => anchor?.selectors.find((one) => one.type === "TextQuote")?.exact ?? anchor?.quote ?? "";

/** @param {Thread} thread @param {Comment} one */
const suggestion = (thread, one) =>
  h("div", { class: "suggestion" },
    h("p", {}, ...diffWords(quoted(thread), one.replacement ?? "")),
    thread.may.apply && !one.draft
      ? act("apply", "Apply to my draft", { class: "btn btn--sm", "data-comment-id": one.id }, "replace")
      : null);

/** @param {Comment} one */
const own = (one) => {
  if (!one.author.you || one.state) return null;
  return one.draft
    ? h("span", { class: "row push own" },
        act("edit-draft", "Write on", { "data-key": one.key }), act("discard", "Discard", { "data-key": one.key }))
    : h("span", { class: "row push own" }, act("edit", "Edit", { "data-comment-id": one.id, "data-version": one.version }));
};

/** What a screen reader hears of a mark. @param {number} count */
export const threadsWords = (count) => plural(count, "comment thread");
