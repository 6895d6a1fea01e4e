import { calendarDaysBetween } from "../days.ts";
import { SECTORS } from "../market/sectors.ts";
import type { HeldName } from "../portfolio/book_problem.ts";
import type { Day } from "../units.ts";
import { counted } from "../words.ts";
import type { Judge, JudgedBook, JudgedPosition, OrdersToCheck } from "./judgement.ts";

/** Calendar days over which turnover counts (design, section 8). */
const TURNOVER_DAYS = 30;
/** A smaller change of an exposure is the rounding of doubles, no trade. */
const NO_TRADE = 2e-9;

const basisPoints = (value: number) => `${value.toFixed(1)} bp`;
const inDays = (value: number) => counted(value, "day");

/**
 * Judges the limits on trades and on the funds they are made in. A rule that gave way is not held
 * against the orders. What a fund can carry is judged by the dollars of the fund, the orders in it by a
 * day's volume and what is held of it then by its assets, wherever a position is opened, enlarged or
 * turned around; made smaller it may always be, because one must be able to leave, and a position whose
 * fund has shrunk is left step by step.
 */
export function judgeTrades(
  judge: Judge,
  positions: readonly JudgedPosition[],
  before: JudgedBook,
  after: JudgedBook,
  input: OrdersToCheck,
): void {
  const { limits } = input, gaveWay = input.gaveWay ?? [];
  for (const { instrument: { ticker }, ...position } of positions) {
    const isTurned = position.after * position.before < 0;
    const isSmaller = !isTurned && Math.abs(position.after) <= Math.abs(position.before);
    if (position.traded === 0 || isSmaller) continue;
    const known = input.liquidity[ticker];
    judge(
      `volume of ${ticker}`,
      Math.abs(position.traded) / (known?.advUsd ?? NaN),
      0,
      limits.advShare,
    );
    judge(
      `assets of ${ticker}`,
      Math.abs(position.after) / (known?.aumUsd ?? NaN),
      0,
      limits.fundShare,
    );
  }

  const names: readonly HeldName[] = [...SECTORS, "hedge"];
  const exposureIn = ({ exposures, hedge }: JudgedBook, name: HeldName) =>
    name === "hedge" ? hedge : exposures[name] ?? 0;
  let turnover = 0;
  for (const name of names) {
    const from = exposureIn(before, name), to = exposureIn(after, name), change = to - from;
    if (Math.abs(change) <= NO_TRADE) continue;
    turnover += Math.abs(change);
    const isExcused = (rule: string) =>
      gaveWay.some((one) => one.rule === rule && one.name === name);
    // A position is closed whole, and one against its view is always traded.
    const isAgainst = name !== "hedge" && from !== 0 && from * (input.tilts[name] ?? 0) <= 0;
    if (to !== 0 && !isAgainst && !isExcused("minimum trade")) {
      judge(
        `minimum trade of ${name}`,
        Math.abs(change) * 1e4,
        limits.minimumTradeBps,
        Infinity,
        basisPoints,
      );
    }
    const age = ageOf(name, positions, input);
    if (change * from < 0 && age !== undefined && !isExcused("minimum holding")) {
      judge(`minimum holding of ${name}`, age, limits.minimumHoldingDays, Infinity, inDays);
    }
  }
  const isFirstBook = positions.every((position) => position.before === 0);
  const isExcused = gaveWay.some(({ rule }) => rule === "turnover");
  if (limits.turnover === null || isFirstBook || isExcused || turnover === 0) return;
  judge("turnover", turnover + recentTurnover(positions, input), 0, limits.turnover);
}

/** Calendar days since the newest position of a name was opened; nothing where one does not say. */
function ageOf(
  name: HeldName,
  positions: readonly JudgedPosition[],
  { holdings, day }: OrdersToCheck,
): number | undefined {
  let age: number | undefined;
  for (const { instrument, before } of positions) {
    const isOf = instrument.sector === (name === "hedge" ? "market" : name);
    if (!isOf || before === 0) continue;
    const since = holdings.find(({ ticker }) => ticker === instrument.ticker)?.since;
    if (since === undefined) return undefined;
    age = Math.min(age ?? Infinity, calendarDaysBetween(since, day));
  }
  return age;
}

/**
 * What positions opened within the last 30 days have used of the budget, at today's exposure. If all
 * are that young, the earliest day's are the first book, which is exempt.
 */
function recentTurnover(
  positions: readonly JudgedPosition[],
  { holdings, day, equityUsd }: OrdersToCheck,
): number {
  const held = positions.filter(({ before }) => before !== 0).map(({ instrument, before }) => ({
    exposure: before * instrument.leverage / equityUsd,
    since: holdings.find(({ ticker }) => ticker === instrument.ticker)?.since,
  }));
  const isYoung = (since: Day | undefined) =>
    since !== undefined && calendarDaysBetween(since, day) < TURNOVER_DAYS;
  const first = held.every(({ since }) => isYoung(since))
    ? held.map(({ since }) => since!).sort()[0]
    : undefined;
  return held.reduce(
    (sum, { exposure, since }) =>
      isYoung(since) && since !== first ? sum + Math.abs(exposure) : sum,
    0,
  );
}
