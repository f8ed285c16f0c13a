// A histogram of one column of the papers, below the map: a bar is a button that keeps its papers.

// How many papers every bin has, of those that `stand`.
export function countBins(bins, stands, length) {
  const counts = new Uint32Array(length);
  for (let i = 0; i < bins.length; i++) if (stands(i)) counts[bins[i]]++;
  return counts;
}

// `tell` hears of the bin that is picked, or of null where it is let go.
export function showBars(root, { bins, counts, tell }) {
  root.hidden = !bins;
  if (!bins) return root.replaceChildren();
  const focused = [...root.children].indexOf(document.activeElement);
  root.setAttribute("aria-label", `Papers by ${bins.by}`);
  const most = Math.max(...counts, 1);
  root.replaceChildren(
    ...bins.names.map((name, i) => {
      const bar = document.createElement("button");
      bar.type = "button";
      bar.setAttribute("aria-pressed", bins.picked === i);
      bar.title = `${name}: ${counts[i].toLocaleString("en")}`;
      const high = bar.appendChild(document.createElement("i"));
      high.style.setProperty("--share", counts[i] / most);
      bar.appendChild(document.createElement("em")).textContent = counts[i].toLocaleString("en");
      bar.appendChild(document.createElement("span")).textContent = name;
      bar.onclick = () => tell(bins.picked === i ? null : i);
      return bar;
    }),
  );
  root.children[focused]?.focus();
}
