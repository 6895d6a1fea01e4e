/**
 * `deno task coverage`: how often the headline interval is right, on simulated worlds 1 to 500.
 *
 * @module
 */
import { parseArgs } from "./parse_args.ts";
import { counted, percent, rarePercent } from "../words.ts";
import {
  type Coverage,
  COVERAGE_WORLDS,
  type CoverageOptions,
  type CoverageRow,
  coverageTable,
  type WorldInterval,
} from "../signals/mod.ts";
import { binomialRange, type MeanInterval } from "../stats/mod.ts";
import { console } from "./console.ts";
import type { CoverageAnswer, CoverageQuestion } from "./coverage_worker.ts";
import { isTold } from "./is_told.ts";
import { textTable } from "./text_table.ts";

/** Workers where nothing is said: more of them help no more on two cores. */
const WORKERS = 2;
const MOST_WORKERS = 64;

/** What all 500 worlds must show; the interval was chosen on them (`headline_interval.ts`). */
const COVERED = { low: 0.93, high: 0.97 }, NOISE_FOUND = { low: 0.03, high: 0.07 };

/** How the command is used, printed by `--help`. */
export const USAGE = `Usage: deno task coverage [options]

  --worlds N    simulated worlds 1 to N (default and at most ${COVERAGE_WORLDS})
  --workers N   threads that share the worlds (default ${WORKERS}); the table does not depend on it
  --help        this text
`;

/** What the command line of `coverage` asks for. */
export interface CoverageArguments {
  readonly worlds: number;
  readonly workers: number;
  readonly help: boolean;
}

/**
 * The command line of `coverage` as checked values.
 *
 * @throws {RangeError | TypeError} If an option is unknown, or its value is not what it should be.
 */
export function coverageArguments(args: readonly string[]): CoverageArguments {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      worlds: { type: "string" },
      workers: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const count = (name: "worlds" | "workers", most: number, otherwise: number) => {
    const text = values[name];
    if (text === undefined) return otherwise;
    const value = text.trim() === "" ? NaN : Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new RangeError(
      `Cannot read --${name}: need a whole number from 1 to ${most}, got ${JSON.stringify(text)}`,
    );
  };
  return {
    worlds: count("worlds", COVERAGE_WORLDS, COVERAGE_WORLDS),
    workers: count("workers", MOST_WORKERS, WORKERS),
    help: values.help ?? false,
  };
}

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
 * @param args The words after the command; see `USAGE`.
 */
export async function runCoverage(args: readonly string[]): Promise<void> {
  const { worlds, workers, help } = coverageArguments(args);
  if (help) return console.log(USAGE);
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

if (import.meta.main) {
  try {
    await runCoverage(Deno.args);
  } catch (error) {
    if (!isTold(error)) throw error;
    console.error(error.message);
    Deno.exitCode = 1;
  }
}
