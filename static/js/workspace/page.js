// The workspace's page: the document, the panel of comments, and what they say of the revision.

import { byId } from "../find.js";

export const content = byId("content");
export const root = byId("comments");

/** Path of the file that is shown. */
export const artifact = content.dataset.artifact ?? "";
/** Id and number of the revision. */
export const revisionId = root.dataset.revisionId ?? "";
export const revisionNumber = Number(root.dataset.revision);
/** Whether this person may comment here. */
export const mayWrite = root.dataset.mayWrite === "yes";

/** Show the panel of comments. */
export const showComments = () => document.getElementById("tab-comments")?.click();
