/**
 * A whole as squares, column by column, with a key beside them; each square carries the letter of its
 * part, so that colour does not work alone.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { sized } from "../kit/axes.ts";
import { GROUND } from "../kit/theme.ts";

/** One part of the whole. */
interface WafflePart {
  /** How many squares it takes. */
  readonly count: number;
  readonly letter: string;
  /** For the browser's tooltip, and what stands in the key. */
  readonly label: string;
  readonly key: string;
  readonly fill: string;
  readonly ink: string;
  /** Colour of the squares' outline, where fills alone do not tell the parts apart. */
  readonly outline?: string;
}

const WIDTH = 640, SQUARE_PX = 27, COLUMNS = 10, EDGE = 8;

/**
 * What a figure needs to draw a waffle: its room, scales and marks.
 *
 * @param options.rows Squares from top to bottom.
 * @param options.span Height in squares; more than the rows where the key needs it.
 */
export function waffle(
  parts: readonly WafflePart[],
  options: { readonly rows: number; readonly span?: number },
): Plot.PlotOptions & { readonly marks: Plot.Markish[] } {
  const { rows, span = rows } = options;
  const squares = parts.flatMap((part) => Array<WafflePart>(part.count).fill(part))
    .map((part, i) => ({ ...part, column: Math.floor(i / rows), row: i % rows }));
  // A line of the key per part, spread over the height of the squares.
  const key = parts.map((part, i) => ({ ...part, row: (i + 0.5) * span / parts.length - 0.5 }));
  const isOutlined = parts.some(({ outline }) => outline !== undefined);
  const outlined = { stroke: ({ outline }: WafflePart) => outline ?? "none", strokeWidth: 2 };
  type Square = (typeof squares)[number];
  const beside = { x: () => COLUMNS - 0.5, y: "row" } as const;
  return {
    ...sized({
      width: WIDTH,
      height: Math.round(span * SQUARE_PX) + 2 * EDGE,
      top: EDGE,
      right: WIDTH - 2 * EDGE - COLUMNS * SQUARE_PX,
      bottom: EDGE,
      left: EDGE,
    }),
    x: { domain: [-0.5, COLUMNS - 0.5], axis: null },
    y: { domain: [span - 0.5, -0.5], axis: null },
    marks: [
      Plot.rect(squares, {
        x1: ({ column }: Square) => column - 0.5,
        x2: ({ column }: Square) => column + 0.5,
        y1: ({ row }: Square) => row - 0.5,
        y2: ({ row }: Square) => row + 0.5,
        inset: isOutlined ? 2 : 1.5,
        rx: 2,
        fill: "fill",
        ...(isOutlined ? outlined : {}),
        title: "label",
      }),
      Plot.text(squares, { x: "column", y: "row", text: "letter", fill: "ink", fontSize: 11 }),
      Plot.dot(key, {
        ...beside,
        dx: 34,
        symbol: "square",
        r: isOutlined ? 7 : 8,
        fill: "fill",
        ...(isOutlined ? outlined : { stroke: GROUND }),
      }),
      Plot.text(key, {
        ...beside,
        dx: 52,
        text: ({ letter, key }: WafflePart) => `${letter}  ${key}`,
        textAnchor: "start",
        ...(parts.some(({ key }) => key.includes("\n")) ? { lineHeight: 1.35 } : {}),
      }),
    ],
  };
}
