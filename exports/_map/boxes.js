// Text on the canvas, and what stands in a box.
L.style = (size, bold) => `${bold ? "700" : "400"} ${size}px ${L.font}`;

// Draw one line; x is the left, right or middle, y the top of the characters; cut with … at max.
L.text = (ctx, text, x, y, how) => {
  ctx.font = L.style(how.size, how.bold);
  ctx.fillStyle = how.color || L.color.ink;
  ctx.textAlign = how.align || "left";
  ctx.textBaseline = "alphabetic";
  const line = how.max ? L.fit(ctx, text, how.max) : text;
  ctx.fillText(line, x, y + how.size * 0.88);
  return ctx.measureText(line).width;
};

L.fit = (ctx, text, max) => {
  if (ctx.measureText(text).width <= max) return text;
  let low = 0,
    high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ctx.measureText(`${text.slice(0, middle)}…`).width <= max) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low)}…`;
};

L.ruler = document.createElement("canvas").getContext("2d");
L.measure = (text, size, bold) => {
  L.ruler.font = L.style(size, bold);
  return L.ruler.measureText(text).width;
};

// A name on at most two lines; Latin words stay whole where they can.
L.wrap = (text, size, bold, max, lines = 2) => {
  L.ruler.font = L.style(size, bold);
  const parts = text.slice(0, 200).match(/[A-Za-z0-9.+-]+|[\s\S]/gu) || [""];
  const found = [];
  let line = "";
  for (const part of parts) {
    if (line && L.ruler.measureText(line + part).width > max) {
      found.push(line);
      line = part;
    } else line += part;
  }
  found.push(line);
  if (found.length > lines) {
    const rest = found.slice(lines - 1).join("");
    found.length = lines - 1;
    found.push(rest);
  }
  if (found.length === 2 && [...found[1]].length === 1 && [...found[0]].length > 3) {
    const half = parts.findIndex((_, i) => parts.slice(0, i).join("").length >= found.join("").length / 2);
    const even = [parts.slice(0, half).join(""), parts.slice(half).join("")];
    if (half > 0 && even.every(part => L.ruler.measureText(part).width <= max)) return even;
  }
  return found.map(part => L.fit(L.ruler, part, max));
};

L.park = node =>
  (node.parks.find(p => ["开工", "在建"].includes(p.stage)) || node.parks[0] || { park: "" }).park;

// A box before it has a place: wrapped name and height; the same in all three views.
L.boxOf = (node, size) => {
  const label = L.wrap(
    node.label,
    size.label,
    true,
    size.w - 2 * size.pad + (node.form === "unknown" ? -1.4 * size.label : 4),
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
};

// Kind and severity, in the words of the view.
L.kind = node => `${node.gap.kind} `;

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
  else if (node.local > 1)
    right -= L.text(ctx, `${node.local}家`, right, at.top, { size: size.line, color, align: "right" }) + 4;
  const honor = form === "strong" && node.firms.map(f => f.honors[0]).find(Boolean);
  const names =
    node.firms.map(firm => firm.short).join("、") ||
    (form === "check" ? `${node.firms.length}家待核` : "本地已核实");
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
