import * as Plot from "@observablehq/plot";

/** Texts left of the frame, as an axis would write names: `y`, `text` and `dx` say where and what. */
export function textsAtLeft<Row>(rows: readonly Row[], options: Plot.TextOptions): Plot.Markish {
  return Plot.text(rows, { frameAnchor: "left", textAnchor: "end", ...options });
}

/** Texts right of the frame: what belongs to a row and is no place on the scale. */
export function textsAtRight<Row>(rows: readonly Row[], options: Plot.TextOptions): Plot.Markish {
  return Plot.text(rows, { frameAnchor: "right", textAnchor: "start", ...options });
}
