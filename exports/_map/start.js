"use strict";
// What the page holds, looked up by name; its words, and what is shown now.
const L = {};
L.read = id => JSON.parse(document.getElementById(id).textContent);
L.data = L.read("page-data");
L.nodes = L.read("graph-nodes");
L.edges = L.read("graph-edges");
L.node = new Map(L.nodes.map(node => [node.id, node]));
L.chain = new Map(L.data.chains.map(chain => [chain.name, chain]));
L.of = { nodes: new Map(), edges: new Map() };
for (const name of L.chain.keys()) {
  L.of.nodes.set(
    name,
    L.nodes.filter(node => node.chain === name),
  );
  L.of.edges.set(
    name,
    L.edges.filter(edge => L.node.get(edge.from).chain === name),
  );
}
L.firm = new Map(L.data.firms.map(firm => [firm.id, firm]));
L.targetById = new Map([...L.data.targets].reverse().map(target => [target.id, target]));
for (const node of L.nodes) {
  for (const firm of node.firms) {
    const { name, short, honors, pill, marks } = L.firm.get(firm.id);
    Object.assign(firm, { name, short, honors, pill, marks });
  }
}

L.views = { now: "现状", gaps: "缺口", future: "远景" };
L.forms = {
  strong: "优势",
  present: "具备",
  weak: "薄弱",
  building: "在建",
  signed: "已签约",
  gap: "缺口",
  bought: "外采",
  check: "待核",
  unknown: "数据不足",
  plan: "拟引",
};
L.changes = {
  new: { word: "新增", color: "blue" },
  gone: { word: "消失", color: "grey" },
  risen: { word: "上升", color: "red" },
  fallen: { word: "下降", color: "amber" },
};
L.severities = ["紧急", "重要", "一般"];
L.present = new Set(["strong", "present", "weak"]);
L.landing = new Set(["building", "signed"]);
L.stages = ["上游", "中游", "下游", "配套"];

L.state = {
  chain: null,
  view: "gaps",
  node: null,
  firm: null,
  panel: true,
  to: null, // the other end of a path
  curtain: null, // 对比: the share of the width that shows 现状, the rest shows 远景
  open: false, // whether the selected box is unfolded
  picking: false,
  hover: null,
  filters: {},
  hits: new Set(),
};

L.percent = value => (value === null || value === undefined ? "不详" : `${Math.round(value * 100)}%`);
L.count = value => (value === null || value === undefined ? "不详" : String(value));
L.severity = node => (node.gap && node.gap.score !== null ? node.gap.severity : null);
L.level = node => ({ 紧急: 3, 重要: 2, 一般: 1 })[L.severity(node)] || 0;
L.formIn = (node, view) =>
  view === "future" && node.form === "gap" && node.targets.length ? "plan" : node.form;
L.small = () => window.innerWidth < 1500;
L.compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// The most severe gap of a chain, else what might be one, else the first box.
L.worst = name => {
  const nodes = L.of.nodes.get(name) || [];
  const score = node =>
    node.gap ? (node.gap.score ?? (node.gap.would_be ? node.gap.would_be.score - 1 : -2)) : -3;
  return [...nodes].sort((a, b) => score(b) - score(a))[0] || null;
};

// Rank of a gap within its chain, by severity; null without a score.
L.rank = node => {
  if (!node.gap || node.gap.score === null) return null;
  return 1 + L.of.nodes.get(node.chain).filter(o => o.gap && (o.gap.score ?? -1) > node.gap.score).length;
};
