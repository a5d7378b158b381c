// A sheet of the current view: for pictures and for paper.
// The whole sheet: title, figures, map, legend and foot; on paper without tints and with stronger lines.
L.sheetOf = () => {
  const pad = 28,
    head = 84,
    foot = 40,
    { width, height } = L.scene,
    legend = L.legendRows(width);
  return { pad, head, foot, legend, w: width + 2 * pad, h: head + height + legend.length * 28 + foot + pad };
};

L.drawSheet = (canvas, scale, how) => {
  const sheet = L.sheetOf(),
    limit = Math.min(scale, 16000 / sheet.w, 16000 / sheet.h);
  canvas.width = Math.round(sheet.w * limit);
  canvas.height = Math.round(sheet.h * limit);
  const ctx = canvas.getContext("2d");
  ctx.scale(limit, limit);
  L.paintSheet(ctx, sheet, how);
};

L.paintSheet = (ctx, { pad, head, foot, legend, w, h }, how) => {
  const c = L.color,
    { height } = L.scene,
    word = L.state.curtain === null ? L.views[L.state.view] : "现状与远景对比";
  ctx.fillStyle = how.print ? c.card : c.paper;
  ctx.fillRect(0, 0, w, h);
  const t = L.total(),
    gaps = L.gapCount(t);
  const used = L.text(ctx, `${L.data.about.county}产业链招商图谱`, pad, 22, {
    size: 22,
    bold: true,
    max: w * 0.6,
  });
  L.text(ctx, `${L.state.chain || "全县"}　${word}`, pad + used + 16, 26, {
    size: 16,
    color: c.text,
    max: w - used - 3 * pad,
  });
  const future = L.state.view === "future" ? `，远景 ${L.percent(t.future)}` : "";
  L.text(
    ctx,
    `覆盖率 ${L.percent(t.coverage)}（含在建 ${L.percent(t.coverage_expected)}${future}）　环节 ${t.segments}　本地已有 ${t.present}　缺口 ${gaps}（${L.severities.map((s, i) => `${s} ${t.gaps[i]}`).join("，")}）　目标企业 ${t.targets} ${L.firmsOf(t)}`,
    pad,
    56,
    { size: 13, color: c.text, max: w - 2 * pad },
  );
  ctx.save();
  ctx.translate(pad, head);
  L.paintAll(ctx, how);
  ctx.restore();
  L.drawLegend(ctx, legend, pad, head + height + 14);
  const [day, sources, warning, rule] = L.footText(),
    y = h - foot + 4;
  const first = L.text(ctx, `${day}　${sources}　`, pad, y, { size: 12.5, color: c.text });
  const bold = L.text(ctx, warning, pad + first, y, { size: 12.5, bold: true });
  L.text(ctx, `　${rule}`, pad + first + bold, y, {
    size: 12.5,
    color: c.text,
    max: w - 2 * pad - first - bold,
  });
};

L.legendRows = width => {
  const rows = [[]];
  let x = 0;
  for (const [mark, word] of L.legend().flat()) {
    const wide = mark.w + (word ? L.measure(word, 12) + 6 : 0) + 13;
    if (x + wide > width) {
      rows.push([]);
      x = 0;
    }
    rows[rows.length - 1].push({ mark, word, x });
    x += wide;
  }
  return rows;
};

L.drawLegend = (ctx, rows, left, top) =>
  rows.forEach((row, i) =>
    row.forEach(({ mark, word, x }) => {
      ctx.save();
      ctx.translate(left + x, top + i * 28);
      mark.draw(ctx);
      ctx.restore();
      if (word)
        L.text(ctx, word, left + x + mark.w + 6, top + i * 28 + 2.5, { size: 12, color: L.color.text });
    }),
  );

// Paper: the map is laid out anew for A3, or the panel is printed on A4.
L.print = what => {
  document.body.dataset.print = what;
  window.print();
};

L.preparePaper = () => {
  if (document.body.dataset.print === "segment") return;
  const screen = L.scene,
    small = L.small;
  L.small = () => false;
  L.scene = L.sceneFor(1480, 880);
  L.drawSheet(document.getElementById("paper"), 2.5, {
    view: L.state.view,
    scale: 1,
    print: true,
    flat: true,
    bold: 1.25,
  });
  L.small = small;
  L.scene = screen;
};
window.addEventListener("beforeprint", L.preparePaper);
window.addEventListener("afterprint", () => {
  delete document.body.dataset.print;
});
