import { quotedValue } from "../outside_text.ts";
import type { Figure } from "./kit/figure.ts";
import { GROUND } from "./kit/theme.ts";

/** Ink and ground of the two themes, as in a figure's own style sheet. */
const THEMES = {
  light: { ink: "#1f2328", ground: "#ffffff" },
  dark: { ink: "#e6edf3", ground: "#161b22" },
} as const;
/** Pixels of the picture per pixel of the chart: sharp in print and on a projector. */
const SCALE = 2;

/** How a figure is saved. */
interface SaveFigureOptions {
  /** Theme of a PNG; an SVG follows its reader's. Light by default. */
  readonly theme?: keyof typeof THEMES;
  /** Pixels of a PNG per pixel of the chart; 2 by default. */
  readonly scale?: number;
}

/**
 * A drawing with the colours of one theme in place of the page's: what turns it into a picture knows no
 * page, and would paint the ground of halos and hollow dots black.
 */
export function inTheme(svg: string, theme: keyof typeof THEMES): string {
  const { ink, ground } = THEMES[theme];
  return svg
    .replace(/<style>.*?<\/style>/s, "")
    .replaceAll(GROUND, ground)
    .replaceAll("var(--lab-ground)", ground)
    .replaceAll("currentColor", ink);
}

/** The bytes of a figure as a PNG. */
async function png(figure: Figure, { theme = "light", scale = SCALE }: SaveFigureOptions) {
  const svg = inTheme(figure.svg(), theme);
  const { Resvg } = await import("@resvg/resvg-js");
  return new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: { loadSystemFonts: true, sansSerifFamily: "DejaVu Sans" },
    logLevel: "off",
  }).render().asPng();
}

/**
 * Saves a figure as a file, as SVG or PNG by the ending of its name.
 *
 * An SVG keeps its text and follows the reader's theme, light or dark; a PNG is fixed, for slides
 * and papers.
 *
 * @param figure Any chart of the lab.
 * @param path Where to, ending in `.svg` or `.png`; an existing file is replaced.
 * @throws {RangeError} If the ending is another one, or the scale no number above 0.
 *
 * @example The same chart as picture and as drawing
 * ```ts
 * import { betaBars, saveFigure } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const chart = betaBars([{ label: "Energy", contribution: 0.1 }], {
 *   net: 0,
 *   source: "Source: simulated, seed 7.",
 * });
 * const path = await Deno.makeTempFile({ suffix: ".png" });
 * await saveFigure(chart, path);
 * equal(new TextDecoder().decode((await Deno.readFile(path)).slice(1, 4)), "PNG");
 * await Deno.remove(path);
 * ```
 */
export async function saveFigure(
  figure: Figure,
  path: string,
  options: SaveFigureOptions = {},
): Promise<void> {
  const { scale = SCALE } = options;
  if (!(scale > 0 && Number.isFinite(scale))) {
    throw new RangeError(`Cannot save a figure: scale must be a number above 0, got ${scale}`);
  }
  const ending = /\.(svg|png)$/i.exec(path)?.[1].toLowerCase();
  if (ending === undefined) {
    throw new RangeError(
      `Cannot save a figure: need a name that ends in .svg or .png, got ${quotedValue(path)}`,
    );
  }
  const bytes = ending === "svg"
    ? new TextEncoder().encode(figure.svg())
    : await png(figure, options);
  const part = `${path}.part`;
  await Deno.writeFile(part, bytes);
  await Deno.rename(part, path);
}
