/** Studies of real returns: the bundled industries, and price files where they lie beside the lab. */
import { type Market, readIndustries, readPrices } from "lab/market";
import { decisionDays, LIMITS_ONLY, withoutSectors } from "lab/research";
import { randomStream } from "lab/stats";
import { study, studyRows } from "lab/study";
import { day } from "lab/units";
import { deepEqual, equal, match, ok } from "node:assert/strict";

const small = { seed: 1, draws: 20, resamples: 100, answeredBy: "rules" };

/** Scores by chance on every decision day. */
function chanceScores(market: Market) {
  const days = decisionDays(market, market.frequency === "monthly" ? "monthly" : "weekly");
  const stream = randomStream(3);
  const scores = Float64Array.from({ length: 11 * days.length }, () => 1 + stream.integer(5));
  return { days, scores };
}

Deno.test("study() of the industries counts in months and looks one month ahead", async () => {
  const market = await readIndustries();
  const found = await study(market, {
    ...small,
    scores: chanceScores(market),
    from: day("1990-01-01"),
    to: day("1999-12-31"),
    rule: LIMITS_ONLY,
  });
  equal(found.periods, "months");
  equal(found.signals().conventions.horizon, 1);
  deepEqual([found.days[0], found.net.length], ["1990-03-30", 119]);
  ok(!found.signals().names.includes("XLRE"), "real estate is no industry of its own");
  match(studyRows(found).find(({ key }) => key === "needed")!.label, /^Months still needed/);
});

const file = new URL("../../../shared/data/sectors_open_close_adj.csv", import.meta.url);

function exists(path: URL): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

if (exists(file)) {
  Deno.test("study() of real prices runs with the young sectors and without them", async () => {
    const market: Market = await readPrices([decodeURIComponent(file.pathname)]);
    const options = { ...small, from: day("2015-01-01"), to: day("2018-12-31") };
    const eleven = await study(market, { ...options, scores: chanceScores(market) });
    equal(eleven.signals().names.length, 11);
    const nine = withoutSectors(market, ["XLRE", "XLC"]);
    const found = await study(nine, { ...options, scores: chanceScores(nine) });
    equal(found.signals().names.length, 9);
    equal(found.source.kind, "real");
    deepEqual(found.days, eleven.days);
    ok(found.verdict().kind === "not proven" && eleven.verdict().kind === "not proven");
  });
}
