import {
  closedPath,
  CORNERS,
  guideLines,
  hexagon,
  outline,
  pixelOf,
} from "../../charts/forms/ternary_field.ts";
import { fieldClasses } from "../../charts/kit/field_classes.ts";
import { number, percent } from "../../words.ts";
import { COLORS, GROUND } from "../../charts/kit/theme.ts";
import type { PillarWeights } from "../../committee/rubric.ts";
import { SECTOR_LABELS, SECTORS } from "../../market/sectors.ts";
import { DEFAULT_LIMITS } from "../../portfolio/limits.ts";
import { netSharpe } from "../../research/baselines.ts";
import { backtestWeights } from "../../research/backtest_weights.ts";
import { HEDGE, LIMITS_ONLY, NAME_COUNT, ruleBook, TradeMemory } from "../../research/book_rule.ts";
import { panelScores, type ResearchPanel } from "../../research/research_panel.ts";
import { simplexGrid } from "../../sweep/simplex_grid.ts";
import { fromTernary, type Shares } from "../../stats/ternary.ts";
import { lineAt, textAt, weightColumn, type WeightMark } from "../drawing.ts";
import { type PackedPanel, unpackPanel } from "../packed_panel.ts";
import type { Panel, PanelPlace, PanelPoint, PanelView, SliderValues } from "../panel.ts";

/** What the panel needs, as plain data. */
export interface WeightTriangleData {
  readonly panel: PackedPanel;
  /** Whole percents of the three pillars at first. */
  readonly base: readonly [number, number, number];
  /** Net Sharpe ratios of a grid, in the order of `simplexGrid`; null where there is none. */
  readonly field: {
    readonly step: number;
    readonly values: readonly (number | null)[];
    /** Whether each cannot be told from the best; empty where that was not tested. */
    readonly alike: readonly boolean[];
  };
  /** Lowest and highest value of a dollar over all weightings of the grid: the curve's scale. */
  readonly growthRange: readonly [number, number];
  readonly source: string;
}

/** Backtest and book of one weighting. */
export interface WeightTriangleState {
  /** Whole percents that sum to 100. */
  readonly percents: readonly [number, number, number];
  /** Value of a dollar after each step, from 1; without limits on the book. */
  readonly growth: Float64Array;
  /** Net Sharpe ratio per year; NaN where the account held cash alone. */
  readonly sharpe: number;
  /** Mean net return per year, and Σ|x − x₀| per year as a multiple of the account. */
  readonly returnPerYear: number;
  readonly turnoverPerYear: number;
  /** Exposures of the last decision inside every limit: eleven sectors and the hedge. */
  readonly book: readonly number[];
}

const WHOLE = 100;
const PILLAR_WORDS = ["Fundamentals", "sentiment", "technicals"] as const;

/** Unpacked once for each panel on the page, not at every step of a drag. */
const unpacked = new WeakMap<PackedPanel, ResearchPanel>();
function panelOf(packed: PackedPanel): ResearchPanel {
  let panel = unpacked.get(packed);
  if (!panel) unpacked.set(packed, panel = unpackPanel(packed));
  return panel;
}

const percentsOf = ({ first, second, third }: SliderValues) => [first, second, third] as const;
const valuesOf = ([first, second, third]: readonly number[]): SliderValues => ({
  first,
  second,
  third,
});
const named = ([a, b, c]: readonly number[]): PillarWeights => ({
  fundamentals: a / WHOLE,
  sentiment: b / WHOLE,
  technicals: c / WHOLE,
});

/** The book of the last decision that was filled, with nothing held before it. */
function lastBook(panel: ResearchPanel, weights: PillarWeights): number[] {
  const k = panel.steps - 1, from = k * HEDGE, to = from + HEDGE;
  const target = new Float64Array(NAME_COUNT);
  ruleBook(LIMITS_ONLY, {
    day: panel.days[k],
    scores: panelScores(panel, weights).scores.subarray(from, to),
    listed: panel.listed.subarray(from, to),
    betas: panel.betas.subarray(from, to),
    closedShorts: panel.closedShorts.subarray(from, to),
    hedgeSides: { short: panel.hedgeShort[k] === 1, long: true },
    held: new Float64Array(NAME_COUNT),
    memory: new TradeMemory(),
  }, target);
  return [...target];
}

/** What `weightTrianglePanel` and the browser both work out for one weighting. */
export function runWeights(
  panel: ResearchPanel,
  percents: readonly [number, number, number],
): WeightTriangleState {
  const weights = named(percents);
  const run = backtestWeights(panel, weights);
  const perYear = panel.periodsPerYear / panel.steps;
  let net = 0, turnover = 0;
  for (let k = 0; k < panel.steps; k++) {
    net += run.net[k];
    turnover += run.turnover[k];
  }
  return {
    percents,
    growth: run.equityUsd.map((equity) => equity / run.equityUsd[0]),
    sharpe: netSharpe(run, panel),
    returnPerYear: net * perYear,
    turnoverPerYear: turnover * perYear,
    book: lastBook(panel, weights),
  };
}

function state(data: WeightTriangleData, values: SliderValues): WeightTriangleState {
  return runWeights(panelOf(data.panel), percentsOf(values));
}

/** The triangle, the book's column and the curve, in pixels. */
const WIDTH = 700, HEIGHT = 496;
const BOX = { left: 26, base: 290, side: 290 };
const COLUMN = { labelEnd: 428, zero: 560, top: 34, rowHeight: 21 };
const CURVE = { left: 48, right: 628, top: 372, bottom: 472 };
/** Pixels for an exposure of the size of equity: half of it, the most a hedge may be, has room. */
const PER_EQUITY = 150;
/** Points of the curve: more than a screen shows would only slow a drag. */
const MOST_POINTS = 240;

/** Shares as whole percents that sum to 100, the nearest: the largest remainders are rounded up. */
function wholePercents(shares: Shares): [number, number, number] {
  const exact = shares.map((share) => share * WHOLE);
  const parts = exact.map((share) => Math.floor(share + 1e-9));
  const order = [0, 1, 2].sort((a, b) => exact[b] - parts[b] - (exact[a] - parts[a]) || a - b);
  for (let i = 0; parts[0] + parts[1] + parts[2] < WHOLE; i++) parts[order[i % 3]]++;
  return [parts[0], parts[1], parts[2]];
}

/** One step between two pillars, if the one that gives has something. */
function moved(
  percents: readonly number[],
  from: number,
  to: number,
): number[] | undefined {
  if (percents[from] === 0) return undefined;
  return percents.map((part, i) => part + (i === to ? 1 : 0) - (i === from ? 1 : 0));
}

/** Right and left exchange the two lower pillars, up and down give to the first and take from it. */
function afterArrow(percents: readonly number[], key: string): readonly number[] | undefined {
  switch (key) {
    case "ArrowRight":
      return moved(percents, 1, 2) ?? percents;
    case "ArrowLeft":
      return moved(percents, 2, 1) ?? percents;
    // Straight up takes from both in turn, by the first one's parity, so that down undoes up.
    case "ArrowUp": {
      const giver = percents[0] % 2 === 0 ? 1 : 2;
      return moved(percents, giver, 0) ?? moved(percents, 3 - giver, 0) ?? percents;
    }
    case "ArrowDown":
      return moved(percents, 0, percents[0] % 2 === 0 ? 2 : 1) ?? percents;
  }
  return undefined;
}

const point: PanelPoint<WeightTriangleData> = {
  label: "Weights of the pillars",
  hint: "Drag the point, or press Tab and use the arrow keys: up for fundamentals, left for " +
    "sentiment, right for technicals; with Shift five steps at once, Home for the start.",
  area: {
    x: BOX.left - 12,
    y: BOX.base - BOX.side * Math.sqrt(3) / 2 - 12,
    width: BOX.side + 24,
    height: BOX.side * Math.sqrt(3) / 2 + 24,
  },
  start: ({ base }) => valuesOf(base),
  placeOf: (values) => placeOf(percentsOf(values)),
  valuesAt: ({ x, y }) =>
    valuesOf(wholePercents(fromTernary({
      x: (x - BOX.left) / BOX.side,
      y: (BOX.base - y) / BOX.side,
    }))),
  afterKey(values, key, { isLarge, start }) {
    if (key === "Home") return start;
    let percents: readonly number[] | undefined = percentsOf(values);
    for (let i = 0; i < (isLarge ? 5 : 1) && percents; i++) percents = afterArrow(percents, key);
    return percents && valuesOf(percents);
  },
  position(values) {
    const percents = percentsOf(values);
    return {
      percent: percents[0],
      words: PILLAR_WORDS.map((word, i) => `${word} ${percents[i]} %`).join(", "),
    };
  },
};

function sharesOf([a, b, c]: readonly number[]): Shares {
  return [a / WHOLE, b / WHOLE, c / WHOLE];
}

function placeOf(percents: readonly number[]): PanelPlace {
  return pixelOf(BOX, sharesOf(percents));
}

/** The cells of the grid, which do not move: drawn once for each panel on the page. */
const fields = new WeakMap<WeightTriangleData, string>();
function fieldDrawing(data: WeightTriangleData): string {
  const known = fields.get(data);
  if (known !== undefined) return known;
  const { step, values, alike } = data.field;
  const { steps, points } = simplexGrid({ step });
  const width = BOX.side / steps!;
  const classes = fieldClasses(values.flatMap((value) => value ?? []));
  const paths = classes.colors.map((color, level) => {
    const cells = points.filter((_, i) => {
      const value = values[i];
      return value !== null && classes.levelOf(value) === level;
    });
    const d = cells.map(({ weights }) => closedPath(hexagon(pixelOf(BOX, weights), width + 0.4)));
    return `<path d="${d.join("")}" fill="${color}"/>`;
  });
  const plateau = outline(BOX, steps!, points.filter((_, i) => alike[i]).map((p) => p.weights))
    .map(closedPath).join("");
  const drawn = paths.join("") + (plateau && onField(plateau, 4.5, 1.8));
  fields.set(data, drawn);
  return drawn;
}

/** A line on the field: black on a white halo in both themes, for the field follows none. */
function onField(d: string, white: number, black: number, more = ""): string {
  return `<path d="${d}" fill="none" stroke="#fff" stroke-width="${white}"${more}/>` +
    `<path d="${d}" fill="none" stroke="#000" stroke-width="${black}"/>`;
}

function triangleDrawing(
  data: WeightTriangleData,
  now: WeightTriangleState,
  start: WeightTriangleState,
): string {
  const at = placeOf(now.percents), base = placeOf(start.percents);
  const [top, left, right] = CORNERS.map((corner) => pixelOf(BOX, corner));
  const away = BOX.side * data.field.step / 2 + 14;
  const [a, b, c] = now.percents;
  const guides = guideLines(BOX, sharesOf(now.percents))
    .map(([from, end]) => `M${from.x},${from.y}L${end.x},${end.y}`).join("");
  const x = base.x - 6, y = base.y - 6;
  return fieldDrawing(data) +
    onField(guides, 3.5, 1.2, ' stroke-opacity="0.7"') +
    onField(`M${x},${y}h12v12h-12Z`, 6, 2.4) +
    ["#fff", "#000"].map((color, i) =>
      `<circle cx="${at.x}" cy="${at.y}" r="${i === 0 ? 9.5 : 7}" fill="${color}"/>`
    ).join("") +
    `<circle cx="${at.x}" cy="${at.y}" r="2.5" fill="#fff"/>` +
    textAt(top.x, top.y - away, `Fundamentals ${a} %`, { anchor: "middle", weight: 600 }) +
    textAt(left.x - 14, left.y + away, `Sentiment ${b} %`, { weight: 600 }) +
    textAt(right.x + 14, right.y + away, `Technicals ${c} %`, { anchor: "end", weight: 600 });
}

function curveDrawing(
  data: WeightTriangleData,
  now: WeightTriangleState,
  start: WeightTriangleState,
): string {
  const { left, right, top, bottom } = CURVE;
  const low = Math.log(Math.min(1, data.growthRange[0])), high = Math.log(data.growthRange[1]);
  const yOf = (value: number) => {
    const share = (Math.log(value) - low) / (high - low || 1);
    return Math.round(10 * (bottom - Math.min(1.04, Math.max(-0.04, share)) * (bottom - top))) / 10;
  };
  const steps = now.growth.length - 1, every = Math.max(1, Math.ceil(steps / MOST_POINTS));
  const path = (growth: Float64Array) => {
    let d = "";
    for (let k = 0; k <= steps; k = k === steps ? k + 1 : Math.min(steps, k + every)) {
      const x = Math.round(10 * (left + k / steps * (right - left))) / 10;
      d += `${k === 0 ? "M" : "L"}${x},${yOf(growth[k])}`;
    }
    return d;
  };
  const { days } = data.panel, ends = [now.growth[steps], start.growth[steps]];
  // Two figures at one height would cover each other.
  const gap = Math.abs(yOf(ends[0]) - yOf(ends[1]));
  const shift = gap >= 15 ? 0 : (15 - gap) / 2;
  const isAbove = ends[0] >= ends[1];
  const isMoved = now.percents.some((part, i) => part !== start.percents[i]);
  return textAt(left, top - 18, "Value of a dollar, net of costs, book without limits", {
    weight: 600,
  }) +
    lineAt(left, yOf(1), right, yOf(1), { opacity: 0.5 }) +
    textAt(left - 6, yOf(1), "$1", { anchor: "end" }) +
    textAt(left, bottom + 10, days[0]) +
    textAt(right, bottom + 10, days[steps], { anchor: "end" }) +
    `<path d="${path(start.growth)}" fill="none" stroke="${COLORS.grey}" stroke-width="1.8" ` +
    `stroke-dasharray="5,3"/>` +
    `<path d="${path(now.growth)}" fill="none" stroke="${GROUND}" stroke-width="4.5"/>` +
    `<path d="${path(now.growth)}" fill="none" stroke="${COLORS.blue}" stroke-width="2.2"/>` +
    textAt(
      right + 6,
      yOf(ends[0]) + (isMoved ? (isAbove ? -shift : shift) : 0),
      `$${number(ends[0])}`,
      {
        weight: 700,
      },
    ) +
    (isMoved
      ? textAt(right + 6, yOf(ends[1]) + (isAbove ? shift : -shift), `$${number(ends[1])}`, {
        opacity: 0.75,
      })
      : "");
}

function bookDrawing(
  data: WeightTriangleData,
  now: WeightTriangleState,
  start: WeightTriangleState,
): string {
  const { listed, steps } = panelOf(data.panel);
  // A sector that did not exist on that day is absent, never zero.
  const marks = SECTORS.flatMap((sector, i): WeightMark[] =>
    listed[(steps - 1) * HEDGE + i] === 0
      ? []
      : [{ label: SECTOR_LABELS[sector], weight: now.book[i], before: start.book[i] }]
  );
  marks.push({
    label: "Hedge",
    weight: now.book[HEDGE],
    before: start.book[HEDGE],
    isHedge: true,
  });
  return textAt(COLUMN.zero, COLUMN.top - 14, "Last book, inside all limits", {
    anchor: "middle",
    weight: 600,
  }) + weightColumn(marks, { ...COLUMN, scale: PER_EQUITY, cap: DEFAULT_LIMITS.sector });
}

/** The range of the cells, lowest in the darkest colour. */
function rangeWords({ field }: WeightTriangleData): string {
  const values = field.values.flatMap((value) => value ?? []);
  if (values.length === 0) return "";
  return ` from ${number(Math.min(...values))} (dark) to ${number(Math.max(...values))} (bright)`;
}

const label = (percents: readonly number[]) => percents.join("/");

function view(
  data: WeightTriangleData,
  now: WeightTriangleState,
  start: WeightTriangleState,
): PanelView {
  const isMoved = label(now.percents) !== label(start.percents);
  const own = Number.isNaN(now.sharpe)
    ? "no Sharpe ratio"
    : `a net Sharpe ratio beyond cash of ${number(now.sharpe)}`;
  return {
    title: `${label(now.percents)} has ${own}` +
      (isMoved ? `, beside ${number(start.sharpe)} for ${label(start.percents)}` : "") +
      `: ${percent(now.returnPerYear, { signed: true })} a year, cash included, turnover ` +
      `${number(now.turnoverPerYear, { digits: 0 })} times a year`,
    subtitle: `Cells: net Sharpe ratio${rangeWords(data)}` +
      (data.field.alike.some(Boolean) ? "; inside the outline: like the best" : "") +
      ". Square, hollow dots and dashes: the start",
    readouts: {},
    width: WIDTH,
    height: HEIGHT,
    drawing: triangleDrawing(data, now, start) + bookDrawing(data, now, start) +
      curveDrawing(data, now, start),
    notes: [
      "One path of history says little about the next: the point can be moved to flatter it.",
      data.source,
    ],
  };
}

/**
 * A triangle whose point is dragged: the pillars' weights move curve, statistics and book.
 *
 * The curve is `backtestWeights` on the panel, the book `ruleBook` with every limit on the last
 * decision, both the kernel's own functions.
 */
export const weightTriangle: Panel<WeightTriangleData, WeightTriangleState> = {
  name: "weight_triangle",
  legend: "Weights of the pillars",
  sliders: () => [],
  point,
  state,
  view,
};
