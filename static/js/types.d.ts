// What the API gives and takes, and what our events carry. Read by `tsc` only; no browser loads it.

import type { Rectangle, Region } from "./workspace/shapes.js";
import type { Detail } from "./workspace/elements.js";
import type { Pin } from "./workspace/pins.js";

export interface Person {
  id: string;
  name: string;
  initials: string;
  hue: number;
  author: boolean;
  you: boolean;
}

export type AnchorState = "exact" | "carried" | "edited" | "relocated" | "needs_placing" | "removed";
export type ThreadState = "open" | "addressed" | "verified" | "reopened" | "dropped";
export type Surface = "text" | "cell" | "section" | "element" | "region" | "document";

/** Where a thread stands in one revision; positions are code points of the canonical text. */
export interface Anchor {
  state: AnchorState;
  words: string;
  surface: Surface;
  artifact: string;
  start: number | null;
  end: number | null;
  element: string;
  label: string;
  quote: string;
  region: Region | null;
  guess: { artifact: string; label: string; quote: string } | null;
  selectors: { type: string; exact?: string }[];
}

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  url: string;
}

export interface Comment {
  id: string;
  key: string | null;
  version: number;
  author: Person;
  body: string;
  html: string;
  replacement: string | null;
  state: ThreadState | "";
  draft: boolean;
  at: string;
  edited: boolean;
  revision: number;
  files: StoredFile[];
}

export interface Thread {
  id: string;
  number: number | null;
  type: string;
  severity: string;
  state: ThreadState;
  draft: boolean;
  author: Person;
  finding: string;
  in_actions: boolean;
  owner: Person | null;
  anchor: Anchor | null;
  comments: Comment[];
  quoted_first?: string;
  may: Partial<Record<ThreadState | "reply" | "place" | "act" | "apply", boolean>>;
  url: string;
}

/** A thread in the few words that marking its place needs. */
export interface Mark {
  id: string;
  number: number | null;
  state: ThreadState;
  finding: string;
  artifact: string;
  anchor: AnchorState;
  surface: Surface;
  element: string;
  start: number | null;
  end: number | null;
  region: Region | null;
  comments: number;
}

/** A place as the API takes it. */
export interface Place {
  kind?: Surface;
  artifact?: string;
  start?: number;
  end?: number;
  slug?: string;
  element?: string;
  diagram?: string;
  rect?: Rectangle;
  points?: [number, number][];
}

/** A draft as the server keeps it. */
export interface ServerDraft {
  key: string;
  id: string;
  thread: string;
  reply: boolean;
  version: number;
  body: string;
  replacement: string | null;
  type: string;
  severity: string;
  source?: string;
}

/** What is new since the page asked last. */
export interface Live {
  cursor: number;
  threads: Thread[];
  drafts: ServerDraft[];
  present: Person[];
  newest: { id: string; number: number } | null;
  carrying: boolean;
}

declare global {
  interface Window {
    htmx?: { trigger(element: Element, name: string): void; config: { noSwap: (string | number)[] } };
  }

  interface GlobalEventHandlersEventMap {
    "element:select": CustomEvent<Detail>;
    "element:focus": CustomEvent<Detail>;
    "element:hover": CustomEvent<Detail | null>;
    "element:reveal": CustomEvent<{ node: Element | null }>;
    "element:pins": CustomEvent<{ counts: Map<string, Pin> }>;
    "region:select": CustomEvent<{ id: string }>;
    "threads:changed": CustomEvent<null>;
    "htmx:response:error": CustomEvent<{ ctx: { response: Response; text: string; sourceElement?: Element } }>;
    "htmx:error": CustomEvent<{ ctx?: { sourceElement?: Element } }>;
    "htmx:config:request": CustomEvent<{ ctx?: { request?: { headers?: Record<string, string> } } }>;
  }
}
