import { type Day, day } from "../../units.ts";
import { counted } from "../../words.ts";
import { ADDRESSES } from "../fetch/addresses.ts";
import { type BillRate, treasuryRates, vintageRates } from "./bill_rates.ts";
import { countsFrom, momentText } from "../formats/days_and_moments.ts";
import type { GrowingRow } from "../growing_table.ts";
import type { Answer } from "../fetch/raw_store.ts";
import { eachOrMissing, type SourceFound, type SourceWorld } from "../source.ts";

/** The first year of the Treasury's file of bill rates. */
const FIRST_YEAR = 2002;
/** Decimals of a rate: a hundredth of a basis point. */
const DIGITS = 6;
const CSV = "text/csv";

interface Vintage {
  readonly rates: readonly BillRate[];
  readonly answer: Answer;
  readonly source: string;
  /** The day as of which the publisher gives the series; each row's own day where it says none. */
  readonly asOf?: Day;
}

/**
 * The rates of the 13-week bill, every vintage that was seen.
 *
 * `basis/bill_rates` keeps all of them, by day. `rates`, which knows no days, has the newest day's rate as it
 * became known: an older day that was mended later must not stand there as if it were today's.
 */
export async function rateSource(
  { get, from, today, open, billVintages }: Pick<
    SourceWorld,
    "get" | "from" | "today" | "open" | "billVintages"
  >,
): Promise<SourceFound> {
  const [all, newest] = [await open("basis/bill_rates"), await open("rates")];
  const years: number[] = [], vintages: Vintage[] = [];
  for (let year = Math.max(FIRST_YEAR, +from.slice(0, 4)); year <= +today.slice(0, 4); year++) {
    years.push(year);
  }
  const missing = [
    ...await eachOrMissing(years, async (year) => {
      const address = ADDRESSES.treasuryBills(year), answer = await get(address, { accept: CSV });
      vintages.push({ rates: treasuryRates(answer, address), answer, source: "Treasury" });
    }),
    ...await eachOrMissing(billVintages, async (asOf) => {
      const address = ADDRESSES.billVintage(asOf), answer = await get(address, { accept: CSV });
      const rates = vintageRates(answer, asOf, address);
      vintages.push({ rates, answer, source: `ALFRED as of ${asOf}`, asOf });
    }),
  ];
  const grown = grow(vintages, {
    from,
    kept: all.rows.map((row) => ({
      day: day(row.day),
      source: row.source,
      rate: Number(row.rate_per_year),
    })),
    moments: new Set(newest.rows.map(({ available_at }) => available_at)),
  });
  return {
    // The second remembers what was taken: written first, a run killed in between would lose the other.
    rows: { rates: grown.newest, "basis/bill_rates": grown.all },
    notes: [
      "Rates are coupon equivalents, which are yields. A day's rate counts from the opening of the next " +
      "session, for the Treasury names no minute; a vintage from that after its day.",
      ...(grown.mended > 0
        ? [
          `${
            counted(grown.mended, "day reads", "days read")
          } otherwise than before: in basis/bill_rates.csv, ` +
          "each from its own fetch.",
        ]
        : []),
    ],
    missing,
  };
}

/** The rows that vintages add to what is there. */
function grow(
  vintages: readonly Vintage[],
  { from, kept, moments }: {
    readonly from: Day;
    readonly kept: readonly { readonly day: Day; readonly source: string; readonly rate: number }[];
    /** Moments at which `rates` has a row already: another one would contradict it. */
    readonly moments: ReadonlySet<string>;
  },
) {
  const last = new Map(kept.map(({ day, source, rate }) => [`${source} ${day}`, rate]));
  const days = kept.map(({ day }) => day).sort(), oldest = days[0], latest = days.at(-1);
  const all: GrowingRow[] = [], byMoment = new Map<string, { on: Day; rate: number }>();
  let mended = 0;
  for (const { rates, answer, source, asOf } of vintages) {
    const lastOf = rates.at(-1)?.day;
    for (const { day: on, ratePerYear } of rates) {
      if (on < from) continue;
      const rate = Number(ratePerYear.toFixed(DIGITS)), before = last.get(`${source} ${on}`);
      if (before === rate) continue;
      const isMended = before !== undefined;
      // A day that turns up between those that were there became known with this fetch.
      const isLate = isMended ||
        (asOf === undefined && oldest !== undefined && on > oldest && on < latest!);
      const available_at = isLate
        ? momentText(Date.parse(answer.fetchedAt))
        : countsFrom(asOf ?? on, 1, answer.fetchedAt);
      if (isMended) mended++;
      all.push({ day: on, available_at, rate_per_year: rate, source });
      const isNewest = asOf !== undefined
        ? on === lastOf
        : !isLate || latest === undefined || on >= latest;
      const there = byMoment.get(available_at);
      if (isNewest && !moments.has(available_at) && !(there && there.on > on)) {
        byMoment.set(available_at, { on, rate });
      }
    }
  }
  const newest = [...byMoment].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([available_at, { rate }]): GrowingRow => ({ available_at, rate_per_year: rate }));
  return { all, newest, mended };
}
