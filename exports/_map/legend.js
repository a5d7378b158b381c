// The legend: the map's own shapes, complete for what is shown.
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

L.legendArc = {
  w: 18,
  h: 17,
  draw: ctx => {
    ctx.beginPath();
    ctx.moveTo(15, 15);
    ctx.bezierCurveTo(15, 7, 11, 4, 6.5, 4);
    L.border(ctx, L.color.quiet, 1);
    ctx.beginPath();
    ctx.arc(4, 4, 2.2, 0, 7);
    L.border(ctx, L.color.quiet, 1.1);
  },
};
L.legendTie = same => ({
  w: 30,
  h: 17,
  draw: ctx => {
    ctx.beginPath();
    ctx.moveTo(1, 13);
    ctx.quadraticCurveTo(15, -1, 29, 13);
    L.border(ctx, L.color.greyWire, 1, same ? [2, 3] : null);
  },
});
L.legendChange = change => ({ w: 13, h: 17, draw: ctx => L.changeSign(ctx, 2, 4, 9, change) });

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
  if (L.state.curtain !== null) {
    const at = groups[0].findIndex(([, word]) => word === L.forms.gap);
    groups[0][at] = [L.legendMark("gap", 0, { view: "now" }), "本库未见"];
  }
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
      [L.legendArc, "接他链"],
    ]);
  } else groups.push([[L.legendTie(false), "链间供给（指着看细）"], [L.legendTie(true), "同一环节"]]);
  if (L.data.changes.length) groups.push(Object.entries(L.changes).map(([change, { word }]) => [L.legendChange(change), word]));
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
