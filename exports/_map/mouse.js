// The mouse: choosing, hovering, moving the map.
L.startMouse = () => {
  L.network.on("click", ({ pointer, event }) => {
    const hit = L.hit(pointer.canvas),
      shift = Boolean(event.srcEvent?.shiftKey);
    if (!hit) return;
    if (hit.card) {
      if (hit.card.chain) L.go({ chain: hit.card.chain.name, node: null, firm: null });
    } else if (hit.chip) L.go({ node: hit.node.id, firm: `target:${hit.chip.firm.id}` });
    else if (L.unfolds(hit) && !shift && !L.state.picking) L.unfold(hit.node.id);
    else L.choose(hit.node.id, shift);
  });
  L.mount.addEventListener("mousemove", event => {
    const place = L.mount.getBoundingClientRect();
    const hit = L.hit(L.network.DOMtoCanvas({ x: event.clientX - place.left, y: event.clientY - place.top }));
    L.hover(event.buttons ? null : hit);
  });
  L.mount.addEventListener("mouseleave", () => L.hover(null));
  L.network.on("zoom", L.clamp);
  L.network.on("dragEnd", L.clamp);
  L.network.on("afterDrawing", L.placeUnfolded);
  L.mount.addEventListener(
    "wheel",
    event => {
      if (L.scene.kind !== "county") return;
      const at = L.network.getViewPosition();
      event.preventDefault();
      event.stopImmediatePropagation();
      L.lookAt(at.x, at.y + event.deltaY / L.k, L.k);
      L.clamp();
    },
    { capture: true, passive: false },
  );
};

L.hover = hit => {
  const id = hit && hit.node ? hit.node.id : null,
    card =
      hit &&
      (hit.card
        ? hit.card.chain
        : hit.node && L.scene.kind === "county"
          ? L.chain.get(hit.node.chain)
          : null);
  L.mount.title = hit?.chip ? hit.chip.firm.name : hit?.node && L.scene.kind === "chain" ? L.fullName(hit.node) : "";
  L.mount.style.cursor = hit && (hit.node || (hit.card && hit.card.chain)) ? "pointer" : "";
  if (id === L.state.hover && card === L.state.card) return;
  L.state.hover = id;
  L.state.card = card;
  L.state.near = id && L.scene.kind === "chain" ? L.neighbours(id) : null;
  L.network.redraw();
};

// The line of enterprises unfolds, and a second click on the selected box.
L.unfolds = hit =>
  hit.fold || (L.scene.kind === "chain" && hit.node.id === L.state.node && !L.state.firm && !L.state.to);

// Unfold a box, or fold it up again.
L.unfold = id => L.go({ node: id, firm: null, to: null, open: !(L.state.open && L.state.node === id) });

// What a box has no room for.
L.fullName = node => [node.label, ...node.firms.slice(0, 8).map(f => f.name)].join("\n").slice(0, 400);
