// Measures a page of drawings: which boxes, labels and texts overlap, and what leaves its frame.
// Returns one [picture number, kind, first, second] per fault.
() => {
  const faults = [];
  const box = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  };
  const around = (boxes) => ({
    left: Math.min(...boxes.map((one) => one.left)),
    top: Math.min(...boxes.map((one) => one.top)),
    right: Math.max(...boxes.map((one) => one.right)),
    bottom: Math.max(...boxes.map((one) => one.bottom)),
  });
  const overlap = (a, b) =>
    a.left + 1 < b.right && b.left + 1 < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom;
  const inside = (a, b, room) =>
    a.left >= b.left - room && a.right <= b.right + room && a.top >= b.top - room && a.bottom <= b.bottom + room;
  const name = (element) => {
    const owner = element.closest("[data-el], [data-for]");
    return owner ? owner.getAttribute("data-el") || owner.getAttribute("data-for") : element.textContent;
  };

  document.querySelectorAll("svg.dg-svg").forEach((svg, picture) => {
    const all = (selector) => [...svg.querySelectorAll(selector)].map((element) => ({ element, box: box(element) }));
    const compare = (kind, first, second) =>
      first.forEach((a, i) =>
        second.forEach((b, j) => {
          if ((first !== second || i < j) && overlap(a.box, b.box)) {
            faults.push([picture, kind, name(a.element), name(b.element)]);
          }
        }),
      );
    const nodes = all(".dg-node").map(({ element }) => ({
      element,
      box: around([...element.children].filter((child) => child.matches(".dg-s, .dg-band, .dg-solid")).map(box)),
    }));
    const labels = all(".dg-lb");
    const titles = all(".dg-gt");
    const texts = all(".dg-msg text:not(.dg-tn), .dg-frag text");
    compare("node over node", nodes, nodes);
    compare("label over node", labels, nodes);
    compare("label over label", labels, labels);
    compare("label over title", labels, titles);
    compare("title over node", titles, nodes);
    compare("title over title", titles, titles);
    compare("text over text", texts, texts);
    compare("text over node", texts, nodes);
    nodes.forEach((node) =>
      node.element.querySelectorAll("text").forEach((text) => {
        if (!inside(box(text), node.box, 1)) faults.push([picture, "text outside its box", name(text), ""]);
      }),
    );
    labels.forEach((label) => {
      const text = label.element.parentNode.querySelector("text");
      if (text && !inside(box(text), label.box, 3)) faults.push([picture, "text outside its label", name(text), ""]);
    });
    const whole = box(svg);
    all("text, .dg-s, .dg-frame, .dg-line").forEach((part) => {
      if (!inside(part.box, whole, 12)) faults.push([picture, "outside the picture", name(part.element), ""]);
    });
  });
  return faults;
}
