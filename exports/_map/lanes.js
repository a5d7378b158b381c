// Lanes: their cards, heads and sub-heads, and where in a large map one is.
L.paintLanes = (ctx, how) => {
  const c = L.color;
  for (const lane of L.scene.lanes) {
    L.path.round(ctx, lane.x, 0.5, lane.w, L.scene.height - 1, 8);
    ctx.fillStyle = lane.stage === "配套" ? c.support : c.card;
    if (!how.print) ctx.fill();
    if (lane.stage === "配套") L.border(ctx, "#B9C1C8", 1, [1.5, 3]);
    else L.border(ctx, how.print ? c.rule : "#E9ECEE", 1);
  }
};

// Lane heads stay at the top edge of the view when the map is moved down.
L.paintHeads = (ctx, how) => {
  const { size, grid } = L.scene,
    c = L.color;
  const top = how.top || 0,
    grow = how.far ? Math.min(1.7, 0.8 / how.scale) : 1;
  for (const lane of L.scene.lanes) {
    const left = lane.x + grid.gutter / 2 - 3,
      right = lane.x + lane.w - grid.gutter / 2 + 3;
    if (top > 0) {
      ctx.fillStyle = lane.stage === "配套" ? c.support : c.card;
      ctx.fillRect(lane.x + 1, top, lane.w - 2, size.head - size.band);
    }
    const lineTop = top + size.headLine - size.lane / 2;
    const count = `已有 ${lane.present}/${lane.of}`,
      small = size.count * grow;
    const used = L.text(ctx, lane.stage, left, lineTop, { size: size.lane * grow, bold: true });
    const wide = L.measure(count, small),
      room = right - left - used - wide - 20;
    L.text(ctx, count, right, lineTop + (size.lane * grow - small) * 0.8, {
      size: small,
      color: c.text,
      align: "right",
    });
    if (lane.gloss && room > Math.min(80, L.measure(lane.gloss, small)) && !how.far) {
      L.text(ctx, lane.gloss, left + used + 8, lineTop + (size.lane - small) * 0.8, {
        size: small,
        color: c.quiet,
        max: room,
      });
    }
    if (!how.far) L.paintSubHeads(ctx, lane, top);
  }
};

// One sub-head a column; columns of one group share it.
L.paintSubHeads = (ctx, lane, top) => {
  const { size, grid } = L.scene,
    columns = grid.chain.columns;
  for (let i = lane.from; i <= lane.to; i += 1) {
    const head = columns[i].head;
    if (!head) continue;
    let last = i;
    while (last < lane.to && columns[last + 1].head === head) last += 1;
    const middle = (grid.x[i] + grid.x[last] + size.w) / 2,
      y = top + size.subLine - size.sub / 2;
    L.text(ctx, head, middle, y, {
      size: size.sub,
      color: L.color.quiet,
      align: "center",
      max: (last - i + 1) * size.w,
    });
    if (last > i) {
      const half = L.measure(head, size.sub) / 2 + 10,
        mid = y + size.sub / 2;
      ctx.beginPath();
      for (const [a, b] of [
        [grid.x[i], middle - half],
        [middle + half, grid.x[last] + size.w],
      ]) {
        ctx.moveTo(a, mid);
        ctx.lineTo(b, mid);
      }
      L.border(ctx, L.color.rule, 1);
    }
    i = last;
  }
};

// Where in a scene one is that is larger than its window.
L.paintThumbs = (ctx, how) => {
  if (how.top === undefined) return;
  const unit = 1 / how.scale,
    tall = L.mount.clientHeight * unit,
    wide = L.mount.clientWidth * unit,
    { width, height } = L.scene;
  ctx.fillStyle = "#B9C1C8";
  if (height > tall + 1) {
    const long = (tall * tall) / height,
      y = how.top + (how.top / (height - tall)) * (tall - long);
    L.path.round(ctx, how.left + wide - 6 * unit, y, 4 * unit, long, 2 * unit);
    ctx.fill();
  }
  if (width > wide + 1) {
    const long = (wide * wide) / width,
      x = how.left + (how.left / (width - wide)) * (wide - long);
    L.path.round(ctx, x, how.top + tall - 6 * unit, long, 4 * unit, 2 * unit);
    ctx.fill();
  }
};
