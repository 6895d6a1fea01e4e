/**
 * Lesson 05 as a script: a backtest, and all that speaks against it.
 *
 *     deno run -A notebooks/examples/backtest_example.ts
 *     deno run -A notebooks/examples/backtest_example.ts --html    also writes out/backtest_example.html
 *
 * The same with every option, and on your own prices: deno task backtest --help
 */
import { openTrialsFile, trialPlaces, trialsFolder } from "lab/evidence";
import { simulatedMarket } from "lab/market";
import { measureText, sharpe } from "lab/performance";
import { study, studyRows, tearSheetInput } from "lab/study";
import { tearSheet, tearSheetPage } from "lab/tear_sheet";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);

// A world whose truth is known: each pillar of the rule analyst holds a little, planted on purpose.
const market = simulatedMarket({ seed: 7, years: 7 });

// The run. It is counted before it is seen: what was tried often must look better to mean as much.
// LAB_TRIALS names another folder for the count, for runs that are nobody's search.
const counter = openTrialsFile(trialPlaces(trialsFolder(fileURLToPath(root))));
const found = await study(market, {
  name: "the rule analyst's tilt book",
  weights: { fundamentals: 0.5, sentiment: 0.25, technicals: 0.25 },
  seed: 1, // of the dice and the resamples
  draws: 500, // random committees of each kind
  trials: { counter, at: new Date().toISOString() },
});

// The verdict comes first, and the sentence cannot be quoted without its interval.
console.log(`${found.verdict().sentence}.\n`);

// What speaks for it, and against: dice, baselines, tests, power, memory, and what is put away.
for (const { label, text } of studyRows(found)) console.log(`${label}: ${text}`);

// The plain alternatives, on the same days, with the same costs.
console.log();
const { riskFree, panel: { periodsPerYear } } = found;
for (const { name, run } of found.baselines()) {
  const measure = sharpe(found.pick(run.net), { periodsPerYear, riskFree });
  console.log(`${name}: ${measureText(measure, found.periods)}`);
}

// What the scores knew, before any book was made of them.
const { ic } = found.signals();
console.log(
  `\nWeeks of record for a coefficient of 0.05: ${ic.power?.stated.weeksForT2?.toFixed(0)}`,
);

if (Deno.args.includes("--html")) {
  await Deno.mkdir(new URL("out/", root), { recursive: true });
  const page = tearSheetPage(tearSheet(tearSheetInput(found)));
  await Deno.writeTextFile(new URL("out/backtest_example.html", root), page);
  console.log("Tear sheet: out/backtest_example.html");
}
