// Moving about: mouse, keys, the address, back and forward.
L.read_ = () => {
  const asked = new URLSearchParams(location.hash.slice(1)),
    change = {};
  const chain = asked.get("chain");
  change.chain = chain === "全县" ? null : L.chain.has(chain) ? chain : L.first();
  change.view = asked.get("view") in L.views ? asked.get("view") : "gaps";
  const id = `${change.chain}:${asked.get("node")}`;
  const worst = change.chain ? L.worst(change.chain) : null;
  change.node = L.node.has(id) ? id : asked.get("node") === "" || !worst ? null : worst.id;
  change.firm = asked.get("firm");
  change.panel = asked.get("panel") !== "0";
  return change;
};

// The chain to open with: that of the most severe gap which something here already leads to.
L.first = () => {
  const scored = L.nodes.filter(n => n.gap && n.gap.score !== null && !L.present.has(n.form));
  scored.sort((a, b) => (a.gap.kind === "建链") - (b.gap.kind === "建链") || b.gap.score - a.gap.score);
  return scored.length ? scored[0].chain : L.data.chains.length ? L.data.chains[0].name : null;
};

L.address = () => {
  const { chain, view, node, firm, panel } = L.state,
    parts = [
      ["chain", chain || "全县"],
      ["view", view],
    ];
  if (node) parts.push(["node", L.node.get(node).label]);
  if (firm) parts.push(["firm", firm]);
  if (!panel) parts.push(["panel", "0"]);
  return `#${new URLSearchParams(parts)}`;
};

// Change what is shown and write it into the address; the address then leads back here.
L.go = change => {
  const next = { ...change };
  if ("chain" in next && next.chain !== L.state.chain && !next.node)
    next.node = next.chain ? (L.worst(next.chain)?.id ?? null) : null;
  if ("node" in next && next.node) next.panel = next.panel ?? true;
  if (next.firm) next.panel = true;
  L.apply(next);
  if (!L.here()) location.hash = L.address();
};

// Whether the address already says what is shown.
L.here = () => new URLSearchParams(location.hash.slice(1)).toString() === L.address().slice(1);

L.apply = change => {
  const before = { ...L.state },
    moved = ["chain", "panel"].some(key => key in change && change[key] !== before[key]);
  if (L.scene && (moved || ("view" in change && change.view !== before.view))) L.fade();
  Object.assign(L.state, change, { hover: null, near: null });
  L.showPanel();
  if (moved || !L.scene) {
    L.rebuild();
    L.home();
  }
  document.body.classList.toggle("county", !L.state.chain);
  L.showBar();
  L.showFigures();
  L.showLegend();
  if (L.state.node && L.state.node !== before.node) L.reveal(L.state.node);
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

L.startMouse = () => {
  L.network.on("click", ({ pointer }) => {
    const hit = L.hit(pointer.canvas);
    if (!hit) return;
    if (hit.card) {
      if (hit.card.chain) L.go({ chain: hit.card.chain.name, node: null, firm: null });
    } else if (hit.chip) L.go({ node: hit.node.id, firm: `target:${hit.chip.number}` });
    else L.go({ chain: hit.node.chain, node: hit.node.id, firm: null });
  });
  L.mount.addEventListener("mousemove", event => {
    const place = L.mount.getBoundingClientRect();
    const hit = L.hit(L.network.DOMtoCanvas({ x: event.clientX - place.left, y: event.clientY - place.top }));
    L.hover(event.buttons ? null : hit);
  });
  L.mount.addEventListener("mouseleave", () => L.hover(null));
  L.network.on("zoom", L.clamp);
  L.network.on("dragEnd", L.clamp);
  L.mount.addEventListener(
    "wheel",
    event => {
      if (L.scene.kind !== "county") return;
      const at = L.network.getViewPosition();
      event.preventDefault();
      event.stopImmediatePropagation();
      L.lookAt(at.x, at.y + event.deltaY, 1);
      L.clamp();
    },
    { capture: true, passive: false },
  );
};

L.hover = hit => {
  const id = hit && hit.node && L.scene.kind === "chain" ? hit.node.id : null,
    card =
      hit &&
      (hit.card
        ? hit.card.chain
        : hit.node && L.scene.kind === "county"
          ? L.chain.get(hit.node.chain)
          : null);
  L.mount.style.cursor = hit && (hit.node || (hit.card && hit.card.chain)) ? "pointer" : "";
  if (id === L.state.hover && card === L.state.card) return;
  L.state.hover = id;
  L.state.card = card;
  L.state.near = id ? L.neighbours(id) : null;
  L.network.redraw();
};

// Tab goes through the boxes column by column and then on; arrows go to the nearest box that way.
L.step = (key, back) => {
  const boxes = L.scene.boxes,
    at = boxes.findIndex(box => box.node.id === L.state.node);
  if (key === "Tab") {
    const order = [...boxes].sort((a, b) => a.x - b.x || a.y - b.y),
      i = order.findIndex(box => box.node.id === L.state.node);
    return order[i < 0 ? 0 : i + (back ? -1 : 1)] || null;
  }
  if (at < 0) return boxes[0] || null;
  const here = boxes[at],
    [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const ahead = boxes
    .map(box => ({
      box,
      along: (box.x - here.x) * dx + (box.y - here.y) * dy,
      off: Math.abs((box.x - here.x) * dy) + Math.abs((box.y - here.y) * dx),
    }))
    .filter(r => r.along > 1);
  ahead.sort((a, b) => a.along + 2 * a.off - b.along - 2 * b.off);
  return ahead.length ? ahead[0].box : here;
};

L.startKeys = () => {
  L.mount.addEventListener("keydown", event => {
    if (event.key === "Tab" || event.key.startsWith("Arrow")) {
      const box = L.step(event.key, event.shiftKey);
      if (!box) return;
      event.preventDefault();
      if (L.scene.kind === "chain") L.go({ node: box.node.id, firm: null });
      else {
        L.state.node = box.node.id;
        L.hover({ node: box.node });
      }
    } else if (event.key === "Enter" && L.state.node)
      L.go({ chain: L.node.get(L.state.node).chain, node: L.state.node, panel: true });
    else if (event.key === "+" || event.key === "=") L.zoom(1.25);
    else if (event.key === "-") L.zoom(0.8);
    else if (event.key === "0") L.home();
  });
  document.addEventListener("keydown", event => {
    const typing =
      /^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName) && document.activeElement.type !== "checkbox";
    if (event.key === "/" && !typing) {
      event.preventDefault();
      document.getElementById("search").focus();
    } else if (event.key === "Escape") {
      if (L.anyMenu()) L.closeMenus();
      else if (L.state.firm) L.go({ firm: null });
      else if (L.state.panel) L.go({ panel: false });
    }
  });
  L.mount.addEventListener("focus", () => L.network.redraw());
  L.mount.addEventListener("blur", () => L.network.redraw());
};
