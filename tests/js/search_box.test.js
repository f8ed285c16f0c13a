// Keys of the search: what leads to it, what does not, and how the arrows walk through what it finds.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

let field;
let links;
let focused;
let hears;
let collapsed;
let isNarrow;

class Thing {
  constructor(tagName, { inside = null } = {}) {
    Object.assign(this, { tagName, inside, isContentEditable: false });
  }
  closest(selector) {
    return this.inside && selector.startsWith(this.inside) ? this : null;
  }
  focus() {
    focused = this;
  }
  select() {}
  blur() {
    focused = null;
  }
}

// Every test opens a page of its own: the module listens once.
beforeEach(async (context) => {
  field = new Thing("INPUT", { inside: ".st-key-search-box" });
  links = [1, 2].map(() => new Thing("A", { inside: ".st-key-search-box" }));
  focused = null;
  collapsed = 0;
  isNarrow = false;
  hears = {};
  const button = { click: () => collapsed++ };
  globalThis.document = {
    addEventListener: (kind, listener) => {
      hears[kind] = listener;
    },
    querySelector: (selector) => (selector.includes("Collapse") ? button : field),
    querySelectorAll: () => [field, ...links],
    get activeElement() {
      return focused;
    },
  };
  globalThis.matchMedia = () => ({ matches: isNarrow });
  const script = new URL("../../dashboard/shell/search_box.js", import.meta.url);
  const component = (await import(`${script}?${encodeURIComponent(context.name)}`)).default;
  component({});
  component({});
});

function press(key, target = new Thing("BODY"), { ctrlKey = false } = {}) {
  let prevented = false;
  const preventDefault = () => {
    prevented = true;
  };
  hears.keydown({ key, target, ctrlKey, metaKey: false, preventDefault });
  return prevented;
}

test("a slash and Ctrl-K lead to the search, a letter does not", () => {
  press("k");
  assert.equal(focused, null);
  assert.equal(press("/"), true);
  assert.equal(focused, field);
  focused = null;
  press("k", new Thing("BODY"), { ctrlKey: true });
  assert.equal(focused, field);
});

test("who is typing a slash types it", () => {
  const text = new Thing("TEXTAREA");
  assert.equal(press("/", text), false);
  assert.equal(press("k", text, { ctrlKey: true }), false);
  assert.equal(focused, null);
});

test("the arrows walk from the field through the links and stay within", () => {
  press("ArrowDown", field);
  assert.equal(focused, links[0]);
  press("ArrowDown", links[0]);
  assert.equal(focused, links[1]);
  assert.equal(press("ArrowDown", links[1]), false);
  assert.equal(focused, links[1]);
  press("ArrowUp", links[0]);
  assert.equal(focused, field);
});

test("Escape leaves the search", () => {
  focused = links[0];
  press("Escape", links[0]);
  assert.equal(focused, null);
});

test("the menu closes on a telephone once a page is chosen, and nowhere else", () => {
  const entry = new Thing("A", { inside: "[data-testid=stSidebar]" });
  hears.click({ target: entry });
  assert.equal(collapsed, 0);
  isNarrow = true;
  hears.click({ target: entry });
  assert.equal(collapsed, 1);
  hears.click({ target: new Thing("A") });
  assert.equal(collapsed, 1);
});
