// Finding chains, segments and enterprises, by characters or by pinyin.
L.index = [
  ...L.data.chains.map(c => ({
    kind: "产业链",
    name: c.name,
    pinyin: c.pinyin,
    go: { chain: c.name, node: null, firm: null },
  })),
  ...L.nodes.map(n => ({
    kind: "环节",
    name: n.label,
    note: n.chain,
    pinyin: n.pinyin,
    go: { chain: n.chain, node: n.id, firm: null },
  })),
  ...L.data.firms.map(f => ({
    kind: "本地企业",
    name: f.name,
    short: f.short,
    note: (f.places[0] || {}).segment,
    pinyin: f.pinyin,
    firm: `local:${f.id}`,
    places: f.places.filter(p => L.node.has(`${p.chain}:${p.segment}`)),
  })),
  ...L.data.targets.map((t, i) => ({
    kind: "目标企业",
    name: t.name,
    short: t.short,
    note: [t.place, t.segment].filter(Boolean).join(" "),
    pinyin: t.pinyin,
    firm: `target:${t.id}`,
    places: [t],
    number: i,
  })),
];

// How well an entry answers: smaller is better, null is not at all.
L.match = (entry, query) => {
  const name = entry.name.toLowerCase(),
    at = name.indexOf(query);
  if (entry.short && entry.short.toLowerCase() === query) return 0;
  if (at >= 0) return at === 0 ? (name.length === query.length ? 0 : 1) : 2;
  if (!/^[a-z0-9]+$/.test(query)) return null;
  const full = entry.pinyin[entry.pinyin.length - 1],
    initials = entry.pinyin.slice(0, -1);
  if (initials.some(word => word === query)) return 1;
  if (initials.some(word => word.startsWith(query)) || full.startsWith(query)) return 3;
  if (query.length > 1 && (initials.some(word => word.includes(query)) || full.includes(query))) return 4;
  return null;
};

L.find = text => {
  const query = text.trim().toLowerCase().replace(/\s+/g, "");
  if (!query) return [];
  const kinds = ["产业链", "环节", "本地企业", "目标企业"];
  const near = entry => (entry.go && entry.go.chain === L.state.chain ? 0 : 1);
  return L.index
    .map(entry => ({ entry, worth: L.match(entry, query) }))
    .filter(r => r.worth !== null)
    .sort(
      (a, b) =>
        a.worth - b.worth ||
        kinds.indexOf(a.entry.kind) - kinds.indexOf(b.entry.kind) ||
        near(a.entry) - near(b.entry),
    )
    .map(r => r.entry);
};

// Where an enterprise is shown: in the chain that is open, if it has a place there.
L.placeOf = entry => (entry.places || []).find(p => p.chain === L.state.chain) || (entry.places || [])[0];

L.openEntry = entry => {
  if (L.state.picking) {
    const there = L.placeOf(entry);
    const place = entry.go ? entry.go.node : there && `${there.chain}:${there.segment}`;
    if (L.node.has(place)) L.choose(place, true);
    return undefined;
  }
  if (entry.go) return L.go({ panel: true, to: null, ...entry.go });
  const there = L.placeOf(entry),
    place = there && `${there.chain}:${there.segment}`;
  return L.go({
    panel: true,
    to: null,
    firm: entry.firm,
    ...(L.node.has(place) ? { chain: there.chain, node: place } : {}),
  });
};

L.startSearch = () => {
  const input = document.getElementById("search"),
    list = document.getElementById("found");
  let found = [],
    at = 0;
  const open = on => {
    list.hidden = !on;
  };
  L.menus.push(on => {
    if (!on) open(false);
  });
  const draw = () => {
    L.fill(
      list,
      found.length
        ? found.map((entry, i) =>
            L.h(
              `button.item${i === at ? ".on" : ""}`,
              { type: "button", role: "option", "aria-selected": String(i === at), onclick: () => choose(i) },
              L.h("span.label", {}, entry.name),
              entry.note && L.h("span.note", {}, entry.note),
              L.h("span.end", {}, entry.kind),
            ),
          )
        : L.h("p.note", {}, "没有找到,可试试拼音首字母。".replace(",", "，")),
    );
    const on = list.querySelector(".on");
    if (on) on.scrollIntoView({ block: "nearest" });
  };
  const choose = i => {
    const entry = found[i];
    input.value = "";
    L.state.hits = new Set();
    open(false);
    input.blur();
    if (entry) L.openEntry(entry);
  };
  input.addEventListener("input", () => {
    const all = L.find(input.value);
    found = all.slice(0, 14);
    at = 0;
    L.state.hits = new Set(
      all.flatMap(e =>
        e.go && e.go.node ? [e.go.node] : e.number !== undefined ? [`firm:${e.number}`] : [],
      ),
    );
    draw();
    open(Boolean(input.value.trim()));
    L.network.redraw();
  });
  input.addEventListener("click", event => event.stopPropagation());
  input.addEventListener("keydown", event => {
    if (event.key === "Enter") choose(at);
    else if (event.key === "Escape") {
      input.value = "";
      input.dispatchEvent(new Event("input"));
      input.blur();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % Math.max(1, found.length);
      draw();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
};
