// One theme in the light: a veil over all points, and those of the theme again above it.

const VEIL = 0.78;
const ROUND_UP_TO = 3_000; // more points than this are squares, which are drawn faster

// `places` are pixels of the plot; `colours` the colour of each.
export function lightUp(plot, { places, colours, size, ground }) {
  const canvas = canvasOf(plot);
  const { clientWidth: width, clientHeight: height } = plot;
  const ratio = globalThis.devicePixelRatio ?? 1;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.hidden = false;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  pen.globalAlpha = VEIL;
  pen.fillStyle = ground;
  pen.fillRect(0, 0, width, height);
  pen.globalAlpha = 1;
  places.forEach(([x, y], i) => {
    pen.fillStyle = colours[i];
    if (places.length > ROUND_UP_TO) {
      pen.fillRect(x - size / 2, y - size / 2, size, size);
      return;
    }
    pen.beginPath();
    pen.arc(x, y, size / 2, 0, 2 * Math.PI);
    pen.fill();
  });
}

export function putOut(plot) {
  const canvas = plot.querySelector(".live-map-spot");
  if (canvas) canvas.hidden = true;
}

// Between the points and the names, wherever Plotly has put them.
function canvasOf(plot) {
  const points = plot.querySelector(".gl-container");
  let canvas = plot.querySelector(".live-map-spot");
  if (!canvas) {
    canvas = document.createElement("canvas");
    canvas.className = "live-map-spot";
    canvas.setAttribute("aria-hidden", "true");
  }
  if (points.nextSibling !== canvas) points.after(canvas);
  return canvas;
}
