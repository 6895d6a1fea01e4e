import { ok } from "node:assert/strict";
import { SECTORS } from "../../lib/market/sectors.ts";
import { DEFAULT_LIMITS } from "../../lib/portfolio/limits/limits.ts";
import type { Book } from "../../lib/portfolio/book.ts";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import { SOAK } from "../soak.ts";
import { type Draws, draws } from "./draws.ts";
import { GRID, moved, withLimits } from "./exposure_lists.ts";
import { onPaper, type Tracking } from "./on_paper.ts";
import { realViews } from "./track_by_quadprog.ts";

const PATHS = SOAK ? 2_000 : 200, STEPS = 100;

/** A path: what is changed, in steps from 0 to 1, each of them small. */
type Path = (problem: Tracking, at: number, name: number) => Tracking;

/** `values` with one of them replaced. */
const changed = (values: readonly number[], at: number, to: (old: number) => number) =>
  values.map((value, i) => i === at ? to(value) : value);

/** Limits in steps of 0.2 points, a beta in steps of 0.002, a score in steps of 0.02. */
const { beta, cluster } = DEFAULT_LIMITS;
const PATHS_OF: Readonly<Record<string, Path>> = {
  sector: (problem, at) => withLimits(problem, { sector: 0.2 + 0.2 * at }),
  side: (problem, at) => withLimits(problem, { side: 0.4 + 0.2 * at }),
  net: (problem, at) => withLimits(problem, { net: 0.2 * at }),
  cluster: (problem, at) => withLimits(problem, { cluster: { ...cluster, max: 0.3 + 0.2 * at } }),
  hedge: (problem, at) => withLimits(problem, { hedge: 0.2 * at }),
  beta: (problem, at) => withLimits(problem, { beta: { ...beta, max: 0.2 * at } }),
  gross: (problem, at) => withLimits(problem, { gross: 0.8 + 0.2 * at }),
  "a beta": (problem, at, name) => ({
    ...problem,
    betas: changed(problem.betas, name, (old) => old - 0.1 + 0.2 * at),
  }),
  // Two points of score, from a half of them on one side of 3 to the other.
  "a score": (problem, at, name) => ({
    ...problem,
    tilts: changed(
      problem.tilts,
      name,
      (old) => Math.max(-2, Math.min(2, 0.5 * old)) - 1 + 2 * at,
    ),
  }),
};

/** The largest step of any exposure along a path; the hedge's sign says of what kind it was. */
function largestSteps(path: Path, problem: Tracking, name: number) {
  let last: Book | undefined, quiet = 0, turning = 0;
  for (let step = 0; step <= STEPS; step++) {
    const book = fitBook(path(problem, step / STEPS, name));
    if (last) {
      const far = moved(last, book);
      if (Math.sign(book.hedge) === Math.sign(last.hedge)) quiet = Math.max(quiet, far);
      else turning = Math.max(turning, far);
    }
    last = book;
  }
  return { quiet, turning };
}

/** Views as a day has them: few, some or most shorts closed. */
const anyViews = (random: Draws) => realViews(random, [0, 3, 10][random.below(3)]);

for (const [what, path] of Object.entries(PATHS_OF)) {
  Deno.test(`fitBook() changes the book a little when ${what} changes a little`, () => {
    let jumps = 0;
    for (let seed = 0; seed < PATHS; seed++) {
      const random = draws(`path ${what} ${seed}`);
      const { quiet, turning } = largestSteps(path, anyViews(random), random.below(SECTORS.length));
      ok(quiet <= 0.017, `${seed}: a step of ${quiet} with the hedge on its side`);
      ok(turning <= 0.08, `${seed}: a step of ${turning} as the hedge turns`);
      if (turning > 0.05) jumps++;
    }
    ok(jumps <= 0.02 * PATHS, `${jumps} of ${PATHS} paths jump by 5 points`);
  });
}

Deno.test("fitBook() moves nothing by more than a tilt that appears where no view was", () => {
  let appeared = 0;
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const random = draws(`appears ${seed}`), views = anyViews(random);
    const name = random.below(SECTORS.length);
    const size = 10 ** (-1.5 - 5 * random.uniform()), tilt = random.below(2) === 0 ? size : -size;
    const at = (value: number): Tracking => ({
      ...views,
      tilts: changed(views.tilts, name, () => value),
    });
    if (onPaper(at(0)).open.length === 0) continue;
    const far = moved(fitBook(at(0)), fitBook(at(tilt)));
    ok(far <= size + GRID, `${seed}: a tilt of ${tilt} moves ${far}`);
    appeared++;
  }
  ok(appeared > 900, String(appeared));
});
