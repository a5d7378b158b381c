// The county at a glance: its most severe gaps, whichever chain they stand in.
L.countyPanel = () => {
  const seen = new Set(),
    worst = L.nodes
      .filter(n => L.severity(n) && !L.present.has(n.form))
      .sort((a, b) => b.gap.score - a.gap.score)
      .filter(n => !seen.has(n.segment_id) && seen.add(n.segment_id))
      .slice(0, 12);
  const undecided = L.data.undecided;
  return L.h(
    "div.scroll",
    {},
    L.h(
      "header",
      {},
      L.h("p.path", {}, "全县", L.closeButton()),
      L.h("div.name", {}, L.h("h2", {}, L.data.about.county)),
    ),
    L.h(
      "section",
      {},
      L.h("h3", {}, "最急的缺口", L.h("span.end", {}, "严重度")),
      L.h(
        "ol.targets.county",
        {},
        worst.map((n, i) =>
          L.h(
            "li",
            {},
            L.h(
              "div.line",
              {},
              L.h("span.rank", {}, i + 1),
              L.h(
                "button.link.firm",
                { type: "button", onclick: () => L.go({ chain: n.chain, node: n.id, firm: null }) },
                n.label,
              ),
              L.h("span.place", {}, n.chain),
              L.h("span.range", {}, `${n.gap.kind} ${n.gap.severity}`),
              L.h("b.score", {}, n.gap.score.toFixed(2)),
            ),
          ),
        ),
      ),
    ),
    undecided.length > 0 &&
      L.h(
        "section",
        {},
        L.h("h3", {}, "待县里确定"),
        L.h("p.note", {}, `${undecided.map(u => u.name).join("、")}：已列入计划，环节未定，不计入各项数字。`),
      ),
  );
};
