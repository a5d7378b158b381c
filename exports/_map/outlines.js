// Outlines: rounded, with cut corners, with a folded corner, sharp.
L.path = {
  round(ctx, x, y, w, h, r) {
    const k = Math.min(r, w / 2, h / 2);
    ctx.beginPath();
    ctx.moveTo(x + k, y);
    ctx.arcTo(x + w, y, x + w, y + h, k);
    ctx.arcTo(x + w, y + h, x, y + h, k);
    ctx.arcTo(x, y + h, x, y, k);
    ctx.arcTo(x, y, x + w, y, k);
    ctx.closePath();
  },
  cut(ctx, x, y, w, h, c) {
    ctx.beginPath();
    ctx.moveTo(x + c, y);
    for (const [px, py] of [
      [x + w - c, y],
      [x + w, y + c],
      [x + w, y + h - c],
      [x + w - c, y + h],
      [x + c, y + h],
      [x, y + h - c],
      [x, y + c],
    ])
      ctx.lineTo(px, py);
    ctx.closePath();
  },
  folded(ctx, x, y, w, h, f) {
    ctx.beginPath();
    ctx.moveTo(x, y);
    for (const [px, py] of [
      [x + w - f, y],
      [x + w, y + f],
      [x + w, y + h],
      [x, y + h],
    ])
      ctx.lineTo(px, py);
    ctx.closePath();
  },
  sharp(ctx, x, y, w, h) {
    ctx.beginPath();
    ctx.rect(x, y, w, h);
  },
};
