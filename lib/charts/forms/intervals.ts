import * as Plot from "@observablehq/plot";

/** Rows whose `low` and `high` are the ends of an interval. */
interface Ranged {
  readonly low?: number;
  readonly high?: number;
}

/**
 * Intervals as lines with a short stroke at either end, across the bars that they belong to.
 *
 * @param rows Those with both ends get a line, those with one end its stroke.
 * @param options.along Whether the bars lie (`x`) or stand (`y`).
 * @param options.inset How far a stroke stays inside its row, pixels.
 */
export function whiskers(
  rows: readonly (Ranged & { readonly label: string })[],
  options: { readonly along: "x" | "y"; readonly inset: number },
): Plot.Markish[] {
  const { along, inset } = options;
  const look = { stroke: "currentColor", strokeWidth: 2 };
  const whole = rows.filter(({ low, high }) => low !== undefined && high !== undefined);
  const ends = (["low", "high"] as const).map((end) => {
    const known = rows.filter((row) => row[end] !== undefined);
    return along === "x"
      ? Plot.tickX(known, { x: end, y: "label", inset, ...look })
      : Plot.tickY(known, { x: "label", y: end, inset, ...look });
  });
  return [
    along === "x"
      ? Plot.link(whole, { x1: "low", x2: "high", y: "label", ...look })
      : Plot.link(whole, { x: "label", y1: "low", y2: "high", ...look }),
    ...ends,
  ];
}
