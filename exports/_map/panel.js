// The panel: one segment with its evidence, or the county at a glance.
L.panel = document.getElementById("panel");

L.showPanel = () => {
  const node = L.node.get(L.state.node);
  document.body.classList.toggle("closed", !L.state.panel);
  if (!L.state.panel) return;
  if (L.state.firm) L.fill(L.panel, L.firmPanel(L.state.firm));
  else if (node) L.fill(L.panel, L.segmentPanel(node));
  else if (!L.state.chain) L.fill(L.panel, L.countyPanel());
  else L.fill(L.panel, L.h("div.scroll", {}, L.h("p.note", {}, "点一个环节,看它的依据。")));
  const scroll = L.panel.querySelector(".scroll");
  if (scroll) scroll.scrollTop = 0;
};

L.closeButton = () => L.h("button.link.close", { type: "button", onclick: () => L.go({ panel: false }), title: "Esc" }, "关闭 ×");

L.segmentPanel = node => [
  L.h("div.scroll", {}, L.panelHead(node), L.panelFigures(node), L.panelWhy(node), L.strip(node), L.panelFirms(node),
    L.panelTargets(node), L.panelBeyond(node), L.panelSources(node), L.panelChecks(node)),
  L.h("div.actions", {},
    L.h("button.primary", { type: "button", onclick: event => L.copy(L.evidenceText(node), event.target) }, "复制依据"),
    L.h("button", { type: "button", onclick: () => L.print("segment") }, "打印本环节")),
];

L.panelHead = node => {
  const gap = node.gap, scored = gap && gap.score !== null;
  const kind = scored && L.h(`span.tag.kind${L.present.has(node.form) ? ".own" : ""}`, {}, [gap.kind, gap.variant, gap.severity].filter(Boolean).join(" "));
  const word = node.status === "已覆盖" ? `已有 ${node.grade || "强弱待核"}` : node.status.replace("·", " ");
  return L.h("header", {},
    L.h("p.path", {}, [node.chain, node.stage, node.parent].filter(Boolean).join(" › "), L.closeButton()),
    L.h("div.name", {}, L.h("h2", {}, node.label), kind, L.h(`span.tag.status.${node.form}`, {}, word)));
};

L.panelFigures = node => {
  const gap = node.gap || {}, rank = L.rank(node), would = gap.would_be;
  const score = gap.score !== null && gap.score !== undefined ? gap.score : would ? would.score : null;
  const item = (name, value, unit) => L.h("div", {}, L.h("dt", {}, name), L.h("dd", {}, L.h("b", {}, value), unit ? L.h("small", {}, unit) : null));
  const firms = value => [L.count(value), value === null || value === undefined ? "" : "家"];
  return L.h("dl.five", {},
    item(would && gap.score === null ? "若空白" : "严重度", score === null ? "—" : score.toFixed(2), rank ? `第 ${rank} 位` : would && gap.score === null ? would.severity : ""),
    item("本地", ...firms(node.local)), item("外地", ...firms(node.elsewhere)),
    item("上游本地", ...firms(gap.upstream_local)), item("下游本地", ...firms(gap.downstream_local)));
};

// The sentences of a gap, their decisive words underlaid; the sum stands last, on a line of its own.
L.DECISIVE = /(本库(?:未见|仅见|各地均无)[^，；。（）]*|[^，；。、（）：]{0,18}在建(?=[，；。、（）]|$)|待县里核实|一旦停产即断|均非规上、无称号|宜[^，；。]*)/u;
L.sentences = gap => {
  const parts = gap.evidence.flatMap(text => text.split(/(?<=。)/u)).filter(Boolean), sums = parts.filter(part => /^(?:连接.*×|0\.\d)/u.test(part));
  const marked = parts.filter(part => !sums.includes(part)).join("").split(L.DECISIVE).map((part, i) => (i % 2 ? L.h("mark", {}, part) : part));
  return [L.h("p", {}, marked), sums.map(sum => L.h("p.sum", {}, sum.replace(/([×=])/g, " $1 ").replace(/ = /g, " ＝ ")))];
};

L.panelWhy = node => {
  if (!node.gap) {
    const words = node.status === "已覆盖" ? `本地已有 ${node.local} 家,本环节不列缺口。` : "本环节没有缺口记录。";
    return L.h("section", {}, L.h("h3", {}, "现状"), L.h("div.evidence", {}, L.h("p", {}, words.replace(",", "，"))));
  }
  const title = { 数据不足: "为什么不能下结论", 强链: "为什么要强链", 固链: "为什么要固链", 升链: "为什么要升链" }[node.gap.kind] || "为什么是缺口";
  return L.h("section", {}, L.h("h3", {}, title),
    L.h("div.evidence", {}, L.sentences(node.gap),
      node.more.map(gap => [L.h("p.also", {}, L.h("b", {}, [gap.kind, gap.variant, gap.severity].filter(Boolean).join(" "))), L.sentences(gap)])));
};

// Before, here, after: the neighbours that decide, with the feeds between.
L.strip = node => {
  const edges = L.of.edges.get(node.chain), worth = n => (L.present.has(n.form) ? 3 : L.landing.has(n.form) ? 2 : n.form === "check" ? 1 : 0);
  const best = (list, end) => list.sort((a, b) => worth(L.node.get(b[end])) * b.necessity - worth(L.node.get(a[end])) * a.necessity || b.necessity - a.necessity)[0];
  const before = best(edges.filter(e => e.to === node.id && !e.serves), "from"), after = best(edges.filter(e => e.from === node.id), "to");
  if (!before && !after) return null;
  const w = L.small() ? 72 : 92, h = L.small() ? 38 : 42;
  const box = n => n && L.h("button.step", { type: "button", title: n.label, onclick: () => L.go({ node: n.id, firm: null }) },
    L.sketch(w + 4, h + 4, ctx => L.stripBox(ctx, n, w, h)), L.h(`span${n.form === "gap" ? ".red" : ""}`, {}, L.caption(n)));
  const arrow = edge => L.sketch(26, h + 4, ctx => {
    const wire = { edge: { ...edge, spine: false }, loose: [[1, h / 2 + 2], [9, h / 2 + 2], [16, h / 2 + 2], [24, h / 2 + 2]] };
    if (edge) L.drawWire(ctx, wire, { view: "gaps", whole: true });
  });
  return L.h("div.strip", {}, before && box(L.node.get(before.from)), before && arrow(before), box(node), after && arrow(after), after && box(L.node.get(after.to)));
};

L.stripBox = (ctx, node, w, h) => {
  L.shape(ctx, node.form, 2, 2, w, h, { unit: 0.8, level: L.level(node), view: "gaps" });
  const size = L.small() ? 13 : 14, lines = L.wrap(node.label, size, true, w - 16);
  lines.forEach((line, i) => L.text(ctx, line, 2 + w / 2, 2 + (h - lines.length * (size + 1)) / 2 + i * (size + 1), { size, bold: true, color: L.inkOf(node.form), align: "center" }));
};

L.caption = node => {
  if (node.firms.length) return (node.form === "check" ? "待核 " : "") + node.firms.map(f => f.short).join("、");
  if (L.landing.has(node.form)) return `园区${L.forms[node.form]}`;
  return { gap: "本库未见", bought: "外采", unknown: "数据不足" }[node.form] || L.forms[node.form];
};

L.panelFirms = node => node.firms.length + node.parks.length > 0 && L.h("section", {}, L.h("h3", {}, "本地"),
  L.h("ul.firms", {},
    node.firms.map(firm => L.h("li", {},
      L.h("button.link", { type: "button", onclick: () => L.go({ firm: `local:${firm.id}` }) }, firm.enterprise),
      firm.leader && L.h("span.pill.gold.full", {}, "链主"), firm.honors.slice(0, 2).map(h => L.h("span.pill.gold", {}, L.honor(h))),
      L.h("span.end", {}, firm.state))),
    node.parks.map(park => L.h("li", {}, park.park, L.h("span.end", {}, park.stage === "开工" ? "在建" : park.stage)))));

L.panelBeyond = node => node.beyond.length > 0 && L.h("section", {}, L.h("h3", {}, "接其他链"),
  L.h("ul.firms", {}, node.beyond.map(b => L.h("li", {}, `${b.way === "供" ? "供给" : "来自"} ${b.segment}`,
    L.chain.has(b.chain) ? L.h("button.link.end", { type: "button", onclick: () => L.go({ chain: b.chain, node: `${b.chain}:${b.segment}`, firm: null }) }, b.chain) : L.h("span.end", {}, b.chain)))));

L.panelSources = node => node.sources.length > 0 && L.h("section", {}, L.h("h3", {}, "资料来源"),
  L.h("ol.sources", {}, node.sources.map(s => L.h("li", { title: s.source, onclick: event => event.currentTarget.classList.toggle("open") },
    L.h("span.what", {}, s.source, s.date ? ` ${s.date}` : ""), L.h("span.end", {}, s.confidence || "转载")))));

L.panelChecks = node => node.checks.length > 0 && L.h("section", {}, L.h("h3", {}, "待县里核实"),
  L.h("ul.checks", {}, node.checks.map(check => L.h("li", {}, L.h("label", {}, L.h("input", { type: "checkbox" }), L.h("span", {}, check))))));
