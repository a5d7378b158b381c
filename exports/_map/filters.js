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
      item(c.name, c.name, `覆盖 ${L.percent(c.coverage)}　缺口 ${c.gaps.reduce((a, b) => a + b, 0)}`),
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
};

L.filterItems = () => {
  const nodes = L.state.chain ? L.of.nodes.get(L.state.chain) : L.nodes;
  const kinds = n => (n.gap ? [n.gap.kind, ...n.more.map(g => g.kind)] : []);
  const groups = [
    ["状态", "form", Object.keys(L.forms).filter(f => f !== "plan"), n => [n.form], f => L.forms[f]],
    ["缺口类型", "kind", ["补链", "延链", "建链", "强链", "固链", "升链", "数据不足"], kinds, k => k],
    ["严重度", "severity", L.severities, n => [L.severity(n)], s => s],
    ["位置", "stage", L.stages, n => [n.stage], s => s],
  ];
  const again = () => {
    L.showBar();
    L.network.redraw();
    L.fill(document.getElementById("filter-list"), L.filterItems());
  };
  const box = (group, value, word, count) =>
    L.h(
      "label",
      {},
      L.h("input", {
        type: "checkbox",
        checked: L.state.filters[group].has(value),
        disabled: !count && !L.state.filters[group].has(value),
        onchange: event => {
          event.target.checked ? L.state.filters[group].add(value) : L.state.filters[group].delete(value);
          again();
        },
      }),
      L.h("span", {}, word),
      L.h("span.end", {}, count),
    );
  return [
    L.h(
      "div.columns",
      {},
      groups.map(([title, group, values, of, word]) =>
        L.h(
          "fieldset",
          {},
          L.h("legend", {}, title),
          values.map(value =>
            box(group, value, word(value), nodes.filter(n => of(n).includes(value)).length),
          ),
        ),
      ),
    ),
    L.h(
      "button.link",
      {
        type: "button",
        onclick: () => {
          Object.values(L.state.filters).forEach(set => set.clear());
          again();
        },
      },
      "全部清除",
    ),
  ];
};
