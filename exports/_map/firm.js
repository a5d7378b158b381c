// One enterprise in the panel, with all its facts.
L.firmPanel = ref => {
  const [kind, id] = [ref.slice(0, ref.indexOf(":")), ref.slice(ref.indexOf(":") + 1)];
  const node = L.node.get(L.state.node);
  const back = L.h("p.path", {}, L.link(node ? `‹ ${node.label}` : "‹ 返回", { firm: null }), L.closeButton());
  const firm = kind === "target" ? L.targetById.get(id) : L.firm.get(id);
  if (!firm) return L.h("div.scroll", {}, back, L.h("p.note", {}, "没有这家企业。"));
  const text = () => [firm.name, firm.region || "", firm.reason || ""].filter(Boolean).join("\n");
  return [
    L.h(
      "div.scroll",
      {},
      L.h(
        "header",
        {},
        back,
        L.h("div.name", {}, L.h("h2.long", {}, L.brief(firm.name)), L.changeTags(firm.marks)),
        firm.marks.filter(m => m.why).map(m => L.h("p.note.why", {}, m.why)),
      ),
      kind === "target" ? L.targetFacts(firm) : L.localFacts(firm),
    ),
    L.actions(["复制依据", button => L.copy(text(), button)], ["打印", () => L.print("segment")]),
  ];
};

L.tags = (...words) =>
  L.h("p.tags", {}, words.filter(Boolean).map(word => (word instanceof Node ? word : L.h("span.tag.plain", {}, word))));

L.targetFacts = t => [
  L.tags(t.region || "所在地不详", t.mode, t.tier),
  L.h(
    "dl.five.even",
    {},
    L.fact("推荐分", L.score(t.score), `第 ${t.rank} 位`),
    L.fact("区间", L.range(t)),
    L.fact("契合", L.score(t.fit)),
    L.fact("资料覆盖", L.percent(t.coverage)),
    L.fact("入选稳定", L.percent(t.stability)),
  ),
  L.section("为什么推荐", null, L.rangeBar(t), L.h("div.evidence", {}, L.h("p", {}, t.reason))),
  t.basis &&
    L.section(
      "为什么归入本环节",
      null,
      L.h("div.evidence", {}, L.h("p", {}, t.basis, L.notes(t.source === null ? [] : [1]))),
    ),
  L.section("五项依据", "权重、值", L.h("ul.features", {}, t.features.map(L.feature))),
  t.honors.length > 0 && L.section("称号", null, L.h("ul.firms", {}, t.honors.map(L.honorLine))),
  L.checkList("签约前核实", t.checks),
  L.section(
    "对应缺口",
    null,
    L.h(
      "ul.firms",
      {},
      [t, ...t.also].map(a => L.line(`${L.score(a.score)} 分`, L.toSegment(a.chain, a.segment), ` ${a.gap}`)),
    ),
  ),
  L.sourceList(t.source === null ? [] : [t.source]),
];

L.honorLine = h =>
  L.line(
    [h.level, h.year, h.expired ? "已过期待复核" : ""].filter(Boolean).join(" "),
    [h.name, h.rank ? `第 ${h.rank} 位` : ""].filter(Boolean).join(" "),
  );

L.feature = f =>
  L.h(
    "li",
    {},
    L.h("span.what", {}, f.name),
    L.h("span.weight", {}, Math.round(f.weight)),
    L.sketch(72, 10, ctx => {
      ctx.fillStyle = "#DDE2E6";
      ctx.fillRect(0, 3, 72, 4);
      ctx.fillStyle = L.color.blue;
      ctx.fillRect(0, 3, 72 * Math.max(0, Math.min(1, f.value || 0)), 4);
    }),
    L.h(`b${f.value === null ? ".none" : ""}`, {}, f.value === null ? "不详" : L.score(f.value)),
    f.why && f.why !== "不详" && L.h("p", {}, f.why),
  );

L.localFacts = firm => {
  const sources = [...new Set(firm.places.map(p => p.source).filter(s => s !== null))];
  return [
    L.tags("本地企业", firm.leader && L.pill("链主", true), ...firm.honors.map(h => L.pill(h))),
    L.section(
      "所在环节",
      null,
      L.h(
        "ul.firms.reasons",
        {},
        firm.places.map(p =>
          L.line(
            p.state,
            L.toSegment(p.chain, p.segment),
            p.basis &&
              L.h("span.basis", {}, p.basis, L.notes(p.source === null ? [] : [sources.indexOf(p.source) + 1])),
          ),
        ),
      ),
    ),
    L.sourceList(sources),
  ];
};
