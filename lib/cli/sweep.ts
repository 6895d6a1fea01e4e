/**
 * `deno task sweep`: tries weightings of the pillars, and says how little of the best can be believed.
 *
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DataError } from "../errors.ts";
import { openMarket } from "../market/mod.ts";
import { openTrialsFile, type TrialPlaces, trialPlaces, trialsFolder } from "../evidence/mod.ts";
import { printable } from "../outside_text.ts";
import {
  BASE_WEIGHTS,
  closeSweepWorkers,
  compareRuns,
  inPairs,
  oneAtATime,
  openSweepHoldout,
  readSweep,
  rerun,
  runSweep,
  type RunSweepOptions,
  type SensitivityPlan,
  sensitivityRows,
  type SweepConfig,
  sweepEvidence,
  type SweepProgress,
  type SweepResult,
  type SweepRun,
  sweepRuns,
  weightsText,
} from "../sweep/mod.ts";
import { console } from "./console.ts";
import { helpAsked } from "./options/help_text.ts";
import { PRICES } from "./options/market_options.ts";
import { UsageError } from "./options/usage_error.ts";
import { priceWarningLines } from "./price_warning_lines.ts";
import { progressWriter } from "./progress_writer.ts";
import { type SweepArguments, sweepArguments, sweepCommand } from "./sweep/sweep_arguments.ts";
import { sweepSettings } from "./sweep/sweep_settings.ts";
import {
  changeText,
  comparisonText,
  openedText,
  pairsText,
  regimesText,
  runsText,
  sensitivityText,
  sweepDataText,
  sweepEvidenceText,
  sweepPlanText,
  sweepProgressLine,
  sweepTableText,
  worldsText,
} from "./sweep/sweep_text.ts";
import { stoppable } from "./stoppable.ts";
import { tellErrors } from "./tell_errors.ts";
import { checkWritable } from "./write_files.ts";

/** What a test puts in place of clock, console and the lab's own counter of trials. */
export interface SweepSurroundings {
  readonly signal?: AbortSignal;
  readonly at?: string;
  readonly trialPlaces?: TrialPlaces;
  readonly say?: (text: string) => void;
  readonly tell?: (text: string) => void;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The one run whose hash begins with some letters. */
async function runOf(out: string, name: string): Promise<SweepRun> {
  const runs = await sweepRuns(out);
  const found = runs.filter(({ hash }) => hash.startsWith(name));
  if (found.length === 1) return found[0];
  throw new DataError(
    `Cannot find the run ${JSON.stringify(name)} in ${out}: ${
      found.length > 1
        ? `${found.length} runs begin so`
        : runs.length === 0
        ? "no run is kept there"
        : `need one of ${runs.map(({ hash }) => hash.slice(0, 16)).join(", ")}`
    }`,
    { where: out },
  );
}

/** Refuses `--accept` where a run reads no prices. */
function checkAccept(accept: readonly string[], prices: readonly string[]): void {
  if (accept.length === 0 || prices.length > 0) return;
  throw new UsageError(`Cannot use --accept without --prices: ${PRICES.accept.needs![1]}`);
}

type Say = (text: string) => void;

/** Two kept runs beside each other. */
async function sayComparison({ runs, out }: SweepArguments, say: Say): Promise<void> {
  const [a, b] = await Promise.all(
    runs.map(async (name) => await readSweep((await runOf(out, name)).folder)),
  );
  say(comparisonText(compareRuns(a, b)));
  if ([a, b].some(({ worlds, variants }) => worlds > 1 || variants.length > 1)) {
    say("Compared are the first world and the first settings of each run.\n");
  }
}

/** Runs a kept run again, in a folder that is taken away; 2 where it came out with other bytes. */
async function rerunKept(run: SweepRun, options: RunSweepOptions, say: Say): Promise<0 | 2> {
  const again = await Deno.makeTempDir({ prefix: "sweep-rerun-" });
  try {
    const { isSame, differing } = await rerun(run, { ...options, folder: again });
    say(
      isSame
        ? `The same bytes in all ${run.shards + 1} files.\n`
        : `Other bytes in ${differing.length} of ${run.shards + 1} files, the first ${
          differing[0]
        }.\n`,
    );
    return isSame ? 0 : 2;
  } finally {
    await Deno.remove(again, { recursive: true });
  }
}

/** What is odd in the prices of a run, as lines. */
async function priceLines(
  { data }: SweepConfig,
  accept: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  checkAccept(accept, data.kind === "files" ? data.prices : []);
  if (data.kind !== "files") return [];
  const { prices, dividends, evidence, knownAfterDays } = data;
  const { warnings } = await openMarket(
    { kind: "prices", prices, dividends, accept, evidence, knownAfterDays },
    now,
  );
  return priceWarningLines(warnings, now);
}

/** Runs a configuration, new or kept, and says what came of it. */
async function sayRun(
  config: SweepConfig,
  given: SweepArguments & { readonly shownOut: string },
  options: RunSweepOptions & Required<Pick<RunSweepOptions, "trials" | "at">>,
  say: Say,
): Promise<void> {
  const plan = planOf(config, given);
  const result = await runSweep(plan?.config ?? config, options);
  say(sweepDataText(result));
  if (result.variants.every(({ confidence }) => confidence === "one")) {
    say("Every confidence counts as 1: which calls were right depends on the weights.\n");
  }
  if (plan) {
    const point = Math.max(
      0,
      result.points.findIndex((one) => weightsText(one) === weightsText(BASE_WEIGHTS)),
    );
    say(`Looked at: ${weightsText(result.points[point])}\n`);
    say(
      plan.kind === "pairs"
        ? await pairsText(plan, result, { ...given, point })
        : sensitivityText(await sensitivityRows(plan, result, { ...given, point })),
    );
  } else {
    for (let variant = 0; variant < result.variants.length; variant++) {
      await sayVariant(result, variant, given, say);
    }
  }
  if (given.open) {
    const { weights, ...why } = given.open, { at, trials } = options;
    say(openedText(
      await openSweepHoldout(result, weights, { ...why, at, trials, seed: given.seed }),
    ));
  }
  say(`Kept: ${join(given.shownOut, result.hash.slice(0, 16))}\n`);
}

/**
 * Runs the command.
 *
 * @param args The words after the command; see `SWEEP` and its subcommands.
 * @returns The exit code: 0; 2 when a rerun came out with other bytes; 130 when it was stopped.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user.
 */
export async function runSweepCommand(
  args: readonly string[],
  around: SweepSurroundings = {},
): Promise<number> {
  const {
    say: sayAny = (text) => console.log(text.trimEnd()),
    tell = (text) => void Deno.stderr.writeSync(new TextEncoder().encode(text)),
    signal,
  } = around;
  const say = (text: string) => sayAny(printable(text));
  const help = helpAsked(sweepCommand(args), args);
  if (help !== undefined) {
    say(help);
    return 0;
  }
  const line = sweepArguments(args), { action, accept } = line;
  const given = { ...line, out: resolve(root, line.out), shownOut: line.out }, { out } = given;
  if (action === "list") {
    const runs = await sweepRuns(out);
    say(runs.length === 0 ? `No run is kept in ${given.shownOut}.\n` : runsText(runs));
    return 0;
  }
  if (action === "compare") {
    await sayComparison(given, say);
    return 0;
  }
  if (given.dryRun) {
    const config = (await sweepSettings(given)).config;
    checkAccept(accept, config.data.kind === "files" ? config.data.prices : []);
    say(sweepPlanText(planOf(config, given)?.config ?? config));
    return 0;
  }
  const places = around.trialPlaces ?? trialPlaces(trialsFolder(root));
  for (const folder of [out, dirname(places.log), dirname(places.head)]) {
    checkWritable(folder);
  }
  const at = around.at ?? new Date().toISOString();
  let done = 0, total = 0;
  const write = progressWriter(sweepProgressLine, { tell });
  const options = {
    ...(given.workers === undefined ? {} : { workers: given.workers }),
    ...(signal ? { signal } : {}),
    folder: out,
    trials: openTrialsFile(places),
    at,
    onProgress: (progress: SweepProgress) => {
      ({ done, total } = progress);
      write(progress);
    },
  };
  try {
    if (action === "rerun") return await rerunKept(await runOf(out, given.runs[0]), options, say);
    const config = action === "resume"
      ? (await runOf(out, given.runs[0])).config
      : (await sweepSettings(given)).config;
    for (const text of await priceLines(config, accept, new Date(at))) tell(`${text}\n`);
    await sayRun(config, given, options, say);
    return 0;
  } catch (error) {
    if (!signal?.aborted) throw error;
    tell(`\nStopped after ${done} of ${total} weightings; the same command goes on from there.\n`);
    return 130;
  }
}

/** Table and evidence of one variant of the settings, of which a configuration may name several. */
async function sayVariant(
  result: SweepResult,
  variant: number,
  given: SweepArguments,
  say: (text: string) => void,
) {
  const where = { variant }, { variants, config: { vary } } = result;
  if (variants.length > 1) {
    say(`\nSettings ${variant + 1} of ${variants.length}: ${changeText(vary[variant])}\n`);
  }
  say(sweepTableText(result, where));
  if (result.points.length < 2) return;
  const evidence = await sweepEvidence(result, { ...given, where });
  say(sweepEvidenceText(evidence, result));
  const more = [regimesText(evidence), worldsText(result, where)];
  for (const text of more) if (text !== "") say(text);
}

function planOf(config: SweepConfig, { vary, pair }: SweepArguments): SensitivityPlan | undefined {
  if (vary.length === 0) return undefined;
  return pair ? inPairs(config, vary[0], vary[1]) : oneAtATime(config, vary);
}

if (import.meta.main) {
  try {
    await tellErrors(() =>
      stoppable("what is finished", (signal) => runSweepCommand(Deno.args, { signal }))
    );
  } finally {
    closeSweepWorkers();
  }
  // A worker that was given up may still hold the process.
  Deno.exit(Deno.exitCode);
}
