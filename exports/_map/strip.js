// Before, here, after: three boxes in a row in the panel.
L.strip = node => {
  const edges = L.of.edges.get(node.chain),
    worth = n => (L.present.has(n.form) ? 3 : L.landing.has(n.form) ? 2 : n.form === "check" ? 1 : 0);
  const best = (list, end) =>
    list.sort(
      (a, b) =>
        worth(L.node.get(b[end])) * b.necessity - worth(L.node.get(a[end])) * a.necessity ||
        b.necessity - a.necessity ||
        b.spine - a.spine,
    )[0];
  const before = best(
      edges.filter(e => e.to === node.id && !e.serves),
      "from",
    ),
    after = best(
      edges.filter(e => e.from === node.id),
      "to",
    );
  if (!before && !after) return null;
  const w = L.small() ? 72 : 92,
    h = L.small() ? 38 : 42;
  const box = n =>
    n &&
    L.h(
      "button.step",
      { type: "button", title: n.label, onclick: () => L.go({ node: n.id, firm: null }) },
      L.sketch(w + 4, h + 4, ctx => L.stripBox(ctx, n, w, h)),
      L.h(`span${n.form === "gap" ? ".red" : ""}`, {}, L.caption(n)),
    );
  const arrow = edge =>
    L.sketch(26, h + 4, ctx => {
      const wire = {
        edge: { ...edge, spine: false },
        loose: [
          [1, h / 2 + 2],
          [9, h / 2 + 2],
          [16, h / 2 + 2],
          [24, h / 2 + 2],
        ],
      };
      if (edge) L.drawWire(ctx, wire, { view: "gaps", whole: true });
    });
  return L.h(
    "div.strip",
    {},
    before && box(L.node.get(before.from)),
    before && arrow(before),
    box(node),
    after && arrow(after),
    after && box(L.node.get(after.to)),
  );
};

L.stripBox = (ctx, node, w, h) => {
  L.shape(ctx, node.form, 2, 2, w, h, { unit: 0.8, level: L.level(node), view: "gaps" });
  const size = L.small() ? 13 : 14,
    lines = L.wrap(node.label, size, true, w - 16);
  lines.forEach((line, i) =>
    L.text(ctx, line, 2 + w / 2, 2 + (h - lines.length * (size + 1)) / 2 + i * (size + 1), {
      size,
      bold: true,
      color: L.inkOf(node.form),
      align: "center",
    }),
  );
};

L.caption = node => {
  if (node.firms.length)
    return (node.form === "check" ? "待核 " : "") + node.firms.map(f => f.short).join("、");
  if (L.landing.has(node.form)) return `园区${L.forms[node.form]}`;
  return { gap: "本库未见", bought: "外采", unknown: "数据不足" }[node.form] || L.forms[node.form];
};
