// The papers a period, below the map: brushed, they are the time that is shown; Play lets it pass.

const STEP_LASTS = 350; // milliseconds
const THUMB = 12; // pixels
const HIGH = 40;

// How many papers every period has: all, and those that stand out.
export function countPeriods({ period }, isLit, periods) {
  const all = new Uint32Array(periods);
  const lit = new Uint32Array(periods);
  for (let i = 0; i < period.length; i++) {
    if (period[i] < 0) continue;
    all[period[i]]++;
    if (isLit(i)) lit[period[i]]++;
  }
  return { all, lit };
}

// How high the bars are, in pixels. All share one scale: those of what stands out lie within those of
// all papers, and whatever has a paper is seen.
export function barHeights({ all, lit }, high) {
  const most = all.reduce((one, other) => Math.max(one, other), 1);
  const heights = (counts) =>
    Array.from(counts, (papers) => (papers ? Math.max((high * papers) / most, 1) : 0));
  return { all: heights(all), lit: heights(lit) };
}

// The period at so many pixels from the left of a strip.
export function periodAt(x, { width, periods }) {
  const share = (x - THUMB / 2) / Math.max(width - THUMB, 1);
  return Math.min(Math.max(Math.round(share * (periods - 1)), 0), periods - 1);
}

// `tell` hears of a new range, [first, last]; `frame` draws a step of the time that passes, with the
// one before it; `rest` draws the whole again.
export function openStrip(root, { tell, frame, rest }) {
  root.innerHTML = `
    <button type="button" class="live-map-play">Play</button>
    <button type="button" class="live-map-stop" hidden>Stop</button>
    <div class="live-map-strip">
      <canvas aria-hidden="true"></canvas>
      <input type="range" class="live-map-from" aria-label="From" />
      <input type="range" class="live-map-to" aria-label="To" />
      <input type="range" class="live-map-head" aria-label="Time that is shown" hidden />
    </div>
    <output class="live-map-range"></output>
    <button type="button" class="live-map-all" hidden>All time</button>`;
  const find = (name) => root.querySelector(`.live-map-${name}`);
  const strip = { root, tell, frame, rest, at: null, playing: false };
  Object.assign(strip, { canvas: root.querySelector("canvas"), bed: find("strip") });
  for (const name of ["play", "stop", "from", "to", "head", "range", "all"]) {
    strip[name] = find(name);
  }
  strip.play.onclick = () => (strip.playing ? pause(strip) : play(strip));
  strip.stop.onclick = () => end(strip);
  strip.all.onclick = () => tell([0, strip.last]);
  strip.head.oninput = () => scrub(strip, Number(strip.head.value));
  for (const one of [strip.from, strip.to]) {
    one.oninput = () => brushed(strip, [Number(strip.from.value), Number(strip.to.value)]);
    one.onchange = () => tell(strip.brush);
  }
  strip.canvas.onpointerdown = (event) => brush(strip, event);
  new ResizeObserver(() => paint(strip)).observe(strip.bed);
  return strip;
}

// Shows the counts of a picture of the map, and forgets the time that was passing.
export function showStrip(strip, { counts, names, steps, range, inks }) {
  Object.assign(strip, { counts, names, steps, inks, last: names.length - 1 });
  strip.root.hidden = steps.length < 2;
  rewind(strip);
  for (const one of [strip.from, strip.to]) one.max = strip.last;
  strip.from.value = range?.[0] ?? 0;
  strip.to.value = range?.[1] ?? strip.last;
  strip.head.max = steps.length - 1;
  brushed(strip, [Number(strip.from.value), Number(strip.to.value)]);
}

function brushed(strip, [one, other]) {
  strip.brush = [Math.min(one, other), Math.max(one, other)];
  const [first, last] = strip.brush;
  for (const input of [strip.from, strip.to]) {
    input.setAttribute("aria-valuetext", strip.names[input.value]);
  }
  const [from, to] = [strip.names[first], strip.names[last]];
  const papers = strip.counts.lit.slice(first, last + 1).reduce((sum, one) => sum + one, 0);
  const time = first === last ? from : `${from} – ${to}`;
  strip.range.textContent = `${time} · ${papers.toLocaleString("en")} ${papers === 1 ? "paper" : "papers"}`;
  strip.all.hidden = first === 0 && last === strip.last;
  paint(strip);
}

// Drawn with a pointer: from where it was put down to where it is lifted.
function brush(strip, event) {
  if (strip.at !== null) return;
  event.preventDefault();
  const at = ({ clientX }) => {
    const { x, width } = strip.canvas.getBoundingClientRect();
    return periodAt(clientX - x, { width, periods: strip.names.length });
  };
  const first = at(event);
  strip.canvas.setPointerCapture(event.pointerId);
  const move = (moved) => {
    strip.from.value = Math.min(first, at(moved));
    strip.to.value = Math.max(first, at(moved));
    brushed(strip, [first, at(moved)]);
  };
  move(event);
  strip.canvas.onpointermove = move;
  strip.canvas.onpointercancel = strip.canvas.onpointerup = ({ type }) => {
    strip.canvas.onpointermove = strip.canvas.onpointerup = null;
    if (type === "pointerup") strip.tell(strip.brush);
  };
}

// Where motion is unwelcome, Play shows the first step and leaves the rest to the reader's hand.
async function play(strip) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let at = strip.at === null || strip.at === strip.steps.length - 1 ? 0 : strip.at + 1;
  passing(strip, !still);
  do {
    await scrub(strip, at);
    at = (strip.at ?? at) + 1;
    if (strip.playing) await new Promise((done) => setTimeout(done, STEP_LASTS));
  } while (strip.playing && at < strip.steps.length);
  if (strip.playing) end(strip);
}

function pause(strip) {
  passing(strip, false);
}

function passing(strip, playing) {
  strip.playing = playing;
  strip.play.textContent = playing ? "Pause" : "Play";
  strip.stop.hidden = strip.head.hidden = false;
  strip.from.hidden = strip.to.hidden = strip.all.hidden = true;
}

async function scrub(strip, at) {
  strip.at = at;
  strip.head.value = at;
  const [last, name] = strip.steps[at];
  strip.head.setAttribute("aria-valuetext", name);
  paint(strip);
  const before = at ? strip.steps[at - 1][0] : strip.brush[0] - 1;
  await strip.frame({ before, last, name });
}

function rewind(strip) {
  strip.at = null;
  strip.playing = false;
  strip.play.textContent = "Play";
  strip.stop.hidden = strip.head.hidden = true;
  strip.from.hidden = strip.to.hidden = false;
}

function end(strip) {
  rewind(strip);
  strip.rest();
}

// What stands out is drawn over all papers.
function paint(strip) {
  const { canvas, counts, inks, steps, brush: shown } = strip;
  const width = strip.bed.clientWidth;
  if (!counts || !width) return;
  const ratio = globalThis.devicePixelRatio ?? 1;
  canvas.width = width * ratio;
  canvas.height = HIGH * ratio;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  const step = (width - THUMB) / Math.max(strip.last, 1);
  const heights = barHeights(counts, HIGH);
  const now = strip.at === null ? shown[1] : steps[strip.at][0];
  const bar = (i, height, opacity) => {
    pen.globalAlpha = opacity;
    const wide = Math.max(0.8 * step, 1);
    pen.fillRect(THUMB / 2 + i * step - wide / 2, HIGH - height, wide, height);
  };
  pen.fillStyle = inks.muted;
  for (let i = 0; i <= strip.last; i++) bar(i, heights.all[i], 0.25);
  pen.fillStyle = inks.accent;
  for (let i = shown[0]; i <= now; i++) bar(i, heights.lit[i], 1);
}
