// What the browser's Back leads to: where one press began, however often it wrote into the address.
import assert from "node:assert/strict";
import { test } from "node:test";

test("one press is one step, and what nobody pressed for is none", async () => {
  const hears = {};
  const steps = ["/papers?run=1&show=saved"];
  globalThis.document = {
    addEventListener: (kind, listener) => {
      hears[kind] = listener;
    },
  };
  globalThis.history = {
    pushState: (_state, _title, address) => steps.push(address),
    replaceState: (_state, _title, address) => {
      steps[steps.length - 1] = address;
    },
  };
  const { default: component } = await import("../../dashboard/shell/way_back.js");
  component({});
  component({});
  hears.pointerdown({});
  hears.click({});
  for (const address of ["/papers", "/papers?run=1", "/themes?run=1"]) {
    history.pushState({}, "", address);
  }
  assert.deepEqual(steps, ["/papers?run=1&show=saved", "/themes?run=1"]);
  hears.keydown({});
  history.pushState({}, "", "/themes?run=1&topic=3");
  assert.equal(steps.length, 3);
  history.pushState({}, "", "/themes?run=1&topic=3&period=year");
  assert.deepEqual(steps.slice(2), ["/themes?run=1&topic=3&period=year"]);
});
