// What all panels are made of: sections, figures, lists, notes and sources.
L.section = (title, end, ...body) =>
  L.h("section", {}, L.h("h3", {}, title, end && L.h("span.end", {}, end)), body);

L.fact = (name, value, unit) =>
  L.h("div", {}, L.h("dt", {}, name), L.h("dd", {}, L.h("b", {}, value), unit ? L.h("small", {}, unit) : null));

// A line of a list: what, and at the right how sure or how many.
L.line = (end, ...what) => L.h("li", {}, what, end && L.h("span.end", {}, end));

L.brief = text => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

L.link = (word, change, title) =>
  L.h("button.link", { type: "button", title: title || null, onclick: () => L.go(change) }, L.brief(word));

L.toSegment = (chain, segment, word) => {
  const id = `${chain}:${segment}`;
  if (!L.node.has(id)) return word || `${segment}（${chain}）`;
  return L.link(word || `${segment}（${chain}）`, { chain, node: id, firm: null });
};

L.pill = (word, full) => L.h(`span.pill.gold${full ? ".full" : ""}`, {}, word);

// The marks of a difference as small tags; the reason is told on hovering and read out.
L.changeTags = marks =>
  marks.map(m => L.h(`span.tag.change.${m.change}`, { title: m.why || null }, L.changes[m.change].word));

L.checkList = (title, questions) =>
  questions.length > 0 &&
  L.section(
    title,
    null,
    L.h(
      "ul.checks",
      {},
      questions.map(q =>
        L.h("li", {}, L.h("label", {}, L.h("input", { type: "checkbox" }), L.h("span", {}, q))),
      ),
    ),
  );

// Raised numbers that lead to the sources below.
L.notes = numbers =>
  numbers.length > 0 &&
  L.h(
    "sup",
    {},
    numbers.map(n =>
      L.h(
        "button.link.ref",
        { type: "button", "aria-label": `来源 ${n}`, onclick: () => L.showSource(n) },
        `[${n}]`,
      ),
    ),
  );

L.showSource = number => {
  const line = L.panel.querySelectorAll(".sources li")[number - 1];
  if (!line) return;
  for (const other of L.panel.querySelectorAll(".sources li.cited")) other.classList.remove("cited");
  line.classList.add("open", "cited");
  line.scrollIntoView({ block: "nearest" });
};

// Sources by their places in the page's list, numbered as they are cited.
L.sourceList = places =>
  places.length > 0 &&
  L.section(
    "资料来源",
    null,
    L.h(
      "ol.sources",
      {},
      places
        .map(place => L.data.sources.list[place])
        .map(s =>
          L.h(
            "li",
            { title: s.source, onclick: event => event.currentTarget.classList.toggle("open") },
            L.h("span.what", {}, s.source, L.h("span.date", {}, s.date ? ` ${s.date}` : " 无日期")),
            L.h("span.end", {}, s.confidence),
          ),
        ),
    ),
  );

L.evidenceOf = gap => gap.evidence.map(([text]) => text).join("");

// The sentences of a gap with their notes, the decisive words underlaid; the sum stands last, on a line of its own.
L.DECISIVE =
  /(本库(?:未见|仅见|各地均无)[^，；。（）]*|[^，；。、（）：]{0,18}在建(?=[，；。、（）]|$)|待县里核实|一旦停产即断|均非规上、无称号|宜[^，；。]*)/u;
L.SUM = /((?:^|(?<=。))(?:连接[^。]*×|0\.\d)[^。]*(?:。|$))/u;
L.sentences = gap => {
  const sums = [];
  const said = gap.evidence.map(([text, notes]) => {
    const kept = text.split(L.SUM).filter((part, i) => {
      if (i % 2) sums.push(part);
      return i % 2 === 0;
    });
    const marked = kept
      .join("")
      .split(L.DECISIVE)
      .map((part, i) => (i % 2 ? L.h("mark", {}, part) : part));
    return [marked, L.notes(notes)];
  });
  return [
    L.h("p", {}, said),
    sums.map(sum => L.h("p.sum", {}, sum.replace(/([×=])/g, " $1 ").replace(/ = /g, " ＝ "))),
  ];
};

L.actions = (...buttons) =>
  L.h(
    "div.actions",
    {},
    buttons.map(([word, act], i) =>
      L.h(`button${i ? "" : ".primary"}`, { type: "button", onclick: event => act(event.currentTarget) }, word),
    ),
  );
