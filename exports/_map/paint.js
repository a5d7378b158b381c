// Painting a scene: cards behind, feeds, boxes, the selection; the same for screen, picture and print.
L.paintBehind = (ctx, how) => {
  if (L.scene.kind === "county") return L.paintCards(ctx, how);
  L.paintLanes(ctx, how);
  const selected = L.scene.box.get(L.state.node);
  if (selected && !how.print) L.paintSelected(ctx, selected, true, how);
  return L.paintWires(ctx, how);
};

// The boxes that are in sight.
L.paintBoxes = (ctx, how) => {
  const bottom = how.top === undefined ? Infinity : how.top + L.mount.clientHeight / how.scale + 100;
  const right = how.top === undefined ? Infinity : how.left + L.mount.clientWidth / how.scale + 20;
  for (const box of L.scene.boxes) {
    const seen =
      how.top === undefined ||
      (box.y < bottom && box.x < right && box.y + box.h + 100 > how.top && box.x + box.w + 60 > how.left);
    if (seen)
      L.drawThrough(
        ctx,
        box,
        how,
        how.print || how.top === undefined ? (L.passes(box.node) ? 1 : 0.16) : L.alpha(box.node),
      );
  }
};

L.paintAbove = (ctx, how) => {
  L.paintThumbs(ctx, how);
  if (L.scene.kind === "county") return;
  L.paintHeads(ctx, how);
  const selected = L.scene.box.get(L.state.node);
  if (selected && !how.print) L.paintSelected(ctx, selected, false, how);
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

// Everything at once, for pictures and paper.
L.paintAll = (ctx, how) => {
  L.paintBehind(ctx, how);
  L.paintBoxes(ctx, how);
  L.paintAbove(ctx, how);
};

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

L.paintWires = (ctx, how) => {
  const focus = how.print ? null : L.state.hover;
  const touches = (wire, id) => wire.edge.from === id || wire.edge.to === id;
  const order = ["dark", "bought", "broken", "planned", "landing", "joined"];
  const place = wire => order.indexOf(how.view === "future" ? wire.edge.future : wire.edge.state);
  const main = L.scene.wires.filter(wire => wire.main).sort((a, b) => place(a) - place(b));
  for (const wire of main) {
    const ends = [L.node.get(wire.edge.from), L.node.get(wire.edge.to)];
    if (focus && touches(wire, focus)) continue;
    ctx.save();
    ctx.globalAlpha =
      focus || !ends.every(L.passes) ? 0.16 : touches(wire, L.state.node) && !how.print ? 1 : 0.82;
    L.drawWire(ctx, wire, how);
    ctx.restore();
  }
  for (const wire of focus ? L.scene.wires.filter(w => touches(w, focus)) : [])
    L.drawWire(ctx, wire, { ...how, whole: true });
};

L.paintSelected = (ctx, box, behind, how) => {
  const out = L.scene.size.frame,
    chips = how.view === "gaps" && !how.far ? L.scene.chips.get(box.node.id) : [];
  const last = chips[chips.length - 1],
    extra = last && last.rest ? L.measure(`+${last.rest}`, L.scene.size.chipFont) + 4 : 0;
  const right = Math.max(
    box.x + box.w,
    ...chips.map(c => c.x + c.w),
    last ? last.x + last.w + extra - out + 3 : 0,
  );
  const bottom = last ? last.y + last.h : box.y + box.h;
  L.path.round(ctx, box.x - out, box.y - out, right - box.x + 2 * out, bottom - box.y + 2 * out, 10);
  if (behind) {
    ctx.fillStyle = L.color.selected;
    ctx.fill();
  } else if (document.activeElement === L.mount) L.border(ctx, L.color.blue, 2);
  else L.border(ctx, L.color.ink, 1.75);
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
