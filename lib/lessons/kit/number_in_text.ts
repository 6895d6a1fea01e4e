import { listed } from "../../words.ts";

/** A number that stands in a text, and what has to change besides the quotation marks. */
interface NumberInText {
  readonly value: number;
  /** How it is written otherwise, as words after a comma; absent for a plain number. */
  readonly with?: string;
}

/**
 * The number that somebody meant by a text, in the ways people write numbers: a decimal comma, a
 * percent sign, dollars, thousands with commas, the typographic minus of a chart, a unit behind it.
 *
 * @returns `undefined` for a text that is no number; a percent comes as the share that it stands for.
 *
 * @example
 * ```ts
 * import { numberInText } from "./number_in_text.ts";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * deepEqual(numberInText("0,829"), { value: 0.829, with: "with a decimal point" });
 * deepEqual(numberInText("−17.1 %"), { value: -0.171, with: "as a share of one" });
 * equal(numberInText("$46,500")?.value, 46_500);
 * equal(numberInText("about half"), undefined);
 * ```
 */
export function numberInText(text: string): NumberInText | undefined {
  const plain = text.replace(/\u2212/g, "-").replace(/[\u00a0\u202f]/g, " ").trim();
  const found = /^([+-]?)\s*(?:(\$)\s*([+-]?))?(\d[\d.,_]*|\.\d+)\s*(%|[a-z]+)?\.?$/i.exec(plain);
  if (!found) return undefined;
  const [, before, dollar, after, digits, unit] = found;
  const [whole, comma] = withPoint(digits.replace(/_/g, "").replace(/[.,]$/, ""));
  const size = Number(whole);
  if (!Number.isFinite(size)) return undefined;
  const signed = before === "-" || after === "-" ? -size : size;
  const value = unit === "%" || unit?.toLowerCase() === "percent"
    ? Number((signed / 100).toPrecision(12))
    : signed;
  const how = [
    ...(comma ? ["with a decimal point"] : []),
    ...(value === signed ? [] : ["as a share of one"]),
    ...(dollar === undefined ? [] : ["without the dollar sign"]),
    ...(unit === undefined || value !== signed ? [] : ["without its unit"]),
  ];
  return how.length === 0 ? { value } : { value, with: listed(how) };
}

/** Digits with a point before the decimals, and whether it was a comma; commas of thousands go. */
function withPoint(digits: string): readonly [string, boolean] {
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits) && !digits.startsWith("0")) {
    return [digits.replace(/,/g, ""), false];
  }
  if (/^\d{1,3}(\.\d{3})+,\d+$/.test(digits)) {
    return [digits.replace(/\./g, "").replace(",", "."), true];
  }
  return /^\d+,\d+$/.test(digits) ? [digits.replace(",", "."), true] : [digits, false];
}
