/**
 * Would other pillar weights have been better, and could one have known?
 *
 *     deno run -A notebooks/examples/custom_weights.ts
 *     deno run -A notebooks/examples/custom_weights.ts --html     also writes out/custom_weights.html
 *
 * Change `own` to your weights, `seed` to another world, or `book` to "limits" for the exact book.
 */
import { DISPLAY, pairedRanges, sampleScatter, ternaryMap } from "lab/charts";
import { openTrialsFile, trialPlaces, trialsFolder, trialsHeadline } from "lab/evidence";
import type { Shares } from "lab/stats";
import { closeSweepWorkers, runSweep, sweepChartRows, sweepConfig, sweepEvidence } from "lab/sweep";
import { fileURLToPath } from "node:url";

const seed = 7, book = "tilt";
const own: Shares = [0.3, 0.3, 0.4];

const root = new URL("../../", import.meta.url);
const trials = openTrialsFile(trialPlaces(trialsFolder(fileURLToPath(root))));

// Every weighting in steps of a tenth; the last fifth of the decisions stays shut.
const config = sweepConfig({
  data: { kind: "simulated", seeds: [seed], years: 8 },
  grid: { step: 0.1 },
  settings: { book },
});
const result = await runSweep(config, { trials, at: new Date().toISOString() });
closeSweepWorkers();

// What the sweep is worth, with your weights as the ones that must be beaten.
const evidence = await sweepEvidence(result, { seed: 1, base: own });
const { cells, ranges, dots } = sweepChartRows(evidence);
console.log(`${evidence.headline}.\n`);
for (const sentence of evidence.sentences) console.log(`- ${sentence}.`);
console.log(`- ${trialsHeadline(result.tally!, result.family, { noun: "weightings" })}.`);
console.log(evidence.facts.source);

if (Deno.args.includes("--html")) {
  const { source } = evidence.facts, valueName = "net Sharpe ratio";
  const shown = [
    ternaryMap(cells, {
      labels: evidence.facts.pillarLabels,
      base: { weights: own, value: evidence.base.sharpe },
      valueName,
      source,
    }),
    pairedRanges(ranges, { source, valueName, base: "your weights", trials: evidence.trials }),
    sampleScatter(dots, { source, valueName, samples: ["first half", "second half"] }),
  ];
  const page =
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Custom weights</title>\n' +
    "<style>:root{color-scheme:light dark;--lab-ground:Canvas}body{margin:24px;font-family:system-ui," +
    "sans-serif}</style>\n" +
    shown.map((one) => one[DISPLAY]()["text/html"]).join("\n") + "\n</html>\n";
  await Deno.mkdir(new URL("out/", root), { recursive: true });
  await Deno.writeTextFile(new URL("out/custom_weights.html", root), page);
  console.log("Charts: out/custom_weights.html");
}
