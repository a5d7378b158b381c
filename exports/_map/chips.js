// Target chips: they hang below a gap on a red bracket, two or one, then +n.
L.hasChips = node => (node.form === "gap" || L.landing.has(node.form)) && node.targets.length > 0;

// Chips of a box, placed under it; their rectangles can be clicked.
L.chipsOf = (box, size, most) => {
  if (!L.hasChips(box.node) || most < 1) return [];
  const found = L.targetsOf(box.node),
    shown = found.slice(0, most),
    rest = found.length - shown.length;
  return shown.map((number, i) => {
    const firm = L.data.targets[number],
      last = i === shown.length - 1;
    const left = box.x + size.bracket + size.stub,
      over = size.over;
    const room =
      box.x + size.w + over - left - (last && rest ? L.measure(`+${rest}`, size.chipFont) + 3 : over - 4);
    const mark = L.markOf(firm),
      inner = room - 2 * size.chipPad - (mark ? 11 : 0);
    let city = firm.city || "";
    const name = L.measure(firm.short, size.chipFont);
    if (city && name + 3 + L.measure(city, size.chipFont) > inner) city = "";
    const text = name + (city ? 3 + L.measure(city, size.chipFont) : 0);
    const wide = Math.min(inner, text) + 2 * size.chipPad + (mark ? 11 : 0);
    const y = box.y + box.h + 5 + i * size.chip;
    return { number, firm, city, x: left, y, w: wide, h: size.chipHeight, rest: last ? rest : 0, mark, box };
  });
};

L.drawChips = (ctx, chips, size, how) => {
  if (!chips.length || how.view !== "gaps") return;
  const { box } = chips[0],
    c = L.color,
    stem = box.x + size.bracket;
  ctx.beginPath();
  ctx.moveTo(stem, box.y + box.h);
  for (const chip of chips) {
    ctx.lineTo(stem, chip.y + chip.h / 2);
    ctx.lineTo(chip.x, chip.y + chip.h / 2);
    ctx.moveTo(stem, chip.y + chip.h / 2);
  }
  L.border(ctx, c.red, 1 * (how.bold || 1));
  for (const chip of chips) {
    L.path.round(ctx, chip.x, chip.y, chip.w, chip.h, chip.h / 2);
    ctx.fillStyle = c.card;
    ctx.fill();
    L.border(
      ctx,
      L.state.hits.has(`firm:${chip.number}`) ? c.ink : c.chip,
      L.state.hits.has(`firm:${chip.number}`) ? 1.75 : 1,
    );
    const top = chip.y + (chip.h - size.chipFont) / 2 - 0.5,
      left = chip.x + size.chipPad + (chip.mark ? 11 : 0);
    if (chip.mark) L.changeSign(ctx, chip.x + size.chipPad - 1, chip.y + chip.h / 2 - 4, 8, chip.mark.change);
    const used = L.text(ctx, chip.firm.short, left, top, {
      size: size.chipFont,
      color: c.ink,
      max: chip.x + chip.w - size.chipPad - left + 1,
    });
    if (chip.city)
      L.text(ctx, chip.city, left + 3 + used, top, { size: size.chipFont, color: c.quiet });
    if (chip.rest)
      L.text(ctx, `+${chip.rest}`, chip.x + chip.w + 3, top, { size: size.chipFont, color: c.quiet });
  }
};
