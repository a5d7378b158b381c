// The panel: one segment with its evidence, one enterprise, a path, or the county at a glance.
L.panel = document.getElementById("panel");

L.showPanel = () => {
  const { firm, chain, panel } = L.state,
    node = L.node.get(L.state.node);
  document.body.classList.toggle("closed", !panel);
  if (!panel) return;
  if (firm) L.fill(L.panel, L.firmPanel(firm));
  else if (node && L.state.to) L.fill(L.panel, L.pathPanel());
  else if (node) L.fill(L.panel, L.segmentPanel(node));
  else if (!chain) L.fill(L.panel, L.countyPanel());
  else L.fill(L.panel, L.chainPanel(chain));
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
    L.sourceList(node.sources),
    L.checkList("待县里核实", node.checks),
  ),
  L.actions(
    ["复制依据", button => L.copy(L.evidenceText(node), button)],
    ["找路径", () => L.pickPath()],
    ["打印", () => L.print("segment")],
  ),
];

L.kindWords = gap => [gap.kind, gap.variant, gap.severity].filter(Boolean).join(" ");

L.panelHead = node => {
  const gap = node.gap,
    own = L.present.has(node.form) ? ".own" : "";
  const word = node.status === "已覆盖" ? `已有 ${node.grade || "强弱待核"}` : node.status.replace("·", " ");
  return L.h(
    "header",
    {},
    L.h("p.path", {}, [node.chain, node.stage, node.parent].filter(Boolean).join(" › "), L.closeButton()),
    L.h(
      "div.name",
      {},
      L.h(`h2${node.label.length > 12 ? ".long" : ""}`, {}, L.brief(node.label)),
      gap && gap.score !== null && L.h(`span.tag.kind${own}`, {}, L.kindWords(gap)),
      L.h(`span.tag.status.${node.form}`, {}, word),
      L.changeTags(node.marks),
    ),
    node.marks.filter(m => m.why).map(m => L.h("p.note.why", {}, m.why)),
  );
};

L.panelFigures = node => {
  const gap = node.gap || {},
    rank = L.rank(node),
    would = gap.score === null && gap.would_be;
  const score = gap.score ?? (would ? would.score : null);
  const firms = value => [L.count(value), value === null || value === undefined ? "" : "家"];
  return L.h(
    "dl.five",
    {},
    L.fact(
      would ? "若空白" : "严重度",
      score === null ? "—" : score.toFixed(2),
      rank ? `第 ${rank} 位` : would ? would.severity : "",
    ),
    L.fact("本地", ...firms(node.local)),
    L.fact("外地", ...firms(node.elsewhere)),
    L.fact("上游本地", ...firms(gap.upstream_local)),
    L.fact("下游本地", ...firms(gap.downstream_local)),
  );
};

L.whyTitles = {
  数据不足: "为什么不能下结论",
  强链: "为什么要强链",
  固链: "为什么要固链",
  升链: "为什么要升链",
};

L.panelWhy = node => {
  if (!node.gap) {
    const words =
      node.status === "已覆盖" ? `本地已有 ${node.local} 家，本环节不列缺口。` : "本环节没有缺口记录。";
    return L.section("现状", null, L.h("div.evidence", {}, L.h("p", {}, words)));
  }
  return L.section(
    L.whyTitles[node.gap.kind] || "为什么是缺口",
    null,
    L.h(
      "div.evidence",
      {},
      L.sentences(node.gap),
      node.more.map(gap => [L.h("p.also", {}, L.h("b", {}, L.kindWords(gap))), L.sentences(gap)]),
    ),
  );
};
