import type {Finding} from "../study/index.ts";
import {h} from "./dom.ts";
import {formatInterval, formatValue, isChange} from "./format.ts";
import {define} from "./glossary.ts";

/**
 * The small card that says where a number comes from or what a word means. One card a page, shown while its subject has
 * the pointer or the focus; it follows the subject in the document, so that Tab reaches its link; Escape closes it.
 */
const findings = new WeakMap<Element, {finding: Finding; currency: string; href: string}>();

/** Makes an element the subject of a card. */
export function attachSource(element: Element, finding: Finding, currency: string, href: string): void {
  findings.set(element, {finding, currency, href});
}

/** The rows of the card of a finding, as pairs of what and value. */
export function sourceRows(f: Finding, currency: string): [string, string][] {
  const rows: [string, string][] = [
    ["Value", typeof f.value === "number" ? exact(f.value, f, currency) : formatValue(f.value, f.unit)],
  ];
  if (f.interval)
    rows.push([
      `${formatValue(f.level ?? null, "share")} interval`,
      formatInterval(f.interval, f.unit, {currency, signed: isChange(f.id)}),
    ]);
  if (f.n !== null) rows.push(["From", `${formatValue(f.n, "count")} ${f.of ?? "observations"}`]);
  rows.push(["Method", f.method]);
  if (f.note !== undefined) rows.push(["Note", f.note]);
  rows.push(["Source", `${f.stage}/${f.artifact}`], ["SHA-256", `${f.sha256.slice(0, 12)}…`]);
  return rows;
}

/** The unrounded number beside the rounded one, unless they say the same. */
function exact(value: number, f: Finding, currency: string): string {
  const short = formatValue(value, f.unit, {currency, signed: isChange(f.id)});
  const long = String(Number(value.toPrecision(10))).replace("-", "\u2212");
  return short.replace(/[^\d.]/g, "") === long.replace(/[^\d.]/g, "") ? short : `${short} (exactly ${long})`;
}

function content(subject: Element): HTMLElement[] | null {
  const source = findings.get(subject);
  if (source !== undefined) {
    const {finding: f, currency, href} = source;
    return [
      h(
        "span",
        {class: "pb-card-title"},
        f.simulated ? h("strong", {class: "pb-simulated"}, "SIMULATED") : null,
        f.label,
      ),
      h(
        "span",
        {class: "pb-card-rows"},
        sourceRows(f, currency).map(([k, v]) =>
          h("span", {class: "pb-card-row"}, h("span", {class: "pb-card-key"}, k), h("span", null, v)),
        ),
      ),
      h("a", {href}, "How to reproduce it"),
    ];
  }
  const term = subject.getAttribute("data-term");
  if (term === null) return null;
  return [h("span", {class: "pb-card-title"}, term), h("span", {class: "pb-card-text"}, define(term))];
}

let installed = false;

/** Starts listening on the document; the second call does nothing. */
export function installSourceCard(): void {
  if (installed || typeof document === "undefined") return;
  installed = true;
  const card = h("span", {class: "pb-card", id: "pb-card", role: "tooltip", hidden: true, popover: "manual"});
  let subject: Element | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hide = () => {
    clearTimeout(timer);
    if (subject === null) return;
    subject.removeAttribute("aria-describedby");
    subject = null;
    card.hidden = true;
    card.remove();
  };
  const show = (next: Element) => {
    clearTimeout(timer);
    if (next === subject) return;
    const inside = content(next);
    if (inside === null) return;
    hide();
    subject = next;
    card.replaceChildren(...inside);
    card.hidden = false;
    next.after(card);
    next.setAttribute("aria-describedby", card.id);
    card.showPopover?.();
    place(card, next);
  };
  const of = (target: EventTarget | null) =>
    target instanceof Element ? target.closest("[data-finding], [data-term]") : null;
  const inCard = (target: EventTarget | null) => target instanceof Node && card.contains(target);

  document.addEventListener("pointerover", (event) => {
    if (inCard(event.target)) return clearTimeout(timer);
    const next = of(event.target);
    if (next) return show(next);
    if (subject !== null && subject !== document.activeElement && !inCard(document.activeElement)) {
      clearTimeout(timer);
      timer = setTimeout(hide, 150);
    }
  });
  document.addEventListener("focusin", (event) => {
    if (inCard(event.target)) return;
    const next = of(event.target);
    if (next) show(next);
    else hide();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!inCard(event.target) && of(event.target) !== subject) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  addEventListener("scroll", () => subject !== null && place(card, subject), {passive: true, capture: true});
  addEventListener("resize", hide);
}

/** Below its subject, above if there is more room; never outside the window, if need be with a scroll bar of its own. */
function place(card: HTMLElement, subject: Element): void {
  const margin = 8;
  const gap = 6;
  card.style.maxHeight = "";
  const at = subject.getBoundingClientRect();
  const {width, height} = card.getBoundingClientRect();
  const below = innerHeight - margin - (at.bottom + gap);
  const above = at.top - gap - margin;
  const under = height <= below || below >= above;
  const shown = Math.min(height, Math.max(120, under ? below : above));
  card.style.maxHeight = `${shown}px`;
  card.style.left = `${Math.max(margin, Math.min(at.left, document.documentElement.clientWidth - width - margin))}px`;
  card.style.top = `${under ? at.bottom + gap : Math.max(margin, at.top - gap - shown)}px`;
}
