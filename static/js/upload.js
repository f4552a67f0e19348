// Handing in by drag and drop, with progress. Without this script the form posts as any other.

import { byId, first } from "./find.js";

/** A file with its path in what was handed in. @typedef {{file: File, path: string}} Chosen */

const form = byId("upload", HTMLFormElement);
const input = first(form, "input[type=file]", HTMLInputElement);
const folder = first(form, "[data-folder]", HTMLInputElement);
const chosen = first(form, "[data-chosen]");
const send = first(form, "[data-send]", HTMLButtonElement);
const progress = first(form, "[data-progress]");
const bar = first(progress, "progress", HTMLProgressElement);
const words = first(form, "[data-progress-text]");
const refused = byId("refused");
const limit = Number(form.dataset.maxBytes);

/** Files of a dropped or chosen folder with their relative paths; null for those of the field. @type {Chosen[] | null} */
let dropped = null;

/** @param {number} bytes */
const megabytes = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** @param {HTMLInputElement} field @returns {Chosen[]} */
const filesOf = (field) =>
  [...(field.files ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
const current = () => dropped ?? filesOf(input);

/** @param {string} text @param {string} name @param {string} [told] */
const refuse = (text, name, told = `${name} was not accepted, nothing was stored. `) => {
  const note = document.createElement("div");
  note.className = "note";
  note.dataset.tone = "error";
  const strong = document.createElement("b");
  strong.className = "strong";
  strong.textContent = told;
  const body = document.createElement("div");
  body.append(strong, text);
  note.append(body);
  refused.replaceChildren(note);
};

const show = () => {
  const files = current();
  const bytes = files.reduce((sum, one) => sum + one.file.size, 0);
  refused.replaceChildren();
  send.disabled = files.length === 0;
  send.classList.toggle("btn--primary", files.length > 0);
  if (files.length === 0) {
    chosen.textContent = "";
    return;
  }
  const names = files.slice(0, 3).map((one) => one.path).join(", ");
  const more = files.length > 3 ? ` and ${files.length - 3} more` : "";
  chosen.textContent = `${names}${more}, ${megabytes(bytes)}`;
  if (bytes > limit) {
    send.disabled = true;
    refuse(
      `It is ${megabytes(bytes)} large; up to 50 MB are possible. Leave out videos, datasets and build folders.`,
      files.length === 1 ? files[0].path : `${files.length} files`,
    );
  }
};

/** A dropped folder is walked here; the browser gives its entries in parts.
 * @param {FileSystemEntry} entry @param {string} prefix @param {Chosen[]} found */
const walk = async (entry, prefix, found) => {
  if (isFile(entry)) {
    /** @type {File} */
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    found.push({ file, path: prefix + entry.name });
    return;
  }
  if (!isFolder(entry)) return;
  const reader = entry.createReader();
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return;
    for (const child of part) await walk(child, `${prefix}${entry.name}/`, found);
  }
};

/** @param {FileSystemEntry} entry @returns {entry is FileSystemFileEntry} */
const isFile = (entry) => entry.isFile;
/** @param {FileSystemEntry} entry @returns {entry is FileSystemDirectoryEntry} */
const isFolder = (entry) => entry.isDirectory;

form.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("is-over");
});
form.addEventListener("dragleave", (event) => {
  const inside = event.relatedTarget instanceof Node && form.contains(event.relatedTarget);
  if (!inside) form.classList.remove("is-over");
});
form.addEventListener("drop", async (event) => {
  event.preventDefault();
  form.classList.remove("is-over");
  // Both are read before anything is awaited: afterwards the browser gives nothing more.
  const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry());
  const plain = [...(event.dataTransfer?.files ?? [])];
  /** @type {Chosen[]} */
  const found = [];
  if (entries.some((entry) => entry?.isDirectory)) {
    for (const entry of entries) if (entry) await walk(entry, "", found);
  } else {
    found.push(...plain.map((file) => ({ file, path: file.name })));
  }
  dropped = found;
  input.required = false;
  show();
  if (found.length > 0 && !send.disabled) hand();
});
input.addEventListener("change", () => {
  dropped = null;
  show();
});
folder.addEventListener("change", () => {
  dropped = filesOf(folder);
  input.required = dropped.length === 0;
  show();
});

/** @param {boolean} on */
const busy = (on) => {
  form.setAttribute("aria-busy", String(on));
  send.disabled = on;
  progress.hidden = !on;
};

const hand = () => {
  const files = current();
  const data = new FormData(form);
  data.delete("package");
  data.set("paths", files.map((one) => one.path).join("\n"));
  for (const one of files) data.append("package", one.file, one.file.name);
  const began = performance.now();
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-Upload", "1");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const seconds = (performance.now() - began) / 1000;
    const left = (seconds / Math.max(event.loaded, 1)) * (event.total - event.loaded);
    bar.max = event.total;
    bar.value = event.loaded;
    words.textContent =
      event.loaded === event.total
        ? `${megabytes(event.total)} sent, unpacking`
        : `${megabytes(event.loaded)} of ${megabytes(event.total)}, ${Math.ceil(left)} s left`;
  });
  request.addEventListener("load", () => {
    if (request.status === 201) {
      location.assign(JSON.parse(request.responseText).url);
      return;
    }
    busy(false);
    if (request.status === 422 || request.status === 429) refused.innerHTML = request.responseText;
    else if (request.status === 413) refuse("Up to 50 MB are possible in one upload.", "The upload");
    else if (request.status === 403) refuse("You are signed out or handing in has closed. Reload the page.", "The upload");
    else if (request.status === 503) refuse(`${request.responseText} Your files are still chosen.`, "", "");
    else refuse(`The site answered ${request.status}. Try again in a moment.`, "The upload");
  });
  request.addEventListener("error", () => {
    busy(false);
    refuse("The connection broke off. Your files are still chosen; try again.", "The upload");
  });
  refused.replaceChildren();
  busy(true);
  request.send(data);
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show();
  if (!send.disabled) hand();
});
show();
