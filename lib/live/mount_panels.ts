import { panelMarkup } from "./markup.ts";
import { type Panel, startValues } from "./panel.ts";

/** The little of a page's element that is used here; Deno's own types know no document. */
interface PageElement {
  readonly shadowRoot: unknown;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  readonly id: string;
  innerHTML: string;
  textContent: string | null;
  value: string;
  attachShadow(options: { readonly mode: "open" }): PageElement;
  setAttribute(name: string, value: string): void;
  addEventListener(type: string, listener: () => void): void;
  querySelector(selector: string): PageElement;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

const page = globalThis as unknown as { readonly document: PageElement };

/** A screen reader is told once the slider rests, not at every step. */
const SAY_AFTER_MS = 400;

/**
 * Brings every panel of this kind on the page to life that is not alive yet, in the browser. The
 * same output may stand on a page twice, and a page may hold several panels: each has its own
 * shadow root, so that ids and styles cannot meet.
 */
export function mountPanels<Data, State>(panel: Panel<Data, State>): void {
  for (const host of page.document.querySelectorAll(`[data-lab-panel="${panel.name}"]`)) {
    if (host.shadowRoot === null) mount(panel, host);
  }
}

function mount<Data, State>(panel: Panel<Data, State>, host: PageElement): void {
  const data: Data = JSON.parse(host.dataset.labData ?? "");
  const sliders = panel.sliders(data);
  // Not read back from the inputs: those round to their steps, and the start need not lie on one.
  let values = startValues(sliders);
  const start = panel.state(data, values);
  // A shadow root hides what the host holds, which is the still picture.
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = panelMarkup(panel.legend, sliders, panel.view(data, start, start));
  const find = (selector: string) => root.querySelector(selector);
  const svg = find("svg"), title = find(".title"), notes = find(".notes"), said = find(".said");
  const inputs = [...root.querySelectorAll("input")];
  const outputs = new Map(
    [...root.querySelectorAll("output")].map((output) => [output.dataset.for, output]),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;

  const redraw = () => {
    const view = panel.view(data, panel.state(data, values), start);
    svg.innerHTML = view.drawing;
    svg.setAttribute("aria-label", view.title);
    title.textContent = view.title;
    notes.textContent = view.notes.join(" ");
    for (const input of inputs) {
      outputs.get(input.id)!.textContent = view.readouts[input.id];
      input.setAttribute("aria-valuetext", view.readouts[input.id]);
    }
    clearTimeout(timer);
    timer = setTimeout(() => said.textContent = view.title, SAY_AFTER_MS);
  };
  for (const input of inputs) {
    input.addEventListener("input", () => {
      values = { ...values, [input.id]: Number(input.value) };
      redraw();
    });
  }
  find("button").addEventListener("click", () => {
    values = startValues(sliders);
    for (const input of inputs) input.value = String(values[input.id]);
    redraw();
  });
}
