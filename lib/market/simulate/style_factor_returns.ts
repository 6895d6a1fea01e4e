import { TRADING_DAYS_A_YEAR } from "../../days.ts";
import { randomStream } from "../../stats/mod.ts";
import type { StyleFactorReturn } from "../market.ts";
import { at } from "./at.ts";
import { LEAD_DAYS } from "./parameters.ts";
import { SHARD, type World } from "./world.ts";

/** Daily volatility of a style factor: 9 % a year, about that of the French factors 1998–2026. */
const DAILY_VOL = 0.09 / Math.sqrt(TRADING_DAYS_A_YEAR);

/** What a style takes from the sectors' shared factors [technology, cyclicals, defensives]; the rest is its own. */
const STYLE_LOADINGS = {
  size: [0, 0.4, -0.2],
  value: [-0.5, 0.4, 0],
  momentum: [0.2, -0.3, 0],
} as const;

const rounded = (value: number) => Math.round(value * 1e6) / 1e6;

/**
 * Returns of the three style factors, published on the day at 18:00, after its close. They share factors
 * with the sectors, so a sector book has style exposures that eleven weights cannot all remove; no
 * style has a drift.
 */
export function styleFactorReturns(world: World): StyleFactorReturn[] {
  const stream = randomStream(world.seed, SHARD.styles);
  const out: StyleFactorReturn[] = [];
  for (let t = LEAD_DAYS; t < world.days.length; t++) {
    const style = (name: keyof typeof STYLE_LOADINGS): number => {
      const loadings = STYLE_LOADINGS[name];
      let own = 1, sum = 0;
      for (let k = 0; k < 3; k++) {
        sum += loadings[k] * world.factors[k][t];
        own -= loadings[k] * loadings[k];
      }
      return rounded(DAILY_VOL * (sum + Math.sqrt(own) * stream.normal()));
    };
    const day = world.days[t];
    out.push({
      day,
      size: style("size"),
      value: style("value"),
      momentum: style("momentum"),
      availableAt: at(day, "18:00"),
      address: `lab:styles/${day}`,
    });
  }
  return out;
}
