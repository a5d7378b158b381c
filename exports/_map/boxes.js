// What stands in a box: its name, and a line or two in the words of the view.
L.park = node =>
  (node.parks.find(p => ["开工", "在建"].includes(p.stage)) || node.parks[0] || { park: "" }).park;

L.LABEL_LINES = 5; // a name of 30 characters stands whole even in the smallest box

// A box before it has a place: wrapped name and height; the same in all three views.
L.boxOf = (node, size) => {
  const label = L.wrap(
    node.label,
    size.label,
    true,
    size.w - 2 * size.pad + (node.form === "unknown" ? -1.4 * size.label : 4),
    L.LABEL_LINES,
  );
  let h = size.h + (label.length - 1) * (size.label + 3);
  if (L.landing.has(node.form) && L.severity(node)) h += size.grow;
  return { node, label, w: size.w, h };
};

L.inkOf = form => ({ strong: "#FFFFFF", unknown: L.color.text, bought: L.color.text })[form] || L.color.ink;

L.drawBox = (ctx, box, size, how) => {
  const { node, x, y, w, h } = box,
    form = L.formIn(node, how.view);
  const leader = node.firms.some(firm => firm.leader && firm.state !== "待核") && L.present.has(node.form);
  L.shape(ctx, form, x, y, w, h, { ...how, level: L.level(node) });
  let top = y + size.top + (form === "building" ? 3 : 0);
  const left = x + size.pad + (form === "unknown" ? 4 : 0);
  box.label.forEach((line, i) => {
    const width = L.text(ctx, line, left, top, {
      size: size.label,
      bold: form !== "bought" && form !== "unknown",
      color: L.inkOf(form),
    });
    if (L.state.hits.has(node.id)) {
      ctx.fillStyle = L.inkOf(form);
      ctx.fillRect(left, top + size.label + 1, width, 2);
    }
    top += size.label + (i < box.label.length - 1 ? 3 : 0);
  });
  top += size.below;
  L.drawLines(ctx, { box, size, how, form, left, top, right: x + w - size.pad, bottom: y + h - size.top });
  if (leader) L.leader(ctx, x, y, w, h, size);
  L.drawChange(ctx, box, size);
};

L.drawLines = (ctx, at) => {
  const { box, size, how, form, left, right } = at,
    node = box.node,
    c = L.color;
  const small = { size: size.line, color: c.text };
  if (form === "unknown") {
    L.text(ctx, "数据不足", left, at.top, small);
    L.text(ctx, "?", right - 2, box.y + box.h / 2 - size.label * 0.65, {
      size: size.label * 1.35,
      bold: true,
      color: c.quiet,
      align: "right",
    });
  } else if (form === "bought") L.text(ctx, "外采，不招商", left, at.top, { ...small, max: right - left });
  else if (form === "plan") {
    const first = L.data.targets[node.targets[0]];
    L.text(ctx, `拟引 ${first.short}`, left, at.top, { ...small, color: c.red, max: right - left });
  } else if (form === "gap" && how.view === "now") {
    L.text(ctx, node.status === "空白·已核实" ? "核实为无" : "本库未见", left, at.top, {
      ...small,
      color: c.quiet,
    });
  } else if (L.landing.has(form)) {
    L.text(ctx, L.park(node) || L.forms[form], left, at.top, {
      ...small,
      color: c.violet,
      max: right - left,
    });
    if (L.severity(node) && how.view !== "now") L.drawKind(ctx, at, at.top + size.grow, c.red);
  } else if (form === "gap") {
    if (L.severity(node)) L.drawKind(ctx, at, at.top, c.red);
    else L.text(ctx, "本库未见", left, at.top, small);
  } else L.drawFirms(ctx, at);
};

L.drawKind = (ctx, at, top, color) => {
  const { node } = at.box,
    { size } = at;
  const used = L.text(ctx, `${node.gap.kind} `, at.left, top, { size: size.line, color });
  L.text(ctx, node.gap.severity, at.left + used + 2, top, { size: size.line, bold: true, color });
  if (at.how.view === "gaps") L.bars(ctx, at.right + 3, top + size.line, L.level(node), color, size.bars);
};

// Local firms, an honor as a pill, and how many or how severe at the right.
L.drawFirms = (ctx, at) => {
  const { box, size, how, form, left } = at,
    node = box.node,
    c = L.color;
  const color = form === "strong" ? "#FFFFFF" : form === "weak" ? c.ink : c.text;
  let right = at.right;
  const flag = form !== "check" && how.view === "gaps" && L.level(node);
  if (flag) {
    const own = form === "strong" ? "#FFFFFF" : form === "weak" ? c.amber : c.blue;
    L.bars(ctx, right + 3, at.top + size.line, L.level(node), own, size.bars);
    right -= 20;
  } else if (form === "check")
    right -= L.text(ctx, "待核", right, at.top, { size: size.line, color: c.blue, align: "right" }) + 4;
  else if (node.count > 1)
    right -= L.text(ctx, `${node.count}家▾`, right + 2, at.top, { size: size.line, color, align: "right" }) + 4;
  const honor = form === "strong" && node.firms.map(f => f.honors[0]).find(Boolean);
  const names =
    node.firms
      .slice(0, 4)
      .map(firm => firm.short.slice(0, 24))
      .join("、") ||
    (form === "check" ? "请先核实" : "本地已核实");
  const width = L.measure(names, size.line);
  if (honor && right - left - width > size.pill * 2.6 + 12) {
    const word = L.honor(honor),
      wide = L.measure(word, size.pill) + 9;
    L.path.round(ctx, right - wide, at.top - 2, wide, size.pill + 5, 3);
    L.border(ctx, form === "strong" ? "#E3C67A" : c.gold, 1);
    L.text(ctx, word, right - wide / 2, at.top, {
      size: size.pill,
      color: form === "strong" ? "#F3DFA6" : c.gold,
      align: "center",
    });
    right -= wide + 4;
  }
  if (form === "weak") L.veil(ctx, left, at.top, Math.min(width, right - left), size.line);
  L.text(ctx, names, left, at.top, { size: size.line, color, max: right - left });
};

// White under words that stand on hatching.
L.veil = (ctx, x, y, w, h) => {
  ctx.fillStyle = L.color.card;
  ctx.fillRect(x - 3, y - 1, w + 6, h + 4);
};

L.honor = name => {
  const words = ["单项冠军", "小巨人", "龙头", "专精特新", "高企", "500强", "上市"];
  return words.find(word => name.includes(word)) || name.slice(0, 4);
};

// From far away a box is its form and its name, as large as it can be read.
L.drawFar = (ctx, box, how) => {
  const { size } = L.scene,
    form = L.formIn(box.node, how.view),
    { x, y, w } = box;
  L.shape(ctx, form, x, y, w, box.h, { ...how, level: L.level(box.node), bold: 1.2 });
  let font = Math.min(size.label * 1.5, 11.5 / how.scale),
    lines = [];
  for (; font > size.label * 0.8; font -= 0.5) {
    lines = L.wrap(box.node.label, font, true, w - 10);
    if (lines.length * (font + 2) <= box.h - 6 && lines.every(line => !line.endsWith("…"))) break;
  }
  const top = y + (box.h - lines.length * (font + 2)) / 2 + (form === "building" ? 2 : 0);
  lines.forEach((line, i) =>
    L.text(ctx, line, x + w / 2, top + i * (font + 2), {
      size: font,
      bold: true,
      color: L.inkOf(form),
      align: "center",
    }),
  );
};
