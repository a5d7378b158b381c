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

L.closeButton = () =>
  L.h("button.link.close", { type: "button", onclick: () => L.go({ panel: false }), title: "Esc" }, "关闭 ×");

L.segmentPanel = node => [
  L.h(
    "div.scroll",
    {},
    L.panelHead(node),
    L.panelFigures(node),
    L.panelWhy(node),
    L.strip(node),
    L.panelFirms(node),
    L.panelTargets(node),
    L.panelBeyond(node),
    L.panelSources(node),
    L.panelChecks(node),
  ),
  L.h(
    "div.actions",
    {},
    L.h(
      "button.primary",
      { type: "button", onclick: event => L.copy(L.evidenceText(node), event.target) },
      "复制依据",
    ),
    L.h("button", { type: "button", onclick: () => L.print("segment") }, "打印本环节"),
  ),
];

L.panelHead = node => {
  const gap = node.gap,
    scored = gap && gap.score !== null;
  const kind =
    scored &&
    L.h(
      `span.tag.kind${L.present.has(node.form) ? ".own" : ""}`,
      {},
      [gap.kind, gap.variant, gap.severity].filter(Boolean).join(" "),
    );
  const word = node.status === "已覆盖" ? `已有 ${node.grade || "强弱待核"}` : node.status.replace("·", " ");
  return L.h(
    "header",
    {},
    L.h("p.path", {}, [node.chain, node.stage, node.parent].filter(Boolean).join(" › "), L.closeButton()),
    L.h("div.name", {}, L.h("h2", {}, node.label), kind, L.h(`span.tag.status.${node.form}`, {}, word)),
  );
};

L.panelFigures = node => {
  const gap = node.gap || {},
    rank = L.rank(node),
    would = gap.would_be;
  const score = gap.score !== null && gap.score !== undefined ? gap.score : would ? would.score : null;
  const item = (name, value, unit) =>
    L.h(
      "div",
      {},
      L.h("dt", {}, name),
      L.h("dd", {}, L.h("b", {}, value), unit ? L.h("small", {}, unit) : null),
    );
  const firms = value => [L.count(value), value === null || value === undefined ? "" : "家"];
  return L.h(
    "dl.five",
    {},
    item(
      would && gap.score === null ? "若空白" : "严重度",
      score === null ? "—" : score.toFixed(2),
      rank ? `第 ${rank} 位` : would && gap.score === null ? would.severity : "",
    ),
    item("本地", ...firms(node.local)),
    item("外地", ...firms(node.elsewhere)),
    item("上游本地", ...firms(gap.upstream_local)),
    item("下游本地", ...firms(gap.downstream_local)),
  );
};

// The sentences of a gap, their decisive words underlaid; the sum stands last, on a line of its own.
L.DECISIVE =
  /(本库(?:未见|仅见|各地均无)[^，；。（）]*|[^，；。、（）：]{0,18}在建(?=[，；。、（）]|$)|待县里核实|一旦停产即断|均非规上、无称号|宜[^，；。]*)/u;
L.sentences = gap => {
  const parts = gap.evidence.flatMap(text => text.split(/(?<=。)/u)).filter(Boolean),
    sums = parts.filter(part => /^(?:连接.*×|0\.\d)/u.test(part));
  const marked = parts
    .filter(part => !sums.includes(part))
    .join("")
    .split(L.DECISIVE)
    .map((part, i) => (i % 2 ? L.h("mark", {}, part) : part));
  return [
    L.h("p", {}, marked),
    sums.map(sum => L.h("p.sum", {}, sum.replace(/([×=])/g, " $1 ").replace(/ = /g, " ＝ "))),
  ];
};

L.panelWhy = node => {
  if (!node.gap) {
    const words =
      node.status === "已覆盖" ? `本地已有 ${node.local} 家,本环节不列缺口。` : "本环节没有缺口记录。";
    return L.h(
      "section",
      {},
      L.h("h3", {}, "现状"),
      L.h("div.evidence", {}, L.h("p", {}, words.replace(",", "，"))),
    );
  }
  const title =
    { 数据不足: "为什么不能下结论", 强链: "为什么要强链", 固链: "为什么要固链", 升链: "为什么要升链" }[
      node.gap.kind
    ] || "为什么是缺口";
  return L.h(
    "section",
    {},
    L.h("h3", {}, title),
    L.h(
      "div.evidence",
      {},
      L.sentences(node.gap),
      node.more.map(gap => [
        L.h("p.also", {}, L.h("b", {}, [gap.kind, gap.variant, gap.severity].filter(Boolean).join(" "))),
        L.sentences(gap),
      ]),
    ),
  );
};
