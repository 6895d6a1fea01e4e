import { HORIZON_WEEKS } from "../../days.ts";
import { type Ballot, type Brief, briefs, type Verdict } from "../../committee/mod.ts";
import {
  addCalendarDays,
  calendarDaysBetween,
  type Market,
  type Sector,
  weeklyDays,
} from "../../market/mod.ts";
import { quotedValue } from "../../outside_text.ts";
import { type Day, instant } from "../../units.ts";
import { type LessonMarket, lessonMarket } from "../kit/lesson_market.ts";
import type { LessonFiles } from "../kit/lesson_prices.ts";
import { type Notice, notice } from "../kit/notice.ts";

/** Calendar days of data that follow the decision, so that a reader sees what came too late. */
const DAYS_AFTER = 45;

/** A lesson's world seen from a day that is not its last. */
interface SectorDecision extends LessonMarket {
  /** What was known of the sector. */
  readonly brief: Brief;
  /** Why these data hold too little beside prices for what the lesson shows of filings; absent where it is enough. */
  readonly pricesAlone?: Notice;
}

/**
 * The newest week's end that is followed by 45 days of data and on which a quarter of the sector had
 * ended, but was not filed yet.
 *
 * Where no such day exists the newest one with 45 days after it, and in very short data the last.
 *
 * @param market The whole world; later data are looked at to choose the day, not to decide.
 * @param sector Whose filings are waited for.
 *
 * @example
 * ```ts
 * import { decisionDay } from "./sector_decision.ts";
 * import { simulatedMarket } from "lab/market";
 * import { ok } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const day = decisionDay(market, "XLK");
 * ok(market.fundamentals.some((report) =>
 *   report.sector === "XLK" && report.periodEnd <= day && report.availableAt > `${day}T16:00`
 * ));
 * ```
 */
export function decisionDay(market: Market, sector: Sector): Day {
  const { days } = market.prices;
  const last = days[days.length - 1];
  const candidates = market.frequency === "monthly" ? days : weeklyDays(days);
  const early = candidates.filter((day) => calendarDaysBetween(day, last) >= DAYS_AFTER);
  const waits = (day: Day) =>
    market.fundamentals.some((report) =>
      report.sector === sector && report.periodEnd <= day && report.availableAt > instant(day) &&
      report.availableAt <= `${addCalendarDays(day, DAYS_AFTER)}T24`
    );
  return early.findLast(waits) ?? early[early.length - 1] ?? last;
}

/**
 * The market that a lesson's one choice names, seen from a day after which the data go on.
 *
 * @param data As for `lessonMarket`.
 * @param options.day A trading day, or `"last"` for the day that `decisionDay` finds.
 * @param options.sector Whose filings that day waits for.
 * @param options.accept Warnings about a price file that were checked, as for `lessonMarket`.
 * @param options.evidence Folder of evidence beside a price file, as for `lessonMarket`.
 * @param options.knownAfter Days of a lag, as for `lessonMarket`.
 * @throws {RangeError} If the sector was not listed on that day.
 *
 * @example
 * ```ts
 * import { sectorDecision } from "lab/lesson/01";
 * import { ok } from "node:assert/strict";
 *
 * const { market, snapshot } = await sectorDecision("simulated", { seed: 7, sector: "XLK" });
 * ok(snapshot.day < market.prices.days[market.prices.days.length - 20]);
 * ```
 */
export async function sectorDecision(
  data: string,
  options: {
    readonly seed: number;
    readonly day?: string;
    readonly sector: Sector;
    readonly accept?: readonly string[];
  } & LessonFiles,
): Promise<SectorDecision> {
  const { day = "last", sector, ...files } = options;
  const own = await lessonMarket(data, {
    ...files,
    day: day === "last" ? (market) => decisionDay(market, sector) : day,
  });
  if (!own.snapshot.sectors.includes(sector)) {
    throw new RangeError(
      `Cannot look at a sector: need one of ${own.snapshot.sectors.join(", ")}, got ${
        quotedValue(sector)
      }`,
    );
  }
  const { fundamentals, headlines, flows } = own.market;
  const why = fundamentals.length + headlines.length + flows.length === 0
    ? PRICES_ALONE
    : hasFilings(own.market)
    ? undefined
    : FEW_FILINGS;
  const brief = briefs(own.snapshot).find((one) => one.sector === sector)!;
  return { ...own, brief, ...(why ? { pricesAlone: notice("note", why) } : {}) };
}

/** Whether three sectors had filed two quarters while four weeks were still to come. */
function hasFilings({ fundamentals, prices }: Market): boolean {
  const last = prices.days[prices.days.length - 1];
  const end = `${addCalendarDays(last, -7 * HORIZON_WEEKS)}T24`;
  const quarters = Map.groupBy(
    fundamentals.filter(({ availableAt }) => availableAt < end),
    ({ sector }) => sector,
  );
  const filed = [...quarters.values()].filter((reports) =>
    new Set(reports.map(({ periodEnd }) => periodEnd)).size > 1
  );
  return filed.length >= 3;
}

/**
 * The ballot on a sector that the lesson looks at: that of the first analyst who gave one.
 *
 * @throws {RangeError} If nobody gave one, as where a recorded answer failed; names sectors that have one.
 *
 * @example
 * ```ts
 * import { ballotOn, sectorDecision } from "lab/lesson/01";
 * import { convene } from "lab/committee";
 * import { equal } from "node:assert/strict";
 *
 * const { snapshot } = await sectorDecision("simulated", { seed: 7, sector: "XLK" });
 * equal(ballotOn(await convene(snapshot), "XLK").sector, "XLK");
 * ```
 */
export function ballotOn({ ballots }: Pick<Verdict, "ballots">, sector: Sector): Ballot {
  const found = ballots.find((one) => one.sector === sector);
  if (found !== undefined) return found;
  const others = [...new Set(ballots.map((one) => one.sector))];
  throw new RangeError(
    `Cannot look at ${quotedValue(sector)}: there is no ballot on it` +
      (others.length === 0 ? ", nor on any other sector" : `; choose one of ${others.join(", ")}`),
  );
}

const PRICES_ALONE =
  "This part does not apply to these data: they hold prices alone, and no filing " +
  "whose date could be taken wrongly. The lesson goes on below.";
const FEW_FILINGS =
  "This part does not apply to these data: it takes filings of two quarters from each of three sectors, " +
  "four weeks before the data end. The lesson goes on below.";
