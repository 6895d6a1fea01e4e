import { panelMarkup } from "./markup.ts";
import { type Panel, type PanelPoint, panelStart, type SliderValues } from "./panel.ts";

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
  readonly style: { left: string; top: string };
  addEventListener(type: string, listener: (event: PageEvent) => void): void;
  getBoundingClientRect(): { left: number; top: number; width: number; height: number };
  setPointerCapture(pointer: number): void;
  focus(): void;
  querySelector(selector: string): PageElement;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** What is read of an event: of a pointer's its place on the page, of a key's its name. */
interface PageEvent {
  readonly clientX: number;
  readonly clientY: number;
  readonly pointerId: number;
  readonly key: string;
  readonly shiftKey: boolean;
  preventDefault(): void;
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
  const { point } = panel;
  // Not read back from the inputs: those round to their steps, and the start need not lie on one.
  let values = panelStart(panel, data);
  const start = panel.state(data, values);
  // A shadow root hides what the host holds, which is the still picture.
  const root = host.attachShadow({ mode: "open" });
  const first = panel.view(data, start, start);
  root.innerHTML = panelMarkup(panel.legend, sliders, first, point);
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
    showPoint?.();
    clearTimeout(timer);
    timer = setTimeout(() => said.textContent = view.title, SAY_AFTER_MS);
  };
  const showPoint = point && mountPoint(point, root, first, {
    now: () => values,
    start: values,
    move: (to) => {
      values = to;
      redraw();
    },
  });
  showPoint?.();
  for (const input of inputs) {
    input.addEventListener("input", () => {
      values = { ...values, [input.id]: Number(input.value) };
      redraw();
    });
  }
  find("button").addEventListener("click", () => {
    values = panelStart(panel, data);
    for (const input of inputs) input.value = String(values[input.id]);
    redraw();
  });
}

/** How a point reads and sets the values of its panel. */
interface PointValues {
  now(): SliderValues;
  readonly start: SliderValues;
  move(to: SliderValues): void;
}

/**
 * Lets a point follow pointer and keys.
 *
 * The handle lies over the drawing and not in it: the drawing is made anew at every step, and a part
 * of it would lose focus and pointer each time.
 *
 * @returns A function that shows the point where the values are.
 */
function mountPoint<Data>(
  point: PanelPoint<Data>,
  root: PageElement,
  size: { readonly width: number; readonly height: number },
  values: PointValues,
): () => void {
  const pad = root.querySelector(".pad"), handle = root.querySelector(".handle");
  const svg = root.querySelector("svg");
  let isDragged = false;
  const follow = (event: PageEvent) => {
    const { left, top, width, height } = svg.getBoundingClientRect();
    values.move(point.valuesAt({
      x: (event.clientX - left) / width * size.width,
      y: (event.clientY - top) / height * size.height,
    }));
  };
  pad.addEventListener("pointerdown", (event) => {
    // Keeps the text around it from being selected; focus then has to be given by hand.
    event.preventDefault();
    handle.focus();
    pad.setPointerCapture(event.pointerId);
    isDragged = true;
    follow(event);
  });
  pad.addEventListener("pointermove", (event) => {
    if (isDragged) follow(event);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    pad.addEventListener(end, () => isDragged = false);
  }
  handle.addEventListener("keydown", (event) => {
    const to = point.afterKey(values.now(), event.key, {
      isLarge: event.shiftKey,
      start: values.start,
    });
    if (to === undefined) return;
    event.preventDefault();
    values.move(to);
  });
  return () => {
    const { x, y, width, height } = point.area, place = point.placeOf(values.now());
    handle.style.left = `${(place.x - x) / width * 100}%`;
    handle.style.top = `${(place.y - y) / height * 100}%`;
    const { percent, words } = point.position(values.now());
    handle.setAttribute("aria-valuenow", String(percent));
    handle.setAttribute("aria-valuetext", words);
  };
}
