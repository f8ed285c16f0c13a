// What the dashboard keeps in a browser: written once, told once, and refused in words.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

let stored;
let refuses;
let heard;
let listeners;
let component;

// Every test opens a page of its own: the module remembers what it has told.
beforeEach(async (context) => {
  stored = {};
  refuses = null;
  heard = [];
  listeners = [];
  const storage = {
    getItem: (name) => stored[name] ?? null,
    setItem(name, value) {
      if (refuses) throw new DOMException("refused", refuses);
      stored[name] = value;
    },
    removeItem: (name) => delete stored[name],
  };
  const names = { ownKeys: () => Object.keys(stored), getOwnPropertyDescriptor: described };
  const localStorage = new Proxy(storage, names);
  Object.defineProperty(globalThis, "localStorage", { value: localStorage, configurable: true });
  globalThis.requestIdleCallback = (work) => work();
  globalThis.addEventListener = (_, listener) => listeners.push(listener);
  const page = new URL("../../dashboard/state/browser_storage.js", import.meta.url);
  component = (await import(`${page}?${encodeURIComponent(context.name)}`)).default;
});

function described() {
  return { enumerable: true, configurable: true };
}

function run(writes, { wasHeard = true } = {}) {
  component({
    data: { writes, heard: wasHeard },
    setStateValue: (_, value) => heard.push(value),
  });
}

test("the page is told what its own entries hold, and nobody else's", () => {
  stored = { "papertides:tour": "1", "another app": "secret" };
  run([], { wasHeard: false });
  assert.deepEqual(heard, [{ items: { tour: "1" }, problem: null, done: [] }]);
});

test("a write is done once, however often the page runs, and not told as news", () => {
  run([], { wasHeard: false });
  const write = { id: "a", name: "visit", value: "2" };
  run([write]);
  stored["papertides:visit"] = "changed by another tab";
  run([write]);
  assert.equal(stored["papertides:visit"], "changed by another tab");
  run([{ id: "b", name: "visit", value: null }]);
  assert.deepEqual(stored, {});
});

test("what another tab changes is told; what another app changes is not", () => {
  run([], { wasHeard: false });
  stored["papertides:visit"] = "3";
  for (const listener of listeners) listener({ key: "another app" });
  assert.equal(heard.length, 1);
  for (const listener of listeners) listener({ key: "papertides:visit" });
  assert.deepEqual(heard[1].items, { visit: "3" });
  assert.equal(listeners.length, 1);
});

test("a browser whose storage is full says so, and the write is not done", () => {
  run([], { wasHeard: false });
  refuses = "QuotaExceededError";
  run([{ id: "a", name: "list", value: "long" }]);
  assert.deepEqual(heard.at(-1), { items: {}, problem: "QuotaExceededError", done: [] });
});
