import * as Plot from "@observablehq/plot";
import { MOST_ON_A_LINE, outsideLine, printable, quotedValue } from "../../outside_text.ts";
import {
  base64,
  DISPLAY,
  type Displayable,
  escaped,
  type MediaBundle,
  NO_MATH,
} from "./display.ts";
import { type ChartDocument, chartDocument } from "./document.ts";
import { grownText, grownWidth } from "./grown_width.ts";
import { FIGURE_WIDTH, FONTS, GROUND, TEXT_PX } from "./theme.ts";

/** What a figure needs besides Plot's own options (scales, margins, facets and the like). */
interface FigureOptions extends
  Omit<
    Plot.PlotOptions,
    "title" | "subtitle" | "caption" | "figure" | "document" | "className" | "style"
  > {
  /** The finding, as a sentence computed from the rows; also the text for screen readers. */
  readonly title: string;
  /** What is plotted, in which unit, over which period. */
  readonly subtitle?: string;
  /** The last line of the caption, `Source: simulated, seed 7.` or `Source: real, …`. */
  readonly source: string;
  /** What a reader needs to know besides; stands before the source. */
  readonly caption?: string;
  /** The document to draw into; the browser's, or linkedom's, by default. */
  readonly document?: ChartDocument;
}

/** A labelled chart that shows itself in a notebook. */
export interface Figure extends Displayable {
  readonly title: string;
  readonly subtitle: string;
  /** Caption and source in one line. */
  readonly caption: string;
  /** A name derived from what is drawn; ids inside begin with it. */
  readonly id: string;
  /** The chart as a file of its own, with title and caption inside; follows the reader's theme. */
  svg(): string;
  /** The chart as HTML; takes text colour and background from the page. */
  html(): string;
}

/** Room for text of 13 pixels; Plot's own defaults are made for 10. */
const MARGINS = { marginTop: 26, marginRight: 24, marginLeft: 110 };

/** Room below an axis with tick labels only, and below one that has a label as well. */
const BOTTOM = { ticks: 32, label: 46 };

/** Characters of a label that is cut. */
const MOST_LABEL = 300;

/** Height of a line of text in `svg()`. */
const LINE_PX = 18;

function refuse(what: string, got: unknown): never {
  throw new TypeError(`Cannot draw a figure: need ${what}, got ${quotedValue(got) ?? got}`);
}

/** FNV-1a, 32 bits: short names that depend on nothing but the text. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** Coordinates to a hundredth of a pixel: smaller files, and the same on every processor. */
function rounded(markup: string): string {
  return markup.replace(
    /(\s(?:d|x|y|x1|x2|y1|y2|dx|dy|cx|cy|r|width|height|transform|points)=")([^"]*)"/g,
    (_, name: string, value: string) =>
      name + value.replace(
        /-?\d+\.\d{3,}(?:e-?\d+)?/g,
        // Adding zero turns −0 into 0, which would differ as text.
        (figure) => String(Math.round(Number(figure) * 100) / 100 + 0),
      ) + '"',
  );
}

/**
 * Ids counted anew in each figure and prefixed with its name. Plot counts per process, so two
 * saved notebooks on one page would cut each other's charts.
 */
function withOwnIds(markup: string, prefix: string): string {
  const names = new Map<string, string>();
  for (const [, id] of markup.matchAll(/\sid="([^"]+)"/g)) {
    if (!names.has(id)) names.set(id, `${prefix}-${names.size + 1}`);
  }
  return markup
    .replace(/\sid="([^"]+)"/g, (_, id: string) => ` id="${names.get(id)}"`)
    .replace(/url\((?:&quot;|')?#([^)"'&]+)(?:&quot;|')?\)/g, (all, id: string) => {
      const own = names.get(id);
      return own ? `url(#${own})` : all;
    })
    .replace(/href="#([^"]+)"/g, (all, id: string) => {
      const own = names.get(id);
      return own ? `href="#${own}"` : all;
    });
}

/** Printed, a line of code that is longer than the page is broken, not cut. */
const PRINT = "@media print{.jp-CodeCell pre,.highlight pre{white-space:pre-wrap!important;" +
  "overflow-wrap:anywhere}}";
/** A drawing whose labels are fit to be read: no unseen marks, and none longer than a line. */
function readable(markup: string): string {
  return printable(markup, Infinity)
    .replace(/>([^<>]+)</g, (all, text: string) => {
      const fit = text.length > MOST_ON_A_LINE ? outsideLine(text, MOST_LABEL) : text;
      return fit === text ? all : `>${fit}<`;
    })
    .replace(
      /aria-label="([^"]{301,})"/g,
      (_, text: string) => `aria-label="${outsideLine(text, MOST_LABEL)}"`,
    );
}

/** Breaks text into lines of at most `width` characters, for SVG has no line break. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  // A percent sign stays with its figure.
  for (const word of text.split(/ (?!%)/)) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + word.length < width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

/**
 * A chart with its finding as title, its units, and where its figures come from.
 *
 * Use it for every chart of the lab: it sees to text size, colours in light and dark, ids that do
 * not clash, and a text for screen readers. A chart without a source or a title is refused.
 *
 * @param options.title The finding as a sentence.
 * @param options.source The line that `sourceLine` of `lab/market` writes.
 * @param options.marks Plot's marks; all other options are Plot's as well.
 * @returns A figure that a notebook shows as HTML; `svg()` and `html()` give it as text.
 * @throws {TypeError} If title, source or marks are missing, or the source has another form.
 *
 * @example A bar, and a chart without a source
 * ```ts
 * import { figure } from "lab/charts";
 * import * as Plot from "@observablehq/plot";
 * import { match, throws } from "node:assert/strict";
 *
 * const marks = [Plot.barX([{ share: 0.3, name: "XLK" }], { x: "share", y: "name" })];
 * const chart = figure({ title: "XLK holds 30 %", source: "Source: simulated, seed 7.", marks });
 * match(chart.svg(), /aria-label="XLK holds 30 %"/);
 * throws(() => figure({ title: "XLK holds 30 %", source: "", marks }), /need a source line/);
 * ```
 */
export function figure(options: FigureOptions): Figure {
  // Long because one drawing is shown in three ways, which share its parts.
  const { document, marks, title: finding, subtitle: units = "", source: from, ...more } = options;
  const { caption: note = "", ...plot } = more;
  // What is no text is refused below.
  const fit = (text: string) => typeof text === "string" ? printable(text) : text;
  const [title, subtitle, source, caption] = [finding, units, from, note].map(fit);
  if (typeof title !== "string" || title.trim() === "") {
    refuse("a title that states the finding", title);
  }
  if (typeof source !== "string" || !/^Source: (simulated|real), \S/.test(source)) {
    refuse('a source line, "Source: simulated, …" or "Source: real, …"', source);
  }
  if (!Array.isArray(marks) || marks.length === 0) refuse("a list of marks", marks);

  const width = plot.width ?? FIGURE_WIDTH;
  const drawn = Plot.plot({
    ...MARGINS,
    marginBottom: plot.x?.label ? BOTTOM.label : BOTTOM.ticks,
    ...plot,
    width,
    marks,
    figure: false,
    className: "lab-plot",
    // Without the DOM's types, Plot's own type for a document is not known here.
    document: (document ?? chartDocument()) as never,
  });
  const height = Number(drawn.getAttribute("height"));
  const inner = readable(rounded(drawn.innerHTML))
    // Plot names its groups for screen readers; in an image with one name of its own they may not be.
    .replace(/(<g\b[^>]*?) aria-label="[^"]*"/g, "$1")
    // Plot's style sheet sets a white background variable; what it gives the text stands on the root.
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replaceAll("var(--plot-background)", GROUND);
  const id = `lab-${shortHash(title + subtitle + withOwnIds(inner, "x"))}`;
  const body = withOwnIds(inner, id);
  const words = [caption, source].filter(Boolean).join(" ");
  const look = `fill="currentColor" font-family="${escaped(FONTS)}" font-size="${TEXT_PX}" ` +
    `text-anchor="middle"`;
  const named = `role="img" aria-label="${escaped(title)}"`;

  // An image in a page cannot know the page's colours, only whether its reader likes the dark: so a
  // drawing outside the page's own markup stands on a card of its own.
  const card = (full: number, total: number, content: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" ${named} ${look} width="${full}" ` +
    `height="${total}" viewBox="0 0 ${full} ${total}">` +
    `<style>svg{color:#1f2328;--lab-ground:#ffffff}@media (prefers-color-scheme:dark){` +
    `svg{color:#e6edf3;--lab-ground:#161b22}}</style>` +
    `<rect width="${full}" height="${total}" rx="8" fill="var(--lab-ground)"/>${content}</svg>\n`;

  function html(): string {
    const line = (size: number, text: string, more = "opacity:0.85;line-height:1.4") =>
      `<div style="${grownText(size, width)};${more}">${escaped(text)}</div>`;
    // Headings would enter the notebook's table of contents; a bold line does not.
    return `<figure class="lab-figure ${id} ${NO_MATH}" ` +
      `style="margin:6px 0 14px;${grownWidth(width, height)}">` +
      line(15, title, "font-weight:600;line-height:1.3") +
      (subtitle ? line(13, subtitle) : "") +
      // A notebook that is not trusted (sent by someone, or run elsewhere) loses style sheets and
      // drawings and keeps images: without this rule the image shows, and the drawing's text hides.
      `<style>.${id}>.lab-live{display:block}.${id}>.lab-still{display:none}${PRINT}</style>` +
      `<div class="lab-live" hidden="hidden">` +
      `<svg xmlns="http://www.w3.org/2000/svg" class="lab-plot" ${named} ${look} ` +
      `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      `style="display:block;width:100%;height:auto;overflow:visible">${body}</svg></div>` +
      `<img class="lab-still" alt="${escaped(title)}" width="${width}" ` +
      `src="data:image/svg+xml;base64,${base64(card(width, height, body))}">` +
      `<figcaption style="${grownText(12, width)};opacity:0.85;line-height:1.4">${escaped(words)}` +
      `</figcaption></figure>`;
  }

  function svg(): string {
    const pad = 16;
    let y = pad + 12;
    const lines = (text: string, size: number, step: number, more: string) =>
      // Average width of a character: a little over half the size of its font, more where it is bold.
      wrapped(text, Math.floor(width / ((more.includes("weight") ? 0.62 : 0.56) * size))).map(
        (part) => {
          const at = y;
          y += step;
          return `<text x="${pad}" y="${at}" text-anchor="start" font-size="${size}"${more}>` +
            `${escaped(part)}</text>`;
        },
      ).join("");
    const head = lines(title, 15, LINE_PX + 2, ' font-weight="600"') +
      (subtitle ? lines(subtitle, 13, LINE_PX, ' opacity="0.85"') : "");
    const top = y - 10;
    y = top + height + 12;
    const tail = lines(words, 12, LINE_PX - 2, ' opacity="0.85"');
    return card(
      width + 2 * pad,
      y,
      `${head}<g transform="translate(${pad},${top})">${body}</g>${tail}`,
    );
  }

  return Object.freeze<Figure>({
    title,
    subtitle,
    caption: words,
    id,
    svg,
    html,
    [DISPLAY]: (): MediaBundle => ({
      "text/html": html(),
      "text/plain": printable([title, subtitle, words].filter(Boolean).join("\n")),
    }),
  });
}
