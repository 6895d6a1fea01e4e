import { join } from "node:path";
import type { PairedRange, SampleDot, TernaryBase, TernaryCell } from "../../charts/mod.ts";
import { PILLARS } from "../../committee/mod.ts";
import { decisionsPutAway, HOLDOUT_SHARE, openingsText } from "../../evidence/mod.ts";
import { readIndustries, sourceLine } from "../../market/mod.ts";
import { type LessonFiles, lessonPrices, refuseFiles } from "../kit/lesson_prices.ts";
import {
  marketMark,
  panelOf,
  type ResearchPanel,
  scorableDays,
  SECTOR_COUNT,
  WARM_UP_ROWS,
} from "../../research/mod.ts";
import {
  BASE_WEIGHTS,
  panelAtHand,
  runSweep,
  sweepChartRows,
  type SweepConfig,
  sweepConfig,
  sweepData,
  type SweepEvidence,
  sweepEvidence,
  sweepHash,
  sweepName,
  sweepPlan,
  sweepQuestion,
  type SweepResult,
  trialCount,
  weightingReturns,
} from "../../sweep/mod.ts";
import { type CountedTrials, countTrials, keptFolder } from "../kit/count_trials.ts";
import { type Notice, notice } from "../kit/notice.ts";
import { priceOddities } from "../kit/price_oddities.ts";

/** What every map of lesson 06 is about. */
const MAP_VALUE = "net Sharpe ratio";
/** The weighting that all others are compared with. */
const BASE: TernaryBase = { weights: BASE_WEIGHTS };
/** Where runs are kept, below the lab's folder; the command `sweep` keeps its own there. */
const SWEEPS = ["out", "sweeps"];
/** Fewest weekly decisions of a price file that dice can be thrown for. */
const LEAST_DAYS = 60;

/** The lesson's sweep with all that is said about it. */
export interface WeightRecord {
  /** What every map takes besides its cells. */
  readonly map: {
    readonly valueName: string;
    readonly labels: readonly [string, string, string];
    readonly base: TernaryBase;
    readonly source: string;
  };
  readonly about: Notice;
  /** Decisions that the sweep saw; what is held out is not in it. */
  readonly panel: ResearchPanel;
  readonly seed: number;
  /** Size of the grid's step. */
  readonly step: number;
  /** Why there is no map; absent where there is one, and with it all that follows. */
  readonly flat?: Notice;
  /** One cell a weighting that has a ratio; none without a map. */
  readonly cells: readonly TernaryCell[];
  /** Each difference from the default with its two intervals; none without a map. */
  readonly ranges: readonly PairedRange[];
  /** Each weighting in the first half of the record and in the second; none without a map. */
  readonly dots: readonly SampleDot[];
  /** Returns beyond cash, one list a weighting, in the order of the evidence; none without a map. */
  readonly excess: readonly Float64Array[];
  readonly sweep?: SweepResult;
  readonly evidence?: SweepEvidence;
  readonly counted?: CountedTrials;
  /** File of the results. */
  readonly parquet: string;
}

/** A record that has a map. */
export type SweptWeights = WeightRecord & Required<Pick<WeightRecord, "sweep" | "evidence">>;

/** How the lesson's sweep is made. */
interface WeightRecordOptions extends LessonFiles {
  readonly seed: number;
  /** Years that the sweep sees, on the simulated market; a quarter more is put away. */
  readonly years: number;
  readonly step: number;
  /** The caller's now, for the trials counter. */
  readonly at: string;
  /** Where runs and the count are kept; see `keptFolder`. */
  readonly folder?: string;
}

/**
 * Every weighting of the pillars, run on the data of the lesson's one choice, counted, kept and judged.
 *
 * The industries have prices alone: there the three pillars are the technical one at three horizons. A
 * price file has two pillars that abstain, so that no weighting differs from another: no map, and the
 * panel serves for dice alone.
 *
 * @param data `"simulated"`, `"industries"`, or the path of a price file.
 * @throws {DataError} If the file cannot be used or is too short.
 *
 * @example Fifteen weightings
 * ```ts
 * import { weightRecord } from "lab/lesson/06";
 * import { equal } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const options = { seed: 7, years: 2, step: 0.25, at: "2026-11-20", folder };
 * equal((await weightRecord("simulated", options)).cells.length, 15);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function weightRecord(
  data: string,
  options: WeightRecordOptions,
): Promise<WeightRecord> {
  const { seed, years, step, at, folder = keptFolder() } = options;
  if (!(years >= 1 && years <= 100)) {
    throw new RangeError(`Cannot sweep weights: years must lie from 1 to 100, got ${years}`);
  }
  if (data !== "simulated" && data !== "industries") return await withoutMap(data, options);
  refuseFiles(data, options);
  const config = sweepConfig({
    data: data === "simulated"
      // The first year feeds betas, the last fifth of the rest is put away.
      ? { kind: "simulated", seeds: [seed], years: 1 + years / (1 - HOLDOUT_SHARE) }
      : { kind: "industries" },
    grid: { step },
  });
  const run = await keptSweep(config, { at, folder });
  const evidence = await sweepEvidence(run.sweep, { seed });
  const { facts } = evidence;
  return {
    map: { valueName: MAP_VALUE, labels: facts.pillarLabels, base: BASE, source: facts.source },
    about: notice("note", aboutSweep(data, evidence)),
    panel: (await panelAtHand(sweepPlan(config).recipes[0])).panel,
    seed,
    step,
    ...sweepChartRows(evidence),
    excess: (await weightingReturns(run.sweep)).excess,
    sweep: run.sweep,
    evidence,
    counted: run.counted,
    parquet: join(run.sweep.folder!, "results.parquet"),
  };
}

/** A sweep whose trials are counted before it is run, and whose results are kept. */
export async function keptSweep(
  config: SweepConfig,
  { at, folder }: { readonly at: string; readonly folder: string },
): Promise<{ readonly sweep: SweepResult; readonly counted: CountedTrials }> {
  const hash = sweepHash(config);
  const counted = countTrials({
    at,
    family: sweepQuestion(config),
    name: sweepName(config),
    trials: trialCount(config),
    config: hash,
    source: config.data.kind === "simulated"
      ? `Source: simulated, seed ${config.data.seeds[0]}.`
      : "Source: real, Kenneth R. French data library.",
  }, {
    noun: "weightings",
    folder,
    data: sweepData(
      config,
      config.data.kind === "simulated"
        ? `simulated, seed ${config.data.seeds[0]}`
        : marketMark(await readIndustries()),
    ),
  });
  // In this thread: the first start of a worker takes longer than the whole grid.
  const sweep = await runSweep(config, { workers: 0, folder: join(folder, ...SWEEPS) });
  return { sweep: counted.tally ? { ...sweep, tally: counted.tally } : sweep, counted };
}

function aboutSweep(
  data: string,
  { facts, periods, weightings, without, tally }: SweepEvidence,
): string {
  const unit = facts.periodsPerYear === 12 ? "months" : "weeks";
  const held = facts.heldOut;
  return `${data === "simulated" ? "Simulated market" : "Real industries"}, ${periods} ${unit} ` +
    `from ${facts.days[0]}, ${weightings.length + without} weightings. A weighting's book scales ` +
    "its tilts to a gross of 100 %, without hedge or limits, and pays every cost." +
    (data === "simulated" ? " Its days are simulated as its prices are, and may lie ahead." : "") +
    (held === null
      ? ""
      : ` Put away: ${held.steps} ${unit} up to ${held.to} (${openingsText(tally, held.mark)}).`) +
    facts.notes.map((sentence) => ` ${sentence}.`).join("");
}

/** A price file: a panel without scores, for dice. */
async function withoutMap(data: string, options: WeightRecordOptions): Promise<WeightRecord> {
  const { market, warnings } = await lessonPrices(data, options);
  const days = scorableDays(market), away = decisionsPutAway(days);
  const known = days.filter((on) => away === undefined || on < away.from);
  if (known.length < LEAST_DAYS) {
    throw new RangeError(
      `Cannot use ${data} here: need ${LEAST_DAYS} weekly decisions after the first ${WARM_UP_ROWS.daily} days ` +
        `and before the last fifth, got ${known.length}; use a longer price file`,
    );
  }
  const scores = new Float64Array(PILLARS.length * known.length * SECTOR_COUNT).fill(NaN);
  const panel = panelOf(market, { days: known, scores }, { days: known });
  return {
    map: {
      valueName: MAP_VALUE,
      labels: ["Fundamentals", "Sentiment", "Technicals"],
      base: BASE,
      source: sourceLine(market.source),
    },
    about: notice(
      "note",
      [
        `Real prices from ${data}, ${panel.steps} weeks from ${
          known[0]
        }; the last fifth is put away.`,
        ...priceOddities(warnings),
      ].join(" "),
    ),
    panel,
    seed: options.seed,
    step: options.step,
    flat: notice(
      "note",
      (options.evidence ?? "") === ""
        ? "A price file has no filings and no headlines: two pillars abstain and hand their weight to the " +
          "third, so that all weightings make one book. This part needs a map and does not apply; the " +
          "lesson goes on below."
        : "On files of your own a map needs the scores of every week: poll a committee for them with " +
          "deno task committee --from --to, and try weightings with deno task sweep. This part needs a " +
          "map and does not apply; the lesson goes on below.",
    ),
    cells: [],
    ranges: [],
    dots: [],
    excess: [],
    parquet: "",
  };
}

/**
 * The same record, known to have a map.
 *
 * @throws {RangeError} If it has none.
 */
export function swept(record: WeightRecord): SweptWeights {
  if (!record.sweep || !record.evidence) {
    throw new RangeError("Cannot look at a map of weights: these data have none");
  }
  return record as SweptWeights;
}
