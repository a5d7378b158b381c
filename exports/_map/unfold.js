// The enterprises of a box, folded into a count, unfolded beside it on a click.
L.sheet = document.getElementById("unfolded");

L.showUnfolded = () => {
  const box = L.state.open && L.scene.kind === "chain" && L.scene.box.get(L.state.node);
  L.sheet.hidden = !box || L.firmsAt(box.node).length + box.node.parks.length === 0;
  if (L.sheet.hidden) return;
  const { node } = box,
    firms = node.firms.filter(L.passesFirm),
    targets = L.targetsOf(node);
  const list = (title, makers, most, all) => {
    if (!makers.length) return null;
    const first = !L.filtering() && all > makers.length ? `列出 ${makers.length}，共 ${all} 家` : `${makers.length} 家`;
    const body = L.h("ol.firms", {});
    L.unrolled(body, makers, most);
    return [L.h("h3", {}, title, L.h("span.end", {}, first)), body];
  };
  L.fill(
    L.sheet,
    L.h("p.path", {}, node.label, L.h("button.link.close", { type: "button", onclick: () => L.go({ open: false }) }, "收起 ×")),
    list(
      "本地企业",
      firms.map(f => () => L.firmLine(f)),
      60,
      node.count,
    ),
    node.parks.length > 0 && [L.h("h3", {}, "园区"), L.h("ol.firms", {}, node.parks.map(L.parkLine))],
    list(
      "目标企业",
      targets.map((number, i) => () => L.targetLink(L.data.targets[number], i)),
      30,
      node.courted,
    ),
  );
  L.placeUnfolded();
};

L.targetLink = (t, i) =>
  L.line(
    L.score(t.score),
    L.h("span.rank", {}, i + 1),
    L.link(t.short, { firm: `target:${t.id}` }, t.name),
    L.h("span.place", {}, t.place || "所在地不详"),
    L.changeTags(t.marks),
  );

// Below the box where there is room, else above it, within the map.
L.placeUnfolded = () => {
  if (L.sheet.hidden) return;
  const box = L.scene.box.get(L.state.node),
    scale = L.network.getScale();
  const at = L.network.canvasToDOM({ x: box.x, y: box.y }),
    [W, H] = [L.mount.clientWidth, L.mount.clientHeight],
    high = box.h * scale;
  const below = H - at.y - high - 24,
    above = at.y - 24,
    under = below >= 190 || below >= above;
  Object.assign(L.sheet.style, {
    left: `${Math.max(4, Math.min(W - L.sheet.offsetWidth * L.k - 4, at.x - 4)) / L.k}px`,
    maxHeight: `${Math.max(120, Math.min(440 * L.k, under ? below : above)) / L.k}px`,
    top: under ? `${(at.y + high + 8) / L.k}px` : "auto",
    bottom: under ? "auto" : `${(H - at.y + 8) / L.k}px`,
  });
};
