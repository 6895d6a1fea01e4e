/**
 * What moves the result besides the weights: each setting alone, then two of them together.
 *
 *     deno run -A notebooks/examples/other_settings.ts
 *     deno run -A notebooks/examples/other_settings.ts --html     also writes out/other_settings.html
 *
 * Change `seed` to another world, `weights` to yours, or the lists of settings to move others.
 */
import {
  DISPLAY,
  pairCells,
  pairCellsTitle,
  sensitivityLines,
  sensitivityLinesTitle,
} from "lab/charts";
import { openTrialsFile, trialPlaces, trialsFolder } from "lab/evidence";
import type { Shares } from "lab/stats";
import {
  closeSweepWorkers,
  inPairs,
  oneAtATime,
  pairRows,
  runSweep,
  sensitivityRows,
  sweepConfig,
} from "lab/sweep";
import { fileURLToPath } from "node:url";

const seed = 7;
const weights: Shares = [0.5, 0.25, 0.25];

const root = new URL("../../", import.meta.url);
const trials = openTrialsFile(trialPlaces(trialsFolder(fileURLToPath(root))));
const counted = { trials, at: new Date().toISOString() };

// One weighting, every limit solved; the last fifth of the decisions stays shut.
const config = sweepConfig({
  data: { kind: "simulated", seeds: [seed], years: 6 },
  grid: { list: [[...weights]] },
  settings: { book: "limits" },
});

// One at a time: all other settings stay where they are.
const alone = oneAtATime(config, [
  { setting: "confidence" },
  { setting: "sectorCap" },
  { setting: "halfLife" },
  { setting: "schedule" },
  { setting: "costLevel" },
  { setting: "analysts", values: [1, 3, 5] },
]);
const ran = await runSweep(alone.config, counted);
const lines = await sensitivityRows(alone, ran, { seed: 1 });

// In pairs: does a looser cap pay once costs are dear?
const both = inPairs(config, { setting: "sectorCap" }, { setting: "costLevel" });
const together = pairRows(both, await runSweep(both.config, counted));
closeSweepWorkers();

const { source, days } = ran.panel(), { valueName } = together;
console.log(`${sensitivityLinesTitle(lines, { valueName })}.\n`);
for (const { setting, points } of lines) {
  const texts = points.map(({ label, value, low, high, isDefault }) =>
    `${label}${isDefault ? " (default)" : ""} ${value.toFixed(2)} [${low.toFixed(2)}, ${
      high.toFixed(2)
    }]`
  );
  console.log(`- ${setting}: ${texts.join("; ")}`);
}
console.log(`\n${pairCellsTitle(together.cells, { valueName })}.`);
console.log(`n = ${days.length - 1} weeks; 95 % intervals, each alone, by stationary bootstrap.`);
console.log(source);

if (Deno.args.includes("--html")) {
  const shown = [
    sensitivityLines(lines, { valueName, source }),
    pairCells(together.cells, { ...together, source }),
  ];
  const page =
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Other settings</title>\n' +
    "<style>:root{color-scheme:light dark;--lab-ground:Canvas}body{margin:24px;font-family:system-ui," +
    "sans-serif}</style>\n" +
    shown.map((one) => one[DISPLAY]()["text/html"]).join("\n") + "\n</html>\n";
  await Deno.mkdir(new URL("out/", root), { recursive: true });
  await Deno.writeTextFile(new URL("out/other_settings.html", root), page);
  console.log("Charts: out/other_settings.html");
}
