import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { bookText, rebalance, viewToOrder } from "lab/desk";
import { type Sector, SECTORS, simulatedMarket, snapshot } from "lab/market";
import { holdingsAfter } from "lab/portfolio";
import { settings } from "lab/settings";
import { randomStream } from "lab/stats";
import { SOAK } from "../soak.ts";

const market = simulatedMarket({ seed: 7 });
const today = snapshot(market, market.prices.days.at(-1)!);
const views = (...scores: readonly (readonly [Sector, number])[]) =>
  scores.map(([sector, score]) => ({ sector, score, confidence: 1 }));

Deno.test("rebalance() relaxes nothing unless it is asked to", () => {
  const plan = rebalance(today, views(["XLK", 5], ["XLE", 1]));
  equal(plan.book.status, "reduced");
  equal(plan.relaxed, undefined);
  equal(plan.settings.relax.length, 0);
});

Deno.test("rebalance() keeps the gross where it may relax limits, and reports each violation", () => {
  const plan = rebalance(today, views(["XLK", 5], ["XLF", 1]), {
    settings: settings({ relax: ["sector", "side", "net"] }),
  });
  equal(plan.book.status, "full");
  deepEqual(plan.settings.relax, ["sector", "side", "net"]);
  const { used, changes, violations } = plan.relaxed!;
  equal(used, true);
  deepEqual(changes.map(({ setting }) => setting), ["sector"]);
  ok(violations.length > 0 && violations.every(({ limit }) => limit.startsWith("sector ")));
  for (const { sentence } of violations) ok(plan.notes.includes(sentence));
  // Judged by the limits that were relaxed knowingly, not by the mandate.
  ok(plan.judgement.holds && plan.book.limits.sector > plan.settings.mandate.sector);
  match(bookText(plan), /as nearly as all limits, sector relaxed on request, allow/);
});

Deno.test("rebalance() with relaxed limits adds up and keeps the rest, week after week", () => {
  let relaxed = 0;
  for (let seed = 0; seed < (SOAK ? 200 : 20); seed++) {
    const draw = randomStream(seed);
    const some = (count: number) =>
      SECTORS.slice(seed % 5, seed % 5 + count).map((sector) => ({
        sector,
        score: 1 + draw.integer(5),
        confidence: 1,
      }));
    const chosen = settings({ relax: ["side", "sector", "net", "beta"] });
    const first = rebalance(today, some(4), { settings: chosen });
    const holdings = holdingsAfter([], first.trades, first.account);
    const second = rebalance(today, some(4), { settings: chosen, holdings });
    for (const plan of [first, second]) {
      if (!plan.relaxed!.used) continue;
      relaxed++;
      // Positions that a rule on trades holds rarely add up to it: they may miss it by 1 %.
      const isHeld = plan.book.fixed.length > 0;
      ok(plan.book.grossReached || (isHeld && plan.book.gross >= 0.99), `${seed}`);
      const allowed = plan.relaxed!.changes.map(({ setting }) => setting);
      for (const { limit } of plan.relaxed!.violations) {
        const setting = limit.endsWith(" side") ? "side" : limit.split(" ")[0];
        ok(allowed.includes(setting), `${seed}: ${limit} among ${allowed}`);
      }
      for (const sector of plan.book.sectors) {
        const { steps, paid } = viewToOrder(plan, sector);
        ok(Math.abs(steps.reduce((sum, { change }) => sum + change, 0) - paid) < 1e-12);
      }
    }
  }
  ok(relaxed > 5, String(relaxed));
});

Deno.test("rebalance() refuses to relax a limit that there is not", () => {
  throws(
    () => rebalance(today, views(["XLK", 5]), { settings: settings({ relax: ["sides"] }) }),
    /Cannot relax limits: "sides" is no limit that can give way here; these are sector, side/,
  );
});
