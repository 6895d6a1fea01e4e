import { counted, countWord, listed, number, percent, points } from "../../words.ts";
import { COLORS } from "../../charts/kit/theme.ts";
import { SECTOR_LABELS } from "../../market/sectors.ts";
import type { Book } from "../../portfolio/book.ts";
import type { LimitReading } from "../../portfolio/limits/limit_readings.ts";
import type { Limits } from "../../portfolio/limits/limits.ts";
import {
  barAt,
  lineAt,
  rowMiddle,
  SHOWN_STEP,
  textAt,
  weightColumn,
  type WeightMark,
} from "../drawing.ts";
import {
  type Panel,
  type PanelView,
  type Slider,
  sliderAt,
  sliderDigits,
  type SliderValues,
} from "../panel.ts";
import { dayBook, type DayData, lostNote } from "./day_book.ts";

/** What the panel needs of a day, as plain data; all lists in the order of `sectors`. */
export interface LimitsData extends DayData {
  /** −2 to 2. */
  readonly tilts: readonly number[];
}

/** A slider in percent, but for beta, which is what it is. */
interface LimitSlider {
  readonly name: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** How many of the slider's units make one of the limit's. */
  readonly per: number;
  get(limits: Limits): number;
}

const LIMIT_SLIDERS: readonly LimitSlider[] = [
  { name: "sector", label: "Sector cap", min: 5, max: 60, step: 1, per: 100, get: (l) => l.sector },
  { name: "side", label: "Each side", min: 20, max: 100, step: 1, per: 100, get: (l) => l.side },
  { name: "net", label: "Net", min: 0, max: 60, step: 1, per: 100, get: (l) => l.net },
  { name: "beta", label: "Beta", min: 0, max: 0.3, step: 0.01, per: 1, get: (l) => l.beta.max },
  { name: "hedge", label: "Hedge", min: 0, max: 100, step: 1, per: 100, get: (l) => l.hedge },
];

function sliders({ limits }: LimitsData): readonly Slider[] {
  return LIMIT_SLIDERS.map(({ name, label, min, max, step, per, get }) =>
    sliderAt({
      name,
      label,
      min,
      max,
      step,
      // Percent of a share such as 0.29 would otherwise miss the whole number by a hair.
      value: Number((get(limits) * per).toPrecision(12)),
    })
  );
}

function state(data: LimitsData, values: SliderValues): Book {
  const { limits } = data;
  const { sector, side, net, beta, hedge } = Object.fromEntries(
    LIMIT_SLIDERS.map(({ name, per }) => [name, values[name] / per]),
  );
  const changed = { ...limits, sector, side, net, hedge, beta: { ...limits.beta, max: beta } };
  return dayBook(data, data.tilts, changed);
}

/** One row of the gauges. */
interface LimitRow {
  readonly label: string;
  /** Share of the limit that is used. */
  readonly used: number;
  readonly slack: string;
  readonly binds: boolean;
  /** What one more unit of the limit would bring; see `LimitReading.multiplier`. */
  readonly price: number;
}

function used({ value, low, high, bound }: LimitReading): number {
  // A range counts from its middle, a size from zero; a limit of zero that is kept is full.
  const centre = low < 0 && Number.isFinite(low) ? (low + high) / 2 : 0;
  const room = Math.abs(bound - centre);
  return room === 0 ? 1 : Math.abs(value - centre) / room;
}

/**
 * The limits of a book as rows. The caps on single sectors are one setting and one row: the most
 * used one is drawn, and their prices add up, for a wider cap is wider for each of them.
 */
function limitRows(readings: readonly LimitReading[]): readonly LimitRow[] {
  const isCap = ({ id }: LimitReading) => id.kind === "sector";
  const caps = readings.filter(isCap);
  const row = (label: string, reading: LimitReading, price = reading.multiplier): LimitRow => ({
    label,
    used: used(reading),
    slack: reading.unit === "share of equity" || reading.unit === "per year"
      ? points(Math.abs(reading.slack))
      : number(Math.abs(reading.slack), { digits: 3 }),
    binds: reading.binds,
    price,
  });
  return readings.flatMap((reading): LimitRow[] => {
    if (!isCap(reading)) return [row(reading.name, reading)];
    if (reading !== caps[0]) return [];
    const most = caps.reduce((a, b) => used(b) > used(a) ? b : a);
    return [row("sector cap", most, caps.reduce((sum, cap) => sum + cap.multiplier, 0))];
  });
}

/** The gross that is used, and what of it stays in cash. */
function grossWords({ gross, grossAimed, grossReached, limits }: Book): string {
  if (grossReached && grossAimed === limits.gross) return "The whole gross is used";
  const used = `${percent(gross)} gross is used`;
  if (grossReached) return `${used}, all that is aimed at`;
  return gross === 0 ? "No gross is used" : `${used}, ${percent(grossAimed - gross)} is cash`;
}

function title(book: Book, start: Book): string {
  if (book.status === "infeasible") {
    return `These limits contradict each other: ${listed(book.conflict)}`;
  }
  const binding = limitRows(book.readings).filter(({ binds }) => binds).map(({ label }) => label);
  const moved =
    book.weights.filter((weight, i) => Math.abs(weight - start.weights[i]) >= SHOWN_STEP)
      .length;
  const holds = binding.length === 0
    ? "no limit binds"
    : `${countWord(binding.length).toLowerCase()} ${binding.length === 1 ? "binds" : "bind"}: ` +
      listed(binding);
  return `${grossWords(book)}; ${holds}` +
    (moved > 0 ? `; ${counted(moved, "weight")} moved` : "");
}

/** Columns of the drawing, in pixels. */
const WIDTH = 700, TOP = 26, ROW = 23;
const LABEL_END = 108, ZERO = 236, REACH = 78;
const LIMIT_END = 440, GAUGE = 448, GAUGE_WIDTH = 96, WORDS = 556;

function drawing(data: LimitsData, book: Book, start: Book): string {
  const rows = { top: TOP, rowHeight: ROW };
  const marks: WeightMark[] = book.sectors.map((sector, i) => ({
    label: SECTOR_LABELS[sector],
    weight: book.weights[i],
    before: start.weights[i],
    ...lostNote(book, sector),
  }));
  marks.push({ label: "Hedge", weight: book.hedge, before: start.hedge, isHedge: true });
  const caps = data.sectors.length;
  const gauges = limitRows(book.readings).map((row, i) => {
    const y = rowMiddle(rows, i), binds = row.binds;
    const words = binds ? `binds, price ${number(row.price, { digits: 3 })}` : `${row.slack} left`;
    return textAt(LIMIT_END, y, row.label, { anchor: "end" }) +
      barAt(
        GAUGE,
        GAUGE + Math.min(1, row.used) * GAUGE_WIDTH,
        y,
        ROW * 0.6,
        binds ? COLORS.blue : COLORS.grey,
      ) +
      textAt(WORDS, y, words, { weight: binds ? 600 : 400 });
  });
  const end = TOP + gauges.length * ROW;
  // The bars' scale stays while the sliders move, or their lengths would say nothing.
  const widest = Math.max(start.limits.sector, start.limits.hedge, 0.5);
  return textAt(ZERO, TOP - 12, "Book, share of equity", { anchor: "middle", weight: 600 }) +
    textAt(GAUGE + GAUGE_WIDTH / 2, TOP - 12, "Share of the limit used", {
      anchor: "middle",
      weight: 600,
    }) +
    gauges.join("") +
    lineAt(GAUGE, TOP, GAUGE, end) +
    lineAt(GAUGE + GAUGE_WIDTH, TOP, GAUGE + GAUGE_WIDTH, end) +
    textAt(GAUGE + GAUGE_WIDTH, end + 10, "100 %", { anchor: "middle" }) +
    weightColumn(marks.slice(0, caps + 1), {
      ...rows,
      labelEnd: LABEL_END,
      zero: ZERO,
      scale: REACH / widest,
      cap: Math.min(book.limits.sector, 1.1 * widest),
    });
}

function view(data: LimitsData, book: Book, start: Book): PanelView {
  const { limits } = book, own = sliders(data);
  const readouts = Object.fromEntries(LIMIT_SLIDERS.map(({ name, per, get }, i) => {
    const digits = sliderDigits(own[i]);
    return [name, per === 1 ? number(get(limits), { digits }) : percent(get(limits), { digits })];
  }));
  return {
    title: title(book, start),
    subtitle:
      "Left: the book nearest to what the same views aim at, inside the limits set above. " +
      "Right: what is left of each limit, or its shadow price. Hollow dots: at first",
    readouts,
    width: WIDTH,
    height: TOP + (Math.max(book.sectors.length, limitRows(book.readings).length) + 1) * ROW + 6,
    drawing: drawing(data, book, start),
    notes: [
      book.summary,
      ...book.remedies.filter(({ to }) => to !== undefined).slice(0, 1)
        .map(({ sentence }) => sentence),
      "Sectors closed for shorts stay closed.",
      data.source,
    ],
  };
}

/** Five sliders for the limits, which move the book, what is left of each limit, and its price. */
export const limits: Panel<LimitsData, Book> = {
  name: "limits",
  legend: "Limits",
  sliders,
  state,
  view,
};
