"use strict";
(() => {
  const bar = document.querySelector(".filters"), articles = [...document.querySelectorAll("article.claim")];
  const inputs = [...bar.querySelectorAll("input, select")], shown = bar.querySelector("output");
  const texts = new Map();
  const text = (a) => { if (!texts.has(a)) texts.set(a, a.textContent.toLowerCase()); return texts.get(a); };
  const apply = () => {
    const [words, verdict, source, route] = inputs.map((i) => i.value.trim());
    let count = 0;
    for (const a of articles) {
      const has = (key, value) => !value || a.dataset[key].split("|").includes(value);
      const ok = has("verdicts", verdict) && has("sources", source) && has("routes", route)
        && (!words || words.toLowerCase().split(/\s+/).every((w) => text(a).includes(w)));
      a.hidden = !ok; count += ok;
    }
    for (const s of document.querySelectorAll("section.chapter"))
      s.hidden = !s.querySelector("article:not([hidden])");
    shown.textContent = count + " of " + articles.length + " claims shown";
  };
  const unfold = (open) => document.querySelectorAll("article details").forEach((d) => { d.open = open; });
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let e = target; e; e = e.parentElement) { if (e.tagName === "DETAILS") e.open = true; if (e.hidden) e.hidden = false; }
    target.scrollIntoView();
  };
  inputs.forEach((i) => i.addEventListener("input", apply));
  bar.querySelector("[data-unfold]").addEventListener("click", () => unfold(true));
  bar.querySelector("[data-fold]").addEventListener("click", () => unfold(false));
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => unfold(true));
  addEventListener("keydown", (e) => {
    if (e.key === "/" && !/^(INPUT|SELECT)$/.test(e.target.tagName)) { e.preventDefault(); inputs[0].focus(); }
  });
  bar.hidden = false; apply(); if (location.hash) reveal();
})();
