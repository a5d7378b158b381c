// Taking the map along: a picture, a table, the evidence as text, a sheet of paper.
L.fileName = ending =>
  `${L.data.about.county}招商图谱-${L.state.chain || "全县"}-${L.views[L.state.view]}.${ending}`.replace(
    /[\\/:*?"<>|\u0000-\u001f]/g,
    "_",
  );

L.download = (blob, name) => {
  const link = L.h("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

// The whole sheet: title, figures, map, legend and foot; on paper without tints and with stronger lines.
L.drawSheet = (canvas, scale, how) => {
  const pad = 28,
    head = 84,
    { width, height } = L.scene,
    legend = L.legendRows(width),
    foot = 40;
  const w = width + 2 * pad,
    h = head + height + legend.length * 28 + foot + pad;
  const limit = Math.min(scale, 16000 / w, 16000 / h);
  canvas.width = Math.round(w * limit);
  canvas.height = Math.round(h * limit);
  const ctx = canvas.getContext("2d"),
    c = L.color;
  ctx.scale(limit, limit);
  ctx.fillStyle = how.print ? c.card : c.paper;
  ctx.fillRect(0, 0, w, h);
  const t = L.total(),
    gaps = t.gaps.reduce((a, b) => a + b, 0);
  const used = L.text(ctx, `${L.data.about.county}产业链招商图谱`, pad, 22, {
    size: 22,
    bold: true,
    max: w * 0.6,
  });
  L.text(ctx, `${L.state.chain || "全县"}　${L.views[L.state.view]}`, pad + used + 16, 26, {
    size: 16,
    color: c.text,
    max: w - used - 3 * pad,
  });
  const future = L.state.view === "future" ? `，远景 ${L.percent(t.future)}` : "";
  L.text(
    ctx,
    `覆盖率 ${L.percent(t.coverage)}（含在建 ${L.percent(t.coverage_expected)}${future}）　环节 ${t.segments}　本地已有 ${t.present}　缺口 ${gaps}（${L.severities.map((s, i) => `${s} ${t.gaps[i]}`).join("，")}）　目标企业 ${t.targets} 家`,
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

L.savePicture = () => {
  const canvas = document.createElement("canvas");
  L.drawSheet(canvas, 2, { view: L.state.view, scale: 1 });
  canvas.toBlob(blob => L.download(blob, L.fileName("png")), "image/png");
};

// One cell of a CSV; a leading sign would be taken for a formula.
L.cell = value => {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};

L.saveTable = () => {
  const heads = [
    "产业链",
    "环节",
    "阶段",
    "状态",
    "强弱",
    "缺口",
    "严重度",
    "分值",
    "本地企业数",
    "外地企业数",
    "本地企业",
    "目标企业",
    "依据",
  ];
  const nodes = L.scene.boxes.map(box => box.node).filter(L.passes);
  const rows = nodes.map(n => [
    n.chain,
    n.label,
    n.stage,
    n.status,
    n.grade,
    n.gap && n.gap.kind,
    L.severity(n),
    n.gap && n.gap.score,
    n.local,
    n.elsewhere,
    n.firms.map(f => f.enterprise).join("；"),
    n.targets.map(t => L.data.targets[t].name).join("；"),
    n.gap && n.gap.evidence.join(" "),
  ]);
  const text = [heads, ...rows].map(row => row.map(L.cell).join(",")).join("\r\n");
  L.download(new Blob([`\ufeff${text}\r\n`], { type: "text/csv;charset=utf-8" }), L.fileName("csv"));
};

L.evidenceText = node => {
  const gap = node.gap,
    lines = [
      `${node.chain} ${node.stage} ${node.label}：${node.status}${gap && gap.severity ? `，${gap.kind} ${gap.severity} ${gap.score.toFixed(2)}` : ""}`,
    ];
  for (const row of gap ? [gap, ...node.more] : []) lines.push(...row.evidence);
  if (node.targets.length)
    lines.push(
      `目标企业：${node.targets
        .slice(0, 10)
        .map(t => L.data.targets[t])
        .map(t => `${t.name}${t.place ? `（${t.place}）` : ""} ${L.score(t.score)} 分（${L.range(t)}）`)
        .join("；")}`,
    );
  if (node.sources.length)
    lines.push(
      `来源：${node.sources.map(s => [s.source, s.date, s.confidence].filter(Boolean).join("，")).join("；")}`,
    );
  lines.push(L.footText().join("；"));
  return lines.join("\n");
};

L.copy = async (text, button) => {
  const before = button.textContent;
  const area = L.h("textarea.unseen", { readonly: true });
  area.value = text;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "已复制";
  } catch (error) {
    document.body.append(area);
    area.select();
    button.textContent = document.execCommand("copy") ? "已复制" : "请手工复制";
    area.remove();
  }
  setTimeout(() => {
    button.textContent = before;
  }, 1500);
};

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
  L.scene = L.state.chain ? L.chainScene(L.state.chain, 1480, 880) : L.countyScene(1480, 880);
  L.scene.box = new Map(L.scene.boxes.map(box => [box.node.id, box]));
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
