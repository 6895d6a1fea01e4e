/** The little of a DOM document that drawing a chart needs. */
export interface ChartDocument {
  createElement(name: string): unknown;
  createElementNS(namespace: string, name: string): unknown;
}

let fallback: ChartDocument | undefined;

/**
 * The document that charts are drawn into: the browser's own where there is one, otherwise the one
 * given to `useDocument`.
 *
 * The lab's `mod.ts` gives linkedom's, so nothing needs to be done in a notebook. A bundle for the
 * browser imports the chart's own file and leaves linkedom behind.
 *
 * @throws {TypeError} If there is no document of either kind.
 */
export function chartDocument(): ChartDocument {
  const own = (globalThis as { document?: ChartDocument }).document ?? fallback;
  if (!own) {
    throw new TypeError(
      'Cannot draw a chart: need a document, got none; import from "lab/charts", or call useDocument()',
    );
  }
  return own;
}

/**
 * Sets the document for a runtime that has none of its own.
 *
 * @example
 * ```ts
 * import { type ChartDocument, useDocument, weightBars } from "lab/charts";
 * import { parseHTML } from "linkedom";
 * import { match } from "node:assert/strict";
 *
 * const page = parseHTML("<!doctype html><html><body></body></html>");
 * useDocument((page as unknown as { document: ChartDocument }).document);
 * const chart = weightBars([{ label: "Energy", weight: 0.2 }], { source: "Source: simulated, seed 7." });
 * match(chart.svg(), /^<svg/);
 * ```
 */
export function useDocument(document: ChartDocument): void {
  fallback = document;
}
