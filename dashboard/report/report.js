// Draws the charts of the report: one after the other, sooner where one is looked at, and all that
// are left before it is printed.
const CONFIG = {
  displaylogo: false,
  responsive: true,
  showSendToCloud: false,
  plotlyServerURL: "",
  modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"],
};
const waiting = new Map();

function draw(chart) {
  const { data, layout } = waiting.get(chart);
  waiting.delete(chart);
  Plotly.newPlot(chart, data, layout, CONFIG);
}

function drawNext() {
  const [chart] = waiting.keys();
  if (chart) {
    draw(chart);
    setTimeout(drawNext);
  }
}

for (const spec of document.querySelectorAll("script[data-for]")) {
  waiting.set(document.getElementById(spec.dataset.for), JSON.parse(spec.textContent));
}
const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting && waiting.has(target)) draw(target);
    }
  },
  { rootMargin: "600px" },
);
for (const chart of waiting.keys()) near.observe(chart);
addEventListener("beforeprint", () => [...waiting.keys()].forEach(draw));
setTimeout(drawNext);
