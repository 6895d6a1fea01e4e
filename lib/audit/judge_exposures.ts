import { type Sector, SECTORS } from "../market/sectors.ts";
import { decimals, inPercent } from "../words.ts";
import type { Judge, JudgedBook, OrdersToCheck } from "./judgement.ts";

/** Whole shares cannot hit the gross exactly: it may miss by this share of equity (design, limits). */
const GROSS_ROUNDING = 0.02;

const number = (value: number) => decimals(value, 4);
const perYear = (value: number) => `${inPercent(value)} a year`;

/** Judges every limit on exposures, in the order of the mandate. */
export function judgeExposures(judge: Judge, book: JudgedBook, input: OrdersToCheck): void {
  const { exposures, hedge } = book;
  const { limits } = input, counts = limits.accounting;
  const held = new Set(input.held ?? []);
  let long = 0, short = 0, beta = 0;
  for (const sector of SECTORS) {
    const exposure = exposures[sector] ?? 0;
    if (exposure === 0) continue;
    long += Math.max(exposure, 0);
    short += Math.max(-exposure, 0);
    beta += exposure * (input.betas[sector] ?? NaN);
    const tilt = held.has(sector) ? Math.sign(exposure) : Math.sign(input.tilts[sector] ?? 0);
    const own = limits.names?.[sector];
    judge(
      `sector ${sector}`,
      exposure,
      tilt < 0 ? -(own?.short ?? limits.sector) : 0,
      tilt > 0 ? own?.long ?? limits.sector : 0,
    );
  }
  const inGross = counts === "full" || counts === "counted" ? Math.abs(hedge) : 0;
  const gross = long + short + inGross;
  const aimed = aimedGross(input);
  const atLeast = input.gross === "equal" ? aimed - GROSS_ROUNDING : 0;
  judge("gross", gross, atLeast, aimed + GROSS_ROUNDING);
  const inSides = counts === "full" ? hedge : 0;
  judge("long side", long + Math.max(inSides, 0), 0, limits.side);
  judge("short side", short + Math.max(-inSides, 0), 0, limits.side);
  judge("net", long - short + inSides, -limits.net, limits.net);
  const sizesOf = (sectors: readonly Sector[]) =>
    sectors.reduce((sum, sector) => sum + Math.abs(exposures[sector] ?? 0), 0);
  const { cluster } = limits;
  judge(`cluster ${cluster.sectors.join("+")}`, sizesOf(cluster.sectors), 0, cluster.max);
  judge(
    "beta",
    beta + hedge,
    limits.beta.target - limits.beta.max,
    limits.beta.target + limits.beta.max,
    number,
  );
  if (hedge !== 0) {
    // The hedge serves only against the book's own beta; else it would fill up the gross.
    const along = Math.sign(hedge) * (beta - limits.beta.target);
    judge("hedge direction", along, -Infinity, 0, number);
  }
  judgeRisk(judge, book, input, sizesOf);
  for (const { name, coefficients, hedge: onHedge = 0, ...group } of limits.groups ?? []) {
    const size = group.measure === "gross" ? Math.abs : (value: number) => value;
    let sum = onHedge * size(hedge);
    for (const sector of SECTORS) sum += (coefficients[sector] ?? 0) * size(exposures[sector] ?? 0);
    judge(name, sum, group.min ?? -Infinity, group.max ?? Infinity, number);
  }
  judge("hedge", Math.abs(hedge), 0, counts === "none" ? 0 : limits.hedge);
}

/** What gross aims at and may not exceed: by conviction a part of the limit, Σ|tilt| over 2 a sector. */
function aimedGross({ limits, tilts, listed }: OrdersToCheck): number {
  if (!limits.grossByConviction) return limits.gross;
  let size = 0;
  for (const sector of listed ?? []) size += Math.abs(tilts[sector] ?? 0);
  return limits.gross * size / (2 * (listed?.length ?? NaN));
}

/** The limits that need risk figures; one that is missing makes a NaN, which no rule passes. */
function judgeRisk(
  judge: Judge,
  { exposures, hedge }: JudgedBook,
  { limits, risk }: OrdersToCheck,
  sizesOf: (sectors: readonly Sector[]) => number,
): void {
  const sectors = risk?.sectors ?? [], figures = risk?.figures ?? {};
  /** What is held, with its place among the figures; a sector that has none is at −1. */
  const legs = SECTORS.filter((sector) => (exposures[sector] ?? 0) !== 0)
    .map((sector): readonly [number, number] => [sectors.indexOf(sector), exposures[sector]!]);
  if (hedge !== 0) legs.push([sectors.length, hedge]);

  for (const [style, { target, max }] of Object.entries(limits.styles ?? {})) {
    const loadings = figures.styles?.[style];
    let sum = loadings ? 0 : NaN;
    for (const [at, exposure] of legs) sum += exposure * (loadings?.[at] ?? NaN);
    judge(`style ${style}`, sum, target - max, target + max, number);
  }
  if (limits.correlated !== undefined) {
    const { max } = limits.correlated;
    if (figures.clusters === undefined) judge("correlated", NaN, 0, max);
    for (const { name, sectors: members } of figures.clusters ?? []) {
      if (members.length > 1) judge(`correlated ${name}`, sizesOf(members), 0, max);
    }
  }
  if (limits.volatility !== undefined) {
    let variance = figures.covariance ? 0 : NaN;
    for (const [i, left] of legs) {
      for (const [j, right] of legs) {
        variance += left * right * (figures.covariance?.[i]?.[j] ?? NaN);
      }
    }
    // A rounding below zero is no risk; a NaN stays one.
    const volatility = Math.sqrt(variance < 0 && variance > -1e-15 ? 0 : variance);
    judge("volatility", volatility, 0, limits.volatility.max, perYear);
  }
}
