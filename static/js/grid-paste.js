// Cells copied from Excel, pasted into a cell, spread to the right and down. All of the block goes in or nothing, and it is
// said why. Numbers go in as they are written; what they mean is for the server to say, as if they had been typed.
"use strict";

(() => {
  const { table, words, rowOf, rows, cells, isTick, put, tell, say } = gridCells;
  const YES = new Set(["yes", "y", "true", "1", "是", "√", "✓", "有", "x"]), NO = new Set(["", "no", "n", "false", "0", "否", "无", "×"]);
  const FIELD = /"((?:[^"]|"")*)"(?=[\t\n]|$)|[^\t\n]*/y;

  // Lines of fields. Excel puts quotes around a field of several lines, and doubles those inside it; others stay as they are.
  function parse(text) {
    const whole = text.replace(/\r\n?/g, "\n").replace(/\n$/, ""), block = [[]];
    for (let at = 0; at <= whole.length; at += 1) {
      FIELD.lastIndex = at;
      const [raw, inside] = FIELD.exec(whole);
      block.at(-1).push(inside !== undefined && /[\t\n]|""/.test(inside) ? inside.replaceAll('""', '"') : raw);
      at += raw.length;
      if (whole[at] === "\n") block.push([]);
    }
    return block;
  }

  const fill = (text, values) => text.replace(/\{([crwh])\}/g, (_all, name) => values[name]);

  // What each cell of the block becomes: [cell, value], or the reason why nothing is pasted.
  function plan(block, start) {
    const all = rows(), first = all.indexOf(rowOf(start)), column = cells(all[first]).indexOf(start);
    const size = { c: Math.max(...block.map((line) => line.length)), r: block.length, w: cells(all[first]).length - column, h: all.length - first };
    if (size.c > size.w || size.r > size.h) return fill(words.wide, size);
    const under = all.slice(first, first + size.r), closed = under.filter((row) => "closed" in row.dataset);
    if (closed.length) return `${words.closed} ${closed.map((row) => row.dataset.name).join("、")}`;
    const steps = [];
    for (const [line, row] of under.entries()) {
      for (const [place, text] of block[line].entries()) {
        const cell = cells(row)[column + place], word = text.trim().toLowerCase();
        if (isTick(cell) && !YES.has(word) && !NO.has(word)) return `${words.unclear} “${text.slice(0, 40)}”`;
        steps.push([cell, isTick(cell) ? YES.has(word) : cell.tagName === "TEXTAREA" ? text : text.replace(/\n/g, " ")]);
      }
    }
    return { size, steps, under };
  }

  table.addEventListener("paste", (event) => {
    const cell = event.target, text = event.clipboardData.getData("text/plain");
    if (!cell.matches("[data-col]") || !text) return;
    const block = parse(text), copied = /<table/i.test(event.clipboardData.getData("text/html"));
    if (!copied && !text.includes("\t") && (block.length === 1 || cell.tagName === "TEXTAREA")) return; // words, pasted as ever
    event.preventDefault();
    const found = plan(block, cell);
    if (typeof found === "string") return tell(found);
    for (const [target, value] of found.steps) put(target, value);
    tell("");
    say(fill(words.pasted, found.size));
    for (const row of found.under) if (row !== rowOf(cell)) gridSave.leave(row);
  });
})();
