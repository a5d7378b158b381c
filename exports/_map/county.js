// 全县: one card a chain, its segments as tiles in their lanes; a click opens the chain.
L.tile = () =>
  L.small()
    ? { h: 20, font: 11, pad: 7, gap: 4, step: 24, head: 50, name: 15, line: 11.5, label: 36, inset: 12 }
    : { h: 23, font: 12, pad: 9, gap: 5, step: 28, head: 60, name: 17, line: 12.5, label: 42, inset: 16 };

L.countyScene = (W, H) => {
  const tile = L.tile(),
    apart = 10,
    count = Math.max(1, Math.min(4, Math.floor(W / (L.small() ? 400 : 440))));
  const width = (W - (count - 1) * apart) / count,
    scene = { kind: "county", tile, cards: [], boxes: [] };
  const filled = Array(count).fill(1);
  const place = card => {
    const at = filled.indexOf(Math.min(...filled));
    Object.assign(card, { x: at * (width + apart), y: filled[at], w: width });
    filled[at] += card.h + apart;
    scene.cards.push(card);
  };
  for (const chain of L.data.chains) {
    const card = { chain, ...L.tiles(chain, width, tile) };
    place(card);
    for (const box of card.tiles) scene.boxes.push({ ...box, x: card.x + box.x, y: card.y + box.y });
  }
  if (L.data.undecided.length) {
    place({
      undecided: L.data.undecided,
      h: tile.head + Math.ceil(L.data.undecided.length / 2) * tile.step + 8,
    });
  }
  const ties = L.tiesOf(scene.boxes);
  Object.assign(scene, { width: W, height: Math.max(H, ...filled), count, ties });
  scene.bundles = L.bundlesOf(ties, scene.cards);
  return scene;
};

// The tiles of one card: a line or more for each stage.
L.tiles = (chain, width, tile) => {
  const tiles = [],
    labels = [];
  let y = tile.head;
  for (const stage of L.stages) {
    const nodes = L.of.nodes.get(chain.name).filter(n => n.stage === stage);
    if (!nodes.length) continue;
    nodes.sort((a, b) => a.column - b.column || a.row - b.row);
    labels.push({ stage, y });
    let x = tile.inset + tile.label;
    for (const node of nodes) {
      const w = Math.min(
        L.measure(node.label, tile.font) + 2 * tile.pad + 2,
        width - 2 * tile.inset - tile.label,
      );
      if (x + w > width - tile.inset && x > tile.inset + tile.label) {
        x = tile.inset + tile.label;
        y += tile.step;
      }
      tiles.push({ node, x, y, w, h: tile.h });
      x += w + tile.gap;
    }
    y += tile.step + 3;
  }
  return { tiles, labels, h: y + tile.inset - 8 };
};

L.paintCards = (ctx, how) => {
  const { tile } = L.scene,
    c = L.color;
  for (const card of L.scene.cards) {
    L.path.round(ctx, card.x + 0.5, card.y, card.w - 1, card.h, 8);
    ctx.fillStyle = card.undecided ? c.support : c.card;
    ctx.fill();
    const over = L.state.card === card.chain && card.chain;
    if (card.undecided) L.border(ctx, "#B9C1C8", 1, [1.5, 3]);
    else L.border(ctx, over ? c.ink : "#E4E8EB", over ? 1.5 : 1);
    if (card.undecided) L.paintUndecided(ctx, card, tile);
    else L.paintCard(ctx, card, tile, how);
  }
};

L.paintCard = (ctx, card, tile, how) => {
  const { chain } = card,
    c = L.color,
    left = card.x + tile.inset,
    right = card.x + card.w - tile.inset;
  const share = how.view === "future" ? chain.future : chain.coverage,
    word = how.view === "future" ? "远景" : "覆盖";
  const top = card.y + tile.inset - 3;
  const figure = L.percent(share),
    wide = L.measure(figure, tile.name, true);
  L.text(ctx, figure, right, top, { size: tile.name, bold: true, align: "right" });
  L.text(ctx, word, right - wide - 5, top + 4, { size: tile.line, color: c.quiet, align: "right" });
  const bar = right - wide - 5 - L.measure(word, tile.line) - 8 - 84;
  L.coverBar(ctx, bar, top + tile.name / 2 - 2.5, 84, 6, chain, how.view);
  const used = L.text(ctx, chain.name, left, top, { size: tile.name, bold: true, max: bar - left - 12 });
  const group = chain.group && chain.group !== chain.name ? chain.group : chain.category || "";
  if (bar - left - used > 60)
    L.text(ctx, group, left + used + 8, top + 4, {
      size: tile.line,
      color: c.quiet,
      max: bar - left - used - 20,
    });
  const second = top + tile.name + 8;
  let x = left;
  const put = (text, color, bold) => {
    x += L.text(ctx, text, x, second, { size: tile.line, color, bold }) + 4;
  };
  put(`环节 ${chain.segments}`, c.text);
  put(`　本地已有 ${chain.present}`, c.text);
  put(`　缺口 ${L.gapCount(chain)}`, c.text);
  L.severities.forEach((s, i) => {
    if (chain.gaps[i]) put(`${s} ${chain.gaps[i]}`, i ? c.quiet : c.red, !i);
  });
  if (chain.unknown) put(`　不明 ${chain.unknown}`, c.quiet);
  if (chain.targets) put(`　目标 ${chain.targets} ${L.firmsOf(chain)}`, c.text);
  for (const label of card.labels)
    L.text(ctx, label.stage, left, card.y + label.y + (tile.h - tile.line) / 2, {
      size: tile.line,
      color: c.quiet,
    });
};

L.paintUndecided = (ctx, card, tile) => {
  const c = L.color,
    left = card.x + tile.inset,
    top = card.y + tile.inset - 3,
    half = (card.w - 2 * tile.inset) / 2;
  L.text(ctx, "待县里确定", left, top, { size: tile.name, bold: true, color: c.text });
  L.text(ctx, "已列入计划，环节未定，不计入各项数字", left, top + tile.name + 8, {
    size: tile.line,
    color: c.quiet,
    max: card.w - 2 * tile.inset,
  });
  card.undecided.forEach((group, i) => {
    const x = left + (i % 2) * half,
      y = card.y + tile.head + Math.floor(i / 2) * tile.step + 4;
    const w = Math.min(half - 8, L.measure(group.name, tile.font) + 2 * tile.pad + 8);
    L.shape(ctx, "unknown", x, y, w, tile.h, { unit: 0.6 });
    L.text(ctx, group.name, x + w / 2, y + (tile.h - tile.font) / 2 - 0.5, {
      size: tile.font,
      color: c.text,
      align: "center",
      max: w - 12,
    });
  });
};

L.drawTile = (ctx, box, how) => {
  const { tile } = L.scene,
    form = L.formIn(box.node, how.view);
  L.shape(ctx, form, box.x, box.y, box.w, box.h, { ...how, level: L.level(box.node), unit: 0.5 });
  const color = form === "gap" && how.view === "gaps" ? L.color.ink : L.inkOf(form);
  const bold = how.view === "gaps" && L.level(box.node) === 3;
  L.text(
    ctx,
    box.node.label,
    box.x + box.w / 2,
    box.y + (box.h - tile.font) / 2 - 0.5 + (form === "building" ? 1 : 0),
    {
      size: tile.font,
      bold,
      color,
      align: "center",
      max: box.w - 8,
    },
  );
  const mark = L.markOf(box.node);
  if (mark) L.changeSign(ctx, box.x - 3, box.y - 4, 9, mark.change);
  if (L.state.hits.has(box.node.id)) {
    ctx.fillStyle = color;
    ctx.fillRect(box.x + 6, box.y + box.h - 4, box.w - 12, 2);
  }
};

// Coverage as a bar: present, landing (hatched), in 远景 what is courted.
L.coverBar = (ctx, x, y, w, h, chain, view) => {
  const c = L.color;
  ctx.fillStyle = c.rule;
  ctx.fillRect(x, y, w, h);
  const part = share => Math.round(w * Math.max(0, Math.min(1, share || 0)));
  if (view === "future" && part(chain.future) > 1) {
    L.path.sharp(ctx, x, y, part(chain.future), h);
    ctx.fillStyle = c.card;
    ctx.fill();
    L.border(ctx, c.red, 1);
  }
  const now = part(chain.coverage),
    soon = part(chain.coverage_expected);
  if (soon > now) {
    L.path.sharp(ctx, x + now, y, soon - now, h);
    ctx.fillStyle = c.violetTint;
    ctx.fill();
    L.hatch(ctx, x + now, y, soon - now, h, 5, 2, c.violet);
  }
  ctx.fillStyle = c.blue;
  ctx.fillRect(x, y, now, h);
};
