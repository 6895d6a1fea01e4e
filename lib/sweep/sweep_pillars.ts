import {
  canonicalJson,
  convene,
  LEAST_STATED_CONFIDENCE,
  PILLAR_LABELS,
  PILLARS,
  rulesAnalyst,
  TEMPERAMENTS,
} from "../committee/mod.ts";
import { DataError } from "../errors.ts";
import { isAfterCutoff, scoresMark } from "../evidence/mod.ts";
import { type Market, SECTORS, sectorsOn, snapshot } from "../market/mod.ts";
import { outsideLine } from "../outside_text.ts";
import {
  daysWithScores,
  decisionDays,
  type PillarTable,
  RULE_SCORES,
  SECTOR_COUNT,
} from "../research/mod.ts";
import { firstUsable, knownBy, pillarTableOf, readScores } from "../scores/mod.ts";
import { randomStream } from "../stats/mod.ts";
import type { Day } from "../units.ts";
import { counted } from "../words.ts";
import { HORIZON_LABELS, horizonPillars } from "./horizon_pillars.ts";
import type { PanelRecipe } from "./panel_recipe.ts";
import type { Pillars } from "./pillars.ts";
import { recordedPillars } from "./recorded_pillars.ts";
import { withoutGaps } from "./without_gaps.ts";

const LABELS = PILLARS.map((pillar) => PILLAR_LABELS[pillar]) as unknown as Pillars["labels"];

type Simulated = Extract<PanelRecipe["data"], { readonly kind: "simulated" }>;
type Files = Extract<PanelRecipe["data"], { readonly kind: "files" }>;

/**
 * The pillars of a recipe, each asked through the snapshot of its day.
 *
 * @param onDay Called after each day a committee was asked.
 * @throws {DataError} If a file of scores cannot be used, or has gaps.
 */
export function pillarsOf(
  market: Market,
  days: readonly Day[],
  recipe: PanelRecipe,
  onDay?: () => void,
): Pillars | Promise<Pillars> {
  const { data } = recipe;
  if (data.kind === "industries") return industryPillars(market, days);
  const { ballots } = data;
  if (ballots !== undefined) {
    const decided = decisionDays(market, recipe.schedule);
    return recordedPillars(market, days, {
      ...data,
      ballots,
      decided,
      mark: recipe.files?.[ballots],
    });
  }
  if (data.kind === "files") return filePillars(market, days, recipe, data);
  return data.committee === "dice"
    ? dicePillars(days, data.diceSeed)
    : rulePillars(market, days, { recipe, data, onDay });
}

function industryPillars(market: Market, days: readonly Day[]): Pillars {
  return {
    table: horizonPillars(market, days),
    labels: HORIZON_LABELS,
    scored: { scores: "the technical pillar at three horizons" },
    notes: [
      "The industries have prices alone: the three “pillars” are the technical pillar at three " +
      `horizons, ${HORIZON_LABELS.join(", ")}`,
    ],
  };
}

async function filePillars(
  market: Market,
  days: readonly Day[],
  recipe: PanelRecipe,
  data: Files,
): Promise<Pillars> {
  const { scores: path = "" } = data,
    file = await readScores(path),
    { scoresAgeDays: ageDays, cutoff } = data;
  const taken = ageDays === undefined ? undefined : knownBy(file, days, { ageDays });
  const own = pillarTableOf(taken ?? file);
  const last = own.days[own.days.length - 1], scorer = outsideLine(data.scoredBy);
  const isKept = (on: Day) => isAfterCutoff(on, cutoff ?? "no memory");
  const within = days.filter((on) => own.days[0] <= on && on <= last && isKept(on));
  const remembered = days.filter((on) => own.days[0] <= on && on <= last && !isKept(on)).length;
  if (within.length < 3) {
    throw new DataError(
      `Cannot use ${own.where}: need at least three decision days between its first and last day, ` +
        `${own.days[0]} and ${
          own.days[own.days.length - 1]
        }, got ${within.length}; decisions begin on ${days[0] ?? "no day"}` +
        (remembered > 0
          ? `, and ${remembered} of them lie on or before ${scorer}'s knowledge cutoff, ${cutoff}`
          : ""),
      { where: own.where },
    );
  }
  const table = withoutGaps(own, within, (on) => snapshot(market, on).sectors);
  return {
    table,
    labels: LABELS,
    areMoved: taken !== undefined,
    scored: {
      scores: scoresMark(await Deno.readFile(path)),
      title: own.where,
      // No schedule and no first or last day moves what is put away.
      days: taken ? firstUsable(file, market.prices.days) : daysWithScores(own, market),
      isBehind: (on) => isAfterCutoff(on, cutoff),
    },
    notes: fileNotes({
      own,
      taken,
      within,
      remembered,
      scorer,
      cutoff,
      decided: decisionDays(market, recipe.schedule),
    }),
  };
}

/** What a reader must know of the scores of a file, sentences. */
function fileNotes(
  { own, taken, within, remembered, scorer, cutoff, decided }: {
    readonly own: ReturnType<typeof pillarTableOf>;
    /** The scores known by each decision, where they were moved. */
    readonly taken: ReturnType<typeof knownBy> | undefined;
    readonly within: readonly Day[];
    readonly remembered: number;
    readonly scorer: string;
    readonly cutoff: Files["cutoff"];
    readonly decided: readonly Day[];
  },
): readonly string[] {
  const isDecided = new Set<Day>(decided);
  const strays = own.days.filter((on) => !isDecided.has(on)).length;
  const outside = own.days.length - strays - within.length - remembered;
  return [
    ...(remembered > 0
      ? [
        `${remembered} decisions on or before ${cutoff}, the knowledge cutoff of ` +
        `${scorer}, are left out: they may be remembered`,
      ]
      : []),
    ...(cutoff === undefined
      ? [
        `The knowledge cutoff of ${scorer} is unknown: every figure may be remembered, and ` +
        "none is to be quoted",
      ]
      : []),
    ...(strays > 0
      ? [
        `${counted(strays, "day")} of ${own.where} ${
          strays === 1 ? "is no decision day and is" : "are no decision days and are"
        } not used`,
      ]
      : []),
    ...(outside > 0
      ? [
        `${counted(outside, "decision day")} of ${own.where} ${
          outside === 1 ? "lies" : "lie"
        } before ${within[0]}, where betas have their history, or outside the days asked for, and ${
          outside === 1 ? "is" : "are"
        } not used`,
      ]
      : []),
    ...(own.isBlended
      ? [`The scores of ${own.where} are blended, and every weighting makes the same book`]
      : []),
    ...(taken && taken.older > 0
      ? [
        `${taken.older} of ${taken.taken} scores are older than their decision, by ` +
        `${counted(taken.oldestDays, "day")} at most`,
      ]
      : []),
    ...(own.abstentions > 0 && !own.isBlended
      ? [
        `${own.abstentions} cells of ${own.where} are empty: there the pillar abstained and ` +
        "its weight went to the others",
      ]
      : []),
  ];
}

function dicePillars(days: readonly Day[], diceSeed: number): Pillars {
  return {
    table: diceTable(days, diceSeed),
    labels: LABELS,
    scored: { scores: `dice ${diceSeed}` },
    notes: ["The committee throws dice"],
  };
}

async function rulePillars(
  market: Market,
  days: readonly Day[],
  { recipe, data, onDay }: {
    readonly recipe: PanelRecipe;
    readonly data: Simulated;
    readonly onDay?: () => void;
  },
): Promise<Pillars> {
  const cells = days.length * SECTOR_COUNT;
  const scores = new Float64Array(PILLARS.length * cells).fill(NaN);
  const confidence = new Float64Array(cells);
  const analysts = TEMPERAMENTS.slice(0, recipe.analysts).map((temperament) =>
    rulesAnalyst({ temperament })
  );
  for (let k = 0; k < days.length; k++) {
    const verdict = await convene(snapshot(market, days[k]), { analysts });
    for (const { sector, pillars, confidence: stated = 0 } of verdict.sectors) {
      const at = k * SECTOR_COUNT + SECTORS.indexOf(sector);
      PILLARS.forEach((pillar, p) => scores[p * cells + at] = pillars[pillar].median ?? NaN);
      confidence[at] = stated < LEAST_STATED_CONFIDENCE ? 0 : stated;
    }
    onDay?.();
  }
  const { planted } = data;
  return {
    table: { days, scores },
    confidence,
    labels: LABELS,
    scored: {
      scores: planted === undefined
        ? RULE_SCORES
        : `${RULE_SCORES}, planted ${canonicalJson(planted)}`,
    },
    notes: [],
  };
}

/** Sub-scores from 1 to 5 without any knowledge, drawn anew for each pillar, sector and day. */
function diceTable(days: readonly Day[], seed: number): PillarTable {
  const draw = randomStream(seed), cells = days.length * SECTOR_COUNT;
  const scores = new Float64Array(PILLARS.length * cells).fill(NaN);
  days.forEach((on, k) => {
    const listed = sectorsOn(on);
    for (let p = 0; p < PILLARS.length; p++) {
      SECTORS.forEach((sector, i) => {
        if (listed.includes(sector)) scores[p * cells + k * SECTOR_COUNT + i] = 1 + draw.integer(5);
      });
    }
  });
  return { days, scores };
}
