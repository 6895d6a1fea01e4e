import { randomStream } from "../../stats/mod.ts";
import type { RateObservation } from "../market.ts";
import { at } from "./at.ts";
import { LEAD_DAYS } from "./parameters.ts";
import { SHARD, type World } from "./world.ts";

/** Long-run level, pull to it per day, and daily noise of the rate, all per year as shares. */
const LEVEL = 0.025, PULL = 0.002, NOISE = 0.0004;

/** The risk-free rate per year on every day of a world: it wanders, returns slowly, stays above zero. */
export function ratePath(world: World): Float64Array {
  const stream = randomStream(world.seed, SHARD.rates);
  const path = new Float64Array(world.days.length);
  let rate = LEVEL * (0.2 + 1.6 * stream.uniform());
  for (let t = 0; t < path.length; t++) {
    rate = Math.abs(rate + PULL * (LEVEL - rate) + NOISE * stream.normal());
    path[t] = Math.round(rate * 1e4) / 1e4;
  }
  return path;
}

/** The rate as published each morning at 08:00, only on days on which it changed. */
export function rateObservations(world: World, path: Float64Array): RateObservation[] {
  const out: RateObservation[] = [];
  for (let t = LEAD_DAYS; t < path.length; t++) {
    if (t > LEAD_DAYS && path[t] === path[t - 1]) continue;
    out.push({
      ratePerYear: path[t],
      availableAt: at(world.days[t], "08:00"),
      address: `lab:rates/${world.days[t]}`,
    });
  }
  return out;
}
