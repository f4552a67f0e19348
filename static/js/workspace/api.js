// Requests to the API, as the signed-in person. Every answer says what became of it; nothing throws.

const root = document.getElementById("comments");

/** Address of the revision in the API. */
export const base = root?.dataset.api ?? "";

/**
 * @typedef {object} Answer
 * @property {boolean} ok
 * @property {number} status 0 when the network did not answer
 * @property {any} body JSON in the form that `types.d.ts` names where it is taken
 * @property {string} problem what was refused, why and what to do, in one text
 * @property {string} etag
 */

/**
 * Ask the API.
 * @param {string} method
 * @param {string} path relative to the revision, or absolute
 * @param {unknown} [content] JSON, or FormData
 * @param {Record<string, string>} [headers]
 * @returns {Promise<Answer>}
 */
export async function ask(method, path, content, headers = {}) {
  const answer = await send(method, path, content, headers);
  // Signing in again in another window makes a new token; the one this page was given is then refused.
  if (method !== "GET" && answer.status === 403 && (await freshToken())) return send(method, path, content, headers);
  return answer;
}

/** Take the token of today's session from a page of ours. @returns {Promise<boolean>} whether there is one */
async function freshToken() {
  try {
    const page = await (await fetch("/account/settings/", { credentials: "same-origin" })).text();
    const token = /data-csrf="([^"]+)"/.exec(page)?.[1];
    if (token) document.body.dataset.csrf = token;
    return Boolean(token);
  } catch {
    return false;
  }
}

/**
 * @param {string} method @param {string} path @param {unknown} content @param {Record<string, string>} headers
 * @returns {Promise<Answer>}
 */
async function send(method, path, content, headers) {
  const url = path.startsWith("/") ? path : base + path;
  const form = content instanceof FormData;
  /** @type {Record<string, string>} */
  const sent = { Accept: "application/json", ...headers };
  if (method !== "GET") sent["X-CSRFToken"] = document.body.dataset.csrf ?? "";
  if (content !== undefined && !form) sent["Content-Type"] = "application/json";
  try {
    const answer = await fetch(url, {
      method,
      headers: sent,
      credentials: "same-origin",
      body: content === undefined ? undefined : form ? content : JSON.stringify(content),
    });
    const json = answer.headers.get("Content-Type")?.includes("json");
    const body = json ? await answer.json() : null;
    return {
      ok: answer.ok,
      status: answer.status,
      body,
      problem: answer.ok ? "" : words(body, answer.status),
      etag: answer.headers.get("ETag") ?? "",
    };
  } catch {
    return { ok: false, status: 0, body: null, problem: "There is no connection.", etag: "" };
  }
}

/** @typedef {{what?: string, why?: string, what_to_do?: string, fields?: Record<string, string[]>}} Problem */

/** A refusal in words. @param {Problem | null} body @param {number} status */
const words = (body, status) => {
  if (!body?.what) return `The server answered ${status}.`;
  const fields = Object.values(body.fields ?? {}).flat().join(" ");
  return [body.what, fields, /^[a-z-]+$/.test(body.why ?? "") ? "" : body.why, body.what_to_do]
    .filter(Boolean)
    .join(" ");
};
