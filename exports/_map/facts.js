// Lists in the panel: firms and parks here, other chains, sources, what to verify.
L.panelFirms = node =>
  node.firms.length + node.parks.length > 0 &&
  L.h(
    "section",
    {},
    L.h("h3", {}, "本地"),
    L.h(
      "ul.firms",
      {},
      node.firms.map(firm =>
        L.h(
          "li",
          {},
          L.h(
            "button.link",
            { type: "button", onclick: () => L.go({ firm: `local:${firm.id}` }) },
            firm.enterprise,
          ),
          firm.leader && L.h("span.pill.gold.full", {}, "链主"),
          firm.honors.slice(0, 2).map(h => L.h("span.pill.gold", {}, L.honor(h))),
          L.h("span.end", {}, firm.state),
        ),
      ),
      node.parks.map(park =>
        L.h("li", {}, park.park, L.h("span.end", {}, park.stage === "开工" ? "在建" : park.stage)),
      ),
    ),
  );

L.panelBeyond = node =>
  node.beyond.length > 0 &&
  L.h(
    "section",
    {},
    L.h("h3", {}, "接其他链"),
    L.h(
      "ul.firms",
      {},
      node.beyond.map(b =>
        L.h(
          "li",
          {},
          `${b.way === "供" ? "供给" : "来自"} ${b.segment}`,
          L.chain.has(b.chain)
            ? L.h(
                "button.link.end",
                {
                  type: "button",
                  onclick: () => L.go({ chain: b.chain, node: `${b.chain}:${b.segment}`, firm: null }),
                },
                b.chain,
              )
            : L.h("span.end", {}, b.chain),
        ),
      ),
    ),
  );

L.panelSources = node =>
  node.sources.length > 0 &&
  L.h(
    "section",
    {},
    L.h("h3", {}, "资料来源"),
    L.h(
      "ol.sources",
      {},
      node.sources.map(s =>
        L.h(
          "li",
          { title: s.source, onclick: event => event.currentTarget.classList.toggle("open") },
          L.h("span.what", {}, s.source, s.date ? ` ${s.date}` : ""),
          L.h("span.end", {}, s.confidence || "转载"),
        ),
      ),
    ),
  );

L.panelChecks = node =>
  node.checks.length > 0 &&
  L.h(
    "section",
    {},
    L.h("h3", {}, "待县里核实"),
    L.h(
      "ul.checks",
      {},
      node.checks.map(check =>
        L.h("li", {}, L.h("label", {}, L.h("input", { type: "checkbox" }), L.h("span", {}, check))),
      ),
    ),
  );
