import { COLORS } from "../../charts/kit/theme.ts";
import { bookDrift, type DriftedBook } from "../../hedging/book_drift.ts";
import { type Sector, SECTOR_LABELS } from "../../market/sectors.ts";
import type { Day } from "../../units.ts";
import { listed, number, percent } from "../../words.ts";
import {
  barAt,
  lineAt,
  rowMiddle,
  SHOWN_STEP,
  textAt,
  weightColumn,
  type WeightMark,
} from "../drawing.ts";
import type { Panel, PanelView, Slider, SliderValues } from "../panel.ts";

/** A book as it is held, as plain data; lists in the order of `sectors`. */
export interface DriftData {
  readonly sectors: readonly Sector[];
  /** Exposures, signed shares of equity. */
  readonly weights: readonly number[];
  readonly betas: readonly number[];
  /** Of the funds that hold them: 1, −1 or −2. */
  readonly leverages: readonly number[];
  readonly hedge: number;
  readonly hedgeLeverage: number;
  /** Shares of equity; beta is what it is. */
  readonly limits: {
    readonly gross: number;
    readonly sector: number;
    readonly side: number;
    readonly net: number;
    readonly beta: number;
  };
  readonly source: string;
}

/** The book before the move, and after it with nothing traded. */
export interface DriftState {
  readonly before: DriftedBook;
  readonly after: DriftedBook;
  /** Moves, shares, and the sector that moves by itself as well. */
  readonly market: number;
  readonly own: number;
  readonly sector: Sector;
}

/** The largest move that a slider gives, percent. */
const MOST = 20;
/** Days that the arithmetic wants named; a move has none. */
const DAYS = ["1970-01-01", "1970-01-02"] as readonly string[] as readonly Day[];

function sliders({ sectors, weights }: DriftData): readonly Slider[] {
  const largest = weights.reduce((at, one, i) => Math.abs(one) > Math.abs(weights[at]) ? i : at, 0);
  const move = (name: string, label: string) =>
    ({ name, label, min: -MOST, max: MOST, step: 1, value: 0 }) as const;
  return [
    move("market", "The market"),
    move("own", "One sector beside it"),
    {
      name: "sector",
      label: "Which sector",
      min: 1,
      max: sectors.length,
      step: 1,
      value: largest + 1,
    },
  ];
}

function state(data: DriftData, values: SliderValues): DriftState {
  const { sectors, weights, betas, leverages, hedge, hedgeLeverage } = data;
  const market = values.market / 100, own = values.own / 100;
  const chosen = Math.min(sectors.length, Math.max(1, Math.round(values.sector))) - 1;
  const legs = [
    ...sectors.map((scope, i) => ({
      scope,
      exposure: weights[i],
      leverage: leverages[i],
      move: betas[i] * market + (i === chosen ? own : 0),
    })),
    { scope: "market" as const, exposure: hedge, leverage: hedgeLeverage, move: market },
  ].filter(({ exposure }) => exposure !== 0);
  const funds = legs.map(({ scope, exposure, leverage }) => ({
    ticker: scope,
    scope,
    leverage,
    shares: exposure / leverage,
  }));
  const cashUsd = 1 - funds.reduce((sum, { shares }) => sum + shares, 0);
  const [before, after] = bookDrift({ funds, cashUsd }, {
    days: DAYS,
    // A fund that lost everything is worth next to nothing: a price must be above 0.
    closes: new Map(
      legs.map(({ scope, leverage, move }) => [scope, [1, Math.max(1e-9, 1 + leverage * move)]]),
    ),
    betas: Object.fromEntries(sectors.map((sector, i) => [sector, betas[i]])),
  }) as readonly DriftedBook[];
  return { before, after, market, own, sector: sectors[chosen] };
}

/** One limit with what is used of it, before and after. */
interface Row {
  readonly label: string;
  readonly before: number;
  readonly after: number;
  readonly words: string;
}

function limitRows({ limits }: DriftData, { before, after }: DriftState): readonly Row[] {
  const largest = ({ weights }: DriftedBook) =>
    Math.max(0, ...Object.values(weights).map((one) => Math.abs(one!)));
  const row = (
    label: string,
    limit: number,
    of: (book: DriftedBook) => number,
    words: (value: number) => string = (value) => percent(value),
  ): Row => {
    const used = (book: DriftedBook) => limit === 0 ? 1 : Math.abs(of(book)) / limit;
    return { label, before: used(before), after: used(after), words: words(of(after)) };
  };
  return [
    row("gross", limits.gross, ({ gross }) => gross),
    row("largest sector", limits.sector, largest),
    row("long side", limits.side, ({ long }) => long),
    row("short side", limits.side, ({ short }) => short),
    row("net", limits.net, ({ net }) => net, (value) => percent(value, { signed: true })),
    row("beta", limits.beta, ({ beta }) => beta ?? 0, (value) => number(value, { digits: 3 })),
  ];
}

const PAST = 1 + 1e-6;

function title(data: DriftData, found: DriftState): string {
  const { before, after, market, own, sector } = found;
  const moves = [
    ...(market === 0 ? [] : [`the market ${percent(market, { signed: true, digits: 0 })}`]),
    ...(own === 0
      ? []
      : [`${SECTOR_LABELS[sector]} ${percent(own, { signed: true, digits: 0 })} beside it`]),
  ];
  const past = limitRows(data, found).filter((row) => row.after > PAST).map(({ label }) => label);
  const held = past.length === 0 ? "no limit is passed" : `${listed(past)} passed`;
  if (moves.length === 0) return `Nothing has moved; ${held}`;
  const result = percent(after.equityUsd / before.equityUsd - 1, { signed: true });
  return `With ${listed(moves)} the account is at ${result}; ${held}`;
}

/** Columns of the drawing, in pixels. */
const WIDTH = 700, TOP = 26, ROW = 23;
const LABEL_END = 108, ZERO = 236, REACH = 78;
const LIMIT_END = 470, GAUGE = 478, GAUGE_WIDTH = 96, WORDS = 626;
/** Shares of a limit that a gauge shows at most. */
const MOST_USED = 1.4;

function drawing(data: DriftData, found: DriftState): string {
  const { before, after } = found, rows = { top: TOP, rowHeight: ROW };
  const marks: WeightMark[] = data.sectors.map((sector) => ({
    label: SECTOR_LABELS[sector],
    weight: after.weights[sector] ?? 0,
    before: before.weights[sector] ?? 0,
  }));
  marks.push({ label: "Hedge", weight: after.hedge, before: before.hedge, isHedge: true });
  const gauges = limitRows(data, found).map((row, i) => {
    const y = rowMiddle(rows, i),
      x = (used: number) => GAUGE + Math.min(MOST_USED, used) * GAUGE_WIDTH;
    const isPast = row.after > PAST;
    return textAt(LIMIT_END, y, row.label, { anchor: "end" }) +
      barAt(GAUGE, x(row.after), y, ROW * 0.6, isPast ? COLORS.vermillion : COLORS.blue) +
      (Math.abs(row.after - row.before) < SHOWN_STEP
        ? ""
        : lineAt(x(row.before), y - ROW * 0.4, x(row.before), y + ROW * 0.4)) +
      textAt(WORDS, y, row.words, { weight: isPast ? 600 : 400 });
  });
  const end = TOP + gauges.length * ROW, widest = Math.max(0.5, data.limits.sector);
  return textAt(ZERO, TOP - 12, "Book, share of equity", { anchor: "middle", weight: 600 }) +
    textAt(GAUGE + GAUGE_WIDTH / 2, TOP - 12, "Share of the limit used", {
      anchor: "middle",
      weight: 600,
    }) +
    gauges.join("") +
    lineAt(GAUGE, TOP, GAUGE, end) +
    lineAt(GAUGE + GAUGE_WIDTH, TOP, GAUGE + GAUGE_WIDTH, end) +
    textAt(GAUGE + GAUGE_WIDTH, end + 10, "100 %", { anchor: "middle" }) +
    weightColumn(marks, {
      ...rows,
      labelEnd: LABEL_END,
      zero: ZERO,
      scale: REACH / widest,
      cap: Math.min(data.limits.sector, 1.1 * widest),
    });
}

function view(data: DriftData, found: DriftState): PanelView {
  return {
    title: title(data, found),
    subtitle:
      "Left: what is held after the move, nothing traded. Right: what is used of each limit. " +
      "Hollow dots and strokes: before it",
    readouts: {
      market: percent(found.market, { signed: true, digits: 0 }),
      own: percent(found.own, { signed: true, digits: 0 }),
      sector: SECTOR_LABELS[found.sector],
    },
    width: WIDTH,
    height: TOP + (data.sectors.length + 2) * ROW + 6,
    drawing: drawing(data, found),
    notes: [
      "One day's move: each sector by its beta, the chosen one by its own move besides; funds by their " +
      "daily multiple, without carry and fee.",
      data.source,
    ],
  };
}

/** Three sliders for a day's move, under which a book that nobody trades drifts towards its limits. */
export const drift: Panel<DriftData, DriftState> = {
  name: "drift",
  legend: "The move",
  sliders,
  state,
  view,
};
