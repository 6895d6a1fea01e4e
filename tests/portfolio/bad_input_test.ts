import { deepEqual, ok, throws } from "node:assert/strict";
import { instrument, type Sector, SECTORS } from "lab/market";
import * as portfolio from "lab/portfolio";
import { littleView, TODAY } from "./little_market.ts";

const {
  ActiveSet,
  applyTradeRules,
  basketCsv,
  bookVolatility,
  checkLimits,
  bookFunds,
  clippedBook,
  exposureChanges,
  exposureReadings,
  fitBook,
  fundCap,
  fundChoice,
  fundVolatility,
  heldExposures,
  holdingsAfter,
  limitPriceUsd,
  mandateFundRules,
  mandateLimits,
  mandateRows,
  meanVarianceBook,
  orderRows,
  orders,
  ordersCsv,
  QuadraticProgram,
  relaxedBook,
  smallestAccount,
  targetWeights,
  tilts,
  tradeCost,
  tradeReadings,
  turnover,
  violations,
  wholeShares,
} = portfolio;

/** A cell of a notebook is not type-checked: anything may arrive. */
// deno-lint-ignore no-explicit-any
type Anything = any;
/** What a function is given, changed from what is right, and the sentence that it must say. */
type Row = readonly [function_: string, call: () => unknown, sentence: string];

const LIST = SECTORS.join(" ");
const GOOD = { sectors: ["XLE", "XLF", "XLK"], tilts: [2, 1, -2], betas: [1, 1, 1] };
const HELD = { ...GOOD, previous: { weights: [0.1, 0.1, -0.1], hedge: 0 } };
const COVARIANCE = [
  [0.04, 0, 0, 0.01],
  [0, 0.04, 0, 0.01],
  [0, 0, 0.04, 0.01],
  [0.01, 0.01, 0.01, 0.03],
];
const VOLATILE = { limits: { volatility: { max: 0.1 } }, risk: { covariance: COVARIANCE } };
const MEAN = {
  sectors: GOOD.sectors,
  betas: GOOD.betas,
  expectedReturns: [0.04, 0.02, -0.04],
  riskAversion: 4,
  risk: { covariance: COVARIANCE },
};

const fit = (change: Anything, options?: Anything) => () =>
  fitBook({ ...GOOD, ...change } as Anything, options);
const fitHeld = (change: Anything) => () => fitBook({ ...HELD, ...change } as Anything);
const mean = (change: Anything, options?: Anything) => () =>
  meanVarianceBook({ ...MEAN, ...change } as Anything, options);
const limits = (change: Anything) => () => checkLimits(change);

const SIDES = { long: 1, short: 1 };
const CAPS = { long: [1, 1, 1], short: [1, 1, 1], hedge: SIDES };

const problems: readonly Row[] = [
  [
    "fitBook",
    () => fitBook(undefined as Anything),
    "Cannot fit a book: the problem must be an object with sectors, tilts and betas, got undefined",
  ],
  [
    "fitBook",
    fit({ tilt: [1] }),
    'Cannot fit a book: there is no "tilt" in a problem; it has sectors, tilts, betas, closedShorts, closed, limits, risk, capitalUse, hedgeSides, fundCaps, previous, turnoverBudget, fixed, grossTolerance',
  ],
  [
    "fitBook",
    fit({}, { form: 1 }),
    'Cannot fit a book: there is no option "form"; the only one is from',
  ],
  [
    "fitBook",
    fit({}, null),
    "Cannot fit a book: the options must be an object with from, got null",
  ],
  [
    "fitBook",
    fit({ sectors: "XLE" }),
    'Cannot fit a book: sectors must be a list of sectors, got "XLE"',
  ],
  [
    "fitBook",
    fit({ sectors: ["XLE", "XLF", "xlk"] }),
    `Cannot fit a book: "xlk" is no sector; the sectors are ${LIST}`,
  ],
  ["fitBook", fit({ sectors: ["XLE", "XLE", "XLK"] }), "Cannot fit a book: XLE is named twice"],
  [
    "fitBook",
    fit({ tilts: "2 1 -2" }),
    'Cannot fit a book: tilts needs one number per sector (3), got "2 1 -2"',
  ],
  [
    "fitBook",
    fit({ tilts: [2, 1] }),
    "Cannot fit a book: tilts needs one number per sector (3), got 2",
  ],
  [
    "fitBook",
    fit({ tilts: [2, NaN, 1] }),
    "Cannot fit a book: the tilt of XLF must lie in [−2, 2], got NaN",
  ],
  [
    "fitBook",
    fit({ tilts: [2, 5, 1] }),
    "Cannot fit a book: the tilt of XLF must lie in [−2, 2], got 5",
  ],
  [
    "fitBook",
    fit({ betas: [1, Infinity, 1] }),
    'Cannot fit a book: the beta of XLF is unknown (Infinity); measure it, leave the sector out, or name it in "closed"',
  ],
  [
    "fitBook",
    fit({ betas: [1, 1e300, 1] }),
    'Cannot fit a book: the beta of XLF must lie in [−10, 10], got 1e+300; measure it anew, or name the sector in "closed"',
  ],
  [
    "fitBook",
    fit({ closed: ["xlu"] }),
    `Cannot fit a book: closed holds "xlu", which is no sector; the sectors are ${LIST}`,
  ],
  [
    "fitBook",
    fit({ closed: "XLK" }),
    'Cannot fit a book: closed must be a list of sectors, got "XLK"',
  ],
  [
    "fitBook",
    fit({ closedShorts: ["Energy"] }),
    `Cannot fit a book: closedShorts holds "Energy", which is no sector; the sectors are ${LIST}`,
  ],
  [
    "fitBook",
    fit({ closedShorts: ["hedge"] }),
    `Cannot fit a book: closedShorts holds "hedge", which is no sector; the sectors are ${LIST}`,
  ],
  [
    "fitBook",
    fitHeld({ fixed: ["SPY"] }),
    `Cannot fit a book: fixed holds "SPY", which is no sector; the sectors are ${LIST}, and hedge`,
  ],
  [
    "fitBook",
    fitHeld({ fixed: ["XLU"] }),
    'Cannot fit a book: "XLU" is to be held, but is no sector here',
  ],
  ["fitBook", fit({ fixed: ["XLK"] }), "Cannot fit a book: holding XLK needs previous exposures"],
  [
    "fitBook",
    fit({ limits: 0 }),
    "Cannot set limits: what is given must be an object with limits, got 0",
  ],
  [
    "fitBook",
    fit({ limits: { side: 60 } }),
    "Cannot set limits: side must be a share of equity in [0, 3], got 60; for 60 % write 0.6",
  ],
  [
    "fitBook",
    fit({ hedgeSides: { short: "no", long: true } }),
    'Cannot fit a book: hedgeSides.short must be true or false, got "no"',
  ],
  [
    "fitBook",
    fit({ hedgeSides: { short: true, lang: true } }),
    'Cannot fit a book: hedgeSides has no "lang"; it has short and long',
  ],
  [
    "fitBook",
    fit({ hedgeSides: ["short"] }),
    "Cannot fit a book: hedgeSides must be an object with short and long, got a list of 1",
  ],
  [
    "fitBook",
    fit({ fundCaps: { ...CAPS, market: 1 } }),
    'Cannot fit a book: fundCaps has no "market"; it has long, short, hedge',
  ],
  [
    "fitBook",
    fit({ fundCaps: { ...CAPS, long: [1, 1] } }),
    "Cannot fit a book: fundCaps.long needs one number per sector (3), got 2",
  ],
  [
    "fitBook",
    fit({ fundCaps: { ...CAPS, short: [1, -1, 1] } }),
    "Cannot fit a book: fundCaps.short must be a share of equity of at least 0, or Infinity, got -1",
  ],
  [
    "fitBook",
    fit({ fundCaps: { ...CAPS, hedge: { long: 1 } } }),
    "Cannot fit a book: fundCaps.hedge.short must be a share of equity of at least 0, or Infinity, got undefined",
  ],
  [
    "fitBook",
    fit({ capitalUse: { long: [1, 1, 1], shorts: [1, 1, 1] } }),
    'Cannot fit a book: capitalUse has no "shorts"; it has long and short',
  ],
  [
    "fitBook",
    fit({ capitalUse: { long: [1, 1, 1], short: [1, 50, 1] } }),
    "Cannot fit a book: capitalUse.short must be shares of the exposure in (0, 1], got 50",
  ],
  [
    "fitBook",
    fit({ previous: 0 }),
    "Cannot fit a book: previous must be an object with weights and hedge, got 0",
  ],
  [
    "fitBook",
    fit({ previous: { weights: [0.1, 0.1], hedge: 0 } }),
    "Cannot fit a book: previous weights needs one number per sector (3), got 2",
  ],
  [
    "fitBook",
    fit({ previous: { weights: [0.1, "0.1", 0], hedge: 0 } }),
    'Cannot fit a book: the previous exposure of XLF must be a finite share of equity, got "0.1"',
  ],
  [
    "fitBook",
    fit({ previous: { weights: [0.1, 0.1, 0] } }),
    "Cannot fit a book: the previous exposure of the hedge must be a finite share of equity, got undefined",
  ],
  [
    "fitBook",
    fit({ previous: { weights: [25, 25, -30], hedge: -20 } }),
    "Cannot fit a book: the previous exposures must be shares of equity, and theirs add up to 100 times it; for 25 % write 0.25",
  ],
  [
    "fitBook",
    fitHeld({ turnoverBudget: NaN }),
    "Cannot fit a book: the turnover budget must be a share of equity of at least 0, got NaN",
  ],
  [
    "fitBook",
    fit({ turnoverBudget: 0.2 }),
    "Cannot fit a book: a turnover budget needs the previous exposures",
  ],
  [
    "fitBook",
    fitHeld({ grossTolerance: "0.01" }),
    'Cannot fit a book: grossTolerance must be a share of equity in [0, 1), got "0.01"',
  ],
  [
    "fitBook",
    fit({ risk: { covariances: COVARIANCE } }),
    'Cannot fit a book: risk has no "covariances"; it has covariance, styles, clusters',
  ],
  [
    "fitBook",
    fit({ risk: { covariance: 0.04 } }),
    "Cannot fit a book: risk.covariance must be a list of rows, one per sector and the market's, got 0.04",
  ],
  [
    "fitBook",
    fit({ risk: { covariance: [0.04] } }),
    "Cannot fit a book: each row of risk.covariance must be a list of numbers, got 0.04",
  ],
  [
    "fitBook",
    fit({ risk: { styles: { size: 0.1 } } }),
    "Cannot fit a book: risk.styles.size must be a list of loadings, got 0.1",
  ],
  [
    "fitBook",
    fit({ risk: { clusters: [{ name: "a", sectors: "XLK" }] } }),
    'Cannot fit a book: the sectors of cluster "a" must be a list of sectors, got "XLK"',
  ],
  [
    "fitBook",
    fit({ ...VOLATILE, risk: {} }),
    'Cannot keep the limit "volatility": it needs the covariance of every sector and the market per year, as risk.covariance',
  ],
  [
    "fitBook",
    fit({ ...VOLATILE, risk: { covariance: COVARIANCE.map((row) => row.map(() => 0.04)) } }),
    'Cannot keep the limit "volatility": the covariance is not positive definite: some book would have no risk at all, or less; take more days than there are names, or shrink it',
  ],
  [
    "clippedBook",
    () => clippedBook({ ...GOOD, closed: ["xlu"] } as Anything),
    `Cannot fit a book: closed holds "xlu", which is no sector; the sectors are ${LIST}`,
  ],
  [
    "clippedBook",
    () => clippedBook("XLE" as Anything),
    'Cannot fit a book: the problem must be an object with sectors, tilts and betas, got "XLE"',
  ],
  [
    "meanVarianceBook",
    () => meanVarianceBook(undefined as Anything),
    "Cannot fit a mean-variance book: the problem must be an object with sectors, betas and expectedReturns, got undefined",
  ],
  [
    "meanVarianceBook",
    mean({ cost: 0.001 }),
    'Cannot fit a book: there is no "cost" in a problem; it has sectors, tilts, betas, closedShorts, closed, limits, risk, capitalUse, hedgeSides, fundCaps, previous, turnoverBudget, fixed, grossTolerance',
  ],
  [
    "meanVarianceBook",
    mean({}, { warm: true }),
    'Cannot fit a mean-variance book: there is no option "warm"; the only one is from',
  ],
  [
    "meanVarianceBook",
    mean({ gross: "atmost" }),
    'Cannot fit a mean-variance book: gross must be "equal" or "at most", got "atmost"',
  ],
  [
    "meanVarianceBook",
    mean({ expectedReturns: [4, 2, -4] }),
    "Cannot fit a mean-variance book: the expected return of XLE must be a share per year in [−3, 3], got 4; for 4 % write 0.04",
  ],
  [
    "meanVarianceBook",
    mean({ expectedReturns: ["0.04", 0, 0] }),
    'Cannot fit a mean-variance book: the expected return of XLE must be finite, got "0.04"',
  ],
  [
    "meanVarianceBook",
    mean({ expectedReturns: [0.04] }),
    "Cannot fit a mean-variance book: expectedReturns needs one number per sector (3), got 1",
  ],
  [
    "meanVarianceBook",
    mean({ riskAversion: "4" }),
    'Cannot fit a mean-variance book: riskAversion must be a number above 0, got "4"',
  ],
  [
    "meanVarianceBook",
    mean({ costs: [0.001, 30, 0.001] }),
    "Cannot fit a mean-variance book: the cost of trading XLF must be a share in [0, 1), got 30",
  ],
  [
    "meanVarianceBook",
    mean({ closed: "XLK" }),
    'Cannot fit a mean-variance book: closed must be a list of sectors, got "XLK"',
  ],
  [
    "meanVarianceBook",
    mean({ risk: { covariance: [[0.04]] } }),
    "Cannot fit a mean-variance book: the covariance needs a row and a column per sector and for the market (4), got 1 row of 1",
  ],
  [
    "meanVarianceBook",
    mean({
      risk: { covariance: COVARIANCE.map((row, i) => i === 0 ? [NaN, ...row.slice(1)] : row) },
    }),
    'Cannot fit a mean-variance book: the covariance of XLE and XLE is not finite (NaN); measure it, or name the sector in "closed"',
  ],
  [
    "relaxedBook",
    () => relaxedBook(GOOD as Anything, undefined as Anything),
    "Cannot relax limits: the options must be an object with order, got undefined",
  ],
  [
    "relaxedBook",
    () => relaxedBook(GOOD as Anything, { order: "cluster" } as Anything),
    'Cannot relax limits: order must be a list of settings, such as ["cluster"], got "cluster"',
  ],
  [
    "relaxedBook",
    () => relaxedBook(GOOD as Anything, { order: ["clusters"] }),
    'Cannot relax limits: "clusters" is no limit that can give way here; these are ',
  ],
  [
    "relaxedBook",
    () => relaxedBook(GOOD as Anything, { order: ["side"], by: 1 } as Anything),
    'Cannot relax limits: there is no option "by"; the only one is order',
  ],
  [
    "violations",
    () => violations(GOOD as Anything, { weights: [0.1], hedge: 0, distance: 0 }),
    "Cannot judge a book: the weights of the book must be a list of 3 numbers, got a list of 1",
  ],
  [
    "violations",
    () => violations(GOOD as Anything, undefined as Anything),
    "Cannot judge a book: the book must be an object with weights and hedge, got undefined",
  ],
  [
    "applyTradeRules",
    () => applyTradeRules(GOOD as Anything, fitBook(GOOD as Anything)),
    "Cannot apply trade rules: they need the previous exposures",
  ],
  [
    "applyTradeRules",
    () => applyTradeRules(HELD as Anything, undefined as Anything),
    "Cannot apply trade rules: the book must be an object with weights and hedge, got undefined",
  ],
  [
    "applyTradeRules",
    () => applyTradeRules(HELD as Anything, fitBook({ sectors: ["XLE"], tilts: [1], betas: [1] })),
    "Cannot apply trade rules: the weights of the book must be a list of 3 numbers, got a list of 1",
  ],
  [
    "applyTradeRules",
    () => applyTradeRules(HELD as Anything, fitBook(HELD as Anything), { SPY: 3 } as Anything),
    `Cannot apply trade rules: heldDays has no "SPY"; it has ${SECTORS.join(", ")}, hedge`,
  ],
  [
    "applyTradeRules",
    () => applyTradeRules(HELD as Anything, fitBook(HELD as Anything), { XLE: NaN }),
    "Cannot apply trade rules: heldDays of XLE must be days of at least 0, got NaN",
  ],
];

const views: readonly Row[] = [
  [
    "tilts",
    () => tilts("5 4 1" as Anything),
    'Cannot read views: what is given must be a list of views, got "5 4 1"',
  ],
  [
    "tilts",
    () => tilts([5] as Anything),
    "Cannot read views: a view must be an object with score, confidence, sector, note, got 5",
  ],
  [
    "tilts",
    () => tilts([{ score: 5, confidance: 0.5 }] as Anything),
    'Cannot read views: a view has no "confidance"; it has score, confidence, sector, note',
  ],
  [
    "tilts",
    () => tilts([{ score: 5, confidence: 80 }]),
    "Cannot read a confidence: need a number from 0 to 1 (0.8 for 80 %), got 80",
  ],
  [
    "tilts",
    () => tilts([{ score: NaN }]),
    "Cannot read a score: need a number from 1 to 5, got NaN",
  ],
  [
    "tilts",
    () => tilts([{ score: 5 }], { minimum: 0.3 } as Anything),
    'Cannot read views: there is no option "minimum"; the only one is minimumConfidence',
  ],
  [
    "targetWeights",
    () => targetWeights("2 1" as Anything),
    'Cannot set target weights: need a list of tilts, got "2 1"',
  ],
  [
    "targetWeights",
    () => targetWeights([2, "1"] as Anything),
    'Cannot set target weights: a tilt must lie in [−2, 2], got "1"',
  ],
  [
    "targetWeights",
    () => targetWeights([2], { gross: 100 }),
    "Cannot set target weights: gross must be a share of equity of at most 3, got 100; for 100 % write 1",
  ],
  [
    "targetWeights",
    () => targetWeights([2], { gros: 1 } as Anything),
    'Cannot set target weights: there is no option "gros"; the only one is gross',
  ],
  [
    "turnover",
    () => turnover({ weights: [0.1, NaN], hedge: 0 }, { weights: [0, 0], hedge: 0 }),
    "Cannot measure turnover: the weights of the next book must hold finite numbers, got NaN at place 1",
  ],
  [
    "turnover",
    () => turnover({ weights: [0.1], hedge: 0 }, { weights: [0, 0], hedge: 0 }),
    "Cannot measure turnover: both books need the same sectors, got 1 and 2",
  ],
  [
    "turnover",
    () => turnover({ weights: [0.1], hedge: 0 }, { weights: "0.1", hedge: 0 } as Anything),
    'Cannot measure turnover: the weights of the previous book must be a list of numbers, got "0.1"',
  ],
  [
    "limitPriceUsd",
    () => limitPriceUsd({ action: "hold" as Anything, price: 40 }, 50),
    'Cannot set a limit price: action must be "buy" or "sell", got "hold"',
  ],
  [
    "limitPriceUsd",
    () => limitPriceUsd({ action: "buy", price: NaN }, 50),
    "Cannot set a limit price: the price must be above 0 dollars, got NaN",
  ],
  [
    "limitPriceUsd",
    () => limitPriceUsd({ action: "buy", price: 40 }, 10_000),
    "Cannot set a limit price: limitBps must lie in [0, 10000), 50 for half a percent, got 10000",
  ],
  [
    "exposureReadings",
    () => exposureReadings({ sectors: ["XLK"], betas: [1] }, { weights: [NaN], hedge: 0 }),
    "Cannot read limits: the weights of the book must hold finite numbers, got NaN at place 0",
  ],
  [
    "bookVolatility",
    () => bookVolatility({ weights: [0.1], hedge: 0 }, [[0.04]]),
    "Cannot measure a volatility: the covariance needs a row and a column per weight and for the market (2), got 1 row of 1",
  ],
  [
    "bookVolatility",
    () => bookVolatility({ weights: [0.1], hedge: 0 }, 0.04 as Anything),
    "Cannot measure a volatility: the covariance must be a list of rows, got 0.04; write one list of numbers for each name",
  ],
  [
    "bookVolatility",
    () => bookVolatility({ weights: [1], hedge: 0 }, [[-0.04, 0], [0, 0.04]]),
    "Cannot measure a volatility: the covariance cannot be one: the variance of weight 0 must be at least 0, got -0.04; leave out what does not move, and look for a wrong sign",
  ],
  [
    "bookVolatility",
    () => bookVolatility({ weights: [0.1], hedge: Infinity }, [[0.04, 0], [0, 0.04]]),
    "Cannot measure a volatility: the hedge of the book must be a finite number, got Infinity",
  ],
];

const mandates: readonly Row[] = [
  [
    "checkLimits",
    limits(5),
    "Cannot set limits: what is given must be an object with limits, got 5",
  ],
  [
    "checkLimits",
    limits(null),
    "Cannot set limits: what is given must be an object with limits, got null",
  ],
  [
    "checkLimits",
    limits({ sides: 0.6 }),
    'Cannot set limits: there is no limit "sides" (did you mean "side"?); the limits are gross, reach, grossByConviction, ',
  ],
  [
    "checkLimits",
    limits({ side: 60 }),
    "Cannot set limits: side must be a share of equity in [0, 3], got 60; for 60 % write 0.6",
  ],
  [
    "checkLimits",
    limits({ gross: NaN }),
    "Cannot set limits: gross must be a share of equity in (0, 3], got NaN",
  ],
  [
    "checkLimits",
    limits({ reach: { closed: 1.5, limits: 0.9 } }),
    "Cannot set limits: reach limits must be a multiple of a view's share in [1, 1000], got 0.9",
  ],
  [
    "checkLimits",
    limits({ reach: { closed: 1, limits: 1.1 } }),
    "Cannot set limits: reach closed must be at least reach limits (1.1), got 1",
  ],
  [
    "checkLimits",
    limits({ reach: 1.5 }),
    "Cannot set limits: reach must be an object with closed and limits, got 1.5",
  ],
  [
    "checkLimits",
    limits({ grossByConviction: "no" }),
    'Cannot set limits: grossByConviction must be true or false, got "no"',
  ],
  [
    "checkLimits",
    limits({ accounting: "half" }),
    'Cannot set limits: accounting must be "full", "counted", "free" or "none", got "half"',
  ],
  [
    "checkLimits",
    limits({ cluster: { sectors: ["xlk"], max: 0.5 } }),
    `Cannot set limits: cluster holds "xlk", which is none of ${LIST}`,
  ],
  [
    "mandateLimits",
    () => mandateLimits("bold"),
    'Cannot set limits: there is no mandate "bold"; the mandates are lab, cautious, printed',
  ],
  [
    "mandateLimits",
    () => mandateLimits(5 as Anything),
    "Cannot set limits: need the name of a mandate, or an object with limits, got 5",
  ],
  [
    "mandateLimits",
    () => mandateLimits({ form: "lab" } as Anything),
    'Cannot set limits: there is no limit "form"; the limits are gross, ',
  ],
  [
    "mandateRows",
    () => mandateRows({ side: 60 } as Anything),
    "Cannot set limits: side must be a share of equity in [0, 3], got 60; for 60 % write 0.6",
  ],
  [
    "mandateRows",
    () => mandateRows("lab" as Anything),
    'Cannot set limits: what is given must be an object with limits, got "lab"',
  ],
];

const view = littleView({ XLE: 25, XLF: 40, SEF: 20, XLK: 200, DUG: 20, SPDN: 10 });
const account = heldExposures([], {
  day: TODAY,
  priceOf: view.tradePrice,
  equityUsd: 100_000,
});
const DAY = { day: TODAY, priceOf: view.tradePrice, equityUsd: 100_000 };
const TARGET = { sectors: ["XLE"] as Sector[], weights: [0.2], betas: [0.1], hedge: 0 };
const plan = orders(TARGET, { snapshot: view, account });
const order = plan.orders[0];
const held = (lines: Anything, change: Anything = {}) => () =>
  heldExposures(lines, { ...DAY, ...change } as Anything);
const ordered = (target: Anything, change: Anything = {}) => () =>
  orders({ ...TARGET, ...target } as Anything, { snapshot: view, account, ...change } as Anything);
const done = (change: Anything) => () =>
  tradeReadings({
    limits: portfolio.DEFAULT_LIMITS,
    sectors: ["XLE"],
    account,
    plan,
    ...change,
  } as Anything);
const TRADE = { tradedUsd: 1e4, equityUsd: 1e5, spreadBps: 4, advUsd: 1e6, dailyVolatility: 0.01 };
const cost = (change: Anything, model?: Anything) => () =>
  tradeCost({ ...TRADE, ...change } as Anything, model);
const basket = (options: Anything, list: Anything = plan.orders) => () => basketCsv(list, options);

const funds: readonly Row[] = [
  [
    "heldExposures",
    () => heldExposures("XLK" as Anything, DAY),
    'Cannot value the holdings: what is given must be a list of lines, got "XLK"',
  ],
  [
    "heldExposures",
    held([{ ticker: "XLK", share: 5 }]),
    'Cannot value the holdings: a line has no "share"; it has ticker, shares, since',
  ],
  [
    "heldExposures",
    held([{ ticker: "xlk", shares: 5 }]),
    'Cannot value the holdings: "xlk" is no ticker of the instrument master, write XLK',
  ],
  [
    "heldExposures",
    held([{ ticker: "XLK", shares: "5" }]),
    'Cannot value the holdings: "XLK" needs a number of shares, got "5"',
  ],
  [
    "heldExposures",
    held([{ ticker: "XLK", shares: NaN }]),
    'Cannot value the holdings: "XLK" needs a number of shares, got NaN',
  ],
  [
    "heldExposures",
    held([], { shortSPDR: true }),
    'Cannot value the holdings: there is no option "shortSPDR"; the options are day, priceOf, equityUsd, shortSpdr',
  ],
  [
    "heldExposures",
    held([], { shortSpdr: "no" }),
    'Cannot value the holdings: shortSpdr must be true or false, got "no"',
  ],
  [
    "heldExposures",
    held([], { priceOf: { XLK: 200 } }),
    "Cannot value the holdings: priceOf must be a function from ticker to price, such as snapshot.tradePrice, got an object",
  ],
  [
    "heldExposures",
    held([], { equityUsd: NaN }),
    "Cannot value the holdings: equity must be above 0 dollars, got NaN",
  ],
  [
    "heldExposures",
    held([{ ticker: "XLK", shares: 5 }], { priceOf: () => 200 }),
    "Cannot value the holdings: what priceOf says of XLK must be an object with a price or a reason, got 200",
  ],
  [
    "heldExposures",
    held([], { day: "today" }),
    'Cannot read a day: need a calendar day as YYYY-MM-DD, got "today"',
  ],
  [
    "holdingsAfter",
    () => holdingsAfter("XLK" as Anything, plan, account),
    'Cannot fill the orders: what is given must be a list of lines, got "XLK"',
  ],
  [
    "holdingsAfter",
    () => holdingsAfter([], { ...plan, cashUsd: NaN }, account),
    "Cannot fill the orders: the cash of the plan must be a finite number, got NaN",
  ],
  [
    "holdingsAfter",
    () => holdingsAfter([], plan, undefined as Anything),
    "Cannot fill the orders: the account must be an object with day, got undefined",
  ],
  [
    "exposureChanges",
    () => exposureChanges(["xle"] as Anything, account, plan),
    `Cannot compare exposures: sectors holds "xle", which is no sector; the sectors are ${LIST}`,
  ],
  [
    "exposureChanges",
    () => exposureChanges(["XLE", "XLF"], account, plan),
    "Cannot compare exposures: the weights of the plan must be a list of 2 numbers, got a list of 1",
  ],
  [
    "exposureChanges",
    () => exposureChanges(["XLE"], { weights: { SPY: 0.1 }, hedge: 0 } as Anything, plan),
    `Cannot compare exposures: account.weights has no "SPY"; it has ${SECTORS.join(", ")}`,
  ],
  [
    "tradeCost",
    cost({ tradedUsd: -1 }),
    "Cannot cost a trade: tradedUsd must be a number of at least 0 or undefined, got -1",
  ],
  [
    "tradeCost",
    cost({ tradedUsd: undefined }),
    "Cannot cost a trade: need tradedUsd, got undefined",
  ],
  [
    "tradeCost",
    cost({ advUSD: 1e6 }),
    'Cannot cost a trade: the trade has no "advUSD"; it has tradedUsd, equityUsd, spreadBps, advUsd, dailyVolatility',
  ],
  [
    "tradeCost",
    cost({ dailyVolatility: Infinity }),
    "Cannot cost a trade: dailyVolatility must be a number of at least 0 or undefined, got Infinity",
  ],
  [
    "tradeCost",
    cost({}, { fee: 2 }),
    'Cannot cost a trade: the cost model has no "fee"; it has impactCoefficient, commissionUsd, feeBps',
  ],
  ["tradeCost", cost({}, { feeBps: undefined }), "Cannot cost a trade: need feeBps, got undefined"],
  [
    "fundVolatility",
    () => fundVolatility(view, "XLE" as Anything),
    'Cannot measure the volatility of a fund: the fund must be an object with ticker and leverage, such as instrument("XLE"), got "XLE"',
  ],
  [
    "fundVolatility",
    () => fundVolatility(undefined as Anything, instrument("XLE")),
    "Cannot measure the volatility of a fund: the view of the day must be an object with prices, such as snapshot() gives, got undefined",
  ],
  [
    "mandateFundRules",
    () => mandateFundRules({ advShare: 10 } as Anything),
    "Cannot set limits: advShare must be a share of a day's volume in (0, 1], got 10; for 10 % write 0.1",
  ],
  [
    "mandateFundRules",
    () => mandateFundRules(portfolio.DEFAULT_LIMITS, { shortSPDR: true } as Anything),
    'Cannot choose a fund: rules has no "shortSPDR"; it has ',
  ],
  [
    "fundChoice",
    () => fundChoice("SPY" as Anything, 0.1, account),
    `Cannot resolve an instrument: need "market" or a sector (${LIST}), got "SPY"`,
  ],
  [
    "fundChoice",
    () => fundChoice("XLE", NaN, account),
    "Cannot choose a fund for XLE: need a finite exposure, got NaN",
  ],
  [
    "fundChoice",
    () => fundChoice("XLE", 0.1, undefined as Anything),
    "Cannot choose a fund: the account must be an object with day, equityUsd and positions, got undefined",
  ],
  [
    "fundChoice",
    () => fundChoice("XLE", 0.1, account, { unknownLiquidity: "open" } as Anything),
    'Cannot choose a fund: unknownLiquidity must be "thinnest peer" or "closed", got "open"',
  ],
  [
    "fundChoice",
    () => fundChoice("XLE", 0.1, account, { maxAdvShare: 10 }),
    "Cannot choose a fund: maxAdvShare must be a share in [0, 1], got 10",
  ],
];

const trades: readonly Row[] = [
  [
    "orders",
    ordered({ sectors: ["xle"] }),
    `Cannot write orders: sectors holds "xle", which is no sector; the sectors are ${LIST}`,
  ],
  [
    "orders",
    ordered({ weights: [0.2, 0.1] }),
    "Cannot write orders: need one weight and one beta per sector, got 2 and 1 for 1",
  ],
  [
    "orders",
    ordered({ weights: 0.2 }),
    "Cannot write orders: need lists of weights and betas, got 0.2 and a list of 1",
  ],
  [
    "orders",
    ordered({ weights: ["0.2"] }),
    'Cannot write orders: XLE needs a finite weight, got "0.2"',
  ],
  [
    "orders",
    ordered({ betas: [undefined] }),
    "Cannot write orders: XLE needs a measured beta to be held, got undefined",
  ],
  [
    "orders",
    ordered({}, { fixed: ["xlu"] }),
    `Cannot write orders: fixed holds "xlu", which is no sector; the sectors are ${LIST}, and hedge`,
  ],
  [
    "orders",
    ordered({}, { limit: {} }),
    'Cannot write orders: there is no option "limit"; the options are snapshot, account, limits, risk, fixed, turnoverBudget, rules, costs, cashReserve',
  ],
  [
    "orders",
    ordered({}, { account: undefined }),
    "Cannot write orders: the account must be an object with day, equityUsd and positions, got undefined",
  ],
  [
    "orders",
    ordered({}, { costs: { fee: 2 } }),
    'Cannot cost a trade: the cost model has no "fee"; it has impactCoefficient, commissionUsd, feeBps',
  ],
  [
    "orders",
    ordered({}, { cashReserve: "0.01" }),
    'Cannot write orders: cashReserve must lie in [0, 0.02), what gross may miss, got "0.01"',
  ],
  [
    "orders",
    ordered({}, { rules: { shortSpdr: 1 } }),
    "Cannot choose a fund: shortSpdr must be true or false, got 1",
  ],
  [
    "orders",
    ordered({}, { risk: { beta: [1] } }),
    'Cannot write orders: risk has no "beta"; it has covariance, styles, clusters',
  ],
  [
    "tradeReadings",
    done({ limits: { capital: 100 } }),
    "Cannot set limits: capital must be a share of equity in (0, 1], got 100; for 100 % write 1",
  ],
  [
    "tradeReadings",
    done({ sectors: ["xle"] }),
    `Cannot read the limits on trades: sectors holds "xle", which is no sector; the sectors are ${LIST}`,
  ],
  [
    "tradeReadings",
    done({ plan: {} }),
    "Cannot read the limits on trades: what is given must be a list of orders, got undefined",
  ],
  [
    "orderRows",
    () => orderRows("DUG" as Anything),
    'Cannot write the table of orders: what is given must be a list of orders, got "DUG"',
  ],
  [
    "orderRows",
    () => orderRows([{ ...order, dollars: NaN }]),
    "Cannot write the table of orders: the dollars of XLE must be a number of at least 0, got NaN",
  ],
  [
    "ordersCsv",
    () => ordersCsv([{ ...order, action: "hold" }] as Anything),
    'Cannot write the table of orders: the action of XLE must be "buy" or "sell", got "hold"',
  ],
  [
    "basketCsv",
    basket(undefined),
    "Cannot write a basket: the options must be an object with tag, orderType, limitBps, timeInForce, exchange, got undefined",
  ],
  [
    "basketCsv",
    basket({ tag: 5 }),
    "Cannot write a basket: the tag must be 1 to 40 letters, digits, dots, hyphens or underscores, got 5",
  ],
  [
    "basketCsv",
    basket({ tag: "t", orderType: "LIMIT" }),
    'Cannot write a basket: orderType must be "LMT" or "MKT", got "LIMIT"',
  ],
  [
    "basketCsv",
    basket({ tag: "t", timeInForce: "GTC" }),
    'Cannot write a basket: timeInForce must be "DAY" or "OPG", got "GTC"',
  ],
  [
    "basketCsv",
    basket({ tag: "t", limit: 50 }),
    'Cannot write a basket: there is no option "limit"; the options are tag, orderType, limitBps, timeInForce, exchange',
  ],
  [
    "basketCsv",
    basket({ tag: "t" }, [{ ...order, action: "BUY" }]),
    'Cannot write a basket: the action of XLE must be "buy" or "sell", got "BUY"',
  ],
];

const ROUNDING = {
  targets: [0.3],
  lots: [0.1],
  minimum: [0],
  maximum: [10],
  limits: [{ name: "gross", coefficients: [1], low: 0, high: 0.3 }],
};
const round = (change: Anything, options?: Anything) => () =>
  wholeShares({ ...ROUNDING, ...change } as Anything, options);
const solver = (change: (one: InstanceType<typeof ActiveSet>) => unknown) => () => {
  const one = new ActiveSet();
  one.begin(1);
  one.hessian[0] = one.linear[0] = 1;
  change(one);
  return one.solve();
};

const shares: readonly Row[] = [
  [
    "wholeShares",
    round({ target: [0.3] }),
    'Cannot round to whole shares: the problem has no "target"; it has ',
  ],
  [
    "wholeShares",
    round({ targets: [NaN] }),
    "Cannot round to whole shares: targets must hold finite numbers, got NaN at place 0",
  ],
  [
    "wholeShares",
    round({ lots: [0.1, 0.1] }),
    "Cannot round to whole shares: need one entry per position everywhere, got 1 targets and arrays of 2, 1",
  ],
  [
    "wholeShares",
    round({ maximum: [NaN] }),
    "Cannot round to whole shares: minimum and maximum at place 0 must be a lower and an upper bound, got 0 and NaN",
  ],
  [
    "wholeShares",
    round({ limits: [{ ...ROUNDING.limits[0], high: NaN }] }),
    'Cannot round to whole shares: the limit "gross" must be a lower and an upper bound, got 0 and NaN',
  ],
  [
    "wholeShares",
    round({ limits: [{ ...ROUNDING.limits[0], max: 1 }] }),
    'Cannot round to whole shares: each limit has no "max"; it has name, coefficients, from, low, high',
  ],
  [
    "wholeShares",
    round({ norms: [{ name: "v", matrix: [[-1]], high: 1 }] }),
    'Cannot round to whole shares: the matrix of the norm "v" must be positive definite, as a covariance is',
  ],
  [
    "wholeShares",
    round({}, { nodes: 5 }),
    'Cannot round to whole shares: there is no option "nodes"; ',
  ],
  [
    "wholeShares",
    round({}, { maxNodes: NaN }),
    "Cannot round to whole shares: maxNodes must be a number of at least 0, got NaN",
  ],
  [
    "bookFunds",
    () => bookFunds({ sectors: ["xle"], tilts: [1], betas: [1] } as Anything, account),
    `Cannot fit a book: "xle" is no sector; the sectors are ${SECTORS.join(" ")}`,
  ],
  [
    "bookFunds",
    () => bookFunds({ sectors: ["XLE"], tilts: [1], betas: [1] }, { day: account.day } as Anything),
    "Cannot find the funds of a book: the positions of the account must be a list of positions, got undefined",
  ],
  [
    "fundCap",
    () => fundCap(0, -1, 1),
    "Cannot cap a fund: byAssets must be a share of equity of at least 0, or Infinity, got -1",
  ],
  [
    "fundCap",
    () => fundCap(NaN, 1, 1),
    "Cannot cap a fund: what is held must be a finite number, got NaN",
  ],
  [
    "smallestAccount",
    () => smallestAccount("1000" as Anything, () => true),
    'Cannot find the smallest account: need an equity above 0 dollars, got "1000"',
  ],
  [
    "smallestAccount",
    () => smallestAccount(1000, 2000 as Anything),
    "Cannot find the smallest account: need a function that says whether a size will do, got 2000",
  ],
  [
    "QuadraticProgram",
    () => new QuadraticProgram().begin(NaN),
    'Cannot begin a problem: need a whole number of variables and H as "diagonal" or "dense", got NaN and "diagonal"',
  ],
  [
    "QuadraticProgram",
    () => new QuadraticProgram().begin(2, "dens" as Anything),
    'Cannot begin a problem: need a whole number of variables and H as "diagonal" or "dense", got 2 and "dens"',
  ],
  [
    "ActiveSet",
    solver((one) => one.addSoftRow(0, NaN)),
    "Cannot add a soft row: its price must be finite and at least 0, got NaN",
  ],
  [
    "ActiveSet",
    solver((one) => one.linear[0] = NaN),
    "Cannot solve: c must be finite, got NaN at 0",
  ],
  [
    "ActiveSet",
    solver((one) => one.solve({ cutof: 1 } as Anything)),
    'Cannot solve: there is no option "cutof"; the options are cutoff, from, mostSteps',
  ],
  [
    "ActiveSet",
    solver((one) => one.solve({ cutoff: NaN })),
    "Cannot solve: cutoff must be a number and mostSteps one of at least 0, got NaN and undefined",
  ],
];

const names: readonly Row[] = [
  [
    "limitName",
    () => portfolio.limitName("net" as Anything),
    'Cannot name a limit: need which one as { kind, of }, got "net"',
  ],
  [
    "limitWords",
    () => portfolio.limitWords({ kind: "nett" }),
    'Cannot name a limit: there is no kind "nett"',
  ],
  [
    "limitShort",
    () => portfolio.limitShort(undefined as Anything),
    "Cannot name a limit: there is no kind undefined",
  ],
];

const TABLE: readonly Row[] = [
  ...problems,
  ...views,
  ...mandates,
  ...funds,
  ...trades,
  ...shares,
  ...names,
];

Deno.test("every public function of lab/portfolio says in one sentence what is wrong", () => {
  for (const [name, call, sentence] of TABLE) {
    throws(call, (error: unknown) => {
      ok(error instanceof Error, name);
      // The last words of a long list are left to the list.
      const starts = error.message.startsWith(sentence);
      ok(starts, `${name} must say\n  ${sentence}\nand says\n  ${error.message}`);
      ok(
        !error.message.includes("\n") &&
          !/\[object|undefined is not|is not a function/.test(error.message),
      );
      return true;
    }, `${name}: ${sentence}`);
  }
});

Deno.test("every public function of lab/portfolio has a row for what it refuses", () => {
  const functions = Object.entries(portfolio).flatMap(([name, value]) =>
    typeof value === "function" ? [name] : []
  );
  const told = new Set(TABLE.map(([name]) => name));
  const silent = functions.filter((name) => !told.has(name));
  ok(silent.length === 0, `no row for ${silent.join(", ")}`);
});

Deno.test("lists of numbers may be typed arrays, and a sector that is not listed may be closed", () => {
  const typed = {
    sectors: MEAN.sectors as Sector[],
    betas: Float64Array.from(MEAN.betas) as Anything,
    previous: { weights: Float32Array.from([0, 0, 0]) as Anything, hedge: 0 },
    closed: ["XLC"] as Sector[],
  };
  const plain = { ...typed, betas: MEAN.betas, previous: { weights: [0, 0, 0], hedge: 0 } };
  const tilts = GOOD.tilts;
  deepEqual(
    fitBook({ ...typed, tilts: Float64Array.from(tilts) as Anything }).weights,
    fitBook({ ...plain, tilts }).weights,
  );
  const { expectedReturns, riskAversion, risk } = MEAN;
  const covariance = COVARIANCE.map((row) => Float64Array.from(row)) as Anything;
  deepEqual(
    meanVarianceBook({
      ...typed,
      expectedReturns: Float64Array.from(expectedReturns) as Anything,
      costs: new Float64Array(3) as Anything,
      riskAversion,
      risk: { covariance },
    }).weights,
    meanVarianceBook({ ...plain, expectedReturns, costs: 0, riskAversion, risk }).weights,
  );
  deepEqual(targetWeights(Float64Array.from([2, -1, 1]) as Anything), [0.5, -0.25, 0.25]);
});
