import assert from "node:assert/strict";
import test from "node:test";

import * as names from "../../static/js/workspace/names.js";

test("the kind of an element stands before the colon of its key", () => {
  assert.equal(names.kindOf("node:api:v2"), "node");
  assert.equal(names.isEdge({ kind: "message" }) && names.isEdge({ kind: "edge" }), true);
  assert.equal(names.isEdge({ kind: "node" }), false);
  assert.equal(names.isFrame({ kind: "group" }) && names.isFrame({ kind: "fragment" }), true);
  assert.equal(names.isFrame({ kind: "note" }), false);
});

test("elements follow their lines; in one line what holds others comes first, then as drawn", () => {
  const items = [
    { kind: "edge", line: 3, order: 0 },
    { kind: "node", line: 3, order: 2 },
    { kind: "node", line: 3, order: 1 },
    { kind: "group", line: 3, order: 5 },
    { kind: "participant", line: 3, order: 3 },
    { kind: "fragment", line: 3, order: 6 },
    { kind: "note", line: 3, order: 4 },
    { kind: "edge", line: 1, order: 9 },
  ];
  assert.deepEqual(items.sort(names.bySource).map((one) => one.order), [9, 5, 6, 1, 2, 3, 0, 4]);
});

test("a short name has no role and no size", () => {
  assert.equal(names.shortName("node", "Orders DB, store"), "Orders DB");
  assert.equal(names.shortName("node", "Orders, archived"), "Orders, archived");
  assert.equal(names.shortName("participant", "API, service"), "API");
  assert.equal(names.shortName("group", "Group Backend, 3 nodes"), "Backend");
  assert.equal(names.shortName("group", "Group Backend, 1 node"), "Backend");
  assert.equal(names.shortName("note", "remember, store"), "remember, store");
});

const drawn = (...keys) => (key) => keys.includes(key);

test("the ends of an edge are read from its key, a repeated one too", () => {
  assert.deepEqual(names.endsInKey("edge:api->db", drawn("node:api", "node:db")), ["node:api", "node:db"]);
  assert.deepEqual(names.endsInKey("edge:api->db#2", drawn("node:api", "node:db")), ["node:api", "node:db"]);
  assert.deepEqual(names.endsInKey("edge:api->core", drawn("node:api", "group:core")), ["node:api", "group:core"]);
});

test("ids may hold arrows themselves", () => {
  assert.deepEqual(names.endsInKey("edge:a->b->c", drawn("node:a->b", "node:c")), ["node:a->b", "node:c"]);
  assert.deepEqual(names.endsInKey("edge:a->->b", drawn("node:a", "node:->b")), ["node:a", "node:->b"]);
  assert.deepEqual(names.endsInKey("edge:a->->b", drawn("node:a->", "node:b")), ["node:a->", "node:b"]);
});

test("an edge whose ends are not drawn has none", () => {
  assert.deepEqual(names.endsInKey("edge:api->db", drawn("node:api")), []);
});

test("an edge is told by its ends, its label and its style", () => {
  const words = names.edgeWords("API to Orders DB: SQL (dashed)", ["API", "Orders DB"], " – ");
  assert.deepEqual(words, { name: "API → Orders DB", text: "SQL", style: "dashed" });
});

test("ends that are joined by and get the arrow of the line", () => {
  assert.equal(names.edgeWords("API and Cache", ["API", "Cache"], " ↔ ").name, "API ↔ Cache");
});

test("the number of a message stays before it", () => {
  const words = names.edgeWords("12. Client to API: GET /: all (return)", ["Client", "API"], " – ");
  assert.deepEqual(words, { name: "12. Client → API", text: "GET /: all", style: "return" });
});

test("a name that says something else stays as it is", () => {
  assert.equal(names.edgeWords("API to Orders DBs", ["API", "Orders DB"], " – ").name, "API to Orders DBs");
  assert.deepEqual(names.edgeWords("a line (thick)", [], " – "), { name: "a line", text: "", style: "thick" });
});

const edge = (style, text = "") => ({
  key: `edge:${style}`, kind: "edge", name: "", words: { name: "A → B", text, style },
});
const shownOf = (...told) => names.inWords(told).connections.map((one) => one.text);

test("lines say how they behave only where dashed ones stand beside solid ones", () => {
  assert.deepEqual(shownOf(edge(""), edge("")), ["A → B", "A → B"]);
  assert.deepEqual(shownOf(edge("dashed"), edge("dashed")), ["A → B", "A → B"]);
  assert.deepEqual(shownOf(edge("dashed", "events"), edge("")), ["A → B, events, async", "A → B, sync"]);
  assert.deepEqual(shownOf(edge("thick")), ["A → B, thick"]);
});

test("messages always say how they behave", () => {
  const message = (style) => ({ key: "m", kind: "message", name: "", words: { name: "A → B", text: "go", style } });
  assert.deepEqual(shownOf(message("async"), message("")), ["A → B, go, async", "A → B, go, sync"]);
});

test("a figure is told in four parts, in source order", () => {
  const plain = (key, name) => ({ key, kind: names.kindOf(key), name, words: { name, text: "", style: "" } });
  const parts = names.inWords([
    plain("group:g", "Group Backend, 2 nodes"),
    plain("node:db", "Orders DB, store"),
    plain("participant:p", "Client, actor"),
    plain("note:1", "remember this"),
    edge(""),
  ]);
  assert.deepEqual(parts.groups, [{ key: "group:g", kind: "group", text: "Backend, 2 nodes" }]);
  assert.deepEqual(parts.nodes.map((one) => one.text), ["Orders DB, store", "Client, actor"]);
  assert.deepEqual(parts.others.map((one) => one.text), ["remember this"]);
  assert.equal(parts.connections.length, 1);
});
