/**
 * `deno task coverage`: how often the headline interval is right, on simulated worlds 1 to 500.
 *
 * @module
 */
import { counted, percent, rarePercent } from "../words.ts";
import {
  type Coverage,
  coverage,
  COVERAGE_WORLDS,
  type CoverageOptions,
  type CoverageRow,
  coverageTable,
  type WorldInterval,
} from "../signals/mod.ts";
import { binomialRange, type MeanInterval } from "../stats/mod.ts";
import { console } from "./console.ts";
import type { CoverageAnswer, CoverageQuestion } from "./coverage_worker.ts";
import { command } from "./options/command.ts";
import { helpAsked } from "./options/help_text.ts";
import { option } from "./options/option.ts";
import { readOptions } from "./options/read_options.ts";
import { whole } from "./options/readers.ts";
import { workers } from "./options/run_options.ts";
import { tellErrors } from "./tell_errors.ts";
import { textTable } from "./text_table.ts";

/** Workers where nothing is said: more of them help no more on two cores. */
const WORKER_COUNT = 2;

/** What all 500 worlds must show; the interval was chosen on them (`headline_interval.ts`). */
const COVERED = { low: 0.93, high: 0.97 }, NOISE_FOUND = { low: 0.03, high: 0.07 };

/** The command `coverage`. */
export const COVERAGE = command({
  name: "coverage",
  options: {
    worlds: option(whole(1, COVERAGE_WORLDS), {
      value: "N",
      help: "simulated worlds 1 to N",
      preset: String(COVERAGE_WORLDS),
    }),
    ...workers(String(WORKER_COUNT)),
  },
});

/**
 * The table of `coverage()`, its worlds shared among workers.
 *
 * Each worker takes the next world when it is free. What comes back is put in the order of the seeds
 * before it is added up, so that the table is the same, to the last bit, for any number of workers.
 */
export async function sharedCoverage(
  options: Pick<CoverageOptions, "years" | "truthYears" | "onWorld"> & {
    readonly worlds: number;
    readonly workers: number;
  },
): Promise<Coverage> {
  const { worlds, workers, onWorld = () => {}, years, truthYears } = options;
  if (workers === 0) return coverage({ worlds, years, truthYears, onWorld });
  const found: (readonly WorldInterval[])[] = new Array(worlds);
  let truth: MeanInterval | undefined, next = 0, done = 0;
  const team = Array.from(
    { length: Math.min(workers, worlds + 1) },
    () => new Worker(new URL("./coverage_worker.ts", import.meta.url), { type: "module" }),
  );
  try {
    await Promise.all(team.map((worker) =>
      new Promise<void>((resolve, reject) => {
        // The truth is number 0 and takes as long as some thirty worlds, so it goes first.
        const ask = () => {
          if (next > worlds) return resolve();
          const question: CoverageQuestion = { asked: next++, terms: { years, truthYears } };
          worker.postMessage(question);
        };
        worker.onmessage = ({ data }: MessageEvent<CoverageAnswer>) => {
          if ("failure" in data) return reject(new RangeError(data.failure));
          if ("truth" in data) truth = data.truth;
          else {
            found[data.asked - 1] = data.world;
            onWorld(++done);
          }
          ask();
        };
        worker.onerror = (event) => {
          event.preventDefault();
          reject(new Error(`a worker of the coverage table failed: ${event.message}`));
        };
        ask();
      })
    ));
  } finally {
    for (const worker of team) worker.terminate();
  }
  return coverageTable(truth!, found, { years, truthYears });
}

/** Whether a count is what the promise allows: the band on all worlds, else the binomial range. */
function expectation(worlds: number, share: number, band: { low: number; high: number }) {
  if (worlds === COVERAGE_WORLDS) {
    const of = (value: number) => Math.round(value * worlds);
    return {
      range: { least: of(band.low), most: of(band.high) },
      words: `${percent(band.low, { digits: 0 })} to ${percent(band.high, { digits: 0 })}`,
    };
  }
  const range = binomialRange(worlds, share);
  return { range, words: `${range.least} to ${range.most} of ${worlds}, the exact 99.9 % range` };
}

/** The table as text, with the judgement of the headline below. */
export function coverageText(found: Coverage): string {
  const { worlds, years, level, truth, rows } = found;
  const cells = (row: CoverageRow) => [
    row.interval,
    `${row.covered}`,
    rarePercent(row.covered / worlds),
    `${row.noiseFound}`,
    rarePercent(row.noiseFound / worlds),
    row.halfWidth.toFixed(4),
    row.judged ? "judged" : "",
  ];
  const right = (heading: string) => ({ heading, right: true });
  const table = textTable(
    [
      { heading: "interval" },
      right("covers"),
      right("share"),
      right("noise found"),
      right("share"),
      right("half-width"),
      { heading: "" },
    ],
    rows.map(cells),
  );
  const [headline] = rows;
  const covered = expectation(worlds, level, COVERED);
  const noise = expectation(worlds, 1 - level, NOISE_FOUND);
  const within = (count: number, { least, most }: { least: number; most: number }) =>
    count >= least && count <= most ? "kept" : "NOT KEPT";
  return `Coverage of ${percent(level, { digits: 0 })} intervals for the mean rank IC: ` +
    `${counted(worlds, "world")} of ${counted(years, "year")}, four weeks ahead\n` +
    `True mean rank IC ${truth.ic.toFixed(4)} (its own error ${truth.standardError.toFixed(4)}), ` +
    `from ${truth.years} simulated years\n\n${table}\n` +
    `Headline covers the truth: ${within(headline.covered, covered.range)} (${covered.words}).\n` +
    `Headline finds noise: ${within(headline.noiseFound, noise.range)} (${noise.words}).\n` +
    `Source: simulated, seeds 1 to ${worlds}; the truth continues seed 1.`;
}

/**
 * Runs the command and prints the table; progress goes to the error stream.
 *
 * @param args The words after the command; see `COVERAGE`.
 */
export async function runCoverage(args: readonly string[]): Promise<void> {
  const help = helpAsked(COVERAGE, args);
  if (help !== undefined) return console.log(help);
  const { worlds, workers = WORKER_COUNT } = readOptions(COVERAGE, args);
  const isTerminal = Deno.stderr.isTerminal();
  const say = (text: string) => Deno.stderr.writeSync(new TextEncoder().encode(text));
  const found = await sharedCoverage({
    worlds,
    workers,
    onWorld: (done) => isTerminal && say(`\r${done} of ${worlds} worlds`),
  });
  if (isTerminal) say("\n");
  console.log(coverageText(found));
}

if (import.meta.main) await tellErrors(() => runCoverage(Deno.args));
