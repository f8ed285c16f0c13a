// Two fingers zoom a plot: it is stretched while they move, and drawn anew when they leave.

// `begin` hears that two fingers are down; `end` hears from where to where, in pixels of the window,
// the point between them went, and how many times further they are apart.
export function listenToPinch(plot, { begin, end }) {
  let first = null;
  let last = null;
  const capture = { capture: true, passive: false };
  plot.addEventListener(
    "touchstart",
    (event) => {
      if (event.touches.length < 2) return;
      event.preventDefault();
      event.stopPropagation();
      if (first) return;
      endDrag(plot);
      first = last = between(event.touches);
      begin();
    },
    capture,
  );
  plot.addEventListener(
    "touchmove",
    (event) => {
      if (!first || event.touches.length < 2) return;
      event.preventDefault();
      last = between(event.touches);
      const box = plot.parentElement.getBoundingClientRect();
      plot.style.transformOrigin = `${first.x - box.x}px ${first.y - box.y}px`;
      const moved = `translate(${last.x - first.x}px, ${last.y - first.y}px)`;
      plot.style.transform = `${moved} scale(${last.apart / first.apart})`;
    },
    capture,
  );
  for (const type of ["touchend", "touchcancel"]) {
    plot.addEventListener(
      type,
      (event) => {
        if (!first || event.touches.length >= 2) return;
        const pinch = { from: first, to: last, grown: last.apart / first.apart };
        first = last = null;
        plot.style.transform = "";
        end(pinch);
      },
      capture,
    );
  }
}

// The point between two fingers, and how far they are apart.
function between([one, other]) {
  return {
    x: (one.clientX + other.clientX) / 2,
    y: (one.clientY + other.clientY) / 2,
    apart: Math.max(Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY), 1),
  };
}

// The first finger has begun to drag the plot: a drag ends here, and what was none is no click.
function endDrag(plot) {
  plot._dragging &&= plot._dragged;
  document.dispatchEvent(new Event("touchend"));
}
