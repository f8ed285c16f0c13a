// The map on the page. Plotly draws three things that change at different times: a figure without
// its points, columns of numbers that never change, and which papers are lit up or shown.

import {
  axes,
  few,
  fitting,
  homeScale,
  isWhole,
  nameBox,
  placeTitles,
  readView,
  thirdPapers,
  titleNote,
  viewAround,
  viewPinched,
  viewText,
} from "./map_view.js";
import { countBins, showBars } from "./paper_bars.js";
import { listenToPinch } from "./pinch.js";
import { lightUp, putOut } from "./spotlight.js";
import { countPeriods, openStrip, showStrip } from "./time_strip.js";

const OPENED = new WeakMap();
const ZOOM_SETTLES = 150; // milliseconds
const HOVER_RESTS = 60;
const CLICK_MOVES = 4; // pixels
const FINGER = 20; // pixels: a name is touched by a finger that is so near
const MARGIN = 8;
const DIMMED_UP_TO = 50_000; // papers of a theme: drawing more anew would keep the pointer waiting
const NO_WEBGL =
  "This browser has no WebGL, so the map shows how densely papers lie, not each of them. Searches, " +
  "themes, loops and lists work. Hardware acceleration, in its settings, usually brings WebGL back.";
const LASSO = {
  width: 24,
  height: 24,
  path: "M12 3C6.5 3 2 6.1 2 10c0 2.3 1.6 4.3 4 5.6V17c0 .6-.4 1-1 1v2c1.7 0 3-1.3 3-3v-.6c1.2.4 2.6.6 4 .6 5.5 0 10-3.1 10-7s-4.5-7-10-7zm0 12c-4.400 0-8-2.2-8-5s3.6-5 8-5 8 2.2 8 5-3.6 5-8 5z",
};
const HOME = { width: 24, height: 24, path: "M10 20v-6h4v6h5v-8h3L12 3 2 12h3v8z" };

export default function ({ data, parentElement, setTriggerValue }) {
  if (!OPENED.has(parentElement)) OPENED.set(parentElement, openMap(parentElement));
  const map = OPENED.get(parentElement);
  map.tell = setTriggerValue;
  attempt(map, () => show(map, data));
  return () => {
    OPENED.delete(parentElement);
    map.watch.disconnect();
    globalThis.removeEventListener("popstate", map.wentBack);
    globalThis.Plotly?.purge(map.plot);
  };
}

function openMap(root) {
  const find = (name) => root.querySelector(`.live-map-${name}`);
  const map = { plot: find("plot"), note: find("note"), card: find("card"), webgl: hasWebGL() };
  Object.assign(map, {
    ofTheme: null,
    key: find("key"),
    now: find("now"),
    bars: find("bars"),
    columns: new Map(),
    widths: new Map(),
    pen: document.createElement("canvas").getContext("2d"),
    turn: 0,
    draws: 0,
  });
  map.strip = openStrip(find("time"), {
    tell: (range) => map.tell("time", range),
    frame: (step) => attempt(map, () => passTime(map, step)),
    rest: () => attempt(map, () => show(map, map.data)),
  });
  map.plot.addEventListener("mousemove", (event) => overName(map, event));
  map.plot.addEventListener("mouseleave", () => unhover(map));
  map.plot.addEventListener("pointerdown", (event) => pressName(map, event), true);
  listenToPinch(map.plot, {
    begin: () => {
      map.pressed = null;
      unhover(map);
    },
    end: (pinch) => attempt(map, () => zoomTo(map, pinch)),
  });
  map.wentBack = () => {
    map.opened = false;
  };
  globalThis.addEventListener("popstate", map.wentBack);
  map.watch = new ResizeObserver(() => resize(map));
  map.watch.observe(map.plot);
  return map;
}

// Does `work`, or says why it cannot be done; what failed to load is asked for again the next time.
async function attempt(map, work) {
  const working = work();
  const { turn } = map;
  try {
    await working;
  } catch (error) {
    const what = error instanceof NotLoaded ? "loaded" : "drawn";
    if (turn === map.turn) say(map, `The map cannot be ${what}: ${error.message}`);
  }
}

async function show(map, data) {
  const turn = ++map.turn;
  map.data = data;
  unhover(map);
  map.plot.setAttribute("aria-label", data.alt);
  const [, x, y, layer, theme, period, bins] = await Promise.all([
    script(data.plotly),
    column(map, data.columns.x, Float32Array),
    column(map, data.columns.y, Float32Array),
    column(map, data.columns.layer, Uint16Array),
    column(map, data.columns.theme, Uint16Array),
    column(map, data.columns.period, Int32Array),
    data.bins && column(map, data.columns.bins, Uint16Array),
  ]);
  if (turn !== map.turn) return; // a newer picture is on its way
  map.names = data.figure.layout.annotations ?? [];
  map.papers = { x, y, layer, theme, period };
  turnTo(map);
  const { range, looks, value } = data;
  const bin = data.bins?.picked ?? null;
  const found = isFound(data);
  const inLayer = (i) => value === null || layer[i] === value;
  const inBin = (i) => bin === null || bins[i] === bin;
  const filter = {
    shown: (i) => !range || (period[i] >= range[0] && period[i] <= range[1]),
    isLit: (i) => found(i) && inLayer(i) && inBin(i),
    faint: looks.faded,
    bright: data.lit === null && value === null && bin === null ? looks.plain : looks.lit,
  };
  map.now.hidden = true;
  map.isBorn = () => true;
  // Legend and histogram each count what all others leave: the papers that a click would keep.
  explain(map, { ...filter, isLit: (i) => found(i) && inBin(i) });
  const stands = (i) => filter.shown(i) && found(i) && inLayer(i);
  showBars(map.bars, {
    bins: data.bins,
    counts: data.bins && countBins(bins, stands, data.bins.names.length),
    tell: (code) => map.tell("bin", { code }),
  });
  showStrip(map.strip, {
    counts: countPeriods(map.papers, filter.isLit, data.periods.length),
    names: data.periods,
    steps: map.webgl ? data.steps : [],
    range,
    inks: {
      ...data.inks,
      accent: getComputedStyle(map.plot).getPropertyValue("--st-primary-color"),
    },
  });
  await draw(map, filter);
  if (!map.drawn) {
    listen(map);
    rename(map); // its tools, which lie over names, have come with it
  }
  map.drawn = true;
  say(map, map.webgl ? "" : NO_WEBGL);
  if (turn === map.turn) await nameTitles(map);
}

// Whether a search, a theme or a paper lights up the paper i.
function isFound({ lit }) {
  if (lit === null) return () => true;
  const bits = Uint8Array.from(atob(lit), (c) => c.charCodeAt(0));
  return (i) => (bits[i >> 3] >> (i & 7)) & 1;
}

// Goes where the address says at first, to a theme when it is selected, and back to the whole map
// when it no longer is, unless a person has moved the map since; else stays.
function turnTo(map) {
  const { topic, focus } = map.data;
  const asked = readView(new URLSearchParams(location.search).get("view"));
  const around = focus.length ? viewAround(focus, map.data.figure.layout, plotSize(map)) : null;
  const isAsThemeLeftIt = map.view !== null && map.view === map.ofTheme;
  if (!map.opened) map.view = asked ?? around;
  else if (topic !== map.topic && topic !== null) map.view = around;
  else if (topic === null && isAsThemeLeftIt) map.view = null;
  if (topic !== map.topic) map.ofTheme = topic === null ? null : map.view;
  map.opened = true;
  map.topic = topic;
  noteView(map);
}

// The view is written beside what the server writes into the address, which does not know it.
function noteView({ view }) {
  const address = new URL(location.href);
  if (view) address.searchParams.set("view", viewText(view));
  else address.searchParams.delete("view");
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

async function draw(map, filter) {
  const { figure, density, shades } = map.data;
  map.filter = filter;
  map.titles = [];
  const points = map.webgl ? filled(figure.data, map.papers, filter) : [];
  const others = figure.data
    .filter((one) => one.type !== "scattergl")
    .map((one) =>
      one.type === "contour"
        ? contours(one, { asked: density, colours: shades, webgl: map.webgl })
        : one,
    );
  const layout = {
    ...figure.layout,
    ...axes(figure.layout, plotSize(map), map.view),
    margin: margins(map),
    title: undefined,
    autosize: true,
    height: undefined,
    showlegend: false,
    // The figure is exactly this one, but for the tool that a person holds, and what they drew with
    // it until the page says what is picked.
    uirevision: ++map.draws,
    dragmode: map.plot.layout?.dragmode ?? figure.layout.dragmode,
    editrevision: JSON.stringify(figure.layout.shapes),
  };
  layout.annotations = standing(map).map(({ note }) => note);
  await globalThis.Plotly.react(map.plot, [...points, ...others], layout, tools(map));
}

// Made once: Plotly draws everything from scratch where a button is another than before.
function tools(map) {
  map.buttons ??= buttons(map);
  return { ...map.data.config, modeBarButtons: map.buttons };
}

function buttons(map) {
  const loop = {
    name: "drawclosedpath",
    title: "Lasso: loop round papers",
    attr: "dragmode",
    val: "drawclosedpath",
    icon: LASSO,
    click: (plot) => globalThis.Plotly.relayout(plot, { dragmode: "drawclosedpath" }),
  };
  const home = { name: "home", title: "Whole map", icon: HOME, click: () => goHome(map) };
  return [["toImage"], ["zoom2d", "pan2d", home], [loop, "drawrect"]];
}

// Lines where they are asked for; where nothing else can be drawn, areas in the place of points.
export function contours(trace, { asked, colours, webgl }) {
  if (webgl) return { ...trace, visible: asked };
  const colorscale = colours.map((colour, i) => [i / (colours.length - 1), colour]);
  return {
    ...trace,
    contours: { ...trace.contours, coloring: "fill" },
    colorscale,
    line: { width: 0 },
  };
}

// Traces with the papers of every layer: those that are not lit faint, first, below the others.
export function filled(templates, { x, y, layer }, { shown, isLit, faint, bright }) {
  const layers = templates.filter((one) => one.type === "scattergl");
  const bin = (i) => layer[i] + (isLit(i) ? layers.length : 0);
  const sizes = new Uint32Array(2 * layers.length);
  for (let i = 0; i < x.length; i++) if (shown(i)) sizes[bin(i)]++;
  const traces = Array.from(sizes, (size, k) => ({
    ...layers[k % layers.length],
    marker: marked(layers[k % layers.length].marker, k < layers.length ? faint : bright),
    showlegend: k >= layers.length,
    x: new Float32Array(size),
    y: new Float32Array(size),
    customdata: new Int32Array(size),
  }));
  sizes.fill(0);
  for (let i = 0; i < x.length; i++) {
    if (!shown(i)) continue;
    const k = bin(i);
    const at = sizes[k]++;
    traces[k].x[at] = x[i];
    traces[k].y[at] = y[i];
    traces[k].customdata[at] = i;
  }
  return traces.filter((one) => one.x.length);
}

function marked(marker, [opacity, grown]) {
  return { ...marker, opacity: opacity * marker.opacity, size: marker.size * grown };
}

function listen(map) {
  const { plot } = map;
  plot.on("plotly_click", ({ points }) => {
    if (!map.pressed) map.tell("picked", points[0].customdata);
  });
  plot.on("plotly_hover", ({ points, event }) => {
    if (!nameAt(map, event)) hover(map, points[0].customdata, event);
  });
  plot.on("plotly_unhover", () => {
    if (!map.over) unhover(map);
  });
  plot.on("plotly_relayouting", () => unhover(map));
  plot.on("plotly_doubleclick", () => goHome(map));
  plot.on("plotly_relayout", (changed) => {
    if ("shapes" in changed) tellRegion(map);
    if (!Object.keys(changed).some((name) => name.startsWith("xaxis.range")) || map.moving) return;
    unhover(map);
    clearTimeout(map.settling);
    map.settling = setTimeout(() => settle(map), ZOOM_SETTLES);
  });
}

// A person has moved the map.
async function settle(map) {
  const { xaxis, yaxis } = map.plot._fullLayout;
  const [x, y] = [xaxis, yaxis].map(({ range }) => (range[0] + range[1]) / 2);
  const scale = xaxis._length / (xaxis.range[1] - xaxis.range[0]);
  map.view = { x, y, zoom: scale / homeScale(map.data.figure.layout, plotSize(map)) };
  noteView(map);
  map.titles = [];
  rename(map);
  await nameTitles(map);
}

// Two fingers have zoomed the map.
async function zoomTo(map, pinch) {
  if (!map.drawn) return;
  const { x, y } = map.plot.getBoundingClientRect();
  map.view = viewPinched(pinch, {
    plot: map.plot._fullLayout,
    corner: { x, y },
    home: homeScale(map.data.figure.layout, plotSize(map)),
  });
  noteView(map);
  await move(map);
}

function goHome(map) {
  map.view = null;
  noteView(map);
  move(map);
}

// In a plot of another shape the middle of the view stays, and the whole map stays whole.
function resize(map) {
  if (map.drawn && map.plot.clientWidth) move(map);
}

async function move(map) {
  const { xaxis, yaxis } = axes(map.data.figure.layout, plotSize(map), map.view);
  map.titles = [];
  map.moving = true;
  await globalThis.Plotly.relayout(map.plot, {
    autosize: true,
    annotations: standing(map).map(({ note }) => note),
    "xaxis.range": xaxis.range,
    "yaxis.range": yaxis.range,
  });
  map.moving = false;
  await nameTitles(map);
}

// One step of the time that passes: what it adds stands out. Undated papers wait for the end.
async function passTime(map, { before, last, name }) {
  const { period, theme } = map.papers;
  const { looks, range, topics, topic } = map.data;
  const first = range?.[0] ?? 0;
  map.thirds ??= new Map();
  if (!map.thirds.has(period))
    map.thirds.set(period, thirdPapers({ theme, period }, topics.length));
  const thirds = map.thirds.get(period);
  map.isBorn = (one) => one === topic || thirds[topics.indexOf(one)] <= last;
  map.turn++;
  map.now.hidden = false;
  map.now.textContent = name;
  unhover(map);
  await draw(map, {
    shown: (i) => period[i] >= first && period[i] <= last,
    isLit: (i) => period[i] > before,
    faint: looks.plain,
    bright: looks.lit,
  });
}

function tellRegion(map) {
  const shape = map.plot.layout.shapes.at(-1);
  if (shape) map.tell("region", corners(shape));
}

// The corners of what a person drew, in the units of the map.
export function corners({ type, path, x0, x1, y0, y1 }) {
  if (type === "rect")
    return [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ];
  return [...path.matchAll(/[ML]([^,\s]+),([^LZM]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

// The names that stand on the map now, and titles where few papers are in view.
function standing(map) {
  const { labels } = map.data.figure.layout.meta;
  const { layout } = map.data.figure;
  const zoom = map.view?.zoom ?? 1;
  const scale = zoom * homeScale(layout, plotSize(map));
  const { xaxis, yaxis } = axes(layout, plotSize(map), map.view);
  const place = ({ x, y }) => [
    MARGIN + (x - xaxis.range[0]) * scale,
    MARGIN + (yaxis.range[1] - y) * scale,
  ];
  const size = [map.plot.clientWidth, map.plot.clientHeight];
  const over = boxesOf(map, ".modebar");
  const names = fitting(map.names, {
    labels,
    zoom,
    scale,
    topic: map.data.topic,
    isBorn: map.isBorn,
  });
  return [
    ...names.filter(({ note }) =>
      isWhole(
        nameBox(note, place(note), (...line) => lineWidth(map, ...line)),
        size,
        over,
      ),
    ),
    ...map.titles.map((title) => ({ note: titleNote(title, map.data.inks), label: null })),
  ];
}

// Where parts of the plot are, in pixels of it.
function boxesOf({ plot }, parts) {
  const box = plot.getBoundingClientRect();
  return [...plot.querySelectorAll(parts)].map((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return { left: left - box.x, right: right - box.x, top: top - box.y, bottom: bottom - box.y };
  });
}

// How wide a line of a name is, in pixels; measured once.
function lineWidth(map, line, { size, weight }) {
  const { family } = map.data.figure.layout.template.layout.font;
  const key = `${weight} ${size}px ${family}`;
  const known = `${key} ${line}`;
  if (!map.widths.has(known)) {
    map.pen.font = key;
    map.widths.set(known, map.pen.measureText(text(line)).width);
  }
  return map.widths.get(known);
}

function rename(map) {
  const notes = standing(map).map(({ note }) => note);
  const before = map.plot.layout.annotations;
  if (notes.length !== before.length || notes.some((note, i) => note.text !== before[i].text)) {
    globalThis.Plotly.relayout(map.plot, { annotations: notes });
  }
}

// Where few papers are in view, they are called by their titles.
async function nameTitles(map) {
  const { turn, view, data } = map;
  const seen = view ? few(map.papers, map.filter.shown, map.plot._fullLayout) : [];
  if (!seen.length) return;
  const told = await Promise.all(seen.map((i) => paper(map, i).catch(() => null)));
  if (turn !== map.turn || view !== map.view) return;
  const toPixels = pixels(map);
  const papers = seen
    .map((i, k) => ({ i, title: told[k]?.title, place: toPixels(i) }))
    .filter(({ title }) => title)
    .map(({ i, title, place: [x, y] }) => ({ i, title, x, y }));
  const taken = boxesOf(map, ".annotation-text-g, .modebar");
  const size = [map.plot.clientWidth, map.plot.clientHeight];
  const { xaxis, yaxis } = map.plot._fullLayout;
  map.titles = placeTitles(papers, { taken, size }).map(({ x, y, text }) => ({
    x: xaxis.p2d(x - xaxis._offset),
    y: yaxis.p2d(y - yaxis._offset),
    text,
  }));
  if (data === map.data) rename(map);
}

// Where a paper is, in pixels of the plot.
function pixels(map) {
  const { xaxis, yaxis } = map.plot._fullLayout;
  const { x, y } = map.papers;
  return (i) => [xaxis._offset + xaxis.d2p(x[i]), yaxis._offset + yaxis.d2p(y[i])];
}

// What the colours are called, in a corner of the map: how many papers have each, and a click keeps
// one.
function explain(map, { shown, isLit }) {
  const { figure, value } = map.data;
  const note = figure.layout.title?.subtitle?.text ?? "";
  const layers = figure.layout.showlegend
    ? figure.data.filter((one) => one.type === "scattergl")
    : [];
  const counts = new Uint32Array(layers.length);
  const { layer } = map.papers;
  if (layers.length)
    for (let i = 0; i < layer.length; i++) if (shown(i) && isLit(i)) counts[layer[i]]++;
  const most = Math.max(...counts, 1);
  const items = layers.map(({ name, marker }, i) => {
    const item = document.createElement("button");
    item.type = "button";
    item.setAttribute("aria-pressed", value === i);
    const dot = item.appendChild(document.createElement("i"));
    dot.style.background = marker.color;
    const label = item.appendChild(document.createElement("span"));
    label.textContent = item.title = text(name);
    const bar = item.appendChild(document.createElement("b"));
    bar.style.width = `${(100 * counts[i]) / most}%`;
    bar.style.background = marker.color;
    item.appendChild(document.createElement("em")).textContent = counts[i].toLocaleString("en");
    item.onclick = () => map.tell("value", { layer: value === i ? null : i });
    return counts[i] || value === i ? item : null;
  });
  const said = document.createElement("p");
  said.textContent = text(note);
  map.key.replaceChildren(...(note ? [said] : []), ...items.filter(Boolean));
  map.key.hidden = !map.key.children.length;
  map.key.style.bottom = `${margins(map).b}px`;
}

function text(markup) {
  return new DOMParser().parseFromString(markup.replaceAll("<br>", " "), "text/html").body
    .textContent;
}

// The scale of the colours takes its room below the map; a title is on the page already.
function margins({ data }) {
  const bottom = data.figure.layout.coloraxis ? 40 : MARGIN;
  return { l: MARGIN, r: MARGIN, t: MARGIN, b: bottom };
}

function plotSize(map) {
  const { l, r, t, b } = margins(map);
  return [Math.max(map.plot.clientWidth - l - r, 1), Math.max(map.plot.clientHeight - t - b, 1)];
}

// The label of a theme under a pointer, or nearest to it and no more than `near` pixels away.
function nameAt(map, { clientX, clientY }, near = 0) {
  const away = ({ left, right, top, bottom }) =>
    Math.hypot(
      Math.max(left - clientX, clientX - right, 0),
      Math.max(top - clientY, clientY - bottom, 0),
    );
  const names = standing(map);
  const [at] = [...map.plot.querySelectorAll(".annotation")]
    .map((note) => ({
      label: names[Number(note.dataset.index)]?.label,
      far: away(note.getBoundingClientRect()),
    }))
    .filter(({ label, far }) => label?.kind === "theme" && far <= near)
    .sort((one, other) => one.far - other.far);
  return at?.label ?? null;
}

function overName(map, event) {
  if (!map.drawn || event.buttons) return;
  const label = nameAt(map, event);
  map.plot.classList.toggle("over-name", Boolean(label));
  if (label?.of === map.over?.of) return;
  unhover(map);
  map.over = label;
  if (!label) return;
  map.resting = setTimeout(() => {
    dimOthers(map, label.of);
    showCard(map, map.data.themes[map.data.topics.indexOf(label.of)], event);
  }, HOVER_RESTS);
}

// A label is a link to its theme. Plotly's own clicks need a point below the pointer.
function pressName(map, { clientX, clientY, button, pointerType, isPrimary }) {
  if (!map.drawn || button !== 0 || !isPrimary) return;
  const near = pointerType === "touch" ? FINGER : 0;
  const label = nameAt(map, { clientX, clientY }, near);
  map.pressed = label;
  if (!label) return;
  const release = (event) => {
    const away = Math.hypot(event.clientX - clientX, event.clientY - clientY);
    const isClick = event.type === "pointerup" && away <= CLICK_MOVES;
    if (isClick && map.pressed) map.tell("topic", label.of);
  };
  for (const type of ["pointerup", "pointercancel"]) {
    document.addEventListener(type, release, { once: true, capture: true });
  }
}

function dimOthers(map, topic) {
  const { topics, figure, inks } = map.data;
  const { theme, layer } = map.papers;
  const code = topics.indexOf(topic);
  const layers = figure.data.filter((one) => one.type === "scattergl");
  if (!map.webgl || topic < 0 || code < 0) return;
  const toPixels = pixels(map);
  const places = [];
  const colours = [];
  for (let i = 0; i < theme.length; i++) {
    if (theme[i] !== code || !map.filter.shown(i)) continue;
    if (places.length === DIMMED_UP_TO) return;
    places.push(toPixels(i));
    colours.push(layers[layer[i]].marker.color);
  }
  lightUp(map.plot, { places, colours, size: layers[0].marker.size, ground: inks.ground });
  const names = standing(map);
  for (const one of map.plot.querySelectorAll(".annotation")) {
    const label = names[Number(one.dataset.index)]?.label;
    one.style.opacity = label?.kind === "theme" && label.of === topic ? 1 : 0.25;
  }
}

function paper(map, id) {
  return keep(map.columns, `${map.data.papers}/${id}`, async (address) =>
    (await load(address)).json(),
  );
}

function hover(map, id, event) {
  clearTimeout(map.resting);
  map.resting = setTimeout(async () => {
    map.hovered = id;
    dimOthers(map, map.data.topics[map.papers.theme[id]]);
    // Without an answer there is no card; the note of the map says why nothing can be loaded.
    const told = await paper(map, id).catch(() => null);
    if (!told || map.hovered !== id) return;
    showCard(map, [told.theme, told.date, told.title], event);
  }, HOVER_RESTS);
}

// Lines beside the pointer.
function showCard(map, lines, { clientX, clientY }) {
  lines.forEach((line, i) => {
    map.card.children[i].textContent = line;
  });
  const box = map.plot.getBoundingClientRect();
  map.card.hidden = false;
  const left = Math.min(clientX - box.x + 12, box.width - map.card.offsetWidth - 4);
  const below = clientY - box.y + 12;
  const fits = below + map.card.offsetHeight < box.height;
  map.card.style.left = `${Math.max(left, 4)}px`;
  map.card.style.top = `${fits ? below : clientY - box.y - map.card.offsetHeight - 12}px`;
}

function unhover(map) {
  clearTimeout(map.resting);
  map.hovered = null;
  map.over = null;
  map.card.hidden = true;
  putOut(map.plot);
  for (const one of map.plot.querySelectorAll(".annotation")) one.style.opacity = 1;
}

function say(map, words) {
  map.note.textContent = words;
  map.note.hidden = !words;
}

class NotLoaded extends Error {}

// What `load` promises, kept by its address; a promise that fails is forgotten, so that whoever
// needs it next asks anew.
export function keep(kept, address, load) {
  if (!kept.has(address)) {
    const promise = load(address);
    kept.set(address, promise);
    promise.catch(() => kept.delete(address));
  }
  return kept.get(address);
}

// A column never changes: the browser keeps it.
function column(map, address, Kind) {
  return keep(
    map.columns,
    address,
    async () => new Kind(await (await load(address)).arrayBuffer()),
  );
}

// Addresses are relative to the page's own, whatever path a proxy serves it at.
export async function load(address) {
  let response;
  try {
    response = await fetch(address);
  } catch {
    throw new NotLoaded(`the server does not answer at ${absolute(address)}.`);
  }
  if (response.ok) return response;
  // The server explains itself in plain text. A page of HTML is of something that stands before it.
  const isOurs = response.headers.get("content-type")?.startsWith("text/plain");
  throw new NotLoaded(
    isOurs
      ? await response.text()
      : `${absolute(address)} answers ${response.status}. A proxy must pass on everything below the ` +
          "address of the dashboard.",
  );
}

function absolute(address) {
  return new URL(address, document.baseURI).href;
}

function script(address) {
  globalThis.papertidesScripts ??= new Map();
  return keep(
    globalThis.papertidesScripts,
    address,
    () =>
      new Promise((resolve, reject) => {
        const element = document.createElement("script");
        element.src = address;
        element.onload = resolve;
        element.onerror = () => {
          element.remove();
          reject(new NotLoaded(`the server does not send ${element.src}.`));
        };
        document.head.append(element);
      }),
  );
}

function hasWebGL() {
  return Boolean(document.createElement("canvas").getContext("webgl"));
}
