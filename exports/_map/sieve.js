// What the filters let through: segments, and the enterprises shown at them.
L.kindsOf = node => (node.gap ? [node.gap.kind, ...node.more.map(g => g.kind)] : []);
L.honorsOf = firm => [firm.leader && "链主", firm.pill].filter(Boolean);
L.regionOf = firm => ("province" in firm ? firm.province || "不详" : "本地");
L.firmsAt = node => [...node.firms, ...node.targets.map(number => L.data.targets[number])];

// One group of boxes each: title, what a segment has of it, the order of its values, whether enterprises are sifted too.
L.sieves = {
  form: { title: "状态", of: n => [n.form], word: f => L.forms[f], order: Object.keys(L.forms) },
  kind: { title: "缺口类型", of: L.kindsOf, order: ["补链", "延链", "建链", "强链", "固链", "升链", "数据不足"] },
  severity: { title: "严重度", of: n => [L.severity(n)].filter(Boolean), order: L.severities },
  stage: { title: "位置", of: n => [n.stage], order: L.stages },
  confidence: { title: "可信度", of: n => n.confidence, order: ["已核实", "转载", "待核"] },
  honor: { title: "称号", of: n => L.firmsAt(n).flatMap(L.honorsOf), firms: L.honorsOf, order: ["链主"] },
  region: { title: "地区", of: n => L.firmsAt(n).map(L.regionOf), firms: f => [L.regionOf(f)], order: ["本地"] },
  chain: { title: "产业链", of: n => [n.chain], order: L.data.chains.map(c => c.name) },
};

L.chosen = key => L.state.filters[key] || new Set();
L.filtering = () => Object.values(L.state.filters).some(set => set.size);

L.passes = node => {
  if (!L.filtering()) return true;
  if (!L.sifted) {
    const active = Object.entries(L.sieves).filter(([key]) => L.chosen(key).size);
    const met = n => active.every(([key, sieve]) => sieve.of(n).some(value => L.chosen(key).has(value)));
    L.sifted = new Set(L.nodes.filter(met).map(n => n.id));
  }
  return L.sifted.has(node.id);
};

L.passesFirm = firm =>
  ["honor", "region"].every(key => {
    const chosen = L.chosen(key);
    return !chosen.size || L.sieves[key].firms(firm).some(value => chosen.has(value));
  });

L.targetsOf = node =>
  L.filtering() ? node.targets.filter(number => L.passesFirm(L.data.targets[number])) : node.targets;

// The values of a group among these segments, with how many have each.
L.values = (key, nodes) => {
  const { of, order } = L.sieves[key],
    count = new Map();
  for (const node of nodes) for (const value of new Set(of(node))) count.set(value, (count.get(value) || 0) + 1);
  for (const value of L.chosen(key)) if (!count.has(value)) count.set(value, 0);
  const place = value => (order.includes(value) ? order.indexOf(value) : order.length);
  return [...count].sort((a, b) => place(a[0]) - place(b[0]) || b[1] - a[1] || L.compare(a[0], b[0]));
};

// How strongly a segment is drawn: faint where the filter, the pointer or a path leaves it out.
L.alpha = node => {
  if (!L.passes(node)) return 0.16;
  const lit = L.state.near || (L.state.to ? L.route().ids : null);
  return lit && !lit.has(node.id) ? 0.25 : 1;
};
