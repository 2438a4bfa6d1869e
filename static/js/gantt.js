// A timeline is one stop for Tab; the arrow keys lead from promise to promise. Without this every promise is a stop.
"use strict";

(() => {
  const LINKS = "a[href]";
  const shown = (link) => link.getClientRects().length > 0;
  const links = (row) => [...row.querySelectorAll(LINKS)].filter(shown);
  const rows = (chart) => [...chart.querySelectorAll("tbody > tr")].filter((row) => links(row).length > 0);
  const middle = (link) => { const box = link.getBoundingClientRect(); return box.left + box.width / 2; };

  function choose(chart, link) {
    for (const other of chart.querySelectorAll(`${LINKS}[tabindex="0"]`)) other.setAttribute("tabindex", "-1");
    link.setAttribute("tabindex", "0");
  }

  // Where an arrow leads: along the row, or to what lies nearest above or below; a name leads to a name.
  function neighbour(chart, link, key, all) {
    const row = link.closest("tr"), own = links(row), place = own.indexOf(link);
    if (key === "ArrowLeft") return own[place - 1];
    if (key === "ArrowRight") return own[place + 1];
    const others = rows(chart);
    if (key === "Home") return links(all ? others[0] : row)[0];
    if (key === "End") return links(all ? others.at(-1) : row).at(-1);
    const next = others[others.indexOf(row) + (key === "ArrowDown" ? 1 : -1)];
    if (!next) return null;
    const found = links(next), marks = found.filter((each) => each.matches(".point"));
    if (!link.matches(".point") || marks.length === 0) return found[0];
    return marks.reduce((best, each) => (Math.abs(middle(each) - middle(link)) < Math.abs(middle(best) - middle(link)) ? each : best));
  }

  function setUp(chart) {
    const all = [...chart.querySelectorAll(`tbody ${LINKS}`)];
    for (const link of all) link.setAttribute("tabindex", "-1");
    if (all.length > 0) all[0].setAttribute("tabindex", "0");
    const frame = chart.closest(".gantt-frame"), today = chart.querySelector("thead .today-mark");
    if (frame && today && frame.scrollWidth > frame.clientWidth) {
      frame.scrollLeft += today.getBoundingClientRect().left - frame.getBoundingClientRect().left - frame.clientWidth * 0.6;
    }
  }

  document.addEventListener("keydown", (event) => {
    const chart = event.target.closest?.("[data-gantt]");
    if (!chart || event.altKey || event.metaKey || !event.target.matches(LINKS)) return;
    if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    const next = neighbour(chart, event.target, event.key, event.ctrlKey);
    if (!next) return;
    next.focus({ preventScroll: true });
    (next.querySelector("use:last-child") ?? next).scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  document.addEventListener("focusin", (event) => {
    const chart = event.target.closest?.("[data-gantt]");
    if (chart && event.target.matches(LINKS)) choose(chart, event.target);
  });
  const start = (place) => place.querySelectorAll("[data-gantt]").forEach(setUp);
  document.addEventListener("htmx:afterSettle", (event) => start(event.target));
  start(document);
})();
