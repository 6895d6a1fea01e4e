/**
 * What is true about a simulated world: for each pillar a hidden signal per sector, and how much of
 * the coming return it knows.
 *
 * A signal s is an autoregression of order one with mean 0 and variance 1 that halves every
 * `halfLifeWeeks`. On day t it moves a sector's return by κ·σ(t)·s(t−1), with σ(t) the day's
 * residual volatility. κ is chosen so that the mean rank correlation of s with the relative return
 * of the next four weeks is `ic`; the day's own shock takes a little from s, so that past returns
 * tell nothing (`signalDynamics`). Analysts never see s; reports, words, flows and volumes are noisy
 * functions of it. See `simulatedTruth` for the lessons' answer sheet.
 *
 * @module
 */
import { HORIZON_TRADING_DAYS } from "../../days.ts";

function refuse(what: string): never {
  throw new RangeError(`Cannot plant signals: ${what}`);
}

/** What a committee looks at. */
export const PLANTED_PILLARS = ["fundamentals", "sentiment", "technicals"] as const;
/** One of the three pillars. */
export type PlantedPillar = (typeof PLANTED_PILLARS)[number];

/** How much a pillar's hidden signal knows, and how long it lasts. */
interface PlantedSignal {
  /** Mean rank correlation of the signal with the four-week relative return, −0.3 to 0.3. */
  readonly ic: number;
  /** Weeks after which the signal has lost half of its size, above 0. */
  readonly halfLifeWeeks: number;
}

/** The truth of a world, all pillars spelled out. */
export type Planted = Readonly<Record<PlantedPillar, PlantedSignal>>;

/**
 * What a world holds unless told otherwise. Modest: an IC of 0.05 is what the best models reach on
 * single stocks; what can be read of these signals is worth between half and four fifths of them.
 * Fundamentals fade slowly, for what a report says is five to eighteen weeks old when it is used.
 */
export const DEFAULT_PLANTED: Planted = {
  fundamentals: { ic: 0.1, halfLifeWeeks: 20 },
  sentiment: { ic: 0.08, halfLifeWeeks: 6 },
  technicals: { ic: 0.08, halfLifeWeeks: 6 },
};

/** The choice as a caller may write it: pillars that are not named carry nothing. */
export type PlantedChoice =
  | "nothing"
  | Readonly<Partial<Record<PlantedPillar, Partial<PlantedSignal>>>>;

/**
 * The truth that a choice stands for: the defaults without one; otherwise the named pillars with
 * their own or default figures, and an IC of zero for all others.
 *
 * @throws {RangeError} If a pillar is unknown, an IC lies outside −0.3 to 0.3 or a half-life is not
 *   above 0.
 */
export function plantedTruth(choice?: PlantedChoice): Planted {
  if (choice === undefined) return DEFAULT_PLANTED;
  if (choice !== "nothing" && (typeof choice !== "object" || choice === null)) {
    refuse(`need "nothing" or an object with pillars, got ${String(choice)}`);
  }
  const named = choice === "nothing" ? {} : choice;
  for (const pillar of Object.keys(named)) {
    if (!(PLANTED_PILLARS as readonly string[]).includes(pillar)) {
      refuse(`pillars are ${PLANTED_PILLARS.join(", ")}, got "${pillar}"`);
    }
  }
  const one = (pillar: PlantedPillar): PlantedSignal => {
    const signal = named[pillar];
    if (!signal) return { ...DEFAULT_PLANTED[pillar], ic: 0 };
    const { ic, halfLifeWeeks } = { ...DEFAULT_PLANTED[pillar], ...signal };
    if (!(ic >= -0.3 && ic <= 0.3)) refuse(`ic of ${pillar} must lie from -0.3 to 0.3, got ${ic}`);
    if (!(halfLifeWeeks > 0 && halfLifeWeeks < Infinity)) {
      refuse(`halfLifeWeeks of ${pillar} must be above 0, got ${halfLifeWeeks}`);
    }
    return { ic, halfLifeWeeks };
  };
  return {
    fundamentals: one("fundamentals"),
    sentiment: one("sentiment"),
    technicals: one("technicals"),
  };
}

/** Share of a signal that is left after one trading day. */
function dailyPersistence(halfLifeWeeks: number): number {
  return Math.pow(0.5, 1 / (5 * halfLifeWeeks));
}

/**
 * Ranks lose a little against the product-moment correlation, fat tails win a little back, and a
 * relative return holds its beta's share of the market besides. Measured over worlds 2001 to 2400:
 * with this factor ICs of 0.04 to 0.15 and half-lives of 2 to 40 weeks come out within 5 %.
 */
const FROM_RANKS = 1.08;

/** Weight of a signal in the next day's return that gives it the planted IC if it stood alone. */
function aloneWeight({ ic, halfLifeWeeks }: PlantedSignal): number {
  const left = dailyPersistence(halfLifeWeeks);
  let heard = 0;
  for (let k = 0; k < HORIZON_TRADING_DAYS; k++) heard += Math.pow(left, k);
  return FROM_RANKS * ic * Math.sqrt(HORIZON_TRADING_DAYS) / heard;
}

/** How the hidden signals of a sector move with its returns, one entry per pillar. */
interface SignalDynamics {
  /** φ: what is left of a signal after a day. */
  readonly persistence: readonly number[];
  /** What a day's standardised shock takes from a signal. */
  readonly paidBack: readonly number[];
  /** Deviation of the rest of a signal's innovation; its variance stays 1. */
  readonly own: readonly number[];
  /** κ: the daily drift, in units of the day's residual volatility, per unit of signal. */
  readonly drift: readonly number[];
}

/**
 * Signals that foretell returns without giving returns an autocorrelation.
 *
 * What raises coming returns would show up in past ones too, as momentum. A shock to the price
 * therefore takes from the signals what they had put into the price. With r(t+1) = κ's(t) + z(t+1),
 * s(t+1) = Φs(t) − b·z(t+1) + own noise and Σ = var s, every autocovariance of returns is zero when
 * cov(r(t+1), s(t+1)) = ΦΣκ − b = 0. Write m = Σκ, the covariance of each signal with the next
 * return, which the planted ICs fix: then b = Φm, the signals' common shock z gives
 * Σ_pq = b_p·b_q/(1 − φ_p·φ_q) beside Σ_pp = 1, and κ = Σ⁻¹m.
 *
 * @throws {RangeError} If an IC is too large for its half-life: the signal would have to be all shock.
 */
export function signalDynamics(planted: Planted): SignalDynamics {
  const pillars = PLANTED_PILLARS.map((pillar) => planted[pillar]);
  const weight = pillars.map(aloneWeight);
  const persistence = pillars.map(({ halfLifeWeeks }) => dailyPersistence(halfLifeWeeks));
  const paidBack = weight.map((m, p) => persistence[p] * m);
  const own = paidBack.map((b, p) => {
    const variance = 1 - persistence[p] ** 2 - b * b;
    if (!(variance > 0)) {
      const { ic, halfLifeWeeks } = pillars[p];
      refuse(
        `${PLANTED_PILLARS[p]} needs a smaller ic or a shorter half-life, ` +
          `got ic ${ic} with ${halfLifeWeeks} weeks`,
      );
    }
    return Math.sqrt(variance);
  });
  // Σκ = m by Gauss and Seidel: Σ is the identity but for small entries, so a few rounds do.
  const drift = [...weight];
  for (let round = 0; round < 60; round++) {
    for (let p = 0; p < drift.length; p++) {
      let others = 0;
      for (let q = 0; q < drift.length; q++) {
        if (q === p) continue;
        others += paidBack[p] * paidBack[q] / (1 - persistence[p] * persistence[q]) * drift[q];
      }
      drift[p] = weight[p] - others;
    }
  }
  return { persistence, paidBack, own, drift };
}
