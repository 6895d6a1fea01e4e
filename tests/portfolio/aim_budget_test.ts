import { equal, ok } from "node:assert/strict";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import { SOAK } from "../soak.ts";
import { aWeekLater } from "./a_week_later.ts";
import { smallestTurnover } from "./by_simplex.ts";
import { draws } from "./draws.ts";
import { exposures, GRID, GRID_OF_ALL } from "./exposure_lists.ts";
import { breachOnPaper, grossOnPaper, onPaper, type Tracking } from "./on_paper.ts";
import { trackByQuadprog, trackWithin, underBudget } from "./track_by_quadprog.ts";

const near = (a: number, b: number, within: number, what: string) =>
  ok(Math.abs(a - b) <= within, `${what}: ${a} against ${b}`);

/** A week after a first book, with some shorts closed and perhaps a name that is held. */
function secondWeek(seed: number, count: number): Tracking & { turnoverBudget: number } {
  const random = draws(`second week ${seed}`), week = aWeekLater(random, count);
  const some = () => week.sectors.filter(() => random.below(4) === 0);
  const isOnGrid = { weights: week.previous.weights.map((w) => Math.round(w * 1e9) / 1e9) };
  return {
    ...week,
    previous: { ...isOnGrid, hedge: Math.round(week.previous.hedge * 1e9) / 1e9 },
    closedShorts: random.below(2) === 0 ? some() : [],
    fixed: random.below(3) === 0 ? some().slice(0, 2) : [],
    grossTolerance: random.below(2) === 0 ? 0.02 * random.uniform() : 0,
    turnoverBudget: 0.6 * random.uniform(),
  };
}

const turned = ({ previous }: Tracking, book: { weights: readonly number[]; hedge: number }) =>
  book.weights.reduce(
    (sum, w, i) => sum + Math.abs(w - previous!.weights[i]),
    Math.abs(book.hedge - previous!.hedge),
  );

Deno.test("fitBook() gives up no gross for a turnover budget, and takes no hedge to fill it", () => {
  const seen: Record<string, number> = {};
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const { turnoverBudget, ...problem } = secondWeek(seed, 11);
    const free = fitBook(problem), book = fitBook({ ...problem, turnoverBudget });
    seen[book.status] = (seen[book.status] ?? 0) + 1;
    equal(book.status === "infeasible", free.status === "infeasible", `${seed} ${book.status}`);
    if (book.status === "infeasible") continue;
    const least = free.gross - problem.grossTolerance! - 1e-9;
    const gross = grossOnPaper(problem, book);
    ok(gross >= least - GRID_OF_ALL, `${seed}: gross ${gross} below ${least}`);
    const most = Math.max(Math.abs(free.hedge), Math.abs(problem.previous!.hedge));
    ok(Math.abs(book.hedge) <= most + 2 * GRID, `${seed}: hedge ${book.hedge} beyond ${most}`);
    ok(breachOnPaper(problem, book) <= GRID + 1e-14, `${seed} ${breachOnPaper(problem, book)}`);
    if (book.status === "over budget") continue;
    ok(turned(problem, book) <= turnoverBudget + GRID_OF_ALL, `${seed} ${turned(problem, book)}`);
    ok(book.objective >= free.objective - 1e-12, `${seed}: nearer with a budget than without`);
  }
  ok(seen.full > 100 && seen["over budget"] > 100, JSON.stringify(seen));
});

Deno.test("fitBook() is over budget by what a linear programme says, where it is", () => {
  let over = 0, within = 0;
  for (let seed = 0; seed < (SOAK ? 2_000 : 200); seed++) {
    const { turnoverBudget, ...problem } = secondWeek(seed, 3 + seed % 9);
    if (onPaper(problem).open.length === 0) continue; // cash, whatever is sold for it
    const free = trackByQuadprog(problem);
    const least = free && smallestTurnover(problem, underBudget(problem, free));
    // Where the limits leave next to nothing, a method of another kind may see no book.
    if (least === undefined || Math.abs(least - turnoverBudget) < 1e-7) continue;
    const book = fitBook({ ...problem, turnoverBudget });
    equal(book.status === "over budget", least > turnoverBudget, `${seed} ${book.status} ${least}`);
    if (book.status !== "over budget") {
      within++;
      continue;
    }
    over++;
    near(turned(problem, book), least, 5 * GRID_OF_ALL, `${seed} smallest turnover`);
    near(book.turnover!.excess, least - turnoverBudget, 5 * GRID_OF_ALL, `${seed} excess`);
  }
  ok(over > 30 && within > 30, `${over} over, ${within} within`);
});

Deno.test("fitBook() is the nearest book within a turnover budget, says quadprog", () => {
  let compared = 0;
  for (let seed = 0; seed < (SOAK ? 2_000 : 200); seed++) {
    const { turnoverBudget, ...problem } = secondWeek(seed, 3 + seed % 4);
    const book = fitBook({ ...problem, turnoverBudget });
    if (book.status !== "full" && book.status !== "reduced") continue;
    const oracle = trackWithin(problem, turnoverBudget);
    if (!oracle) continue;
    compared++;
    near(book.objective, oracle.objective, 1e-8, `${seed} objective`);
    if (book.hedge * oracle.hedge < 0) continue; // a tie
    [...oracle.weights, oracle.hedge].forEach((x, i) =>
      near(exposures(book)[i], x, 1e-6, `${seed}`)
    );
  }
  ok(compared > 30, String(compared));
});
