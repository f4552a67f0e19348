// Names and links while typing: `@` offers people who may see the thread, `#` places of the design.

import { ask } from "./api.js";
import { h, later } from "./dom.js";
import { asked, linkTo } from "./mention.js";

/** @import { Person } from "../types" */
/** What is offered, and what is written when it is taken. @typedef {{label: string, about: string, text: string}} Option */

/**
 * Offer names and links for a text field.
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} list
 */
export function pickFor(area, list) {
  list.id = `pick-${Math.random().toString(36).slice(2)}`;
  area.setAttribute("aria-controls", list.id);
  /** @type {Option[]} */
  let options = [];
  let chosen = 0;
  const hide = () => {
    list.hidden = true;
    options = [];
    area.removeAttribute("aria-activedescendant");
  };
  const point = () => {
    for (const [n, one] of [...list.children].entries()) one.setAttribute("aria-selected", String(n === chosen));
    const active = list.children[chosen];
    if (active) {
      area.setAttribute("aria-activedescendant", active.id);
      active.scrollIntoView({ block: "nearest" });
    }
  };
  /** @param {Option} option */
  const take = (option) => {
    const place = asked(area);
    if (!place) {
      hide();
      return;
    }
    area.setRangeText(`${option.text} `, place.start, area.selectionStart, "end");
    hide();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  };
  /** @param {Option} option @param {number} n */
  const itemOf = (option, n) => {
    /** @param {Event} event */
    const onmousedown = (event) => {
      event.preventDefault();
      take(option);
    };
    return h("li", { role: "option", id: `${list.id}-${n}`, onmousedown },
      h("span", {}, option.label), h("span", { class: "faint tiny push" }, option.about));
  };
  const offer = later(async () => {
    const place = asked(area);
    if (!place) {
      hide();
      return;
    }
    const found = await (place.sign === "@" ? people(place.words) : places(place.words));
    if (asked(area)?.start !== place.start) return;
    options = found;
    chosen = 0;
    list.replaceChildren(...options.map(itemOf));
    list.hidden = options.length === 0;
    point();
  }, 150);
  area.addEventListener("input", offer);
  area.addEventListener("blur", () => setTimeout(hide, 150));
  area.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      chosen = (chosen + step + options.length) % options.length;
      point();
    } else if (event.key === "Enter" || event.key === "Tab") take(options[chosen]);
    else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
  });
}

/** @param {string} words @returns {Promise<Option[]>} */
const people = async (words) => {
  const answer = await ask("GET", `people/?q=${encodeURIComponent(words)}`);
  /** @type {Person[]} */
  const found = answer.body?.people ?? [];
  return found.map((one) => ({
    label: one.name, about: one.author ? "author" : "staff",
    text: linkTo(`@${one.name}`, `person:${one.id}`),
  }));
};
/** @param {string} words @returns {Promise<Option[]>} */
const places = async (words) => {
  const answer = await ask("GET", `links/?q=${encodeURIComponent(words)}`);
  /** @type {{label: string, kind: string, about: string, at: string}[]} */
  const found = answer.body?.links ?? [];
  return found.map((one) => ({
    label: one.label, about: `${one.kind}, ${one.about}`,
    text: linkTo(one.label, `at:${one.at}`),
  }));
};
