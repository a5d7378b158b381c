// Opening the page.
L.network = new vis.Network(L.mount, L.vis, L.read("graph-options"));
L.sight = () => {
  const how = L.how(),
    at = L.network.getViewPosition();
  how.top = Math.max(0, at.y - L.mount.clientHeight / how.scale / 2);
  how.left = Math.max(0, at.x - L.mount.clientWidth / how.scale / 2);
  return how;
};
L.network.on("beforeDrawing", ctx => L.paintBehind(ctx, L.sight()));
L.network.on("afterDrawing", ctx => {
  L.paintBoxes(ctx, L.sight());
  L.paintAbove(ctx, L.sight());
});

L.startBar();
L.startSearch();
L.showFoot();
L.enlarge();
L.apply(L.readAddress());
L.startMouse();
L.startCurtain();
L.startKeys();
for (const button of document.querySelectorAll("[data-zoom]")) {
  button.addEventListener("click", () =>
    button.dataset.zoom === "fit" ? L.home(true) : L.zoom(Number(button.dataset.zoom)),
  );
}
window.addEventListener("hashchange", () => {
  if (!L.peeking && !L.here()) L.apply(L.readAddress());
});
new ResizeObserver(() => {
  if (!L.mount.clientWidth || !L.mount.clientHeight) return;
  L.enlarge();
  L.network.setSize("100%", "100%");
  L.rebuild();
  L.home();
  L.showFigures();
  L.showLegend();
  L.showPanel();
  L.showUnfolded();
  L.network.redraw();
}).observe(L.mount);

// For tests and for other pages that hold this one: where each box is on the screen, and how to select it.
window.liantu = {
  get nodes() {
    const place = L.mount.getBoundingClientRect(),
      scale = L.network.getScale();
    const rect = r => {
      const { x, y } = L.network.canvasToDOM({ x: r.x, y: r.y });
      return { x: place.left + x, y: place.top + y, width: r.w * scale, height: r.h * scale };
    };
    return L.scene.boxes.map(box => ({
      id: box.node.id,
      segment: box.node.label,
      chain: box.node.chain,
      form: L.formIn(box.node, L.state.view),
      severity: L.severity(box.node),
      ...rect(box),
      chips: L.scene.chips
        ? (L.scene.chips.get(box.node.id) || []).map(chip => ({ name: chip.firm.name, ...rect(chip) }))
        : [],
    }));
  },
  get wires() {
    return (L.scene.wires || [])
      .filter(wire => wire.main)
      .map(wire => ({
        from: wire.edge.from,
        to: wire.edge.to,
        state: wire.edge.state,
        spine: wire.edge.spine,
        points: wire.points,
      }));
  },
  get state() {
    const { chain, view, node, to, open, curtain, firm, panel } = L.state;
    return { chain, view, node, to, open, curtain, firm, panel };
  },
  select: id => L.go({ chain: L.node.get(id).chain, node: id, firm: null }),
};
document.body.classList.add("ready");
