// Links from chain to chain, as thin arcs: beside a box in its chain, from tile to tile in the county.

// At rest a short arc that leaves the box; its chains are named when asked.
L.paintBeyond = (ctx, how) => {
  const told = how.print ? null : L.state.hover || L.state.node;
  for (const box of L.scene.boxes) {
    if (!box.node.beyond.length || how.far) continue;
    const own = box.node.id === told;
    ctx.save();
    ctx.globalAlpha = how.print ? 1 : L.alpha(box.node);
    ctx.beginPath();
    ctx.moveTo(box.x + 15, box.y - 1.5 - L.stand(box.node));
    ctx.bezierCurveTo(box.x + 15, box.y - 9, box.x + 8, box.y - 12, box.x + 1.5, box.y - 12);
    L.border(ctx, own ? L.color.ink : L.color.quiet, own ? 1.4 : 1);
    ctx.beginPath();
    ctx.arc(box.x - 1, box.y - 12, 2.2, 0, 7);
    L.border(ctx, own ? L.color.ink : L.color.quiet, 1.1);
    ctx.restore();
  }
};

L.beyondWords = node => {
  const by = new Map();
  for (const b of node.beyond) {
    const word = `${L.ways[b.way]} ${b.chain}`;
    by.set(word, [...(by.get(word) || []), b.segment]);
  }
  return [...by].map(([word, segments]) => `${word}：${[...new Set(segments)].slice(0, 4).join("、")}`);
};

// The chains by name, above the box or below it, only while the pointer is on it.
L.paintBeyondNames = (ctx, how) => {
  const box = L.scene.box.get(L.state.hover);
  if (!box || !box.node.beyond.length || how.print) return;
  const words = L.beyondWords(box.node).slice(0, 6),
    size = 12 / Math.min(1, how.scale),
    step = size + 9;
  const top = box.y - 18 - words.length * step,
    up = top > (how.top || 0) + L.scene.size.headLine;
  words.forEach((word, i) => {
    const w = L.measure(word, size) + 16,
      x = Math.max(how.left || 0, Math.min(box.x - 6, (how.left || 0) + L.mount.clientWidth / how.scale - w - 6)),
      y = up ? top + i * step : box.y + box.h + 10 + i * step;
    L.path.round(ctx, x, y, w, step - 3, 4);
    ctx.fillStyle = L.color.ink;
    ctx.fill();
    L.text(ctx, word, x + 8, y + 2.5, { size, color: "#FFF" });
  });
};

// All links between tiles: [from, to, whether it is one shared segment].
L.tiesOf = boxes => {
  const place = new Map(boxes.map(box => [box.node.id, box])),
    found = new Map();
  for (const box of boxes) {
    for (const b of box.node.beyond) {
      const other = place.get(`${b.chain}:${b.segment}`);
      if (!other) continue;
      const [from, to] = b.way === "来" || (b.way === "同" && other.node.id < box.node.id) ? [other, box] : [box, other];
      found.set(`${from.node.id}\n${to.node.id}\n${b.way === "同"}`, { from, to, same: b.way === "同" });
    }
  }
  return [...found.values()];
};

// One bundle for each two cards that are tied.
L.bundlesOf = (ties, cards) => {
  const card = new Map(cards.filter(c => c.chain).map(c => [c.chain.name, c])),
    found = new Map();
  for (const { from, to } of ties) {
    const [a, b] = [from.node.chain, to.node.chain].sort(L.compare);
    const bundle = found.get(`${a}\n${b}`) || { from: card.get(a), to: card.get(b), count: 0 };
    bundle.count += 1;
    found.set(`${a}\n${b}`, bundle);
  }
  return [...found.values()];
};

// An arc between the sides of two boxes that face each other; of two below one another, beside them.
L.arcBetween = (ctx, a, b) => {
  const mid = r => r.y + r.h / 2,
    left = a.x + a.w < b.x,
    right = b.x + b.w < a.x;
  ctx.beginPath();
  if (!left && !right) {
    const side = Math.max(a.x + a.w, b.x + b.w) < L.scene.width - 40 ? 1 : -1,
      x = r => (side > 0 ? r.x + r.w : r.x),
      out = (side > 0 ? Math.max(x(a), x(b)) : Math.min(x(a), x(b))) + 12 * side;
    ctx.moveTo(x(a), mid(a));
    ctx.bezierCurveTo(out, mid(a), out, mid(b), x(b), mid(b));
    return;
  }
  const from = [left ? a.x + a.w : a.x, mid(a)],
    to = [left ? b.x : b.x + b.w, mid(b)],
    bend = 0.14 * Math.hypot(to[0] - from[0], to[1] - from[1]) * (left ? -1 : 1);
  ctx.moveTo(...from);
  ctx.quadraticCurveTo((from[0] + to[0]) / 2, (from[1] + to[1]) / 2 + bend, ...to);
};

// In the county, under the cards: a bundle from card to card.
L.paintBundles = ctx => {
  ctx.save();
  ctx.globalAlpha = L.state.hover || L.state.card ? 0.3 : 0.9;
  for (const { from, to, count } of L.scene.bundles) {
    L.arcBetween(ctx, from, to);
    L.border(ctx, L.color.greyWire, Math.min(2.2, 0.8 + 0.12 * count));
  }
  ctx.restore();
};

// Over them: each tie of the tile or card under the pointer.
L.paintTies = ctx => {
  const { hover, card } = L.state,
    chain = card && card.name;
  if (!hover && !chain) return;
  for (const { from, to, same } of L.scene.ties) {
    const ends = [from.node, to.node];
    const asked = hover ? ends.some(n => n.id === hover) : ends.some(n => n.chain === chain);
    if (!asked || !ends.every(L.passes)) continue;
    L.arcBetween(ctx, from, to);
    L.border(ctx, L.color.ink, hover ? 1.5 : 0.8, same ? [2, 3] : null);
  }
};
