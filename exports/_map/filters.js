// The menus of the bar: which chain, which view, which segments.
L.startBar = () => {
  const button = document.getElementById("chains"),
    list = document.getElementById("chain-list");
  const open = L.menu(button, list, () =>
    L.fill(
      list,
      L.chainItems(change => {
        open(false);
        L.go(change);
      }),
    ),
  );
  L.fill(
    document.querySelector(".switch"),
    Object.entries(L.views).map(([view, word]) =>
      L.h("button", { type: "button", "data-view": view, onclick: () => L.go({ view }) }, word),
    ),
  );
  const filters = document.getElementById("filter-list");
  L.menu(document.getElementById("filters"), filters, () => L.fill(filters, L.filterItems()));
  const save = document.getElementById("save-list");
  const close = L.menu(document.getElementById("save"), save, () =>
    L.fill(
      save,
      [
        ["图片 PNG（两倍清晰）", L.savePicture],
        ["矢量图 SVG", L.saveDrawing],
        ["表格 CSV（图上所见）", L.saveTable],
        ["打印 A3 横幅", () => L.print("sheet")],
      ].map(([word, act]) =>
        L.h(
          "button.item",
          {
            type: "button",
            onclick: () => {
              close(false);
              act();
            },
          },
          word,
        ),
      ),
    ),
  );
};

L.chainItems = choose => {
  const item = (name, label, note) =>
    L.h(
      `button.item${L.state.chain === name ? ".on" : ""}`,
      {
        type: "button",
        role: "option",
        "aria-selected": String(L.state.chain === name),
        onclick: () => choose({ chain: name, node: null, firm: null, panel: true }),
      },
      L.h("span.label", {}, label),
      note && L.h("span.end", {}, note),
    );
  return [
    item(null, "全县", `${L.data.chains.length} 条链`),
    L.h("hr"),
    L.data.chains.map(c =>
      item(c.name, c.name, `覆盖 ${L.percent(c.coverage)}　缺口 ${L.gapCount(c)}`),
    ),
    L.data.undecided.length > 0 && [
      L.h("hr"),
      L.data.undecided.map(u =>
        L.h(
          "button.item",
          { type: "button", disabled: true },
          L.h("span.label", {}, u.name),
          L.h("span.end", {}, "待县里确定"),
        ),
      ),
    ],
  ];
};

L.showBar = () => {
  document.querySelector("#chains span").textContent = L.state.chain || "全县";
  for (const button of document.querySelectorAll(".switch button")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === L.state.view));
  }
  const active = Object.values(L.state.filters).reduce((sum, set) => sum + set.size, 0);
  const filters = document.getElementById("filters");
  filters.textContent = active ? `筛选 ${active}` : "筛选";
  filters.classList.toggle("on", active > 0);
  document.getElementById("compare").setAttribute("aria-pressed", String(L.state.curtain !== null));
};

L.filterItems = () => {
  const nodes = L.state.chain ? L.of.nodes.get(L.state.chain) : L.nodes;
  const change = filters => {
    L.go({ filters });
    const list = document.getElementById("filter-list"),
      at = [...list.querySelectorAll("input")].indexOf(document.activeElement);
    L.fill(list, L.filterItems());
    list.querySelectorAll("input")[at]?.focus();
  };
  const flip = (key, value, on) => {
    const set = new Set(L.chosen(key));
    on ? set.add(value) : set.delete(value);
    change({ ...L.state.filters, [key]: set });
  };
  const box = (key, value, count) =>
    L.h(
      "label",
      { title: value },
      L.h("input", {
        type: "checkbox",
        checked: L.chosen(key).has(value),
        "data-filter": `${key}=${value}`,
        onchange: event => flip(key, value, event.target.checked),
      }),
      L.h("span.what", {}, (L.sieves[key].word || (v => v))(value)),
      L.h("span.end", {}, count),
    );
  return [
    L.h(
      "div.columns",
      {},
      Object.entries(L.sieves)
        .filter(([key]) => key !== "chain" || !L.state.chain)
        .map(([key, { title }]) =>
          L.h(
            "fieldset",
            {},
            L.h("legend", {}, title),
            L.h("div.values", {}, L.values(key, nodes).map(([value, count]) => box(key, value, count))),
          ),
        ),
    ),
    L.h("button.link", { type: "button", onclick: () => change({}) }, "全部清除"),
  ];
};
