import { outsideLine } from "../../outside_text.ts";
import type { Day } from "../../units.ts";
import { publishedDay } from "../formats/days_and_moments.ts";
import type { Answer } from "../fetch/raw_store.ts";
import { SourceError } from "../fetch/source_error.ts";

/** The rate of the 13-week bill on a day. */
export interface BillRate {
  readonly day: Day;
  /** Yield to maturity per year, a share: 0.04 is four percent. */
  readonly ratePerYear: number;
}

/** Days to maturity of the 13-week bill. */
const BILL_DAYS = 91;
/** No yearly rate of a bill lies outside, percent; the highest was 17 in 1981. */
const LEAST_PERCENT = -2, MOST_PERCENT = 30;

const textOf = ({ bytes }: Pick<Answer, "bytes">) => new TextDecoder().decode(bytes);

function refusal(address: string, what: string, cause?: unknown): SourceError {
  return new SourceError(`Cannot read the bill rates of ${address}: ${what}`, {
    fault: "unreadable",
    address,
    cause,
  });
}

/** Lines of cells; the files quote names, and hold no comma inside a cell. */
function table(answer: Pick<Answer, "bytes">) {
  const lines = textOf(answer).replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== "");
  return lines.map((line) => line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")));
}

function percentIn(cell: string | undefined, on: string, address: string): number | undefined {
  if (cell === undefined || cell === "" || cell === "." || /^n\/?a$/i.test(cell)) return undefined;
  const percent = Number(cell);
  if (!(percent >= LEAST_PERCENT && percent <= MOST_PERCENT)) {
    throw refusal(address, `${on} has "${outsideLine(cell, 30)}", need percent a year`);
  }
  return percent;
}

const byDay = (rates: readonly BillRate[]) => [...rates].sort((a, b) => a.day < b.day ? -1 : 1);

/**
 * The 13-week bill's yields in the Treasury's daily file of a year, oldest first.
 *
 * The columns grew over the years and are found by name; the coupon equivalent is the yield, the bank
 * discount beside it is not.
 *
 * @throws {SourceError} If the column is not there, or a cell is no percentage.
 */
export function treasuryRates(answer: Pick<Answer, "bytes">, address: string): readonly BillRate[] {
  const [head = [], ...rows] = table(answer);
  const names = head.map((name) => name.toUpperCase().replace(/\s+/g, " "));
  const date = names.indexOf("DATE"), rate = names.indexOf("13 WEEKS COUPON EQUIVALENT");
  if (date < 0 || rate < 0) {
    throw refusal(
      address,
      `need the columns Date and 13 WEEKS COUPON EQUIVALENT, got ${
        outsideLine(head.join(", "), 160)
      }`,
    );
  }
  return byDay(rows.flatMap((cells): BillRate[] => {
    const on = publishedDay(cells[date]);
    if (on === undefined) {
      throw refusal(
        address,
        `need a day as MM/DD/YYYY, got "${outsideLine(cells[date] ?? "", 30)}"`,
      );
    }
    const percent = percentIn(cells[rate], on, address);
    return percent === undefined ? [] : [{ day: on, ratePerYear: percent / 100 }];
  }));
}

/**
 * The 3-month bill as it stood on a day, from ALFRED, as yields: the series is quoted as a discount
 * on 360 days, and y = 365 d / (360 − 91 d) (Treasury, 31 CFR 356, appendix B).
 *
 * The header must carry the vintage that was asked for: a server that ignores the question answers with
 * today's figures, which look ahead.
 *
 * @param vintage The day as of which the series was asked for.
 * @throws {SourceError} If the header names another vintage or none, or a row lies after it.
 */
export function vintageRates(
  answer: Pick<Answer, "bytes">,
  vintage: Day,
  address: string,
): readonly BillRate[] {
  const [head = [], ...rows] = table(answer), wanted = `DTB3_${vintage.replaceAll("-", "")}`;
  if (!/^(?:observation_)?date$/i.test(head[0] ?? "") || head[1]?.toUpperCase() !== wanted) {
    throw refusal(
      address,
      `need the columns observation_date and ${wanted}, got ${outsideLine(head.join(", "), 80)}: ` +
        "without the vintage in its name a column may hold today's figures",
    );
  }
  return byDay(rows.flatMap((cells): BillRate[] => {
    const on = publishedDay(cells[0]);
    if (on === undefined) {
      throw refusal(address, `need a day, got "${outsideLine(cells[0] ?? "", 30)}"`);
    }
    if (on > vintage) throw refusal(address, `${on} lies after the vintage ${vintage}`);
    const percent = percentIn(cells[1], on, address);
    if (percent === undefined) return [];
    const discount = percent / 100;
    return [{ day: on, ratePerYear: 365 * discount / (360 - BILL_DAYS * discount) }];
  }));
}
