import { printable, printableJson } from "../outside_text.ts";
import { DISPLAY, type Displayable, type MediaBundle } from "../charts/mod.ts";
import { stillMarkup } from "./markup.ts";
import { type Panel, panelStart, type PanelView } from "./panel.ts";
import { panelScript } from "./panel_script.ts";

/** A panel with its data, which a notebook shows with sliders. */
export interface LivePanel<State> extends Displayable {
  /** What the panel begins with: what the function in the browser works out, worked out here. */
  readonly start: State;
  readonly view: PanelView;
  /** The panel as HTML: a still picture, and the script that brings it to life. */
  html(): string;
}

/**
 * A panel on a day's data, shown when it is the last expression of a cell.
 *
 * The function behind the sliders is the library's own, bundled for the browser at set-up; nothing
 * is fetched. The output lives on in a saved notebook and in an exported page; where scripts are not
 * allowed, the first state stands there as a picture.
 *
 * @param panel One of the panels in `panels/`.
 * @param data Plain data: what `JSON.parse(JSON.stringify(data))` gives back unchanged.
 * @param options.script The bundle; by default the one that set-up made.
 * @throws {TypeError} If the data are not plain: the browser would get other figures.
 * @throws {LabError} If the bundle is missing and cannot be made.
 *
 * @example A panel of one slider
 * ```ts
 * import { livePanel } from "lab/live";
 * import { equal } from "node:assert/strict";
 *
 * const doubled = livePanel({
 *   name: "doubled",
 *   legend: "A number",
 *   sliders: (data: { from: number }) => [
 *     { name: "x", label: "Number", min: 0, max: 9, step: 1, value: data.from },
 *   ],
 *   state: (_, { x }) => 2 * x,
 *   view: (_, twice) => ({
 *     title: `Twice is ${twice}`,
 *     subtitle: "",
 *     readouts: {},
 *     width: 100,
 *     height: 20,
 *     drawing: "",
 *     notes: [],
 *   }),
 * }, { from: 4 });
 * equal(doubled.view.title, "Twice is 8");
 * ```
 */
export function livePanel<Data, State>(
  panel: Panel<Data, State>,
  data: Data,
  options: { readonly script?: string } = {},
): LivePanel<State> {
  const fault = plainFault(data);
  if (fault !== undefined) {
    throw new TypeError(`Cannot show the panel ${panel.name}: need plain data, got ${fault}`);
  }
  const json = printableJson(JSON.stringify(data));
  const start = panel.state(data, panelStart(panel, data));
  const view = panel.view(data, start, start);

  function html(): string {
    const script = options.script ?? panelScript(panel.name);
    // JupyterLab's shortcuts would take the arrow keys from a slider inside a shadow root.
    return `<div data-lab-panel="${panel.name}" data-lm-suppress-shortcuts="true" ` +
      `data-lab-data='${inApostrophes(json)}'>${stillMarkup(view)}</div>` +
      `<script type="module">${script.replaceAll("</script", "<\\/script")}</script>`;
  }

  return Object.freeze<LivePanel<State>>({
    start,
    view,
    html,
    [DISPLAY]: (): MediaBundle => ({
      "text/html": html(),
      "text/plain": printable([view.title, view.subtitle, ...view.notes].join("\n")),
    }),
  });
}

/** JSON as an attribute between apostrophes: between quotation marks each of its own takes six letters. */
function inApostrophes(json: string): string {
  return json.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll("<", "&lt;");
}

/** Where data are not plain: JSON drops functions and undefined, and turns NaN into null. */
function plainFault(value: unknown, path = "data"): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") {
    return Number.isFinite(value) ? undefined : `${value} as ${path}`;
  }
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) {
      const fault = plainFault(one, `${path}[${i}]`);
      if (fault) return fault;
    }
    return undefined;
  }
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) {
    return `${typeof value === "object" ? "an object of a class" : typeof value} as ${path}`;
  }
  for (const [key, one] of Object.entries(value)) {
    const fault = plainFault(one, `${path}.${key}`);
    if (fault) return fault;
  }
  return undefined;
}
