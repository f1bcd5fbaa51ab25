import type {Config} from "vega-lite";

/**
 * Colours are the page's own CSS custom properties (style.css), so that a chart follows light and dark without being
 * drawn again. Every colour in a spec comes from here.
 */
export const ink = {
  text: "var(--pb-ink)",
  muted: "var(--pb-muted)",
  line: "var(--pb-line)",
  paper: "var(--pb-paper)",
  accent: "var(--pb-accent)",
  accentSoft: "var(--pb-accent-soft)",
  neutral: "var(--pb-neutral)",
  neutralSoft: "var(--pb-neutral-soft)",
  better: "var(--pb-better)",
  worse: "var(--pb-worse)",
} as const;

const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** What all charts share: quiet axes, no frame, no legend, labels in the page's type. */
export const config: Config = {
  background: "transparent",
  font,
  aria: false,
  padding: {left: 0, right: 4, top: 4, bottom: 6},
  view: {stroke: null},
  axis: {
    domain: false,
    ticks: false,
    grid: false,
    labelColor: ink.muted,
    labelFontSize: 12,
    labelPadding: 6,
    titleColor: ink.muted,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 10,
  },
  axisY: {grid: true, gridColor: ink.line, titleAngle: 0, titleAlign: "left", titleAnchor: "start"},
  text: {fontSize: 12, color: ink.text},
  rule: {color: ink.muted},
};
