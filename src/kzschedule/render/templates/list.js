"use strict";
(() => {
  const plain = (text) => text.toLowerCase().replaceAll("ё", "е").replaceAll(/\s+/g, " ");
  const form = document.querySelector("form");
  const count = document.getElementById("count");
  const body = document.querySelector("tbody");
  const heads = [...document.querySelectorAll("[data-sorts]")];
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const lines = [...body.rows].map((row, place) => ({
    row, place, since: row.dataset.since, name: row.dataset.name, id: plain(row.id),
    text: plain(`${row.textContent} ${row.dataset.words}`),
  }));
  const orders = {
    row: (one, other) => one.place - other.place,
    name: (one, other) => compare(one.name, other.name) || one.place - other.place,
    newest: (one, other) => compare(other.since, one.since) || one.place - other.place,
    oldest: (one, other) => compare(one.since, other.since) || one.place - other.place,
  };
  let order = "row";

  const sorted = (asked) => {
    if (asked === order || !(asked in orders)) return;
    order = asked;
    body.append(...[...lines].sort(orders[order]).map((line) => line.row));
  };
  const marked = () => {
    for (const head of heads) {
      if (head.dataset.sorts.split(" ").includes(order)) {
        head.setAttribute("aria-sort", order === "newest" ? "descending" : "ascending");
      } else head.removeAttribute("aria-sort");
    }
  };
  const remembered = () => {
    const asked = [...new FormData(form)].filter(([name, value]) => value && !(name === "sort" && value === "row"));
    const hash = asked.length ? `#${new URLSearchParams(asked)}` : location.pathname + location.search;
    try { history.replaceState(null, "", hash); } catch { /* a page that was not opened from an address */ }
  };
  const show = () => {
    const asked = Object.fromEntries(new FormData(form));
    const wanted = plain(asked.q).trim();
    const parts = wanted.split(" ");
    let shown = 0;
    for (const { row, id, text } of lines) {
      const fits = ["table", "section", "act"].every((name) => !asked[name] || row.dataset[name] === asked[name]);
      const found = id === wanted || parts.every((part) => text.includes(part));
      row.hidden = !(fits && found);
      shown += fits && found ? 1 : 0;
    }
    sorted(asked.sort);
    marked();
    count.textContent = count.dataset.said.replace("{shown}", shown).replace("{all}", lines.length);
  };

  form.addEventListener("input", () => { show(); remembered(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { show(); remembered(); }));
  for (const head of heads) {
    head.querySelector("button").addEventListener("click", () => {
      const choices = head.dataset.sorts.split(" ");
      form.elements.sort.value = choices[(choices.indexOf(order) + 1) % choices.length];
      show();
      remembered();
    });
  }
  // A browser that goes back fills the form again by itself; an address may fill it too.
  if (location.hash.includes("=")) {
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      if (form.elements[name]) form.elements[name].value = value;
    }
  }
  show();
})();
