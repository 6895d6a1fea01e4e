/** Words on a chart are not struck out: where a rule runs behind them, a halo parts the two. */
import { deepEqual } from "node:assert/strict";
import { parseHTML } from "linkedom";
import { GROUND, HALO } from "../../lib/charts/kit/theme.ts";

/** What is read of an element; Deno's own types know no document. */
interface Element {
  readonly tagName: string;
  readonly textContent: string;
  readonly parentElement: Element | null;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The widest space inside a label of 13 pixels, in pixels: from the foot of a 7, or the stem of a 1, to
 * the percent sign behind it. Two halos meet across it, each half a stroke wide.
 */
const WIDEST_GAP = 11;

const number = (element: Element, name: string) => Number(element.getAttribute(name) ?? 0);

/** An attribute of an element, or the nearest one that it inherits. */
function inherited(element: Element | null, name: string): string | null {
  for (let at = element; at !== null; at = at.parentElement) {
    const value = at.getAttribute(name);
    if (value !== null) return value;
  }
  return null;
}

/** Where an element's own origin lies on the drawing; undefined where it is turned. */
function origin(element: Element): { readonly x: number; readonly y: number } | undefined {
  let x = 0, y = 0;
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const transform = at.getAttribute("transform");
    if (transform === null) continue;
    const moved = /^translate\(([-\d.]+)(?:,([-\d.]+))?\)$/.exec(transform);
    if (moved === null) return undefined;
    x += Number(moved[1]);
    y += Number(moved[2] ?? 0);
  }
  return { x, y };
}

/** The least that a line of text takes up: digits and letters of 13 pixels are about 7 wide. */
function textBox(text: Element): Box | undefined {
  const at = origin(text);
  if (at === undefined || [...text.querySelectorAll("tspan")].length > 0) return undefined;
  const words = text.textContent.replace(/\s+/g, " ").trim();
  if (words === "") return undefined;
  const size = Number(inherited(text, "font-size") ?? 13);
  const width = 0.5 * size * words.length;
  const anchor = inherited(text, "text-anchor");
  const shift = anchor === "end" ? width : anchor === "middle" ? width / 2 : 0;
  const left = at.x + number(text, "x") - shift;
  const y = at.y + (text.getAttribute("y")?.endsWith("em") ? 0 : number(text, "y"));
  return { left, right: left + width, top: y - 0.35 * size, bottom: y + 0.35 * size };
}

/** Straight lines that a reader sees: faint ones of the grid do not strike anything out. */
function upright(svg: Element): Box[] {
  const lines = [...svg.querySelectorAll("line")].flatMap((line) => {
    const at = origin(line);
    if (at === undefined || Number(inherited(line, "stroke-opacity") ?? 1) < 0.3) return [];
    const [x1, x2] = [number(line, "x1"), number(line, "x2")];
    const [y1, y2] = [number(line, "y1"), number(line, "y2")].toSorted((a, b) => a - b);
    return x1 === x2
      ? [{ left: at.x + x1, right: at.x + x1, top: at.y + y1, bottom: at.y + y2 }]
      : [];
  });
  return lines;
}

/** Whether words stand on a disc that is filled, and so hides what runs below it. */
function isOnDisc(svg: Element, { left, right, top, bottom }: Box): boolean {
  return [...svg.querySelectorAll("circle")].some((disc) => {
    const at = origin(disc), r = number(disc, "r");
    return at !== undefined && inherited(disc, "fill") === GROUND &&
      Math.hypot(
          at.x + number(disc, "cx") - (left + right) / 2,
          at.y + number(disc, "cy") - (top + bottom) / 2,
        ) < 3 &&
      r > (right - left) / 2 + 4;
  });
}

function struck(markup: string): string[] {
  // linkedom's own types leave `document` out of what parseHTML returns.
  const { document } = parseHTML(`<html><body>${markup}</body></html>`) as unknown as {
    readonly document: Pick<Element, "querySelectorAll">;
  };
  const [svg] = document.querySelectorAll("svg");
  const rules = upright(svg);
  return [...svg.querySelectorAll("text")].flatMap((text) => {
    const box = textBox(text);
    if (box === undefined) return [];
    const halo = Number(inherited(text, "stroke-width") ?? 0) >= WIDEST_GAP &&
      [GROUND, "var(--lab-ground)"].includes(inherited(text, "stroke") ?? "");
    const crossed = rules.some(({ left, top, bottom }) =>
      left > box.left + 2 && left < box.right - 2 && top < box.top + 2 && bottom > box.bottom - 2
    );
    return crossed && !halo && !isOnDisc(svg, box) ? [text.textContent.trim()] : [];
  });
}

const folder = new URL("./snapshots/", import.meta.url);

for (const { name } of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  if (!name.endsWith(".svg.snap")) continue;
  Deno.test(`no words of ${name.slice(0, -9)} are struck out by a rule`, () => {
    deepEqual(struck(Deno.readTextFileSync(new URL(name, folder))), []);
  });
}

Deno.test("no label of two lines has a halo, which would cut the first line's letters", () => {
  for (const { name } of Deno.readDirSync(folder)) {
    const markup = Deno.readTextFileSync(new URL(name, folder));
    const { document } = parseHTML(`<html><body>${markup}</body></html>`) as unknown as {
      readonly document: Pick<Element, "querySelectorAll">;
    };
    const cut = [...document.querySelectorAll("text")].filter((text) =>
      [...text.querySelectorAll("tspan")].length > 1 && inherited(text, "stroke") === GROUND
    );
    deepEqual(cut.map((text) => text.textContent), [], name);
  }
});

Deno.test("words on a rule count as struck out, with a halo or beside it they do not", () => {
  const drawing = (more: string, x = 50) =>
    `<svg><g stroke="currentColor"><line x1="50" x2="50" y1="0" y2="100"/></g>` +
    `<g text-anchor="middle" ${more}><text transform="translate(${x},40)">+12.5 %</text></g></svg>`;
  deepEqual(struck(drawing("")), ["+12.5 %"]);
  deepEqual(struck(drawing(`stroke="${GROUND}" stroke-width="3"`)), ["+12.5 %"]);
  deepEqual(struck(drawing(`stroke="${GROUND}" stroke-width="7"`)), ["+12.5 %"]);
  deepEqual(struck(drawing(`stroke="${GROUND}" stroke-width="${HALO.strokeWidth}"`)), []);
  deepEqual(struck(drawing("", 90)), []);
});
