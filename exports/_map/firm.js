// One enterprise in the panel, with all its facts.
L.firmPanel = ref => {
  const [kind, id] = [ref.slice(0, ref.indexOf(":")), ref.slice(ref.indexOf(":") + 1)];
  const node = L.node.get(L.state.node);
  const back = L.h(
    "p.path",
    {},
    L.h(
      "button.link",
      { type: "button", onclick: () => L.go({ firm: null }) },
      node ? `‹ ${node.label}` : "‹ 返回",
    ),
    L.closeButton(),
  );
  const firm = kind === "target" ? L.data.targets[Number(id)] : L.data.firms.find(f => f.id === id);
  if (!firm) return L.h("div.scroll", {}, back, L.h("p.note", {}, "没有这家企业。"));
  const text = () => [firm.name, firm.region || "", firm.reason || ""].filter(Boolean).join("\n");
  return [
    L.h(
      "div.scroll",
      {},
      L.h("header", {}, back, L.h("div.name", {}, L.h("h2.long", {}, firm.name))),
      kind === "target" ? L.targetFacts(firm) : L.localFacts(firm),
    ),
    L.h(
      "div.actions",
      {},
      L.h("button.primary", { type: "button", onclick: event => L.copy(text(), event.target) }, "复制依据"),
      L.h("button", { type: "button", onclick: () => L.print("segment") }, "打印"),
    ),
  ];
};

L.targetFacts = t => {
  const item = (name, value, unit) =>
    L.h(
      "div",
      {},
      L.h("dt", {}, name),
      L.h("dd", {}, L.h("b", {}, value), unit ? L.h("small", {}, unit) : null),
    );
  return [
    L.h(
      "p.tags",
      {},
      [t.region || "所在地不详", t.mode, t.tier].filter(Boolean).map(word => L.h("span.tag.plain", {}, word)),
    ),
    L.h(
      "dl.five.even",
      {},
      item("推荐分", L.score(t.score), `第 ${t.rank} 位`),
      item("区间", L.range(t)),
      item("契合", L.score(t.fit)),
      item("资料覆盖", L.percent(t.coverage)),
      item("入选稳定", L.percent(t.stability)),
    ),
    L.h(
      "section",
      {},
      L.h("h3", {}, "为什么推荐"),
      L.rangeBar(t),
      L.h("div.evidence", {}, L.h("p", {}, t.reason)),
    ),
    L.h(
      "section",
      {},
      L.h("h3", {}, "五项依据", L.h("span.end", {}, "权重 · 值".replace(" · ", "、"))),
      L.h("ul.features", {}, t.features.map(L.feature)),
    ),
    t.honors.length > 0 &&
      L.h(
        "section",
        {},
        L.h("h3", {}, "称号"),
        L.h(
          "ul.firms",
          {},
          t.honors.map(h =>
            L.h(
              "li",
              {},
              [h.name, h.rank ? `第 ${h.rank} 位` : ""].filter(Boolean).join(" "),
              L.h(
                "span.end",
                {},
                [h.level, h.year, h.expired ? "已过期待复核" : ""].filter(Boolean).join(" "),
              ),
            ),
          ),
        ),
      ),
    t.checks.length > 0 &&
      L.h(
        "section",
        {},
        L.h("h3", {}, "签约前核实"),
        L.h(
          "ul.checks",
          {},
          t.checks.map(c =>
            L.h("li", {}, L.h("label", {}, L.h("input", { type: "checkbox" }), L.h("span", {}, c))),
          ),
        ),
      ),
    L.h(
      "section",
      {},
      L.h("h3", {}, "对应缺口"),
      L.h(
        "ul.firms",
        {},
        [t, ...t.also].map(a =>
          L.h(
            "li",
            {},
            L.toSegment(a.chain, a.segment),
            ` ${a.gap}`,
            L.h("span.end", {}, `${L.score(a.score)} 分`),
          ),
        ),
      ),
    ),
  ];
};

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

L.toSegment = (chain, segment) => {
  const id = `${chain}:${segment}`;
  if (!L.node.has(id)) return `${chain} ${segment}`;
  return L.h(
    "button.link",
    { type: "button", onclick: () => L.go({ chain, node: id, firm: null }) },
    `${segment}（${chain}）`,
  );
};

L.localFacts = firm => [
  L.h(
    "p.tags",
    {},
    L.h("span.tag.plain", {}, "本地企业"),
    firm.leader && L.h("span.pill.gold.full", {}, "链主"),
    firm.honors.map(h => L.h("span.pill.gold", {}, h)),
  ),
  L.h(
    "section",
    {},
    L.h("h3", {}, "所在环节"),
    L.h(
      "ul.firms",
      {},
      firm.places.map(p => L.h("li", {}, L.toSegment(p.chain, p.segment), L.h("span.end", {}, p.state))),
    ),
  ),
];
