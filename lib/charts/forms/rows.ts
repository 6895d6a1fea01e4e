import { wholePercent } from "../kit/axes.ts";

/**
 * Rows below each other with their names at the left, on a scale that runs across: what bars, dumbbells
 * and dots on intervals stand on. A tick of the axis on the left is a name, without a stroke.
 *
 * @param labels The names from top to bottom.
 * @param options.domain The scale from left to right.
 * @param options.ticks About how many ticks, or where; 7 by default.
 * @param options.tickFormat How a tick is written; as whole percent by default.
 * @param options.gap Share of a row that stays free.
 * @param options.nameFormat How a name is written, where it is not itself.
 */
export function rowScales(
  labels: readonly string[],
  options: {
    readonly domain: readonly [number, number];
    readonly ticks?: number | number[];
    readonly tickFormat?: string | ((value: number) => string);
    readonly gap?: number;
    readonly nameFormat?: (label: string) => string;
  },
) {
  const { domain, ticks = 7, tickFormat = wholePercent, gap, nameFormat } = options;
  return {
    x: { domain: [...domain], label: null, ticks, tickFormat },
    y: {
      domain: labels,
      label: null,
      tickSize: 0,
      ...(gap === undefined ? {} : { padding: gap }),
      ...(nameFormat === undefined ? {} : { tickFormat: nameFormat }),
    },
  };
}
