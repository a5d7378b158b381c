// Lists in the panel of a segment: firms and parks here, other chains.
L.parkLine = park => L.line(park.stage === "开工" ? "在建" : park.stage, park.park);

L.firmLine = firm =>
  L.line(
    firm.state,
    L.link(firm.name, { firm: `local:${firm.id}` }),
    firm.leader && L.pill("链主", true),
    firm.pill && L.pill(firm.pill),
    L.changeTags(firm.marks),
  );

L.panelFirms = node => {
  if (!node.firms.length && !node.parks.length) return null;
  const firms = node.firms.filter(L.passesFirm),
    list = L.h("ul.firms", {});
  L.unrolled(list, [...firms.map(f => () => L.firmLine(f)), ...node.parks.map(p => () => L.parkLine(p))], 30);
  const first = node.count > node.firms.length ? `，列出 ${node.firms.length} 家` : "";
  return L.section("本地", node.count > 1 ? `共 ${node.count} 家${first}` : null, list);
};

// The first lines of a long list, and a button for the rest.
L.unrolled = (list, makers, most) => {
  L.fill(
    list,
    makers.slice(0, most).map(make => make()),
  );
  if (makers.length <= most) return;
  const more = L.h(
    "button.link.more",
    {
      type: "button",
      onclick: () =>
        L.fill(
          list,
          makers.map(make => make()),
        ),
    },
    `再看 ${makers.length - most} 家`,
  );
  list.append(L.h("li", {}, more));
};

L.ways = { 供: "供给", 来: "来自", 同: "同列" };
L.panelBeyond = node =>
  node.beyond.length > 0 &&
  L.section(
    "接其他链",
    null,
    L.h(
      "ul.firms",
      {},
      node.beyond.map(b =>
        L.line(null, `${L.ways[b.way]} `, L.toSegment(b.chain, b.segment, b.segment), L.h("span.end", {}, b.chain)),
      ),
    ),
  );

L.chainPanel = name => {
  const chain = L.chain.get(name),
    nodes = L.of.nodes.get(name);
  return L.h(
    "div.scroll",
    {},
    L.h(
      "header",
      {},
      L.h("p.path", {}, [chain.group, chain.category].filter(Boolean).join(" › "), L.closeButton()),
      L.h("div.name", {}, L.h("h2", {}, name)),
    ),
    nodes.length
      ? L.h("p.note", {}, "点一个环节，看它的依据。")
      : L.h("p.note", {}, "这条链还没有环节：在它的链文件里补上 segments，再生成一次。"),
    chain.leaders.length > 0 && L.section("链主", null, L.h("ul.firms", {}, chain.leaders.map(l => L.line(null, l)))),
    chain.parks.length > 0 && L.section("园区", null, L.h("ul.firms", {}, chain.parks.map(p => L.line(null, p)))),
  );
};
