// The way between two chosen segments, along feeds and from chain to chain.
L.STEPS = { 供给: 1, 来自: 4, 同一环节: 0.1 }; // downstream wherever that leads there; a shared segment is hardly a step

L.allWays = () => {
  if (L.waysFrom) return L.waysFrom;
  const found = new Map(L.nodes.map(n => [n.id, []]));
  const add = (from, to, how, edge) => {
    if (found.has(from) && found.has(to)) found.get(from).push({ to, how, edge, cost: L.STEPS[how] });
  };
  for (const edge of L.edges) {
    add(edge.from, edge.to, "供给", edge);
    add(edge.to, edge.from, "来自", edge);
  }
  for (const node of L.nodes) {
    for (const { way, chain, segment } of node.beyond) {
      const other = `${chain}:${segment}`;
      if (way === "同") add(node.id, other, "同一环节");
      else {
        add(node.id, other, way === "供" ? "供给" : "来自");
        add(other, node.id, way === "供" ? "来自" : "供给");
      }
    }
  }
  L.waysFrom = found;
  return found;
};

// Steps from one segment to another, the first without a way; null when nothing leads there.
L.pathBetween = (start, end) => {
  const ways = L.allWays(),
    best = new Map([[start, { cost: 0 }]]),
    open = new Set([start]);
  while (open.size) {
    let at = null;
    for (const id of open) if (at === null || best.get(id).cost < best.get(at).cost) at = id;
    open.delete(at);
    if (at === end) break;
    for (const way of ways.get(at)) {
      const cost = best.get(at).cost + way.cost;
      if (cost < (best.get(way.to)?.cost ?? Infinity)) {
        best.set(way.to, { cost, from: at, way });
        open.add(way.to);
      }
    }
  }
  if (!best.has(end)) return null;
  const steps = [];
  for (let id = end; id; id = best.get(id).from) steps.unshift({ node: L.node.get(id), way: best.get(id).way });
  return steps;
};

// The path that is shown, worked out once.
L.route = () => {
  const { node, to } = L.state;
  if (L.pathShown?.node !== node || L.pathShown?.to !== to) {
    const steps = L.pathBetween(node, to) || [];
    L.pathShown = {
      node,
      to,
      steps,
      ids: new Set([node, to, ...steps.map(s => s.node.id)]),
      edges: new Set(steps.map(s => s.way?.edge).filter(Boolean)),
    };
  }
  return L.pathShown;
};

L.pickPath = (on = true) => {
  L.state.picking = on && Boolean(L.state.node);
  document.body.classList.toggle("picking", L.state.picking);
  document.getElementById("hint").hidden = !L.state.picking;
};

// Select a box, or take it as the other end of a path.
L.choose = (id, asEnd) => {
  if ((asEnd || L.state.picking) && L.state.node && id !== L.state.node) {
    L.pickPath(false);
    L.go({ to: id, firm: null, panel: true });
  } else L.go({ chain: L.node.get(id).chain, node: id, firm: null, to: null });
};

L.pathPanel = () => {
  const { steps } = L.route(),
    [start, end] = [L.node.get(L.state.node), L.node.get(L.state.to)];
  const missing = steps.map(s => s.node).filter(n => !L.present.has(n.form));
  return [
    L.h(
      "div.scroll",
      {},
      L.h(
        "header",
        {},
        L.h("p.path", {}, "路径", L.closeButton()),
        L.h("div.name", {}, L.h("h2.long", {}, `${start.label} → ${end.label}`)),
      ),
      steps.length
        ? L.h(
            "p.note",
            {},
            `${steps.length - 1} 步，${missing.length ? `其中 ${missing.length} 个环节本地尚无：${missing.map(n => n.label).join("、")}。` : "各环节本地都有。"}`,
          )
        : L.h("p.note", {}, "图上没有供给关系把这两个环节连起来。"),
      L.h("ol.steps", {}, steps.map(L.pathStep)),
    ),
    L.actions(
      ["换终点", () => L.pickPath()],
      ["不看路径", () => L.go({ to: null })],
    ),
  ];
};

L.pathStep = ({ node, way }) =>
  L.h(
    "li",
    {},
    way && L.h("p.way", {}, { 供给: "↓ 供给", 来自: "↑ 来自", 同一环节: "＝ 同一环节，另一条链" }[way.how]),
    L.h(
      "div.line",
      {},
      L.toSegment(node.chain, node.label, node.label),
      L.h("span.place", {}, node.chain === L.state.chain ? node.stage : node.chain),
      L.h(`span.tag.status.${node.form}`, {}, L.forms[node.form]),
    ),
  );
