import type {Finding} from "../study/index.ts";
import {h} from "./dom.ts";
import type {Findings} from "./finding.ts";
import {formatInterval, formatValue, isChange} from "./format.ts";
import {dataTable} from "./table.ts";

/** Rows in sight at once; the search reaches all of them. */
const MOST = 400;

/**
 * Every finding of the build with its source, searchable; a row is anchored by the finding's id, and the one named in
 * the address is always among the rows.
 */
export function findingsIndex(findings: Findings): HTMLElement {
  const all = findings.file.findings;
  const {currency} = findings.file.study;
  const input = h("input", {
    type: "search",
    placeholder: "timing, skill, T01, policy.json …",
    autocomplete: "off",
    spellcheck: "false",
  });
  const status = h("p", {class: "pb-muted", role: "status", "data-artifact": "findings.json"});
  const box = h("div", {"data-artifact": "findings.json"});
  const named = () => decodeURIComponent(location.hash.slice(1));
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = all.filter((f) => f.id === named() || words.every((w) => haystack(f).includes(w)));
    const shown = [...found.filter((f) => f.id === named()), ...found.filter((f) => f.id !== named())].slice(0, MOST);
    status.textContent = `${formatValue(found.length, "count")} of ${formatValue(all.length, "count")} findings${found.length > shown.length ? `; the first ${MOST} are shown` : ""}`;
    box.replaceChildren(findingRows(shown, currency));
  };
  input.addEventListener("input", show);
  const reveal = () => {
    show();
    const row = location.hash === "" ? null : document.getElementById(named());
    row?.classList.add("pb-named"); // :target does not match what was not there when the page opened
    row?.scrollIntoView({block: "center"});
  };
  addEventListener("hashchange", reveal);
  show();
  requestAnimationFrame(() => all.some((f) => f.id === named()) && reveal());
  return h("div", null, h("label", {class: "pb-search"}, "Search the findings", input), status, box);
}

const haystack = (f: Finding) => `${f.id} ${f.label} ${f.method} ${f.stage}/${f.artifact}`.toLowerCase();

function findingRows(rows: readonly Finding[], currency: string): HTMLElement {
  return dataTable({
    caption: "All findings",
    quiet: true,
    rows,
    empty: "No finding has all of these words.",
    id: (f) => f.id,
    columns: [
      {label: "Finding", wrap: true, cell: (f) => [f.label, h("br"), h("code", null, f.id)]},
      {
        label: "Value and interval",
        unit: "ratio",
        term: "interval",
        cell: (f) => {
          const options = {currency, signed: isChange(f.id)};
          return [
            h(
              "strong",
              {"data-finding": f.id, class: f.unit === "text" ? "pb-long" : null},
              formatValue(f.value, f.unit, options),
            ),
            f.interval
              ? h(
                  "div",
                  {class: "pb-interval"},
                  formatInterval(f.interval, f.unit, options),
                  ` at ${formatValue(f.level ?? null, "share")}`,
                )
              : null,
            f.n === null
              ? null
              : h("div", {class: "pb-interval"}, `${formatValue(f.n, "count")} ${f.of ?? "observations"}`),
          ];
        },
      },
      {label: "Method", wrap: true, cell: (f) => (f.note === undefined ? f.method : `${f.method} ${f.note}`)},
      {
        label: "Artifact",
        term: "artifact",
        cell: (f) => [`${f.stage}/${f.artifact}`, h("br"), h("code", null, f.sha256.slice(0, 12))],
      },
    ],
  });
}
