/**
 * Money as an account books it: every movement is rounded to the cent once, and sums are of whole cents.
 *
 * A product of two doubles may lie on the wrong side of half a cent (3 shares at 0.335 are 1.005, which a
 * double holds as 1.00499…), so it is worked out in the decimal digits that were written.
 *
 * @module
 */

/** A number as it is written: `units` × 10^−`scale`. */
interface Written {
  readonly units: bigint;
  readonly scale: number;
}

function written(value: number): Written {
  const [mantissa, exponent = "0"] = String(value).split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  const units = BigInt(whole + fraction), scale = fraction.length - Number(exponent);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

/**
 * Shares × dollars a share, whole cents; half a cent goes away from zero, as brokers round.
 *
 * @param shares Signed; a finite number.
 * @param usd Dollars a share, a finite number.
 */
export function centsOf(shares: number, usd: number): number {
  const { units, by } = hundredfold(shares, usd);
  const size = units < 0n ? -units : units, rounded = (2n * size + by) / (2n * by);
  // No minus before a nought.
  return rounded === 0n ? 0 : Number(units < 0n ? -rounded : rounded);
}

/** Whether shares × dollars a share are whole cents: where they are not, brokers may round otherwise. */
export function isWholeCents(shares: number, usd: number): boolean {
  const { units, by } = hundredfold(shares, usd);
  return units % by === 0n;
}

/** A hundred times the product, as `units` over `by`. */
function hundredfold(shares: number, usd: number) {
  const a = written(shares), b = written(usd);
  return { units: 100n * a.units * b.units, by: 10n ** BigInt(a.scale + b.scale) };
}

/** Dollars as whole cents. */
export const cents = (usd: number): number => centsOf(1, usd);
