import { type Sector, SECTORS, type Snapshot } from "../market/mod.ts";
import { NEUTRAL_SCORE } from "../portfolio/mod.ts";
import { type Account, equityOf, exposuresOf, type Filled, pathOf, type Paths } from "./account.ts";
import { HEDGE } from "./book_rule.ts";
import type { DayFacts } from "./day_facts.ts";
import type { Fill } from "./fill_point.ts";
import { longFactor, type Point } from "./leg_factor.ts";
import type { Exposures, LedgerDecision, LedgerReturns, LedgerStep, Moment } from "./ledger.ts";
import type { PolicyDecision, Situation } from "./policy.ts";

/** Everything that happened in one step. */
interface StepParts {
  readonly facts: DayFacts;
  readonly decision: PolicyDecision;
  readonly written: LedgerDecision;
  readonly fill: Fill | undefined;
  readonly before: Account;
  readonly filled: Filled;
  readonly after: Account;
  readonly paths: Paths;
  readonly momentAt: (point: Point) => Moment;
}

/** One step as plain data. */
export function ledgerStep(step: number, parts: StepParts): LedgerStep {
  const { facts, decision, fill, before, filled, after, momentAt } = parts;
  const equityUsd = equityOf(before);
  const exposuresBefore = exposuresOf(before);
  const exposuresAfter = exposuresOf(filled.account, equityUsd);
  const trades = exposuresAfter.map((value, i) => value - exposuresBefore[i]);
  const { spreadUsd, impactUsd, feeUsd, totalUsd, known, assumed } = filled.costs;
  const isTraded = fill !== undefined && decision.action === "trade";
  return {
    step,
    decision: parts.written,
    fill: isTraded ? momentAt(fill.point) : null,
    from: momentAt(before.point),
    to: momentAt(after.point),
    equityUsd,
    before: listedOnly(exposuresBefore, facts),
    after: listedOnly(exposuresAfter, facts),
    trades: listedOnly(trades, facts),
    turnover: trades.reduce((sum, one) => sum + Math.abs(one), 0),
    costs: {
      spread: spreadUsd / equityUsd,
      impact: impactUsd / equityUsd,
      fee: feeUsd / equityUsd,
      total: totalUsd / equityUsd,
      known,
      ...(assumed.length > 0 ? { assumed } : {}),
    },
    returns: returnsOf(parts, equityUsd),
    notes: [
      ...(fill?.waited
        ? [`The fill waited ${fill.waited} rows for a price of ${fill.missing}.`]
        : []),
      ...(fill ? [] : ["No fill came before the next decision; the orders lapsed."]),
      ...filled.notes,
    ],
  };
}

/** Rows in which a sector that is neither listed nor held has no number. */
function listedOnly(values: Float64Array, { listed }: DayFacts): Exposures {
  return Array.from(
    values,
    (value, i) => i < HEDGE && listed[i] === 0 && value === 0 ? null : value,
  );
}

/** A decision as plain data; all of it was known on its day. */
export function ledgerDecision(
  { view, facts, scores, held, decision }:
    & Omit<Situation, "memory" | "step" | "snapshot" | "equityUsd">
    & {
      readonly view: Snapshot;
      readonly decision: PolicyDecision;
    },
): LedgerDecision {
  const target = decision.action === "trade" ? decision.target : held;
  const shut = decision.action === "trade" ? decision.shut : undefined;
  const lostBets = SECTORS.filter((_, i) => {
    const tilt = scores[i] - NEUTRAL_SCORE;
    const isShut = Number.isNaN(facts.betas[i]) ||
      (tilt < 0 && (facts.closedShorts[i] === 1 || shut?.[i] === 1));
    return facts.listed[i] === 1 && Math.abs(tilt) > 0 && isShut && target[i] === 0;
  });
  return {
    day: view.day,
    decidedAt: view.decidedAt,
    status: decision.action === "trade" ? decision.status : "hold",
    scores: Array.from(scores, (score) => Number.isNaN(score) ? null : score),
    held: listedOnly(held, facts),
    target: listedOnly(target, facts),
    closedShorts: SECTORS.filter((_: Sector, i) =>
      facts.listed[i] === 1 && (facts.closedShorts[i] === 1 || shut?.[i] === 1)
    ),
    lostBets,
  };
}

/** Returns by leg; the cost was paid at the fill and is not in them. */
function returnsOf(parts: StepParts, equityUsd: number): LedgerReturns {
  const { filled: { account, costs }, after, paths } = parts;
  let long = 0, short = 0, hedge = 0, fundPath = 0;
  account.holdings.forEach((one, j) => {
    const gained = (after.holdings[j].valueUsd - one.valueUsd) / equityUsd;
    if (one.at === HEDGE) hedge += gained;
    else if (one.leg.leverage * one.valueUsd > 0) long += gained;
    else short += gained;
    if (one.leg.isInverse) {
      const { point } = account;
      const index = longFactor(
        pathOf(paths, one.scope)!,
        paths.cash,
        point,
        after.point,
        { endedAfterRows: paths.traded.endedAfterRows },
      );
      fundPath += gained - one.leg.leverage * one.valueUsd / equityUsd * (index - 1);
    }
  });
  const cash = (after.cashUsd - account.cashUsd) / equityUsd;
  const gross = long + short + hedge + cash;
  return { long, short, hedge, cash, gross, net: gross - costs.totalUsd / equityUsd, fundPath };
}
