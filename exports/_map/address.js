// The address: what is shown stands in it, so that a view can be sent as a link, and back and forward work.
L.readAddress = () => {
  const asked = new URLSearchParams(location.hash.slice(1)),
    change = {};
  const chain = asked.get("chain");
  change.chain = chain === "全县" ? null : L.chain.has(chain) ? chain : L.first();
  change.view = asked.get("view") in L.views ? asked.get("view") : "gaps";
  const share = Number(asked.get("compare"));
  change.curtain = share > 0 && share < 100 ? share / 100 : null;
  if (change.curtain !== null) change.view = "future";
  const id = `${change.chain}:${asked.get("node")}`;
  const worst = change.chain ? L.worst(change.chain) : null;
  change.node = L.node.has(id) ? id : asked.get("node") === "" || !worst ? null : worst.id;
  change.to = change.node && L.node.has(asked.get("to")) ? asked.get("to") : null;
  change.open = asked.get("open") === "1";
  change.firm = asked.get("firm");
  change.panel = asked.get("panel") !== "0";
  change.filters = Object.fromEntries(
    Object.keys(L.sieves).map(key => [key, new Set(asked.getAll(`filter-${key}`))]),
  );
  return change;
};

// The chain to open with: the county's main one (the first), or the county where that has no segments.
L.first = () => {
  const main = L.data.chains[0];
  return main && main.segments ? main.name : null;
};

L.address = () => {
  const { chain, view, node, to, open, firm, panel, curtain } = L.state,
    parts = [
      ["chain", chain || "全县"],
      ["view", view],
    ];
  if (curtain !== null) parts.push(["compare", String(Math.round(curtain * 100))]);
  if (node) parts.push(["node", L.node.get(node).label]);
  if (to) parts.push(["to", to]);
  if (open) parts.push(["open", "1"]);
  if (firm) parts.push(["firm", firm]);
  if (!panel) parts.push(["panel", "0"]);
  for (const key of Object.keys(L.sieves))
    for (const value of [...L.chosen(key)].sort()) parts.push([`filter-${key}`, value]);
  return `#${new URLSearchParams(parts)}`;
};

// Whether the address already says what is shown.
L.here = () => new URLSearchParams(location.hash.slice(1)).toString() === L.address().slice(1);

// Change what is shown and write it into the address; the address then leads back here.
L.go = change => {
  const next = { ...change };
  if ("chain" in next && next.chain !== L.state.chain) {
    next.to ??= null;
    if (!next.node) next.node = next.chain ? (L.worst(next.chain)?.id ?? null) : null;
  }
  if ("node" in next && next.node) next.panel = next.panel ?? true;
  if ("node" in next && next.node !== L.state.node) next.open ??= false;
  if ("view" in next) next.curtain ??= null;
  if (next.firm) next.panel = true;
  L.apply(next);
  if (!L.here()) location.hash = L.address();
};

L.apply = change => {
  const before = { ...L.state },
    moved = !L.scene || ["chain", "panel"].some(key => key in change && change[key] !== before[key]);
  if (L.scene && (moved || ("view" in change && change.view !== before.view))) L.fade();
  Object.assign(L.state, change, { hover: null, near: null, card: null });
  if (change.filters) L.sifted = null;
  L.showPanel();
  if (moved || change.filters) L.rebuild();
  if (moved) L.home();
  document.body.classList.toggle("county", !L.state.chain);
  L.showBar();
  L.showFigures();
  L.showLegend();
  L.showCurtain();
  if (L.state.node && L.state.node !== before.node) L.reveal(L.state.node);
  L.showUnfolded();
  L.network.redraw();
  const node = L.node.get(L.state.node);
  document.getElementById("said").textContent = node
    ? [node.label, L.forms[node.form], node.gap?.kind, L.severity(node)].filter(Boolean).join(" ")
    : "";
};

// Bring a box into sight when the map is larger than its window.
L.reveal = id => {
  const box = L.scene.box.get(id);
  if (!box || L.scene.kind !== "chain") return;
  const scale = L.network.getScale(),
    at = L.network.getViewPosition();
  const half = [L.mount.clientWidth / scale / 2, L.mount.clientHeight / scale / 2];
  const inside =
    Math.abs(box.x + box.w / 2 - at.x) < half[0] - box.w * 0.6 &&
    Math.abs(box.y + box.h / 2 - at.y) < half[1] - box.h;
  if (inside) return;
  L.lookAt(box.x + box.w / 2, box.y + box.h / 2, scale);
  L.clamp();
};

// The old picture over the new one, gone in 160 ms.
L.fade = () => {
  const old = L.mount.querySelector("canvas");
  if (!old || !old.width || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const copy = L.h("canvas.fade");
  copy.width = old.width;
  copy.height = old.height;
  copy.style.width = `${old.clientWidth}px`;
  copy.style.height = `${old.clientHeight}px`;
  copy.getContext("2d").drawImage(old, 0, 0);
  L.mount.parentElement.append(copy);
  requestAnimationFrame(() => requestAnimationFrame(() => copy.classList.add("gone")));
  setTimeout(() => copy.remove(), 260);
};
