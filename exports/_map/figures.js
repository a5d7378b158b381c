// The row of figures: of the chain, or of the county, where a shared segment counts once.
L.total = () => {
  if (L.state.chain) return L.chain.get(L.state.chain);
  if (L.county) return L.county;
  const best = new Map();
  for (const n of L.nodes) {
    const old = best.get(n.segment_id);
    if (!old || (n.gap?.score ?? -1) > (old.gap?.score ?? -1)) best.set(n.segment_id, n);
  }
  const nodes = [...best.values()],
    weight = test => nodes.filter(test).reduce((a, n) => a + n.necessity, 0);
  const all = weight(() => true),
    share = test => (all ? weight(test) / all : null);
  L.county = {
    coverage: share(n => L.present.has(n.form)),
    coverage_expected: share(n => L.present.has(n.form) || L.landing.has(n.form)),
    future: share(n => L.present.has(n.form) || L.landing.has(n.form) || L.formIn(n, "future") === "plan"),
    segments: nodes.length,
    present: nodes.filter(n => L.present.has(n.form)).length,
    unknown: nodes.filter(n => ["check", "unknown"].includes(n.form)).length,
    gaps: L.severities.map(s => nodes.filter(n => L.severity(n) === s).length),
    targets: new Set(L.data.targets.map(t => t.id)).size,
    more: L.data.chains.some(chain => chain.more),
  };
  return L.county;
};

// 「家」, and where a segment has more targets than are listed, that these are not all.
L.firmsOf = t => (t.more ? "家以上" : "家");

// How many gaps a chain or the county has; where nothing is known yet, that is not 0.
L.gapCount = t => L.count(t.unknown === t.segments ? null : t.gaps.reduce((a, b) => a + b, 0));

L.showFigures = () => {
  const t = L.total(),
    view = L.state.view;
  const item = (name, value, ...rest) => L.h("span.figure", {}, name, L.h("b", {}, value), rest);
  const share =
    view === "future" ? [L.percent(t.coverage), L.h("i", {}, "→"), L.h("b", {}, L.percent(t.future))] : null;
  const wide = L.small() ? 110 : 180;
  const expected =
    t.coverage_expected !== null &&
    Math.round(t.coverage_expected * 100) !== Math.round((t.coverage || 0) * 100);
  L.fill(
    document.getElementById("figures"),
    L.h(
      "span.figure",
      {},
      "覆盖率",
      view === "future"
        ? [L.h("b", {}, share[0]), share[1], share[2]]
        : [
            L.h("b", {}, L.percent(t.coverage)),
            expected && L.h("small", {}, `含在建 ${L.percent(t.coverage_expected)}`),
          ],
      L.sketch(wide, 8, ctx => L.coverBar(ctx, 0, 1, wide, 6, t, view)),
    ),
    L.state.chain ? null : item("产业链", L.data.chains.length),
    item("环节", t.segments),
    item("本地已有", t.present),
    item(
      "缺口",
      L.gapCount(t),
      L.severities.map((s, i) => t.gaps[i] > 0 && L.h("small", {}, `${s} ${t.gaps[i]}`)),
    ),
    t.unknown > 0 && item("不明", t.unknown),
    item("目标企业", t.targets, L.h("small.tight", {}, L.firmsOf(t))),
    L.h(
      "span.aside",
      {},
      { now: "只画本库已有，未见的留白", gaps: "缺口＝远景与现状之差", future: "拟引为首选目标，非既成事实" }[
        view
      ],
    ),
  );
};
