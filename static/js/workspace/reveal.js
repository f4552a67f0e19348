// From a thread to its place and back; a place in another file is a page away.

import { markCurrent, rangeOfThread } from "./marks.js";
import * as threads from "./threads.js";
import { reveal as revealElement } from "./viewport.js";
import { select as selectElement } from "./elements.js";

const content = document.getElementById("content");

/** Scroll to a range or element, if it is not in view. */
const bring = (rect) => {
  const frame = content.getBoundingClientRect();
  if (rect.top >= frame.top + 20 && rect.bottom <= frame.bottom - 20) return;
  content.scrollTo({ top: content.scrollTop + rect.top - frame.top - frame.height / 3, behavior: "instant" });
};

/**
 * Show the place of a thread in the centre.
 * @param {any} thread
 * @param {{leave?: boolean}} [how] leave: open the page of another file
 */
export function showPlace(thread, { leave = false } = {}) {
  const { anchor } = thread;
  markCurrent(thread.id);
  if (!anchor || ["needs_placing", "removed"].includes(anchor.state)) return;
  if (anchor.element && showElement(thread)) return;
  const picture = content.querySelector(`img[data-picture="${CSS.escape(anchor.artifact)}"]`);
  if (picture) {
    bring(picture.getBoundingClientRect());
    return;
  }
  if (anchor.artifact !== content.dataset.artifact) {
    if (leave) leaveFor(thread);
    return;
  }
  const range = rangeOfThread(thread.id);
  if (range) bring(range.getBoundingClientRect());
  else if (anchor.surface === "document") content.scrollTo({ top: 0, behavior: "instant" });
}

const showElement = ({ anchor }) => {
  const [diagram, element] = split(anchor.element);
  const frame = content.querySelector(`.dg[data-diagram="${CSS.escape(diagram)}"]`);
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

const leaveFor = (thread) => {
  const root = document.getElementById("comments");
  const path = thread.anchor.artifact.split("/").map(encodeURIComponent).join("/");
  location.assign(`/r/${root.dataset.revisionId}/document/${path}#thread-${thread.id}`);
};

/** Open a thread in the panel and show its place. @param {string} id */
export async function openThread(id, { focus = false, leave = false } = {}) {
  document.getElementById("tab-comments")?.click();
  const thread = await threads.select(id, { focus });
  if (thread) showPlace(thread, { leave });
  return thread;
}
