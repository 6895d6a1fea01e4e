import {
  type Analyst,
  ballotSchema,
  type Brief,
  briefs,
  copyOf,
  DEFAULT_RUBRIC,
  inattentiveAnalyst,
  rulesAnalyst,
} from "lab/committee";
import { simulatedMarket, snapshot } from "lab/market";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

const market = simulatedMarket({ seed: 7, years: 2 });

const view = snapshot(market, market.prices.days[450]);

const sheets = briefs(view);

const askedAt = view.decidedAt;

async function ballot(analyst: Analyst, brief: Brief, sample = 0) {
  const answer = await analyst.answer(brief, DEFAULT_RUBRIC, { askedAt, sample });
  ok(answer.kind === "ballot");
  return ballotSchema.parse(answer.ballot);
}

Deno.test("copyOf() agrees in all but the name", async () => {
  const copy = copyOf(inattentiveAnalyst(rulesAnalyst(), { seed: 1 }), "copy");
  for (const brief of sheets) {
    const { analyst: _, ...own } = await ballot(
      inattentiveAnalyst(rulesAnalyst(), { seed: 1 }),
      brief,
    );
    const { analyst, ...others } = await ballot(copy, brief);
    equal(analyst, "copy");
    deepEqual(others, own);
  }
  throws(
    () => copyOf(rulesAnalyst(), "rules"),
    /Cannot copy rules: need another name, got "rules"/,
  );
  throws(() => copyOf(rulesAnalyst(), " "), /need another name/);
});
