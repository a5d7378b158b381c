// The foot: date, sources, and what the map does not claim.
L.footText = () => {
  const { about, sources } = L.data;
  const kinds = sources.confidence.map(([word, n]) => `${word} ${n}`).join("，");
  return [
    `数据截至 ${about.as_of}`,
    `来源 ${sources.total} 份${kinds ? `（${kinds}）` : ""}`,
    "本库未见 ≠ 县里没有",
    "口径为名录，非普查；缺口均待县里核实",
  ];
};

L.showFoot = () => {
  const [day, sources, warning, rule] = L.footText(),
    { about } = L.data;
  L.fill(
    document.getElementById("foot"),
    L.h("span", {}, "数据截至 ", L.h("b", {}, about.as_of)),
    L.h("span", {}, sources),
    L.h("strong", {}, L.sketch(15, 14, L.warningSign), warning),
    L.h("span.rule", {}, rule),
    L.h("span.aside", { title: L.policyText() }, `图上每个环节画最要紧的来路与去路，其余悬停可见`),
  );
};

L.warningSign = ctx => {
  ctx.beginPath();
  ctx.moveTo(7.5, 1.5);
  ctx.lineTo(14, 12.5);
  ctx.lineTo(1, 12.5);
  ctx.closePath();
  L.border(ctx, L.color.amber, 1.5);
  ctx.fillStyle = L.color.amber;
  ctx.fillRect(6.8, 5, 1.5, 4);
  ctx.fillRect(6.8, 10, 1.5, 1.5);
};

L.policyText = () =>
  Object.entries(L.data.about.policy || {})
    .filter(([, v]) => typeof v !== "object")
    .map(([k, v]) => `${k} = ${v}`)
    .join("\n");
