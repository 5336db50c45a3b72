// Hover: a line through all panels and the figures of that second. The page is complete without it.
(() => {
  const tip = document.querySelector(".tip");
  const svg = tip?.parentElement.querySelector("svg.chart");
  const source = document.getElementById("chart-data");
  if (!svg || !tip || !source) return;
  const data = JSON.parse(source.textContent);
  const cursor = svg.querySelector(".cursor");
  const digits = (value, most) => value.toLocaleString("en-US", { maximumFractionDigits: most });
  const figure = (value, unit) =>
    unit === "ms" ? digits(value, value < 10 ? 2 : value < 100 ? 1 : 0) + " ms"
      : unit === "ratio" ? digits(value * 100, 1) + " %"
      : unit === "1/s" ? digits(value, 1) + "/s"
      : digits(value, 1);
  const nearest = (points, second) => {
    let best = null;
    for (const point of points) {
      const distance = Math.abs(point[0] - second);
      if (distance <= 1 && (best === null || distance < Math.abs(best[0] - second))) best = point;
    }
    return best;
  };
  const clock = (second) =>
    String(Math.floor(second / 60)).padStart(2, "0") + ":" + String(Math.floor(second % 60)).padStart(2, "0");
  svg.addEventListener("pointerleave", () => { tip.hidden = true; cursor.style.opacity = 0; });
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * data.width;
    const second = (x - data.left) / (data.width - data.left - data.right) * data.seconds;
    if (second < 0 || second > data.seconds) { tip.hidden = true; cursor.style.opacity = 0; return; }
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
    cursor.style.opacity = 1;
    tip.replaceChildren();
    const head = document.createElement("strong");
    head.textContent = clock(second);
    tip.append(head);
    for (const series of data.series) {
      const point = nearest(series.points, second);
      const row = document.createElement("span");
      row.className = "tip-row";
      const name = document.createElement("i");
      name.className = "fill-" + series.ink;
      name.textContent = series.name;
      const value = document.createElement("b");
      value.textContent = point ? figure(point[1], series.unit) : "–";
      row.append(name, value);
      tip.append(row);
    }
    tip.hidden = false;
    const inside = event.clientX - box.left;
    tip.style.left = (inside > box.width / 2 ? inside - tip.offsetWidth - 14 : inside + 14) + "px";
    tip.style.top = Math.max(0, Math.min(event.clientY - box.top - 20, box.height - tip.offsetHeight)) + "px";
  });
})();
