// A part of the page that asks for its own state until it is final.
//
// The server says with data-poll how soon it may be asked again (milliseconds); without it the state
// is final. Between two answers that are the same the pause grows to ten seconds. A hidden page does
// not ask. htmx does the request and the swap; the browser's cache does the ETag.

const LONGEST = 10_000;
let pause = 0;
let last = "";
let timer = 0;

const part = () => document.querySelector("[data-poll]");

const ask = () => {
  const element = part();
  if (element && !document.hidden) window.htmx?.trigger(element, "poll");
};

const plan = () => {
  clearTimeout(timer);
  const element = part();
  if (!element) {
    finish();
    return;
  }
  const first = Number(element.getAttribute("data-poll")) || 1000;
  const now = element.getAttribute("data-poll-state") ?? element.textContent;
  pause = now === last ? Math.min(LONGEST, Math.round(Math.max(pause, first) * 1.5)) : first;
  last = now;
  if (!document.hidden) timer = setTimeout(ask, pause);
};

/** The end state is shown: what depends on it is loaded once. */
let wasRunning = part() !== null;
const finish = () => {
  if (!wasRunning) return;
  wasRunning = false;
  const target = document.querySelector("[data-when-final]");
  if (target) window.htmx?.trigger(target, "final");
};

document.addEventListener("htmx:after:swap", plan);
document.addEventListener("htmx:error", plan);
document.addEventListener("htmx:response:error", plan);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else {
    pause = 0;
    ask();
    plan();
  }
});
plan();
