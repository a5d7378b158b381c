// The forms of segments: one function a form, for boxes, tiles, legend and panel alike.
// Oblique strokes inside the current path.
L.hatch = (ctx, x, y, w, h, step, width, color) => {
  ctx.save();
  ctx.clip();
  ctx.beginPath();
  ctx.rect(x, y, w, h);
  ctx.clip();
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.setLineDash([]);
  ctx.beginPath();
  for (let i = x - h; i < x + w + h; i += step) {
    ctx.moveTo(i, y + h);
    ctx.lineTo(i + h, y);
  }
  ctx.stroke();
  ctx.restore();
};

L.border = (ctx, color, width, dash, cap) => {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.lineCap = cap || "butt";
  ctx.setLineDash(dash || []);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.lineCap = "butt";
};

L.weights = { 3: 3.5, 2: 2.25, 1: 1.25 };

// Draw a form. how: {view, level (0-3 severity), unit (1 for boxes, less for small marks), bold (lines), flat (no tints)}
L.shape = (ctx, form, x, y, w, h, how = {}) => {
  const c = L.color,
    unit = how.unit || 1,
    bold = how.bold || 1,
    view = how.view || "gaps";
  const tint = color => (how.flat ? c.card : color);
  const fill = color => {
    ctx.fillStyle = color;
    ctx.fill();
  };
  const severe = L.weights[how.level] || 1.25;
  const weight = view === "gaps" ? Math.max(1.1, severe * (unit < 1 ? 0.8 : 1)) : 1.25;
  const draw = {
    strong() {
      L.path.round(ctx, x, y, w, h, 6 * unit);
      fill(c.blue);
      L.border(ctx, c.blue, 1.5 * bold);
    },
    present() {
      L.path.round(ctx, x, y, w, h, 6 * unit);
      fill(tint(c.blueTint));
      L.bar(ctx, x, y, h, 6 * unit, c.blue, true);
      L.path.round(ctx, x, y, w, h, 6 * unit);
      L.border(ctx, c.blue, 1.5 * bold);
    },
    weak() {
      const low = Math.min(h * 0.32, 20);
      L.path.round(ctx, x, y, w, h, 6 * unit);
      fill(c.card);
      L.hatch(ctx, x, y + h - low, w, low, 7 * Math.max(0.6, unit), 2.4 * Math.max(0.6, unit), c.hatch);
      L.path.round(ctx, x, y, w, h, 6 * unit);
      L.border(ctx, c.amber, 1.5 * bold);
    },
    building() {
      const cut = Math.max(4, 9 * unit);
      L.path.cut(ctx, x, y, w, h, cut);
      fill(tint(c.violetTint));
      if (form === "building")
        L.hatch(
          ctx,
          x,
          y,
          w,
          Math.max(4, 7 * unit),
          9 * Math.max(0.6, unit),
          4 * Math.max(0.6, unit),
          c.violet,
        );
      L.path.cut(ctx, x, y, w, h, cut);
      const width = view === "gaps" && how.level ? Math.max(1.25, weight * 0.85) : 1.5;
      L.border(ctx, c.violet, width * bold, unit < 1 ? [6, 2.5] : [11, 4]);
    },
    gap() {
      L.path.sharp(ctx, x, y, w, h);
      fill(how.level === 3 && view === "gaps" ? tint(c.redTint) : c.card);
      if (view === "now") L.border(ctx, c.greyWire, 1.1 * bold, [4, 3]);
      else L.border(ctx, c.red, weight * bold, unit < 1 ? [4, 2.5] : [6, 4]);
    },
    plan() {
      L.path.round(ctx, x, y, w, h, 6 * unit);
      fill(c.card);
      L.border(ctx, c.red, 1.75 * bold);
      L.bar(ctx, x, y, h, 6 * unit, c.red, false);
    },
    bought() {
      const fold = Math.max(5, 13 * unit);
      L.path.folded(ctx, x, y, w, h, fold);
      fill(c.card);
      L.border(ctx, c.grey, 1.25 * bold);
      ctx.beginPath();
      ctx.moveTo(x + w - fold, y);
      ctx.lineTo(x + w - fold, y + fold);
      ctx.lineTo(x + w, y + fold);
      L.border(ctx, c.grey, 1.25 * bold);
    },
    check() {
      L.path.round(ctx, x, y, w, h, 6 * unit);
      fill(c.card);
      L.border(ctx, c.blue, 1.9 * bold, unit < 1 ? [0.1, 3.4] : [0.1, 4.2], "round");
    },
    unknown() {
      L.path.round(ctx, x, y, w, h, h / 2);
      fill(tint(c.greyTint));
      L.border(ctx, c.grey, 1.6 * bold, unit < 1 ? [0.1, 3.2] : [0.1, 4.2], "round");
    },
  };
  draw.signed = draw.building;
  draw[form]();
};

// The bar at the left of 具备 (full) and 拟引 (hollow).
L.bar = (ctx, x, y, h, width, color, full) => {
  ctx.save();
  ctx.clip();
  if (full) {
    ctx.fillStyle = color;
    ctx.fillRect(x, y, width, h);
  } else {
    ctx.beginPath();
    ctx.moveTo(x + width, y);
    ctx.lineTo(x + width, y + h);
    L.border(ctx, color, 1.25);
  }
  ctx.restore();
};

// Three rising bars, as many filled as the severity; right and bottom are given.
L.bars = (ctx, right, bottom, level, color, unit = 1) => {
  const width = 4 * unit,
    gap = 1.5 * unit;
  for (let i = 0; i < 3; i += 1) {
    const height = (4.5 + 3 * i) * unit,
      x = right - (3 - i) * (width + gap) + gap;
    ctx.globalAlpha *= i < level ? 1 : 0.45;
    if (i < level) {
      ctx.fillStyle = color;
      ctx.fillRect(x, bottom - height, width, height);
    } else {
      ctx.strokeStyle = color;
      ctx.lineWidth = 0.75;
      ctx.strokeRect(x + 0.4, bottom - height + 0.4, width - 0.8, height - 0.8);
    }
    ctx.globalAlpha /= i < level ? 1 : 0.45;
  }
};

// The gold frame of a 链主 with its flag on the top right edge.
L.leader = (ctx, x, y, w, h, size) => {
  L.path.round(ctx, x - 4.5, y - 4.5, w + 9, h + 9, 9);
  L.border(ctx, L.color.gold, 2);
  const font = size.pill,
    width = font * 2 + 12,
    height = font + 6;
  ctx.fillStyle = L.color.gold;
  ctx.fillRect(x + w - width - 4, y - 4.5 - height * 0.62, width, height);
  L.text(ctx, "链主", x + w - width / 2 - 4, y - 4.5 - height * 0.62 + 3, {
    size: font,
    bold: true,
    color: "#FFF",
    align: "center",
  });
};
