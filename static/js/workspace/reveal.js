// From a thread to its place and back; a place in another file is a page away.

import { maybe } from "../find.js";
import { select as selectElement } from "./elements.js";
import { markCurrent, rangeOfThread } from "./marks.js";
import { artifact, content, revisionId, showComments } from "./page.js";
import * as threads from "./threads.js";
import { reveal as revealElement } from "./viewport.js";

/** @import { Anchor, Thread } from "../types" */

/** Scroll to a range or element, if it is not in view. @param {DOMRect} rect */
const bring = (rect) => {
  const frame = content.getBoundingClientRect();
  if (rect.top >= frame.top + 20 && rect.bottom <= frame.bottom - 20) return;
  content.scrollTo({ top: content.scrollTop + rect.top - frame.top - frame.height / 3, behavior: "instant" });
};

/**
 * Show the place of a thread in the centre.
 * @param {Thread} thread
 * @param {{leave?: boolean}} [how] leave: open the page of another file
 */
export function showPlace(thread, { leave = false } = {}) {
  const { anchor } = thread;
  markCurrent(thread.id);
  if (!anchor || ["needs_placing", "removed"].includes(anchor.state)) return;
  if (anchor.element && showElement(anchor.element)) return;
  const picture = content.querySelector(`img[data-picture="${CSS.escape(anchor.artifact)}"]`);
  if (picture) {
    bring(picture.getBoundingClientRect());
    return;
  }
  if (anchor.artifact !== artifact) {
    if (leave) leaveFor(thread.id, anchor);
    return;
  }
  const range = rangeOfThread(thread.id);
  if (range) bring(range.getBoundingClientRect());
  else if (anchor.surface === "document") content.scrollTo({ top: 0, behavior: "instant" });
}

/** @param {string} key of diagram and element @returns {boolean} whether it is on this page */
const showElement = (key) => {
  const [diagram, element] = split(key);
  const frame = maybe(content, `.dg[data-diagram="${CSS.escape(diagram)}"]`);
  if (!frame) return false;
  bring(frame.getBoundingClientRect());
  if (element) {
    selectElement(frame, element, { focus: false });
    const node = frame.querySelector(`[data-el="${CSS.escape(element)}"]`);
    if (node) {
      revealElement(frame, node);
      bring(node.getBoundingClientRect());
    }
  }
  return true;
};

/** Diagram and element of a full key. @param {string} key */
export const split = (key) => {
  const at = key.indexOf("/");
  return at < 0 ? [key, ""] : [key.slice(0, at), key.slice(at + 1)];
};

/** @param {string} id @param {Anchor} anchor */
const leaveFor = (id, anchor) => {
  const path = anchor.artifact.split("/").map(encodeURIComponent).join("/");
  location.assign(`/r/${revisionId}/document/${path}#thread-${id}`);
};

/** Open a thread in the panel and show its place. @param {string} id */
export async function openThread(id, { focus = false, leave = false } = {}) {
  showComments();
  const thread = await threads.select(id, { focus });
  if (thread) showPlace(thread, { leave });
  return thread;
}
