// The charts of a report are drawn in turn, those in sight first, and all before it is printed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import vm from "node:vm";

const SCRIPT = readFileSync(new URL("../../dashboard/report/report.js", import.meta.url), "utf8");

let drawn;
let turns;
let seen;
let print;

beforeEach(() => {
  drawn = [];
  turns = [];
  const charts = ["one", "two", "three"].map((id) => ({ id }));
  const specs = charts.map(({ id }) => ({
    dataset: { for: id },
    textContent: JSON.stringify({ data: [id], layout: {} }),
  }));
  const page = {
    document: {
      querySelectorAll: () => specs,
      getElementById: (id) => charts.find((chart) => chart.id === id),
    },
    Plotly: { newPlot: (chart, data) => drawn.push([chart.id, ...data]) },
    setTimeout: (turn) => turns.push(turn),
    addEventListener: (_, listener) => {
      print = listener;
    },
    IntersectionObserver: class {
      constructor(observe) {
        seen = (id, isIntersecting) =>
          observe([{ target: page.document.getElementById(id), isIntersecting }]);
      }
      observe() {}
    },
  };
  vm.runInNewContext(SCRIPT, page);
});

test("one after the other, each with its own data", () => {
  while (turns.length) turns.shift()();
  assert.deepEqual(drawn, [
    ["one", "one"],
    ["two", "two"],
    ["three", "three"],
  ]);
});

test("one that comes into sight is drawn at once, and only once", () => {
  seen("three", false);
  assert.deepEqual(drawn, []);
  seen("three", true);
  seen("three", true);
  while (turns.length) turns.shift()();
  assert.deepEqual(
    drawn.map(([id]) => id),
    ["three", "one", "two"],
  );
});

test("before it is printed all that are left are drawn", () => {
  turns.shift()();
  print();
  while (turns.length) turns.shift()();
  assert.deepEqual(
    drawn.map(([id]) => id),
    ["one", "two", "three"],
  );
});
