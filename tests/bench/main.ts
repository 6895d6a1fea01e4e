/**
 * The speeds that the lab promises, each beside a peer or a floor: `deno task bench`.
 *
 * Absolute times depend on the machine; quote the ratios. Nothing here fails a test run.
 */
import { backtestBench } from "./backtest.ts";
import type { BenchRow } from "./bench_row.ts";
import { constructionBench } from "./construction.ts";
import { evidenceBench } from "./evidence.ts";
import { explanationBench } from "./explanation.ts";
import { lessonBench } from "./lesson.ts";
import { liveBench } from "./live.ts";
import { performanceBench } from "./performance.ts";
import { rebalanceBench } from "./rebalance.ts";
import { signalsBench } from "./signals.ts";
import { sweepBench } from "./sweep.ts";

const groups: readonly [string, () => BenchRow[] | Promise<BenchRow[]>][] = [
  ["Construction", constructionBench],
  ["Explanation", explanationBench],
  ["Rebalance", rebalanceBench],
  ["Performance", performanceBench],
  ["Signals", signalsBench],
  ["Evidence", evidenceBench],
  ["Backtest", backtestBench],
  ["Sweep", sweepBench],
  ["Lesson", lessonBench],
  ["Live", liveBench],
];

const wanted = Deno.args[0]?.toLowerCase();
for (const [name, bench] of groups) {
  if (wanted && !name.toLowerCase().startsWith(wanted)) continue;
  console.log(`\n${name}`);
  for (const row of await bench()) {
    console.log(`  ${row.what.padEnd(66)} ${row.measured.padStart(12)}   ${row.beside}`);
  }
}
