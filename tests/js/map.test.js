// The map's own arithmetic, and what it does when the server does not answer.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { contours, corners, filled, keep, load } from "../../dashboard/topic_map/live_map.js";
import {
  axes,
  few,
  fitting,
  isWhole,
  nameBox,
  placeTitles,
  readView,
  thirdPapers,
  titleNote,
  viewAround,
  viewPinched,
  viewText,
} from "../../dashboard/topic_map/map_view.js";
import { countBins } from "../../dashboard/topic_map/paper_bars.js";
import { barHeights, countPeriods, periodAt } from "../../dashboard/topic_map/time_strip.js";

const layer = (name) => ({ type: "scattergl", name, marker: { color: name, size: 4, opacity: 1 } });
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

test("a pale layer is pale both lit and faint", () => {
  const pale = { ...layer("a"), marker: { color: "a", size: 4, opacity: 0.5 } };
  const traces = filled([pale, layer("b")], papers, { ...everything, isLit: (i) => i === 0 });
  const drawn = traces.map(({ customdata, marker }) => [[...customdata], marker.opacity]);
  assert.deepEqual(drawn, [
    [[3], 0.1],
    [[1, 2], 0.2],
    [[0], 0.5],
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

test("a bar counts the papers of its bin that all else leaves", () => {
  const bins = Uint16Array.of(2, 0, 2, 2, 0);
  assert.deepEqual([...countBins(bins, () => true, 4)], [2, 0, 3, 0]);
  assert.deepEqual([...countBins(bins, (i) => i > 1, 4)], [1, 0, 2, 0]);
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

test("a name stands from its scale on, and where its theme is selected", () => {
  const names = ["far", "near"].map((text) => ({ text, font: { weight: 600 } }));
  const labels = [20, 50].map((from, of) => ({ kind: "theme", of, from }));
  const seen = { labels, zoom: 1, topic: null, isBorn: () => true };
  const standing = (more) => fitting(names, { ...seen, ...more }).map(({ note }) => note.text);
  assert.deepEqual(standing({ scale: 19 }), []);
  assert.deepEqual(standing({ scale: 49 }), ["far"]);
  assert.deepEqual(standing({ scale: 50 }), ["far", "near"]);
  assert.deepEqual(standing({ scale: 1, topic: 1 }), ["near"]);
  assert.deepEqual(standing({ scale: 50, isBorn: (of) => of === 1 }), ["near"]);
});

test("bars of a selection lie within those of all papers, on one scale", () => {
  const { all, lit } = barHeights({ all: [400, 100, 0], lit: [20, 100, 0] }, 40);
  assert.deepEqual(all, [40, 10, 0]);
  assert.deepEqual(lit, [2, 10, 0]);
  assert.deepEqual(barHeights({ all: [400], lit: [1] }, 40).lit, [1]); // a single paper is seen
});

test("a name is whole, or under a tool, by the box of its lines", () => {
  const wide = (line, { size }) => 0.5 * size * line.length;
  const name = { text: "two<br>lines", xshift: 5, yshift: 10, font: { size: 10 } };
  const box = nameBox(name, [100, 50], wide);
  assert.deepEqual(box, { left: 92.5, right: 117.5, top: 27, bottom: 53 });
  assert.ok(isWhole(box, [200, 100], []));
  assert.ok(!isWhole(box, [110, 100], []));
  assert.ok(!isWhole(box, [200, 50], []));
  for (const away of [
    [5, 50],
    [100, 20],
  ]) {
    assert.ok(!isWhole(nameBox(name, away, wide), [200, 100], []), away);
  }
  const tools = { left: 110, right: 200, top: 0, bottom: 30 };
  assert.ok(!isWhole(box, [200, 100], [tools]));
  assert.ok(isWhole(nameBox(name, [100, 60], wide), [200, 100], [tools]));
});

test("areas are named while the map is far away", () => {
  const names = [{ text: "area", font: { weight: 600 } }];
  const labels = [{ kind: "area", of: 0, from: 0 }];
  const seen = { labels, scale: 1, topic: 0, isBorn: () => false };
  assert.equal(fitting(names, { ...seen, zoom: 1 }).length, 1);
  assert.equal(fitting(names, { ...seen, zoom: 3 }).length, 0);
});

const layout = { xaxis: { range: [0, 10] }, yaxis: { range: [-5, 5] } };

test("the whole map is in view, or a part in the middle of it, at equal scales", () => {
  const whole = axes(layout, [800, 400], null);
  assert.deepEqual(whole.xaxis.range, [-5, 15]);
  assert.deepEqual(whole.yaxis.range, [-5, 5]);
  const part = axes(layout, [800, 400], { x: 2, y: 1, zoom: 4 });
  assert.deepEqual(part.xaxis.range, [-0.5, 4.5]);
  assert.deepEqual(part.yaxis.range, [-0.25, 2.25]);
});

test("a view is itself again after the address, and nonsense is none", () => {
  const view = { x: -1.25, y: 0.5, zoom: 3.5 };
  assert.deepEqual(readView(viewText(view)), view);
  for (const text of [null, "", "1_2", "1_2_0", "1_2_-3", "a_b_c", "1__3"]) {
    assert.equal(readView(text), null, text);
  }
});

test("a theme is seen whole, with room around it, and a single paper not too near", () => {
  const view = viewAround(
    [
      [2, 1],
      [4, 1],
      [4, 2],
      [2, 2],
    ],
    layout,
    [800, 400],
  );
  const { xaxis, yaxis } = axes(layout, [800, 400], view);
  assert.ok(xaxis.range[0] < 2 && xaxis.range[1] > 4 && yaxis.range[0] < 1 && yaxis.range[1] > 2);
  assert.ok(view.zoom > 2);
  assert.equal(viewAround([[2, 1]], layout, [800, 400]).zoom, 10);
});

test("a theme is named from its third paper on, whatever the order; undated papers do not count", () => {
  const theme = Uint16Array.of(0, 0, 0, 0, 1, 1, 1);
  const period = Int32Array.of(9, 2, 5, 4, 3, -1, 8);
  assert.deepEqual(thirdPapers({ theme, period }, 2), [5, Infinity]);
});

test("titles stand where few papers are in view, and touch nothing", () => {
  const x = Float32Array.from({ length: 100 }, (_, i) => i);
  const seen = { xaxis: { range: [0, 9] }, yaxis: { range: [-1, 1] } };
  const y = new Float32Array(100);
  assert.equal(few({ x, y }, () => true, seen).length, 10);
  assert.equal(few({ x, y }, (i) => i % 2, seen).length, 5);
  assert.equal(few({ x, y }, () => true, { ...seen, xaxis: { range: [0, 99] } }).length, 0);
  const near = [
    { x: 0, y: 20, title: "The first" },
    { x: 5, y: 24, title: "Covered by it" },
    { x: 0, y: 40, title: "Covered by a name" },
    { x: 380, y: 120, title: "Cut by the edge" },
    { x: 0, y: 80, title: `A long one ${"and on ".repeat(20)}` },
  ];
  const name = { left: 0, right: 50, top: 35, bottom: 45 };
  const placed = placeTitles(near, { taken: [name], size: [400, 200] }).map(({ text }) => text);
  assert.equal(placed[0], "The first");
  assert.equal(placed.length, 2);
  assert.ok(placed[1].length <= 44 && placed[1].endsWith("…"));
});

test("a title that would be markup is text", () => {
  const note = titleNote({ x: 0, y: 0, text: '<a href="x">a</a> & b' }, { ink: "", ground: "" });
  assert.equal(note.text, '&lt;a href="x"&gt;a&lt;/a&gt; &amp; b');
});

test("every period has its papers, and the strip knows the period below a pointer", () => {
  const period = Int32Array.of(0, 2, 2, -1, 1);
  const { all, lit } = countPeriods({ period }, (i) => i === 1, 3);
  assert.deepEqual([...all], [1, 1, 2]);
  assert.deepEqual([...lit], [0, 0, 1]);
  const at = (x) => periodAt(x, { width: 212, periods: 3 });
  assert.deepEqual([-50, 0, 106, 212, 999].map(at), [0, 0, 1, 2, 2]);
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

test("what two fingers held stays between them, and the whole map is the smallest view", () => {
  // An axis of 400 pixels over 10 units, 8 pixels from the edge, as Plotly reads it.
  const axis = (range, isDown) => ({
    range,
    _length: 400,
    _offset: 8,
    p2d: (pixels) => range[0] + ((isDown ? 400 - pixels : pixels) / 400) * (range[1] - range[0]),
  });
  const corner = { x: 10, y: 100 };
  const pinch = { from: { x: 118, y: 208 }, to: { x: 138, y: 198 }, grown: 2 };
  const given = { plot: { xaxis: axis([0, 10]), yaxis: axis([0, 10], true) }, corner, home: 40 };
  const { x, y, zoom } = viewPinched(pinch, given);
  assert.equal(zoom, 2);
  // At 100 pixels of the plot lay 2.5 from the left and 7.5 from the foot; 80 pixels are a unit now.
  assert.equal(x + (120 - 200) / 80, 2.5);
  assert.equal(y - (90 - 200) / 80, 7.5);
  assert.equal(viewPinched({ ...pinch, grown: 0.5 }, given), null);
});
