// The targets of a segment: a list with ranges, the first with its reason.
L.score = value => (value === null || value === undefined ? "—" : String(Math.round(value * 100)));
L.range = t => `${L.score(t.lower_bound)}—${L.score(t.upper_bound)}`;

L.rangeBar = t =>
  L.sketch(L.small() ? 262 : 340, 12, ctx => {
    const w = (L.small() ? 262 : 340) - 10,
      x = share => 5 + w * Math.max(0, Math.min(1, share || 0));
    ctx.lineCap = "round";
    for (const [a, b, color, width] of [
      [0, 1, "#DDE2E6", 3],
      [t.lower_bound, t.upper_bound, "#8FB3C7", 5],
    ]) {
      ctx.beginPath();
      ctx.moveTo(x(a), 6);
      ctx.lineTo(x(b), 6);
      ctx.strokeStyle = color;
      ctx.lineWidth = width;
      ctx.stroke();
    }
    ctx.beginPath();
    ctx.arc(x(t.score), 6, 4, 0, 7);
    ctx.fillStyle = L.color.blue;
    ctx.fill();
  });

L.panelTargets = node => {
  if (!node.targets.length) {
    if (node.form !== "gap") return null;
    return L.section("目标企业", null, L.h("p.note", {}, "本库未见可招的外地企业。"));
  }
  const found = L.targetsOf(node),
    list = L.h("ol.targets", {});
  L.unrolled(
    list,
    found.map((number, i) => () => L.targetLine(node, number, i)),
    L.small() ? 2 : 4,
  );
  const all = found.length < node.targets.length ? `筛出 ${found.length}，共` : "共",
    first = node.courted > node.targets.length ? `，列出 ${node.targets.length} 家` : "";
  return L.section("目标企业", `推荐分与区间，${all} ${node.courted} 家${first}`, list);
};

L.targetLine = (node, number, i) => {
  const t = L.data.targets[number],
    here = t.segment_id === node.segment_id;
  const other = t.also.find(a => a.segment === node.label),
    score = here || !other ? t.score : other.score;
  return L.h(
    "li",
    { "data-id": t.id },
    L.h(
      "div.line",
      {},
      L.h("span.rank", {}, i + 1),
      L.h(
        "button.link.firm",
        { type: "button", title: t.name, onclick: () => L.go({ firm: `target:${t.id}` }) },
        t.short,
      ),
      L.h("span.place", {}, t.place || "所在地不详"),
      t.pill && L.pill(t.pill),
      L.changeTags(t.marks),
      L.h("span.range", {}, here ? L.range(t) : `首选 ${t.segment}`),
      L.h("b.score", {}, L.score(score)),
    ),
    i === 0 && here && [L.rangeBar(t), L.h("p.reason", {}, t.reason)],
  );
};
