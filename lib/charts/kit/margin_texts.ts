import * as Plot from "@observablehq/plot";

/** A channel of rows: one of their fields, or a function of them. */
type Channel<Row, Value> = string | ((row: Row) => Value);

/** Texts left of the frame, as names that an axis would write. */
export function textsAtLeft<Row>(
  rows: readonly Row[],
  options: Plot.TextOptions & {
    readonly y: Channel<Row, unknown>;
    readonly text: Channel<Row, string>;
  },
): Plot.Markish {
  return Plot.text(rows, { frameAnchor: "left", textAnchor: "end", ...options });
}

/** Texts right of the frame: what belongs to a row and is no place on the scale. */
export function textsAtRight<Row>(
  rows: readonly Row[],
  options: Plot.TextOptions & {
    readonly y: Channel<Row, unknown>;
    readonly text: Channel<Row, string>;
  },
): Plot.Markish {
  return Plot.text(rows, { frameAnchor: "right", textAnchor: "start", ...options });
}
