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
    worst.length > 0 && L.section("最急的缺口", "严重度", L.h("ol.targets.county", {}, worst.map(L.worstLine))),
    L.changeList(L.data.changes),
    undecided.length > 0 &&
      L.section(
        "待县里确定",
        null,
        L.h("p.note", {}, `${undecided.map(u => u.name).join("、")}：已列入计划，环节未定，不计入各项数字。`),
      ),
  );
};

L.worstLine = (n, i) =>
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
  );

// All that changed since the earlier build, what is gone too.
L.changeList = changes => {
  if (!changes.length) return null;
  const list = L.h("ul.firms", {});
  const line = c =>
    L.line(
      null,
      L.h(`span.tag.change.${c.change}`, {}, L.changes[c.change].word),
      L.changed(c),
      c.why && L.h("span.basis", {}, c.why),
    );
  L.unrolled(
    list,
    changes.map(c => () => line(c)),
    20,
  );
  return L.section("与上次相比", `${changes.length} 处`, list);
};

// What a change is about, as a link where it is still on the map.
L.changed = c => {
  if (c.chain && L.node.has(`${c.chain}:${c.segment}`)) return L.toSegment(c.chain, c.segment);
  const [firm, target] = [L.firm.get(c.id), L.targetById.get(c.id)];
  if (firm || target) return L.link((firm || target).name, { firm: `${firm ? "local" : "target"}:${c.id}` });
  return c.enterprise || c.segment || c.id || c.chain;
};
