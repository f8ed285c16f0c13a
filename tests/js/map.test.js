// The map's own arithmetic, and what it does when the server does not answer.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import {
  contours,
  corners,
  filled,
  fitting,
  keep,
  load,
} from "../../dashboard/topic_map/live_map.js";

const layer = (name) => ({ type: "scattergl", name, marker: { color: name, size: 4 } });
const papers = {
  x: Float32Array.of(0, 1, 2, 3),
  y: Float32Array.of(0, 10, 20, 30),
  layer: Uint16Array.of(0, 1, 1, 0),
};
const everything = { shown: () => true, isLit: () => true, faint: [0.2, 1], bright: [1, 2] };

test("every paper is drawn once, in its layer, and knows its number", () => {
  const traces = filled([layer("a"), layer("b")], papers, everything);
  const drawn = traces.map(({ name, customdata, x, y }) => [name, [...customdata], [...x], [...y]]);
  assert.deepEqual(drawn, [
    ["a", [0, 3], [0, 3], [0, 30]],
    ["b", [1, 2], [1, 2], [10, 20]],
  ]);
});

test("papers that are not lit are faint, below the others, and not in the legend", () => {
  const view = { ...everything, isLit: (i) => i === 2 };
  const traces = filled([layer("a"), layer("b")], papers, view);
  const drawn = traces.map(({ customdata, marker, showlegend }) => [
    [...customdata],
    marker.opacity,
    marker.size,
    showlegend,
  ]);
  assert.deepEqual(drawn, [
    [[0, 3], 0.2, 4, false],
    [[1], 0.2, 4, false],
    [[2], 1, 8, true],
  ]);
});

test("papers that are not shown are left out, and so is a layer without any", () => {
  const view = { ...everything, shown: (i) => i < 1 };
  const traces = filled([layer("a"), layer("b")], papers, view);
  assert.deepEqual(
    traces.map(({ name, customdata }) => [name, [...customdata]]),
    [["a", [0]]],
  );
});

test("a box and a loop are their corners", () => {
  const box = corners({ type: "rect", x0: 0, x1: 2, y0: 1, y1: -3 });
  assert.deepEqual(box, [
    [0, 1],
    [2, 1],
    [2, -3],
    [0, -3],
  ]);
  const loop = corners({ type: "path", path: "M1.5,-2L3,4e-1L-5,6Z" });
  assert.deepEqual(loop, [
    [1.5, -2],
    [3, 0.4],
    [-5, 6],
  ]);
});

test("a name is written where the scale or the width that it asks for is there", () => {
  const names = [
    { text: "always", font: { weight: 600 } },
    { text: "near", name: "50", font: { weight: 400 } },
    { text: "wide", font: { weight: 700 } },
  ];
  const map = { names, data: { widths: { 700: 900 } }, plot: { clientWidth: 800 } };
  const written = (scale) => fitting(map, scale).map(({ text }) => text);
  assert.deepEqual(written(49), ["always"]);
  assert.deepEqual(written(50), ["always", "near"]);
  map.plot.clientWidth = 900;
  assert.deepEqual(written(50), ["always", "near", "wide"]);
});

test("without WebGL the density is drawn as areas from the first colour to the last", () => {
  const trace = { type: "contour", contours: { start: 1 } };
  const look = { asked: false, colours: ["white", "grey", "black"] };
  assert.equal(contours(trace, { ...look, webgl: true }).visible, false);
  const areas = contours(trace, { ...look, webgl: false });
  assert.deepEqual(areas.colorscale, [
    [0, "white"],
    [0.5, "grey"],
    [1, "black"],
  ]);
  assert.deepEqual(areas.contours, { start: 1, coloring: "fill" });
});

test("what was loaded is kept; what failed is asked for again, and only then", async () => {
  const kept = new Map();
  const answers = [new Error("no network"), "numbers"];
  let asked = 0;
  const ask = async () => {
    const answer = answers[asked++];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  await assert.rejects(keep(kept, "x", ask), /no network/);
  assert.equal(await keep(kept, "x", ask), "numbers");
  assert.equal(await keep(kept, "x", ask), "numbers");
  assert.equal(asked, 2);
});

const { document, fetch } = globalThis;
beforeEach(() => {
  globalThis.document = { baseURI: "https://example.org/team/map?topic=1" };
});
afterEach(() => {
  Object.assign(globalThis, { document, fetch });
});

test("what the server says of an address is said; what others answer names the proxy", async () => {
  const answered = (body, status, type) => async () =>
    new Response(body, { status, headers: { "content-type": type } });
  globalThis.fetch = answered("There is no run 7.", 404, "text/plain; charset=utf-8");
  await assert.rejects(load("runs/7/map/x"), { message: "There is no run 7." });
  globalThis.fetch = answered("<h1>Not found</h1>", 404, "text/html");
  await assert.rejects(load("runs/7/map/x"), ({ message }) => {
    assert.match(message, /^https:\/\/example.org\/team\/runs\/7\/map\/x answers 404\. A proxy/);
    return true;
  });
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  await assert.rejects(
    load("runs/7/map/x"),
    /does not answer at https:\/\/example.org\/team\/runs/,
  );
  globalThis.fetch = answered("numbers", 200, "application/octet-stream");
  assert.equal(await (await load("runs/7/map/x")).text(), "numbers");
});
