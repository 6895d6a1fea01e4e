import { randomStream } from "../../stats/mod.ts";
import type { Day } from "../../units.ts";
import { weeklyDays } from "../calendar.ts";
import type { FundFlow } from "../market.ts";
import { SECTOR_LISTED_FROM, SECTORS } from "../sectors.ts";
import { at } from "./at.ts";
import { LEAD_DAYS } from "./parameters.ts";
import { SHARD, type World } from "./world.ts";

/** Typical weekly net flow over assets, a share, and how much of it the hidden signal explains. */
const WEEKLY_SIZE = 0.008, SIGNAL = 0.6;

/**
 * Net flows into each sector fund, one figure a week, published at 08:00 of the next trading day.
 *
 * How they encode the sentiment signal: a week's flow rises with the signal of its last day; about a
 * third of a flow's variance is signal.
 */
export function fundFlows(world: World): FundFlow[] {
  const stream = randomStream(world.seed, SHARD.flows);
  const noise = Math.sqrt(1 - SIGNAL * SIGNAL);
  const indexOf = new Map(world.days.map((on, t) => [on, t]));
  const out: FundFlow[] = [];
  const weeks: Day[] = weeklyDays(world.days.slice(LEAD_DAYS));
  for (const week of weeks) {
    const t = indexOf.get(week)!;
    SECTORS.forEach((sector, i) => {
      const x = SIGNAL * world.signals.sentiment[i][t] + noise * stream.normal();
      const next = world.days[t + 1];
      if (next === undefined || week < SECTOR_LISTED_FROM[sector]) return;
      out.push({
        sector,
        week,
        flowShare: Math.round(WEEKLY_SIZE * x * 1e5) / 1e5,
        availableAt: at(next, "08:00"),
        address: `lab:flows/${sector}/${week}`,
      });
    });
  }
  return out;
}
