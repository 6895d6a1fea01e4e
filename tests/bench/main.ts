/**
 * The speeds that the lab promises, each beside a peer or a floor: `deno task bench`.
 *
 * Absolute times depend on the machine; quote the ratios. Nothing here fails a test run. With
 * `--write-peer-input DIR` it writes what `peers/peers.py` reads instead.
 */
import { backtestBench } from "./backtest.ts";
import type { BenchRow } from "./bench_row.ts";
import { constructionBench } from "./construction.ts";
import { evidenceBench } from "./evidence.ts";
import { explanationBench } from "./explanation.ts";
import { lessonBench } from "./lesson.ts";
import { liveBench } from "./live.ts";
import { marketBench } from "./market.ts";
import { writePeerInput } from "./peers/peer_input.ts";
import { performanceBench } from "./performance.ts";
import { rebalanceBench } from "./rebalance.ts";
import { recordBench } from "./record.ts";
import { signalsBench } from "./signals.ts";
import { studyBench } from "./study.ts";
import { sweepBench } from "./sweep.ts";

const groups: readonly [string, () => BenchRow[] | Promise<BenchRow[]>][] = [
  ["Market", marketBench],
  ["Construction", constructionBench],
  ["Explanation", explanationBench],
  ["Rebalance", rebalanceBench],
  ["Performance", performanceBench],
  ["Record", recordBench],
  ["Signals", signalsBench],
  ["Evidence", evidenceBench],
  ["Backtest", backtestBench],
  ["Study", studyBench],
  ["Sweep", sweepBench],
  ["Lesson", lessonBench],
  ["Live", liveBench],
];

// A task runner may hand the separator on.
const [first, second] = Deno.args.filter((word) => word !== "--");
if (first === "--write-peer-input") {
  if (!second) {
    throw new TypeError("Cannot write the peers' input: --write-peer-input needs a folder");
  }
  console.log(`Written: ${await writePeerInput(second)}`);
} else {
  const wanted = first?.toLowerCase();
  for (const [name, bench] of groups) {
    if (wanted && !name.toLowerCase().startsWith(wanted)) continue;
    console.log(`\n${name}`);
    for (const row of await bench()) {
      console.log(`  ${row.what.padEnd(66)} ${row.measured.padStart(12)}   ${row.beside}`);
    }
  }
}
