import { sideReturns, strongestViews } from "lab/lesson/03";
import { check, guessOf, predict, quiz } from "../every_lesson.ts";
import { SECTORS } from "lab/market";
import { DEFAULT_LIMITS, fitBook } from "lab/portfolio";
import { deepEqual, equal, match, throws } from "node:assert/strict";

const four = (...weights: number[]) => ({
  XLK: weights[0],
  XLV: weights[1],
  XLP: weights[2],
  XLE: weights[3],
});

Deno.test("check 03.1 takes the four weights and recognises each way to miss them", () => {
  const said = (...weights: number[]) => check("03.1", four(...weights));
  equal(said(0.4, 0.2, -0.15, -0.25).kind, "right");
  match(said(40, 20, -15, -25).message, /40 % is 0.4/);
  match(said(2, 1, -0.75, -1.25).message, /signed sum of the tilts, 0.80/);
  // Longs 1.6 and 0.8 of 2.4, shorts 0.6 and 1.0 of 1.6; and each side at half of the gross.
  match(said(2 / 3, 1 / 3, -0.375, -0.625).message, /Each side is scaled by itself/);
  match(said(1 / 3, 1 / 6, -0.1875, -0.3125).message, /Each side is scaled by itself/);
  match(said(0.4, 0.2, 0.15, 0.25).message, /A short has a weight below zero/);
  equal(said(0.5, 0.2, -0.1, -0.2).kind, "hint");
  match(check("03.1", { XLK: 0.4 }).message, /lacks XLV, XLP, XLE/);
  match(check("03.1", 0.4).message, /an object such as/);
});

Deno.test("check 03.2 takes all fives and all ones and recognises each way to miss them", () => {
  const ones = { short: -0.525, hedge: 0.475 }, fives = { long: 0.525, hedge: -0.475 };
  const said = (long: number, hedge: number) => check("03.2", { fives: { long, hedge }, ones });
  equal(said(0.525, -0.475).kind, "right");
  match(said(52.5, -47.5).message, /fives: 52.5 is a percentage.*52.5 % is 0.525/);
  match(said(0.525, 0.475).message, /short stands below zero/);
  match(said(0.5, -0.5).message, /The mandate allows 0.05/);
  match(said(0.5, 0.5).message, /The mandate allows 0.05/);
  match(said(0.6, -0.4).message, /forgets beta.* a beta of 0.20/);
  match(said(1, 0).message, /shares before any limit: long only, with a beta of 1/);
  match(said(60, -40).message, /60 % is 0.6/);
  equal(said(0.7, -0.3).kind, "hint");
  const alsoSaid = (short: number, hedge: number) =>
    check("03.2", { fives, ones: { short, hedge } }).message;
  match(alsoSaid(0.525, -0.475), /all fives once more/);
  match(alsoSaid(0.525, 0.475), /With all ones: the sizes are right/);
  match(alsoSaid(-52.5, 47.5), /ones: -52.5 is a percentage.*-52.5 % is -0.525/);
  match(alsoSaid(-0.5, 0.5), /as short as they may/);
  match(alsoSaid(-0.6, 0.4), /a beta of −0.20/);
  match(alsoSaid(-1, 0), /short only, with a beta of −1/);
  match(alsoSaid(-0.7, 0.3), /two equations: short plus/);
  match(check("03.2", { fives: { long: NaN, hedge: 0 }, ones }).message, /NaN/);
  match(check("03.2", { fives }).message, /lacks ones/);
});

// Four views, the strongest held back by a cap of 30 % already.
const problem = {
  sectors: SECTORS,
  tilts: SECTORS.map((sector) => ({ XLE: 2, XLK: -1, XLV: 1, XLU: -1 } as never)[sector] ?? 0),
  betas: SECTORS.map(() => 1),
  limits: DEFAULT_LIMITS,
};

const CHANGES = ["cap", "beta", "cluster", "confidence"] as const;

/** What each question asks for, read off two books: a price that rises from zero, or moves most. */
function asked(change: (typeof CHANGES)[number]): string {
  const { limits } = problem;
  const pair = {
    cap: [problem, { ...problem, limits: { ...limits, sector: 0.2 } }],
    beta: [problem, { ...problem, limits: { ...limits, beta: { ...limits.beta, target: 0.2 } } }],
    cluster: [problem, {
      ...problem,
      limits: { ...limits, cluster: { ...limits.cluster, max: 0.3 } },
    }],
    confidence: [problem, {
      ...problem,
      // The second strongest: of three that are alike the first in the order of sectors.
      tilts: problem.tilts.map((tilt, i) => SECTORS[i] === "XLK" ? tilt / 2 : tilt),
    }],
  }[change];
  const [from, to] = pair.map((one) => fitBook(one).readings);
  const sizes = to.map(({ multiplier }, i) => Math.abs(multiplier - from[i].multiplier));
  if (change === "cap") {
    const up = to.find(({ multiplier, name }, i) =>
      name !== "gross" && multiplier > 1e-9 && from[i].multiplier <= 1e-9
    );
    return up?.name ?? "none";
  }
  const rest = to.flatMap(({ name }, i) =>
    name === "gross" || name === change ? [] : [{ name, size: sizes[i] }]
  )
    .sort((a, b) => b.size - a.size);
  return rest[0].size > 1e-9 ? rest[0].name : "none";
}

Deno.test("check 03.3 takes a price that rises from zero, and those that change most", () => {
  const right = Object.fromEntries(CHANGES.map((change) => [change, asked(change)]));
  // Three caps rise here; one of them is enough.
  equal(right.cap, "sector XLK");
  const said = (part: Record<string, unknown>) => check("03.3", { ...right, ...part }, problem);
  equal(said({}).kind, "right");
  match(said({}).message, /The cap at 20 %: sector XLK goes from 0.000 to/);
  for (const name of ["XLV", "xlv", "Health care", "cap on Health care"]) {
    equal(said({ cap: name }).kind, "right", name);
  }
  // What each change by itself seems to name, where its price does not move.
  match(said({ cluster: "cluster" }).message, /slack before and after.*without being felt/);
  match(said({ cap: "XLF" }).message, /has no view/);
  match(said({ cap: "the moon" }).message, /no limit is called/);
  match(said({ cap: "none" }).message, /one does/);
  match(said({ cap: "gross" }).message, /gross and the size of funds are left out/);
  match(said({ cap: "fund XLE" }).message, /gross and the size of funds are left out/);
  match(said({ cap: "XLE" }).message, /tight before the change already/);
  match(said({ confidence: "net" }).message, /slack before and after, and so no price/);
  match(said({ cap: 0.2 }).message, /a text in quotation marks/);
  match(check("03.3", right).message, /third argument must be the problem/);
});

Deno.test("check 03.4 takes the correlation and recognises sign and prices", () => {
  // Moves that are nearly alike, with trends that are not.
  const wave = Array.from({ length: 60 }, (_, i) => Math.sin(2.1 * i) / 100);
  const long = wave.map((move) => move + 0.004);
  const short = wave.map((move, i) => move - 0.004 + (i % 3) / 1000);
  const sides = { long, short };
  const pearson = (a: readonly number[], b: readonly number[]) => {
    const mean = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const ma = mean(a), mb = mean(b);
    const sum = (of: (i: number) => number) => a.reduce((total, _, i) => total + of(i), 0);
    return sum((i) => (a[i] - ma) * (b[i] - mb)) /
      Math.sqrt(sum((i) => (a[i] - ma) ** 2) * sum((i) => (b[i] - mb) ** 2));
  };
  const path = (returns: readonly number[]) => {
    let value = 1;
    return returns.map((one) => value *= 1 + one);
  };
  const right = pearson(long, short);
  equal(check("03.4", right, sides).kind, "right");
  equal(check("03.4", Math.round(right * 100) / 100, sides).kind, "right");
  match(check("03.4", -right, sides).message, /sign turns around/);
  match(check("03.4", 100 * right, sides).message, /percentage/);
  match(check("03.4", pearson(path(long), path(short)), sides).message, /correlation of prices/);
  equal(check("03.4", 0.123, sides).kind, "hint");
  equal(check("03.4", 0.5, undefined).kind, "note");
  match(check("03.4", 0.5, { long }).message, /both sides/);
});

Deno.test("predict 03.3 stores one of six words and refuses others in a sentence", () => {
  match(predict("03.3", " Net ").message, /Your guess: net/);
  equal(guessOf("03.3"), "net");
  match(predict("03.3", "gross").message, /write one of beta, sector, side, net, cluster, hedge/);
  equal(guessOf("03.3"), undefined);
  match(predict("03.3", 0.3).message, /a text in quotation marks/);
  predict("03.5", 40);
  equal(guessOf("03.5"), 0.4);
});

Deno.test("quiz 03 takes its letters", () => equal(quiz("03", "bac").kind, "right"));

Deno.test("strongestViews() keeps the strongest, confidence counted, the earlier of equals", () => {
  const view = (score: number, confidence = 1) => ({ score, confidence });
  const scores = (views: readonly { score: number }[]) => views.map(({ score }) => score);
  const views = [view(4), view(1), view(5, 0.2), view(2), view(3)];
  deepEqual(scores(strongestViews(views, 2)), [4, 1, 3, 3, 3]);
  deepEqual(scores(strongestViews(views, 9)), scores(views));
  deepEqual(scores(strongestViews(views, 0)), [3, 3, 3, 3, 3]);
  throws(() => strongestViews(views, 1.5), /need a whole number from 0, got 1.5/);
});

Deno.test("sideReturns() weighs each basket by size, hedge on its side, and skips gaps", () => {
  const returns: Record<string, (number | undefined)[]> = {
    XLK: [0.01, 0.02, undefined],
    XLU: [0.03, -0.01, 0.01],
    SPY: [0.02, 0.01, 0.01],
  };
  const view = { frequency: "daily", index: "SPY", returns: (ticker: string) => returns[ticker] };
  const held = { sectors: ["XLK", "XLU"] as const, weights: [0.3, -0.1], hedge: -0.3 };
  const sides = sideReturns(held, view as never)!;
  deepEqual(sides.long, [0.01, 0.02]);
  // (0.1 × 3 % + 0.3 × 2 %) / 0.4 and (0.1 × −1 % + 0.3 × 1 %) / 0.4
  deepEqual(sides.short.map((one) => Math.round(one * 1e6) / 1e6), [0.0225, 0.005]);
});
