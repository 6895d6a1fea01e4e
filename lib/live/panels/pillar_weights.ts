import { type Sector, SECTOR_LABELS } from "../../market/sectors.ts";
import { counted, listed, percent } from "../../words.ts";
import { signColor } from "../../charts/kit/theme.ts";
import { type Pillar, PILLAR_LABELS, PILLARS } from "../../committee/rubric.ts";
import { rating, RATING_CUTS, weightedScore } from "../../committee/weighted_score.ts";
import type { Book } from "../../portfolio/book.ts";
import { NEUTRAL_SCORE, tilts } from "../../portfolio/tilts.ts";
import {
  barAt,
  lineAt,
  rowMiddle,
  SHOWN_STEP,
  startDot,
  textAt,
  weightColumn,
  type WeightMark,
} from "../drawing.ts";
import { type Panel, type PanelView, type Slider, sliderAt, type SliderValues } from "../panel.ts";
import { dayBook, type DayData, lostNote } from "./day_book.ts";

/** What the panel needs of a day, as plain data; all lists in the order of `sectors`. */
export interface PillarWeightsData extends DayData {
  /** Median sub-score by pillar; an abstention is absent. */
  readonly medians: readonly Readonly<Partial<Record<Pillar, number>>>[];
  /** How much of each score is believed, 0 to 1. */
  readonly confidences: readonly number[];
  /** The weights that the committee was asked to use. */
  readonly weights: Readonly<Record<Pillar, number>>;
}

/** One sector's way from pillars to a position. */
export interface SectorRow {
  readonly sector: Sector;
  /** Absent when no pillar with a weight has a score. */
  readonly score?: number;
  readonly rating?: number;
  /** Share of equity; negative is short. */
  readonly weight: number;
}

/** Ratings and book for one set of weights. */
export interface PillarWeightsState {
  /** Where the sliders stand. */
  readonly points: SliderValues;
  /** Points of each slider over the sum of all; undefined where all stand at zero. */
  readonly shares: Readonly<Record<Pillar, number>> | undefined;
  readonly rows: readonly SectorRow[];
  readonly book: Book;
}

/** Sliders hold points; a pillar's weight is its share of all points. */
const POINTS = 100;

function sliders({ weights }: PillarWeightsData): readonly Slider[] {
  return PILLARS.map((pillar) =>
    sliderAt({
      name: pillar,
      label: PILLAR_LABELS[pillar],
      min: 0,
      max: POINTS,
      step: 1,
      value: weights[pillar] * POINTS,
    })
  );
}

function state(data: PillarWeightsData, points: SliderValues): PillarWeightsState {
  const sum = PILLARS.reduce((total, pillar) => total + points[pillar], 0);
  const shares = sum === 0
    ? undefined
    : Object.fromEntries(PILLARS.map((pillar) => [pillar, points[pillar] / sum])) as Record<
      Pillar,
      number
    >;
  const scores = data.medians.map((medians) =>
    shares === undefined ? undefined : weightedScore(medians, shares).score
  );
  const views = scores.map((score, i) => ({
    score: score ?? NEUTRAL_SCORE,
    confidence: data.confidences[i],
  }));
  const book = dayBook(data, tilts(views), data.limits);
  const rows = data.sectors.map((sector, i): SectorRow => {
    const score = scores[i], weight = book.weights[i];
    return score === undefined
      ? { sector, weight }
      : { sector, score, rating: rating(score), weight };
  });
  return { points, shares, rows, book };
}

function largest(rows: readonly SectorRow[]): string {
  const row = rows.reduce((most, one) => Math.abs(one.weight) > Math.abs(most.weight) ? one : most);
  if (row.weight === 0) return "No sector has a position: the account is all cash";
  const side = row.weight > 0 ? "long" : "short";
  return `The largest position is ${SECTOR_LABELS[row.sector]}, ${side} ` +
    percent(Math.abs(row.weight));
}

function title(now: PillarWeightsState, start: PillarWeightsState): string {
  if (now.shares === undefined) return "No pillar counts: no sector has a score, and no position";
  const ratings = now.rows.filter((row, i) => row.rating !== start.rows[i].rating).length;
  const weights =
    now.rows.filter((row, i) => Math.abs(row.weight - start.rows[i].weight) >= SHOWN_STEP).length;
  const base = largest(now.rows);
  return ratings + weights === 0
    ? base
    : `${base}; ${counted(ratings, "rating")} and ${counted(weights, "weight")} moved`;
}

/** Columns of the drawing, in pixels. */
const WIDTH = 700, TOP = 26, ROW = 23;
const LABEL_END = 112, SCORE_1 = 128, PER_POINT = 46, RATING_X = 350, ZERO = 540;
/** Pixels on each side of zero, the figure's room not counted. */
const REACH = 106;

function drawing(data: PillarWeightsData, now: PillarWeightsState, start: PillarWeightsState) {
  const { limits } = data;
  const scoreX = (score: number) => SCORE_1 + (score - 1) * PER_POINT;
  const rows = { top: TOP, rowHeight: ROW };
  const bottom = TOP + now.rows.length * ROW;
  const marks: WeightMark[] = now.rows.map(({ sector, weight }, i) => ({
    label: SECTOR_LABELS[sector],
    weight,
    before: start.rows[i].weight,
    ...lostNote(now.book, sector),
  }));
  marks.push({ label: "Hedge", weight: now.book.hedge, before: start.book.hedge, isHedge: true });
  const scores = now.rows.map(({ score, rating }, i) => {
    const y = rowMiddle(rows, i), was = start.rows[i];
    if (score === undefined) return textAt(RATING_X, y, "–", { anchor: "middle" });
    const moved = was.score !== undefined && Math.abs(score - was.score) >= 0.005;
    const changed = was.rating !== undefined && was.rating !== rating;
    return barAt(scoreX(3), scoreX(score), y, ROW * 0.5, signColor(score - 3)) +
      (moved ? startDot(scoreX(was.score!), y) : "") +
      textAt(RATING_X, y, changed ? `${was.rating} → ${rating}` : String(rating), {
        anchor: "middle",
        weight: changed ? 700 : 400,
      });
  }).join("");
  const scale = REACH / Math.max(limits.sector, limits.hedge);
  return [1, 2, 3, 4, 5].map((at) => textAt(scoreX(at), TOP - 12, String(at), { anchor: "middle" }))
    .join("") +
    textAt(LABEL_END, TOP - 12, "Score", { anchor: "end", weight: 600 }) +
    textAt(RATING_X, TOP - 12, "Rating", { anchor: "middle", weight: 600 }) +
    textAt(ZERO, TOP - 12, `Book, cap ${percent(limits.sector, { digits: 0 })}`, {
      anchor: "middle",
      weight: 600,
    }) +
    RATING_CUTS.map((cut) =>
      lineAt(scoreX(cut), TOP, scoreX(cut), bottom, { dashed: true, opacity: 0.35 })
    ).join("") +
    lineAt(scoreX(3), TOP, scoreX(3), bottom) +
    scores +
    weightColumn(marks, {
      ...rows,
      labelEnd: LABEL_END,
      zero: ZERO,
      scale,
      cap: limits.sector,
    });
}

/** Where a slider stands, and what it counts for where the three do not add up to 100. */
function readout(points: number, share: number | undefined): string {
  if (share === undefined || Math.abs(share * POINTS - points) < 0.005) return String(points);
  return `${points}, counts ${percent(share)}`;
}

function view(
  data: PillarWeightsData,
  now: PillarWeightsState,
  start: PillarWeightsState,
): PanelView {
  const readouts = Object.fromEntries(
    PILLARS.map((pillar) => [pillar, readout(now.points[pillar], now.shares?.[pillar])]),
  );
  const abstained = data.sectors.filter((_, i) => now.rows[i].score === undefined);
  return {
    title: title(now, start),
    subtitle: "Left: each sector's weighted score, from the middle at 3, cut into ratings by the " +
      "dashed rules. Right: its weight, a share of equity. Hollow dots: at first",
    readouts,
    width: WIDTH,
    height: TOP + (now.rows.length + 1) * ROW + 6,
    drawing: drawing(data, now, start),
    notes: [
      now.book.summary,
      "A pillar counts with its slider's share of all three together. Sectors closed for shorts " +
      "stay closed.",
      ...(abstained.length > 0 && now.shares !== undefined
        ? [`No score without the pillars at zero: ${listed(abstained)}.`]
        : []),
      data.source,
    ],
  };
}

/**
 * Three sliders for the weights of the pillars, which move scores, ratings and the book.
 *
 * Scores come from `weightedScore`, tilts from `tilts`, the book from `fitBook` and
 * `applyTradeRules`: what the desk itself calls. Sectors that were closed for shorts on the day stay closed.
 */
export const pillarWeights: Panel<PillarWeightsData, PillarWeightsState> = {
  name: "pillar_weights",
  legend: "Weights of the pillars, in points",
  sliders,
  state,
  view,
};
