// The view of the map: which part of it is on the screen, and which names stand there.

// Areas are named up to this zoom, themes alone beyond.
const AREAS_UP_TO = 1.8;
// So many papers in view, at most, show their titles, in letters of this size.
const TITLED = 40;
const TITLE_SIZE = 11;
const TITLE_CHARACTERS = 44;
const LINE = 1.3;
const LETTER = 0.52; // of the size, on average

// In an address: the middle of the view, and how many times larger than the whole map it is.
export function viewText({ x, y, zoom }) {
  return [x, y, zoom].map((number) => Number(number.toPrecision(5))).join("_");
}

export function readView(text) {
  const [x, y, zoom] = (text ?? "").split("_").map((part) => (part ? Number(part) : Number.NaN));
  return [x, y, zoom].every(Number.isFinite) && zoom > 0 ? { x, y, zoom } : null;
}

// Pixels a unit where all of the map is in view.
export function homeScale({ xaxis, yaxis }, [width, height]) {
  return Math.min(
    width / (xaxis.range[1] - xaxis.range[0]),
    height / (yaxis.range[1] - yaxis.range[0]),
  );
}

// The ranges of both axes: the plot is full, whatever its shape. No view is the whole map.
export function axes(layout, size, view) {
  const scale = homeScale(layout, size) * (view?.zoom ?? 1);
  const axis = (one, pixels, middle) => {
    const half = pixels / scale / 2;
    return { ...one, constrain: "range", range: [middle - half, middle + half] };
  };
  const middle = ({ range }) => (range[0] + range[1]) / 2;
  return {
    xaxis: axis(layout.xaxis, size[0], view?.x ?? middle(layout.xaxis)),
    yaxis: axis(layout.yaxis, size[1], view?.y ?? middle(layout.yaxis)),
  };
}

// The view that shows these places with some room around them, at most ten times enlarged.
export function viewAround(places, layout, size) {
  const [xs, ys] = [0, 1].map((axis) => places.map((place) => place[axis]));
  const [x, y] = [xs, ys].map((one) => (Math.min(...one) + Math.max(...one)) / 2);
  const scale = Math.min(
    size[0] / (Math.max(...xs) - Math.min(...xs)),
    size[1] / (Math.max(...ys) - Math.min(...ys)),
  );
  const zoom = (0.6 * scale) / homeScale(layout, size);
  return { x, y, zoom: Math.min(Math.max(zoom, 1), 10) };
}

// The view after two fingers: what was between them stays between them. Not smaller than the whole map.
export function viewPinched({ from, to, grown }, { plot: { xaxis, yaxis }, corner, home }) {
  const before = xaxis._length / (xaxis.range[1] - xaxis.range[0]);
  const scale = before * grown;
  if (scale <= home) return null;
  const held = (axis, pixels) => axis.p2d(pixels - axis._offset);
  const middle = (axis) => axis._offset + axis._length / 2;
  return {
    x: held(xaxis, from.x - corner.x) - (to.x - corner.x - middle(xaxis)) / scale,
    y: held(yaxis, from.y - corner.y) + (to.y - corner.y - middle(yaxis)) / scale,
    zoom: scale / home,
  };
}

// The names that stand on the map now. A theme's comes at its scale, in pixels a unit of the map;
// with its third paper while time passes; and always where the theme is selected.
export function fitting(notes, { labels, scale, zoom, topic, isBorn }) {
  const stands = ({ kind, of, from }) => {
    if (kind === "theme" && of === topic) return true;
    if (kind === "theme" && !isBorn(of)) return false;
    if (kind === "area" && zoom > AREAS_UP_TO) return false;
    return scale >= from;
  };
  return notes
    .map((note, i) => ({ note, label: labels[i] }))
    .filter(({ label }) => stands(label))
    .map(({ note, label }) => ({ note: { ...note, visible: true }, label }));
}

// The box of a name, in pixels of the plot; `at` is where its theme is, `wide` how wide a line is.
export function nameBox({ text, xshift, yshift, font }, [x, y], wide) {
  const lines = text.split("<br>");
  const across = Math.max(...lines.map((line) => wide(line, font))) / 2;
  const along = (lines.length * LINE * font.size) / 2;
  const middle = { x: x + (xshift ?? 0), y: y - (yshift ?? 0) };
  return {
    left: middle.x - across,
    right: middle.x + across,
    top: middle.y - along,
    bottom: middle.y + along,
  };
}

// Whether a box is whole in a plot of this size, and under none of the boxes that lie over it.
export function isWhole(box, [width, height], over) {
  const inside = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
  return inside && !over.some((other) => touch(box, other));
}

// The period in which every theme has its third paper; none where it never has.
export function thirdPapers({ theme, period }, themes) {
  const first = Array.from({ length: themes }, () => [Infinity, Infinity, Infinity]);
  for (let i = 0; i < theme.length; i++) {
    const three = first[theme[i]];
    const now = period[i];
    if (now < 0 || now >= three[2]) continue;
    three[2] = now;
    if (three[2] < three[1]) [three[1], three[2]] = [three[2], three[1]];
    if (three[1] < three[0]) [three[0], three[1]] = [three[1], three[0]];
  }
  return first.map((three) => three[2]);
}

// The papers in view, or none where they are too many for their titles.
export function few({ x, y }, stands, { xaxis, yaxis }) {
  const found = [];
  for (let i = 0; i < x.length; i++) {
    if (x[i] < xaxis.range[0] || x[i] > xaxis.range[1]) continue;
    if (y[i] < yaxis.range[0] || y[i] > yaxis.range[1]) continue;
    if (!stands(i)) continue;
    if (found.length === TITLED) return [];
    found.push(i);
  }
  return found;
}

// Titles to the right of their points, whole in a plot of this size, where they touch nothing that is
// there, in pixels.
export function placeTitles(papers, { taken, size }) {
  const boxes = [...taken];
  const placed = [];
  for (const { x, y, title } of papers) {
    const short =
      title.length > TITLE_CHARACTERS ? `${title.slice(0, TITLE_CHARACTERS - 1).trim()}…` : title;
    const wide = short.length * TITLE_SIZE * LETTER;
    const high = TITLE_SIZE * LINE;
    const box = { left: x + 8, right: x + 8 + wide, top: y - high / 2, bottom: y + high / 2 };
    if (!isWhole(box, size, boxes)) continue;
    boxes.push(box);
    placed.push({ x, y, text: short });
  }
  return placed;
}

export function touch(one, other) {
  const apart = one.right < other.left || other.right < one.left;
  return !apart && one.bottom >= other.top && other.bottom >= one.top;
}

// Text as it stands in a name: Plotly reads some tags in it.
export function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function titleNote({ x, y, text }, { ink, ground }) {
  return {
    x,
    y,
    text: escaped(text),
    showarrow: false,
    xanchor: "left",
    xshift: 6,
    borderpad: 0,
    font: { size: TITLE_SIZE, color: ink, shadow: `0 0 3px ${ground}, 0 0 3px ${ground}` },
  };
}
