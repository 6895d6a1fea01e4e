import { base64, escaped, NO_MATH } from "../charts/kit/display.ts";
import { grownText, grownWidth } from "../charts/kit/grown_width.ts";
import { COLORS, FONTS, TEXT_PX } from "../charts/kit/theme.ts";
import type { PanelPoint, PanelView, Slider } from "./panel.ts";

/** A text stands with its middle at its height. */
const MIDDLE = "text{dominant-baseline:central}";

/** The look of a panel; it stands in a shadow root and reaches nothing else on the page. */
const style = (width: number, height: number) =>
  `:host{display:block;margin:6px 0 14px;${grownWidth(width, height)}}
*{box-sizing:border-box}
.panel{font:${TEXT_PX}px ${FONTS};${grownText(TEXT_PX, width)};line-height:1.4}
fieldset{border:1px solid;border-color:color-mix(in srgb,currentColor 30%,transparent);
border-radius:6px;margin:0 0 10px;padding:6px 12px 10px;display:grid;gap:4px 20px;
grid-template-columns:repeat(auto-fit,minmax(14em,1fr))}
legend{padding:0 6px;font-weight:600}
.control{display:grid;grid-template-columns:1fr auto}
output{font-variant-numeric:tabular-nums;font-weight:600}
input{grid-column:1/3;width:100%;margin:4px 0;accent-color:${COLORS.blue}}
:focus-visible{outline:2px solid currentColor;outline-offset:3px}
button{font:inherit;color:inherit;background:none;border:1px solid;border-radius:4px;
padding:3px 10px;align-self:end;justify-self:start;cursor:pointer}
.title{font-size:1.15em;font-weight:600;line-height:1.3;min-height:2.6em}
.faint{opacity:.85}
.notes{font-size:.92em;opacity:.85}
svg{display:block;width:100%;height:auto;overflow:visible}
${MIDDLE}
.hint{grid-column:1/-1;margin:0}
.stage{position:relative}
.pad{position:absolute;cursor:crosshair;touch-action:none}
.handle{position:absolute;width:30px;height:30px;margin:-15px 0 0 -15px;border-radius:50%;cursor:grab}
.handle:focus-visible{box-shadow:0 0 0 6px #fff;outline-color:#000}
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}`;

/** An SVG element around a drawing; its title is its text for screen readers. */
function svgElement(view: PanelView, attributes = ""): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escaped(view.title)}" ` +
    `fill="currentColor" font-family="${escaped(FONTS)}" font-size="${TEXT_PX}" ` +
    `viewBox="0 0 ${view.width} ${view.height}"${attributes}>`;
}

/** The area over the drawing in which a point is dragged, as shares of the drawing's size. */
function padMarkup(point: PanelPoint<never>, view: PanelView): string {
  const { x, y, width, height } = point.area;
  const share = (part: number, whole: number) => `${Math.round(part / whole * 1e5) / 1e3}%`;
  return `<div class="pad" style="left:${share(x, view.width)};top:${share(y, view.height)};` +
    `width:${share(width, view.width)};height:${share(height, view.height)}">` +
    `<div class="handle" role="slider" tabindex="0" aria-label="${escaped(point.label)}" ` +
    `aria-roledescription="point in a triangle" aria-valuemin="0" aria-valuemax="100"></div></div>`;
}

/** The live panel: what its shadow root holds at first. */
export function panelMarkup(
  legend: string,
  sliders: readonly Slider[],
  view: PanelView,
  point?: PanelPoint<never>,
): string {
  const controls = sliders.map(({ name, label, min, max, step, value }) => {
    const readout = escaped(view.readouts[name]);
    return `<div class="control"><label for="${name}">${escaped(label)}</label>` +
      `<output for="${name}" data-for="${name}">${readout}</output>` +
      `<input type="range" id="${name}" min="${min}" max="${max}" step="${step}" ` +
      `value="${value}" aria-valuetext="${readout}"></div>`;
  });
  return `<style>${
    style(view.width, view.height)
  }</style><div class="panel" role="group" aria-label="${escaped(legend)}">` +
    `<fieldset><legend>${escaped(legend)}</legend>${controls.join("")}` +
    (point ? `<p class="hint">${escaped(point.hint)}</p>` : "") +
    `<button type="button">Back to the start</button></fieldset>` +
    `<div class="title">${escaped(view.title)}</div>` +
    `<div class="faint">${escaped(view.subtitle)}</div>` +
    `<div class="stage">${svgElement(view)}${view.drawing}</svg>` +
    `${point ? padMarkup(point, view) : ""}</div>` +
    `<div class="notes">${escaped(view.notes.join(" "))}</div>` +
    `<div class="said" role="status" aria-live="polite"></div></div>`;
}

/** What stands below the picture where the sliders cannot be. */
const STILL_NOTE = "A picture: moving it needs scripts. Run the cell, or trust the notebook " +
  "(command palette, “Trust Notebook”).";

/**
 * The first state as a picture, for where scripts are not allowed. It is an image, the one drawing
 * that an untrusted notebook keeps; an image cannot know the page's colours, only whether its
 * reader likes the dark, so it stands on a card of its own.
 */
export function stillMarkup(view: PanelView): string {
  const { width, height } = view;
  const card = `${svgElement(view, ` width="${width}" height="${height}"`)}` +
    `<style>svg{color:#1f2328;--lab-ground:#ffffff}@media (prefers-color-scheme:dark){` +
    `svg{color:#e6edf3;--lab-ground:#161b22}}${MIDDLE}</style>` +
    `<rect width="${width}" height="${height}" rx="8" fill="var(--lab-ground)"/>` +
    `${view.drawing}</svg>`;
  const line = (size: number, text: string, more = "opacity:0.85;line-height:1.4") =>
    `<div style="font-size:${size}px;${more}">${escaped(text)}</div>`;
  return `<div class="${NO_MATH}">` + line(15, view.title, "font-weight:600;line-height:1.3") +
    line(13, view.subtitle) +
    `<img alt="${escaped(view.title)}" width="${width}" ` +
    `src="data:image/svg+xml;base64,${base64(card)}">` +
    line(12, view.notes.join(" ")) + line(12, STILL_NOTE) + `</div>`;
}
