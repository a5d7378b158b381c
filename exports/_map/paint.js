// Painting a scene: cards behind, feeds, boxes, the selection; the same for screen, picture and print.
L.paintBehind = (ctx, how) =>
  L.sides(ctx, how, side => {
    if (L.scene.kind === "county") {
      L.paintBundles(ctx);
      L.paintCards(ctx, side);
      if (!side.print) L.paintTies(ctx);
      return;
    }
    L.paintLanes(ctx, side);
    const selected = L.scene.box.get(L.state.node);
    if (selected && !side.print) L.paintSelected(ctx, selected, true, side);
    L.paintWires(ctx, side);
    L.paintBeyond(ctx, side);
  });

// The boxes that are in sight.
L.inSight = how => {
  if (how.top === undefined) return L.scene.boxes;
  const bottom = how.top + L.mount.clientHeight / how.scale + 100,
    right = how.left + L.mount.clientWidth / how.scale + 20;
  return L.scene.boxes.filter(
    box => box.y < bottom && box.x < right && box.y + box.h + 100 > how.top && box.x + box.w + 60 > how.left,
  );
};

L.paintBoxes = (ctx, how) => {
  const boxes = L.inSight(how),
    still = how.print || how.top === undefined;
  L.sides(ctx, how, side => {
    for (const box of boxes) L.drawThrough(ctx, box, side, still ? (L.passes(box.node) ? 1 : 0.16) : L.alpha(box.node));
  });
};

L.paintAbove = (ctx, how) => {
  L.paintThumbs(ctx, how);
  if (L.scene.kind === "county") return;
  L.paintHeads(ctx, how);
  const selected = L.scene.box.get(L.state.node),
    end = L.state.to && L.scene.box.get(L.state.to);
  if (how.print) return;
  for (const box of [selected, end].filter(Boolean)) L.paintSelected(ctx, box, false, how);
  L.paintBeyondNames(ctx, how);
};

// Everything at once, for pictures and paper.
L.paintAll = (ctx, how) => {
  L.paintBehind(ctx, how);
  L.paintBoxes(ctx, how);
  L.paintAbove(ctx, how);
};

L.paintWires = (ctx, how) => {
  const focus = how.print ? null : L.state.hover,
    path = !focus && !how.print && L.state.to ? L.route() : null;
  const touches = (wire, id) => wire.edge.from === id || wire.edge.to === id;
  const order = ["dark", "bought", "broken", "planned", "landing", "joined"];
  const place = wire => order.indexOf(how.view === "future" ? wire.edge.future : wire.edge.state);
  const main = L.scene.wires.filter(wire => wire.main).sort((a, b) => place(a) - place(b));
  for (const wire of main) {
    const ends = [L.node.get(wire.edge.from), L.node.get(wire.edge.to)];
    if ((focus && touches(wire, focus)) || path?.edges.has(wire.edge)) continue;
    ctx.save();
    ctx.globalAlpha =
      focus || path || !ends.every(L.passes) ? 0.16 : touches(wire, L.state.node) && !how.print ? 1 : 0.82;
    L.drawWire(ctx, wire, how);
    ctx.restore();
  }
  const own = path ? w => path.edges.has(w.edge) : w => focus && touches(w, focus);
  for (const wire of L.scene.wires.filter(own))
    L.drawWire(ctx, wire, { ...how, whole: true, bold: path ? 1.6 : how.bold });
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
