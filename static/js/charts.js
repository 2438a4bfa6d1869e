// Draws every chart that a page describes. The page holds <div class="chart" data-chart="ID"></div> and, from
// json_script, <script type="application/json" id="ID"> with
//   { kind: "bar" | "line", unit, description, categories: […], horizontal, stacked,
//     series: [{ name, values: […], color, kind, dashed }] }       (a series' own kind wins over the chart's)
// null is "not reported" and leaves a gap. The same numbers stand in a table beside the chart.
"use strict";

(() => {
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const palette = [token("--accent"), "#d97706", "#2f9e57", "#7b8797", "#7b4fa3", "#0b8a88"];
  const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 4 });
  const shown = (value) => (value === null || value === undefined ? "–" : numbers.format(value));

  const inside = { position: "insideTop", color: "#fff" };

  function series(spec) {
    const outside = { position: spec.horizontal ? "right" : "top", color: token("--ink") };
    const labelled = !spec.stacked && spec.categories.length <= 8;
    const mixed = spec.series.some((part) => part.kind && part.kind !== spec.kind);
    return spec.series.map((part, index) => ({
      name: part.name,
      type: part.kind || spec.kind,
      data: part.values,
      stack: spec.stacked ? "all" : undefined,
      color: part.color || palette[index % palette.length],
      barMaxWidth: spec.horizontal ? 18 : 44,
      symbolSize: 8,
      lineStyle: { width: 2, type: part.dashed ? "dashed" : "solid" },
      label: { show: labelled, formatter: (point) => shown(point.value), ...(mixed && !part.kind ? inside : outside) },
      labelLayout: { hideOverlap: true },
      emphasis: { disabled: true },
    }));
  }

  // ECharts' HTML tooltip writes style attributes, which the site's policy refuses: its text is drawn on the canvas.
  function tooltip(spec) {
    const line = (point) => `${point.seriesName}: ${shown(point.value)} ${spec.unit || ""}`;
    return {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      axisPointer: { type: "shadow" },
      formatter: (points) => [points[0].axisValueLabel, ...points.map(line)].join("\n"),
    };
  }

  function option(spec) {
    const soft = token("--ink-soft");
    const names = { type: "category", data: spec.categories, axisTick: { show: false }, axisLabel: { color: soft, hideOverlap: true } };
    const values = {
      type: "value",
      name: spec.horizontal ? "" : spec.unit,
      nameTextStyle: { color: soft },
      axisLabel: { color: soft, hideOverlap: true, formatter: (value) => shown(value) + (spec.horizontal ? spec.unit : "") },
      splitLine: { lineStyle: { color: token("--line") } },
    };
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: spec.horizontal ? 48 : 16, top: spec.series.length > 1 ? 60 : 36, bottom: 8, containLabel: true },
      legend: { show: spec.series.length > 1, top: 8, textStyle: { color: token("--ink") } },
      tooltip: tooltip(spec),
      xAxis: spec.horizontal ? values : names,
      yAxis: spec.horizontal ? { ...names, inverse: true } : values,
      series: series(spec),
    };
  }

  function draw(place) {
    const spec = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", spec.description);
    const chart = echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(option(spec));
    new ResizeObserver(() => chart.resize()).observe(place);
    window.addEventListener("beforeprint", () => chart.resize());
  }

  document.querySelectorAll("[data-chart]").forEach(draw);
})();
