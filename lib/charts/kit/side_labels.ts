import * as Plot from "@observablehq/plot";
import { HALO } from "./theme.ts";

/**
 * Texts beyond the ends of what is drawn, one a row: left of what points left, else to the right.
 *
 * @param options.isLeft Whether a row points left.
 * @param options.x Where it ends: a field of the row, or a function of it.
 * @param options.gap Pixels from the end to the text; 6 by default.
 * @param options.weight Weight of the letters, where it is not that of all text.
 * @param options.isBold Rows whose text is bold; the others are then plain.
 * @param options.panel Field that names a row's panel, where there are several.
 */
export function sideLabels<Row>(
  rows: readonly Row[],
  options: {
    readonly isLeft: (row: Row) => boolean;
    readonly x: string | ((row: Row) => number);
    readonly text: (row: Row) => string;
    readonly y?: string;
    readonly gap?: number;
    readonly weight?: number;
    readonly isBold?: (row: Row) => boolean;
    readonly panel?: string;
  },
): Plot.Markish[] {
  const { isLeft, isBold, x, y = "label", text, gap = 6, weight, panel } = options;
  const marks = (of: readonly Row[], left: boolean, fontWeight?: number) =>
    Plot.text(of.filter((row) => isLeft(row) === left), {
      ...(panel === undefined ? {} : { fx: panel }),
      x,
      y,
      text,
      textAnchor: left ? "end" : "start",
      dx: left ? -gap : gap,
      ...(fontWeight === undefined ? {} : { fontWeight }),
      ...HALO,
    });
  return [true, false].flatMap((left) =>
    isBold === undefined ? [marks(rows, left, weight)] : [
      marks(rows.filter(isBold), left, 700),
      marks(rows.filter((row) => !isBold(row)), left, 400),
    ]
  );
}
