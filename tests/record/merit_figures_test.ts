import { DEFAULT_WEIGHTS } from "lab/committee";
import type { RecordedBallot, RecordedOutcome } from "lab/record";
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { ballotGroups } from "../../lib/record/ballot_groups.ts";
import {
  calibrationFigure,
  edgeFigure,
  hitFigure,
  priceFigure,
} from "../../lib/record/merit_figures.ts";
import { outcomeTable } from "../../lib/record/outcome_table.ts";
import { resolvedCalls } from "../../lib/record/resolved_calls.ts";
import { came, fridays, said } from "./made_records.ts";

const near = (found: number | undefined, wanted: number, tolerance = 1e-9) =>
  ok(Math.abs(found! - wanted) < tolerance, `${found} is not ${wanted}`);

function callsOf(ballots: readonly RecordedBallot[], outcomes: readonly RecordedOutcome[]) {
  const [group] = ballotGroups({ ballots, failures: [] }, { weights: DEFAULT_WEIGHTS });
  return resolvedCalls(group, outcomeTable(outcomes));
}

/** Two days four weeks apart: XLE up by 1 %, XLK even, XLU down by 1 % against their mean. */
const DAYS = ["2026-01-02", "2026-01-30"];
const OUTCOMES = DAYS.map((on) => came(on, { XLE: 0.03, XLK: 0.02, XLU: 0.01 }));

Deno.test("hitFigure() counts sides, leaves threes out, and takes an outcome of zero for a miss", () => {
  const ballots = [
    said({ day: DAYS[0], sector: "XLE", score: 5 }), // right
    said({ day: DAYS[0], sector: "XLU", score: 4 }), // wrong
    said({ day: DAYS[1], sector: "XLE", score: 3 }), // no side
    said({ day: DAYS[1], sector: "XLU", score: 1 }), // right
  ];
  const found = hitFigure(callsOf(ballots, OUTCOMES), 0.95);
  deepEqual([found.hits, found.n, found.threes, found.days], [2, 3, 1, 2]);
  near(found.value, 2 / 3);
  ok(found.low! < 0.1 && found.high! > 0.95, "two days know next to nothing");
});

Deno.test("hitFigure() of one day has a share and no interval, of none a sentence", () => {
  const one = hitFigure(
    callsOf([said({ sector: "XLE", score: 5, day: DAYS[0] })], OUTCOMES),
    0.95,
  );
  deepEqual([one.value, one.low], [1, undefined]);
  match(one.reason!, /^not testable yet: 1 call on 1 day, an interval takes 2 days$/);
  const none = hitFigure(callsOf([said()], []), 0.95);
  deepEqual([none.value, none.reason], [undefined, "not testable yet: 0 calls on 0 days"]);
});

Deno.test("resolvedCalls() leaves out who may know, what has no outcome, and weeks that overlap", () => {
  const ballots = [
    said({ day: "2026-01-02", sector: "XLE", contaminated: true }),
    said({ day: "2026-01-02", sector: "XLB" }), // of which no return is known
    said({ day: "2026-01-09", sector: "XLE" }),
    said({ day: "2026-01-16", sector: "XLE" }),
    said({ day: "2026-02-06", sector: "XLE" }),
    said({ day: "2026-03-06", sector: "XLE" }), // open
  ];
  const returns = { XLE: 0.03, XLK: 0.02, XLU: 0.01 };
  const outcomes = ["2026-01-02", "2026-01-09", "2026-01-16", "2026-02-06"]
    .map((on) => came(on, returns));
  const { all, apart, allDays, apartDays } = callsOf(ballots, outcomes);
  deepEqual(all.map(({ day }) => day), ["2026-01-09", "2026-01-16", "2026-02-06"]);
  // A contaminated day takes no place: the first that can be judged is the 9th, and its end the 6th.
  deepEqual(apart.map(({ day }) => day), ["2026-01-09", "2026-02-06"]);
  deepEqual([allDays, apartDays], [3, 2]);
});

Deno.test("a contaminated sample takes its whole cell out of the merits", () => {
  const ballots = [said({ sector: "XLE" }), said({ sector: "XLE", sample: 1, contaminated: true })];
  equal(callsOf(ballots, OUTCOMES).all.length, 0);
});

Deno.test("edgeFigure() is the return of a book of the scores' distances from 3, worked by hand", () => {
  const ballots = [
    // +2 of XLE, −1 of XLU: (2·1 % + 1·1 %)/3 = 100 bp.
    said({ day: DAYS[0], sector: "XLE", score: 5 }),
    said({ day: DAYS[0], sector: "XLU", score: 2 }),
    // All of it in XLK, which did nothing: 0 bp.
    said({ day: DAYS[1], sector: "XLK", score: 4 }),
    said({ day: DAYS[1], sector: "XLE", score: 3 }),
  ];
  const found = edgeFigure(callsOf(ballots, OUTCOMES), 0.95);
  near(found.value, 50);
  // Two values 0 and 100: error 50, Student's t with one degree of freedom 12.706.
  near(found.high, 50 + 12.7062047 * 50, 1e-4);
  deepEqual([found.n, found.days], [2, 2]);
});

Deno.test("edgeFigure() counts a day of threes as a book in cash", () => {
  const ballots = DAYS.map((day, i) => said({ day, sector: "XLE", score: i === 0 ? 5 : 3 }));
  near(edgeFigure(callsOf(ballots, OUTCOMES), 0.95).value, 50);
});

Deno.test("priceFigure() divides dollars a decision by the edge, and turns its interval over", () => {
  const edge = edgeFigure(
    callsOf(
      fridays(80).flatMap((day, i) => [
        said({ day, sector: "XLE", score: i % 8 === 0 ? 3 : 5 }),
      ]),
      fridays(80).map((day) => came(day, { XLE: 0.03, XLK: 0.02, XLU: 0.01 })),
    ),
    0.95,
  );
  ok(edge.low! > 0);
  const found = priceFigure(edge, { usd: 12, unknown: 0, decisions: 24 });
  near(found.value, 0.5 / edge.value!);
  near(found.low, 0.5 / edge.high!);
  near(found.high, 0.5 / edge.low!);
});

Deno.test("priceFigure() has no finite figure where the edge's interval holds zero, and says why else", () => {
  const base = { n: 4, of: "decisions", days: 4 } as const;
  const edge = (mean: number, half: number) => ({
    ...base,
    value: mean,
    low: mean - half,
    high: mean + half,
    interval: {
      mean,
      standardError: half / 2,
      low: mean - half,
      high: mean + half,
      level: 0.95,
      count: 4,
    },
  });
  const spent = { usd: 2, unknown: 0, decisions: 4 };
  equal(
    priceFigure(edge(10, 11), spent).reason,
    "no finite figure: the interval of the edge holds zero",
  );
  equal(priceFigure(edge(10, 11), spent).value, undefined);
  equal(priceFigure(edge(10, 10), spent).value, undefined);
  near(priceFigure(edge(10, 5), spent).value, 0.05);
  equal(priceFigure(edge(-10, 5), spent).reason, "no figure: the edge lies below zero");
  equal(priceFigure(edge(10, 5), { ...spent, usd: 0 }).reason, "no money was spent: $0");
  equal(
    priceFigure(edge(10, 5), { usd: 0, unknown: 3, decisions: 4 }).reason,
    "what 3 answers cost is unknown",
  );
  equal(
    priceFigure({ ...base, reason: "not testable yet: 0 decisions on 0 days" }, spent).reason,
    "not testable yet: 0 decisions on 0 days",
  );
});

Deno.test("calibrationFigure() has no interval on few days, though a bootstrap would give one", () => {
  const ballots = (weeks: number) =>
    fridays(weeks).flatMap((day, i) => [
      said({ day, sector: "XLE", score: i % 8 < 4 ? 5 : 1, confidence: 0.7 }),
      said({ day, sector: "XLU", score: 1, confidence: 0.6 }),
    ]);
  const outcomes = fridays(40).map((day) => came(day, { XLE: 0.03, XLK: 0.02, XLU: 0.01 }));
  const figure = (weeks: number) =>
    calibrationFigure(callsOf(ballots(weeks), outcomes), { level: 0.95, seed: 1 });
  const short = figure(24), long = figure(40);
  equal(short.days, 6);
  deepEqual([short.quality!.brier.low, short.quality!.calibrationError.high], [
    undefined,
    undefined,
  ]);
  match(short.reason!, /^not testable yet: 12 calls on 6 days, an interval takes 8 days$/);
  // Six of twelve at 0.7 alternate, all at 0.6 are right: (3·0.09 + 3·0.49 + 6·0.16)/12.
  near(short.quality!.brier.value, (3 * 0.09 + 3 * 0.49 + 6 * 0.16) / 12);
  ok(long.days >= 8 && long.quality!.brier.low! <= long.quality!.brier.value);
  equal(long.reason, undefined);
});
