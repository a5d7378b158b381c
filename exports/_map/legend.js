// The legend, and the foot.
L.legendMark = (form, level, how = {}) => ({
  w: 26,
  h: 17,
  draw: ctx => L.shape(ctx, form, 2, 2, 22, 13, { unit: 0.55, level, view: L.state.view, ...how }),
});
L.legendWire = state => ({
  w: 36,
  h: 17,
  draw: ctx =>
    L.drawWire(
      ctx,
      {
        edge: { state, future: state },
        loose: [
          [1, 8.5],
          [12, 8.5],
          [22, 8.5],
          [34, 8.5],
        ],
      },
      { view: "gaps", whole: true },
    ),
});
L.legendPill = (word, color, ring, round) => ({
  w: L.measure(word, 11) + 14,
  h: 19,
  draw: ctx => {
    const w = L.measure(word, 11) + 12;
    if (ring) {
      L.path.round(ctx, 1, 1.5, w, 16, 4);
      L.border(ctx, color, 1);
    }
    L.path.round(
      ctx,
      ring ? 2.6 : 1,
      ring ? 3.1 : 1.5,
      w - (ring ? 3.2 : 0),
      ring ? 12.8 : 16,
      round ? 8 : 2.5,
    );
    L.border(ctx, color, ring ? 1.4 : 1);
    L.text(ctx, word, 1 + w / 2, 3.8, {
      size: 11,
      color: round ? L.color.ink : "#7A5A10",
      bold: ring,
      align: "center",
    });
  },
});

// Groups of legend items; the same list is drawn on the page, in pictures and on paper.
L.legend = () => {
  const view = L.state.view,
    forms = ["strong", "present", "weak", "building", "signed", "gap", "bought", "check", "unknown"];
  const used = new Set(L.scene.boxes.map(box => box.node.form));
  const shown = forms.filter(form => form !== "signed" || used.has("signed"));
  const groups = [
    shown.map(form => [
      L.legendMark(form, form === "gap" ? 1 : 0),
      form === "gap" && view === "now" ? "本库未见" : L.forms[form],
    ]),
  ];
  if (view === "future") groups[0].push([L.legendMark("plan", 0), "拟引"]);
  if (view === "gaps")
    groups.push(
      [3, 2, 1].map((level, i) => [
        {
          w: 46,
          h: 17,
          draw: ctx => {
            L.shape(ctx, "gap", 2, 2, 22, 13, { unit: 0.55, level });
            L.bars(ctx, 44, 15, level, L.color.red);
          },
        },
        L.severities[i],
      ]),
    );
  if (L.scene.kind === "chain") {
    const wires = [
      ["joined", "已接通"],
      ["landing", "在建接通"],
      ["broken", "断在一端"],
      ["dark", "皆缺或不明"],
    ];
    if (view === "future") wires.splice(2, 0, ["planned", "拟接通"]);
    groups.push(
      (view === "now" ? wires.filter(w => w[0] !== "broken") : wires).map(([state, word]) => [
        L.legendWire(state),
        word,
      ]),
    );
    groups.push([
      [L.legendPill("链主", L.color.gold, true), ""],
      [L.legendPill("称号", L.color.gold), ""],
      ...(view === "gaps" ? [[L.legendPill("目标", L.color.chip, false, true), "所在地"]] : []),
    ]);
  }
  return groups;
};

L.showLegend = () =>
  L.fill(
    document.getElementById("legend"),
    L.legend().map(group =>
      L.h(
        "div.group",
        {},
        group.map(([mark, word]) => L.h("span.entry", {}, L.sketch(mark.w, mark.h, mark.draw), word || null)),
      ),
    ),
  );

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
