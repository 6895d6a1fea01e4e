/**
 * The periods in which every series has a value, as one row each, with their positions.
 *
 * A covariance of pairs with different gaps can have a negative eigenvalue; one of complete rows
 * cannot.
 *
 * @param series One list per asset, aligned by period; `undefined` for a gap.
 * @throws {RangeError} If lengths differ or a value is not finite.
 */
export function completeRows(
  series: readonly (readonly (number | undefined)[])[],
): { readonly rows: readonly (readonly number[])[]; readonly at: readonly number[] } {
  const length = series[0]?.length ?? 0;
  for (const [position, one] of series.entries()) {
    if (one.length !== length) {
      throw new RangeError(
        `Cannot estimate a covariance: need series of one length, got ${length} and ${one.length}`,
      );
    }
    const wrong = one.findIndex((value) => value !== undefined && !Number.isFinite(value));
    if (wrong >= 0) {
      throw new RangeError(
        `Cannot estimate a covariance: need finite returns or undefined, ` +
          `got ${one[wrong]} at position ${wrong} of series ${position}`,
      );
    }
  }
  const rows: number[][] = [], at: number[] = [];
  for (let t = 0; t < length; t++) {
    if (series.some((one) => one[t] === undefined)) continue;
    rows.push(series.map((one) => one[t]!));
    at.push(t);
  }
  return { rows, at };
}
