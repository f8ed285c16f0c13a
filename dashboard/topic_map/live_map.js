// The map on the page. Plotly draws three things that change at different times: a figure without
// its points, columns of numbers that never change, and which papers are lit up or shown.

const OPENED = new WeakMap();
const ZOOM_SETTLES = 150; // milliseconds
const HOVER_RESTS = 60;
const STEP_LASTS = 350;
const NO_WEBGL =
  "This browser has no WebGL, so the map shows how densely papers lie, not each of them. Searches, " +
  "themes, loops and lists work. Hardware acceleration, in its settings, usually brings WebGL back.";

export default function ({ data, parentElement, setTriggerValue }) {
  if (!OPENED.has(parentElement)) OPENED.set(parentElement, openMap(parentElement));
  const map = OPENED.get(parentElement);
  map.tell = setTriggerValue;
  attempt(map, () => show(map, data));
  return () => {
    OPENED.delete(parentElement);
    map.watch.disconnect();
    globalThis.Plotly?.purge(map.plot);
  };
}

function openMap(root) {
  const find = (name) => root.querySelector(`.live-map-${name}`);
  const map = { plot: find("plot"), note: find("note"), card: find("card"), webgl: hasWebGL() };
  Object.assign(map, { time: find("time"), key: find("key"), columns: new Map(), turn: 0 });
  map.time.firstElementChild.onclick = () =>
    attempt(map, () => (stop(map) ? show(map, map.data) : play(map)));
  map.plot.onmouseleave = () => unhover(map);
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
  const [, x, y, layer, period] = await Promise.all([
    script(data.plotly),
    column(map, data.columns.x, Float32Array),
    column(map, data.columns.y, Float32Array),
    column(map, data.columns.layer, Uint16Array),
    column(map, data.columns.period, Int32Array),
  ]);
  if (turn !== map.turn) return; // a newer picture is on its way
  map.names = data.figure.layout.annotations ?? [];
  map.papers = { x, y, layer, period };
  stop(map);
  const { lit, range, looks } = data;
  const bits = lit === null ? null : Uint8Array.from(atob(lit), (c) => c.charCodeAt(0));
  await draw(map, {
    shown: (i) => !range || (period[i] >= range[0] && period[i] <= range[1]),
    isLit: (i) => bits === null || (bits[i >> 3] >> (i & 7)) & 1,
    faint: looks.faded,
    bright: bits === null ? looks.plain : looks.lit,
  });
  if (!map.drawn) listen(map);
  map.drawn = true;
  map.time.hidden = data.steps.length < 2 || !map.webgl;
  say(map, map.webgl ? "" : NO_WEBGL);
}

async function draw(map, view) {
  const { figure, config, density, shades } = map.data;
  const points = map.webgl ? filled(figure.data, map.papers, view) : [];
  const others = figure.data
    .filter((one) => one.type !== "scattergl")
    .map((one) =>
      one.type === "contour"
        ? contours(one, { asked: density, colours: shades, webgl: map.webgl })
        : one,
    );
  const layout = {
    ...figure.layout,
    ...home(map),
    autosize: true,
    height: undefined,
    showlegend: false,
  };
  // What a person drew is theirs until the page says what is picked.
  layout.editrevision = JSON.stringify(figure.layout.shapes);
  explain(map, figure.layout.showlegend ? points.filter((one) => one.showlegend) : []);
  layout.annotations = fitting(map, map.drawn ? scaleOf(map) : homeScale(map));
  await globalThis.Plotly.react(map.plot, [...points, ...others], layout, config);
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
  return { ...marker, opacity, size: marker.size * grown };
}

function listen(map) {
  const { plot } = map;
  plot.on("plotly_click", ({ points }) => map.tell("picked", points[0].customdata));
  plot.on("plotly_hover", ({ points, event }) => hover(map, points[0].customdata, event));
  plot.on("plotly_unhover", () => unhover(map));
  plot.on("plotly_relayout", (changed) => {
    if ("shapes" in changed) tellRegion(map);
    clearTimeout(map.settling);
    map.settling = setTimeout(() => rename(map), ZOOM_SETTLES);
  });
}

// The map grows step by step; what a step adds stands out. Undated papers wait for the end.
async function play(map) {
  const { steps, range, looks } = map.data;
  const { period } = map.papers;
  const [button, now] = map.time.children;
  const turn = ++map.turn;
  button.textContent = "Stop";
  let before = (range?.[0] ?? 0) - 1;
  const first = before;
  for (const [last, name] of steps) {
    const since = before;
    await draw(map, {
      shown: (i) => period[i] > first && period[i] <= last,
      isLit: (i) => period[i] > since,
      faint: looks.plain,
      bright: looks.lit,
    });
    if (turn !== map.turn) return; // stopped, or a newer picture came
    now.textContent = name;
    before = last;
    await new Promise((done) => setTimeout(done, STEP_LASTS));
    if (turn !== map.turn) return;
  }
  await show(map, map.data);
}

function stop(map) {
  const [button, now] = map.time.children;
  const playing = button.textContent === "Stop";
  button.textContent = "Play";
  now.textContent = "";
  return playing;
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

// A name that needs a certain scale, in pixels a unit of the map, says so; others, by their weight,
// how wide a plot they need. Those that the style sheet would hide are not in a saved picture either.
export function fitting(map, scale) {
  const { clientWidth } = map.plot;
  return map.names
    .filter((one) =>
      one.name ? scale >= Number(one.name) : clientWidth >= (map.data.widths[one.font.weight] ?? 0),
    )
    .map((one) => ({ ...one, visible: true }));
}

// What the colours are called, below the plot: there it takes no room from the map.
function explain(map, traces) {
  const items = traces.map(({ name, marker }) => {
    const item = document.createElement("li");
    const dot = item.appendChild(document.createElement("i"));
    dot.style.background = marker.color;
    item.append(new DOMParser().parseFromString(name, "text/html").body.textContent);
    return item;
  });
  map.key.replaceChildren(...items);
}

// The axes where all of the map is in view: the plot is full, whatever its shape.
function home(map) {
  const { layout } = map.data.figure;
  const scale = homeScale(map);
  const [width, height] = plotSize(map);
  const axis = (one, pixels) => {
    const middle = (one.range[0] + one.range[1]) / 2;
    const half = pixels / scale / 2;
    return { ...one, constrain: "range", range: [middle - half, middle + half] };
  };
  return { xaxis: axis(layout.xaxis, width), yaxis: axis(layout.yaxis, height) };
}

function homeScale(map) {
  const { xaxis, yaxis } = map.data.figure.layout;
  const [width, height] = plotSize(map);
  return Math.min(
    width / (xaxis.range[1] - xaxis.range[0]),
    height / (yaxis.range[1] - yaxis.range[0]),
  );
}

function plotSize({ plot, data }) {
  const { l, r, t, b } = data.figure.layout.margin;
  return [plot.clientWidth - l - r, plot.clientHeight - t - b];
}

function scaleOf(map) {
  const { xaxis } = map.plot._fullLayout;
  return xaxis._length / Math.abs(xaxis.range[1] - xaxis.range[0]);
}

function rename(map) {
  const names = fitting(map, scaleOf(map));
  if (names.length !== map.plot.layout.annotations.length) {
    globalThis.Plotly.relayout(map.plot, { annotations: names });
  }
}

// In a plot of another shape the whole map is in view again, with the names that fit there.
function resize(map) {
  if (!map.drawn || !map.plot.clientWidth) return;
  const { xaxis, yaxis } = home(map);
  const annotations = fitting(map, homeScale(map));
  globalThis.Plotly.relayout(map.plot, {
    autosize: true,
    annotations,
    "xaxis.range": xaxis.range,
    "yaxis.range": yaxis.range,
  });
}

function hover(map, id, { clientX, clientY }) {
  clearTimeout(map.resting);
  map.resting = setTimeout(async () => {
    map.hovered = id;
    // Without an answer there is no card; the note of the map says why nothing can be loaded.
    const response = await load(`${map.data.papers}/${id}`).catch(() => null);
    const paper = await response?.json();
    if (!paper || map.hovered !== id) return;
    const [theme, date, title] = map.card.children;
    theme.textContent = paper.theme;
    date.textContent = paper.date;
    title.textContent = paper.title;
    const box = map.plot.getBoundingClientRect();
    map.card.hidden = false;
    const left = Math.min(clientX - box.x + 12, box.width - map.card.offsetWidth - 4);
    const below = clientY - box.y + 12;
    const fits = below + map.card.offsetHeight < box.height;
    map.card.style.left = `${Math.max(left, 4)}px`;
    map.card.style.top = `${fits ? below : clientY - box.y - map.card.offsetHeight - 12}px`;
  }, HOVER_RESTS);
}

function unhover(map) {
  clearTimeout(map.resting);
  map.hovered = null;
  map.card.hidden = true;
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
