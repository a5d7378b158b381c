// Taking the map along: a picture, a drawing, a table, the evidence as text.
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

L.savePicture = () => {
  const canvas = document.createElement("canvas");
  L.drawSheet(canvas, 2, { view: L.state.view, scale: 1 });
  canvas.toBlob(blob => L.download(blob, L.fileName("png")), "image/png");
};

L.saveDrawing = () => {
  const sheet = L.sheetOf(),
    ctx = new L.Drawing(sheet.w, sheet.h);
  L.paintSheet(ctx, sheet, { view: L.state.view, scale: 1 });
  L.download(new Blob([ctx.text()], { type: "image/svg+xml" }), L.fileName("svg"));
};

// One cell of a CSV; a leading sign would be taken for a formula.
L.cell = value => {
  const text = value === null || value === undefined ? "" : String(value).replaceAll("\u0000", "").slice(0, 32000);
  const safe = /^\s*[=+\-@＝＋－＠\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
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
    "来源",
    "与上次相比",
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
    n.firms.filter(L.passesFirm).map(f => f.name).join("；"),
    L.targetsOf(n).map(t => L.data.targets[t].name).join("；"),
    n.gap && L.evidenceOf(n.gap),
    n.sources.map(s => L.sourceWords(L.data.sources.list[s])).join("；"),
    n.marks.map(m => [L.changes[m.change].word, m.why].filter(Boolean).join("：")).join("；"),
  ]);
  const text = [heads, ...rows].map(row => row.map(L.cell).join(",")).join("\r\n");
  L.download(new Blob([`\ufeff${text}\r\n`], { type: "text/csv;charset=utf-8" }), L.fileName("csv"));
};

L.sourceWords = s => [s.source, s.date, s.confidence].filter(Boolean).join("，");

L.evidenceText = node => {
  const gap = node.gap,
    lines = [
      `${node.chain} ${node.stage} ${node.label}：${node.status}${gap && gap.severity ? `，${gap.kind} ${gap.severity} ${gap.score.toFixed(2)}` : ""}`,
    ];
  for (const row of gap ? [gap, ...node.more] : []) lines.push(L.evidenceOf(row));
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
      `来源：${node.sources.map((s, i) => `[${i + 1}] ${L.sourceWords(L.data.sources.list[s])}`).join("；")}`,
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

