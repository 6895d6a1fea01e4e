import { checkShare } from "./check_figure.ts";
import type { LimitEntry, LimitTelling } from "./limit_entry.ts";
import { figureOf } from "./limit_figure.ts";
import type { Sector } from "../../market/mod.ts";
import { type CapitalUse, type LimitRule, sizeRule } from "./limit_rule.ts";
import { boundOf, percent } from "./typed_figure.ts";

/** Money per unit of exposure through a fund. */
export const capitalPerExposure = ({ leverage }: { readonly leverage: number }) =>
  1 / Math.abs(leverage);

/**
 * The limit on the value of all funds as a rule; a hedge is held through funds without leverage.
 *
 * @param sectors The order of what a unit of each exposure takes, by the fund that it will have.
 */
export function capitalRule(
  sectors: readonly Sector[],
  { long, short }: CapitalUse,
): LimitRule {
  return sizeRule(
    { kind: "capital" },
    (limits) => limits.capital,
    (sector, sign) => sign * (sign > 0 ? long : short)[sectors.indexOf(sector)],
    (sign) => sign,
  );
}

export const capital: LimitEntry = {
  kind: "capital",
  label: () => "Capital in funds",
  check: ({ capital }) => checkShare("capital", capital, 1, false),
  rulesOf: (_limits, { sectors, capitalUse }) => capitalUse && [capitalRule(sectors, capitalUse)],
  // Left to the orders where nothing is known of the funds.
  figures: (limits, { capitalUse }) =>
    capitalUse ? figureOf("capital", "the limit on capital")(limits) : [],
};
export const toldCapital: LimitTelling = {
  words: () => "the limit on capital (money in funds)",
  bounds: ({ capital }) =>
    boundOf("capital", percent(capital), "The value of all funds held, without leverage."),
};
