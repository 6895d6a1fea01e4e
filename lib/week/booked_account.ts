import { instrument, isInstrument } from "../market/mod.ts";
import { CASH, type Holding } from "../portfolio/mod.ts";
import { type Day, dayOf } from "../units.ts";
import type { AccountAction, Fill } from "./fill.ts";
import { type Finding, splitText, usdText } from "./findings.ts";
import { counted } from "../words.ts";
import { cents, centsOf, isWholeCents } from "./money.ts";
import { leavesFraction, sharesAfter } from "./split_like.ts";

/** A dividend that is owed to the account, or by it, and not paid yet. */
export interface Receivable {
  readonly ticker: string;
  /** Day from which its holder has a right to it. */
  readonly day: Day;
  readonly paid: Day;
  /** Dollars, whole cents; below 0 for shares sold short. */
  readonly usd: number;
  /** Whether it had to be rounded to the cent, so that a broker may pay one more or less. */
  readonly isRounded: boolean;
}

/** One movement of shares or cash. */
export interface Booking {
  readonly day: Day;
  readonly kind: AccountAction["kind"] | "fill";
  readonly ticker?: string;
  /** Of a fill. */
  readonly id?: string;
  /** Change of the shares held. */
  readonly shares: number;
  /** Change of the cash, dollars in whole cents. */
  readonly usd: number;
}

/** An account after what happened to it. */
interface BookedAccount {
  /** In the order of the lines before, new ones after them, `CASH` last. */
  readonly holdings: readonly Holding[];
  /** Whole cents. */
  readonly cashCents: number;
  /** Bookings that were no whole cents, so that a broker may round each of them otherwise by one. */
  readonly rounded: number;
  readonly bookings: readonly Booking[];
  readonly receivables: readonly Receivable[];
  readonly findings: readonly Finding[];
}

/** What comes first on a day: splits before the open, rights of who held at the close before, trades, the rest. */
const ORDER_OF_DAY = { split: 0, dividend: 1, fill: 2, cash: 3, fee: 3, ends: 4 } as const;

type Event = AccountAction | (Fill & { readonly kind: "fill"; readonly day: Day });

const minuteOf = (event: Event) => event.kind === "fill" ? event.at : "";

function inOrder(fills: readonly Fill[], actions: readonly AccountAction[]): readonly Event[] {
  const events: readonly Event[] = [
    ...actions,
    ...fills.map((fill) => ({ ...fill, kind: "fill" as const, day: dayOf(fill.at) })),
  ];
  const compare = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0;
  return events.toSorted((a, b) =>
    compare(a.day, b.day) || ORDER_OF_DAY[a.kind] - ORDER_OF_DAY[b.kind] ||
    compare(minuteOf(a), minuteOf(b))
  );
}

/** The lines and the cash of an account, moved by one event after the other. */
class Account {
  readonly lines = new Map<string, { shares: number; since: Day | undefined }>();
  cashCents = 0;
  rounded = 0;
  readonly bookings: Booking[] = [];
  readonly receivables: Receivable[] = [];
  readonly findings: Finding[] = [];

  constructor(before: readonly Holding[]) {
    for (const { ticker, shares, since } of before) {
      if (ticker === CASH) this.cashCents = cents(shares);
      else this.lines.set(ticker, { shares, since });
    }
  }

  shares(ticker: string): number {
    return this.lines.get(ticker)?.shares ?? 0;
  }

  move(ticker: string, to: number, on: Day): void {
    const before = this.lines.get(ticker);
    const isNew = before === undefined || Math.sign(before.shares) !== Math.sign(to);
    this.lines.set(ticker, { shares: to, since: isNew ? on : before.since });
  }

  book(booking: Omit<Booking, "usd">, moved: number, isExact: boolean): void {
    this.cashCents += moved;
    if (!isExact) this.rounded += 1;
    this.bookings.push({ ...booking, usd: moved / 100 });
  }
}

function happens(account: Account, event: Event, hasCashFor: (ticker: string) => boolean): void {
  const { day, kind } = event;
  if (kind === "cash" || kind === "fee") {
    const usd = kind === "fee" ? -event.usd : event.usd;
    const of = event.ticker === undefined ? {} : { ticker: event.ticker };
    account.book({ day, kind, ...of, shares: 0 }, cents(usd), isWholeCents(1, usd));
    return;
  }
  const { ticker } = event, held = account.shares(ticker);
  if (kind === "fill") {
    const { id, shares, price, feeUsd } = event;
    account.move(ticker, held + shares, day);
    const isExact = isWholeCents(shares, price) && isWholeCents(1, feeUsd);
    const moved = centsOf(-shares, price) - cents(feeUsd);
    account.book({ day, kind, ticker, id, shares }, moved, isExact);
    return;
  }
  if (held === 0) {
    // A split of what is ordered and not held yet alters the order alone.
    if (kind === "split") return;
    account.findings.push({
      kind: "no position",
      day,
      ticker,
      stops: false,
      sentence: `The ${
        kind === "ends" ? "end" : kind
      } of ${ticker} on ${day} moves nothing: no share of it was held.`,
    });
    return;
  }
  if (kind === "split") {
    const after = sharesAfter(held, event);
    if (leavesFraction(held, event) && !hasCashFor(ticker)) {
      account.findings.push({
        kind: "fraction",
        ticker,
        stops: true,
        sentence:
          `The split of ${ticker} by ${
            splitText(event)
          } on ${day} leaves a fraction of a share of ${held}, and no cash is told for it; give a line ` +
          `of cash with the ticker ${ticker} as the account statement has it.`,
      });
    }
    account.move(ticker, after, day);
    account.book({ day, kind, ticker, shares: after - held }, 0, true);
    return;
  }
  const moved = centsOf(held, event.usdPerShare), isExact = isWholeCents(held, event.usdPerShare);
  if (kind === "ends") {
    account.move(ticker, 0, day);
    account.book({ day, kind, ticker, shares: -held }, moved, isExact);
    return;
  }
  account.receivables.push({
    ...{ ticker, day, paid: event.paid ?? day, usd: moved / 100 },
    isRounded: !isExact,
  });
}

/**
 * The account after fills and actions, each booked in whole cents in the order in which it happened.
 *
 * @param told.until Last day of what is booked; a dividend that is paid later stays owed.
 */
export function bookedAccount(
  before: readonly Holding[],
  told: {
    readonly fills: readonly Fill[];
    readonly actions: readonly AccountAction[];
    readonly receivables: readonly Receivable[];
    readonly until: Day;
    readonly shortSpdr: boolean;
  },
): BookedAccount {
  const { fills, actions, until } = told, account = new Account(before);
  const hasCashFor = (ticker: string) =>
    actions.some((one) => one.kind === "cash" && one.ticker === ticker);
  for (const event of inOrder(fills, actions)) happens(account, event, hasCashFor);
  const owed = [...told.receivables, ...account.receivables];
  for (const { ticker, paid, usd, isRounded } of owed.filter(({ paid }) => paid <= until)) {
    account.book({ day: paid, kind: "dividend", ticker, shares: 0 }, cents(usd), !isRounded);
  }
  const holdings: Holding[] = [];
  for (const [ticker, { shares, since }] of account.lines) {
    if (shares === 0) continue;
    account.findings.push(...impossible(ticker, shares, told));
    holdings.push({ ticker, shares, ...(since === undefined ? {} : { since }) });
  }
  const { cashCents, rounded, findings } = account;
  if (cashCents < 0) {
    findings.push({
      kind: "overdrawn",
      usd: cashCents / 100,
      stops: true,
      sentence:
        `Cash ends at ${usdText(cashCents / 100)}: the lab holds no loan; tell the cash that ` +
        "came in, or the fill that is none.",
    });
  }
  return {
    holdings: [...holdings, { ticker: CASH, shares: cashCents / 100 }],
    cashCents,
    rounded,
    bookings: account.bookings.toSorted((a, b) => a.day < b.day ? -1 : a.day > b.day ? 1 : 0),
    receivables: owed.filter(({ paid }) => paid > until),
    findings,
  };
}

/** Shares that nobody can hold: of a fund that has ended, or below nothing where nothing is sold short. */
function impossible(
  ticker: string,
  shares: number,
  { until, shortSpdr }: { readonly until: Day; readonly shortSpdr: boolean },
): readonly Finding[] {
  const fund = isInstrument(ticker) ? instrument(ticker) : undefined, listedTo = fund?.listedTo;
  if (listedTo !== undefined && listedTo < until) {
    return [{
      kind: "ended",
      ticker,
      shares,
      stops: true,
      sentence: `${ticker} last traded on ${listedTo}, and ${
        counted(shares, "share")
      } of it are left; tell what it paid as it ended, dollars a share.`,
    }];
  }
  const isInverse = fund !== undefined && fund.leverage < 0;
  if (shares >= 0 || (shortSpdr && !isInverse)) return [];
  return [{
    kind: "oversold",
    ticker,
    shares,
    stops: true,
    sentence:
      `${ticker} ends ${counted(-shares, "share")} below nothing: more of it was sold than was ` +
      `held, and ${
        isInverse ? "an inverse fund is bought to be short" : "no fund is sold short here"
      }.`,
  }];
}
