import { equal, ok } from "node:assert/strict";
import type { Limits, Reach } from "../../lib/portfolio/limits/limits.ts";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import { SOAK } from "../soak.ts";
import { grossAllowed } from "./by_simplex.ts";
import { GRID_OF_ALL, withLimits } from "./exposure_lists.ts";
import { onPaper, type Tracking } from "./on_paper.ts";
import { anyProblem } from "./track_by_quadprog.ts";

/** A reach that is this much less does not use the gross. */
const LESS = 1e-4;

const near = (a: number, b: number, within: number, what: string) =>
  ok(Math.abs(a - b) <= within, `${what}: ${a} against ${b}`);

/** A limit at another value, by a hand that knows nothing of `lib/portfolio`. */
function at({ cluster, beta }: Limits, setting: string, value: number): Partial<Limits> {
  if (setting === "cluster") return { cluster: { ...cluster, max: value } };
  if (setting === "beta") return { beta: { ...beta, max: value } };
  return { [setting]: value };
}
const widest = (setting: string) => setting === "sector" ? 1 : 3;

Deno.test("fitBook() names the reach with which the gross is used, by hand", () => {
  // Three of seven equal views are closed: the four others use all at 7/4 of their share.
  const sectors = ["XLB", "XLC", "XLE", "XLF", "XLI", "XLK", "XLP"] as const;
  const problem: Tracking = {
    sectors,
    tilts: [1, 1, 1, 1, -1, 1, -1],
    betas: sectors.map(() => 0),
    closed: ["XLB", "XLC", "XLE"],
    limits: { accounting: "none" },
  };
  const remedy = fitBook(problem).remedies.find(({ setting }) => setting === "reach")!;
  const reach = remedy.change!.reach!;
  near(reach.closed, 1.75, 1e-8, "closed alone does it");
  equal(reach.limits, 1.1);
  equal(fitBook(withLimits(problem, { reach })).status, "full");
});

Deno.test("fitBook() has remedies that do what they say when they are typed in", () => {
  const seen: Record<string, number> = {};
  const count = (what: string) => seen[what] = (seen[what] ?? 0) + 1;
  for (let seed = 0; seed < (SOAK ? 4_000 : 400); seed++) {
    const problem = anyProblem(seed), { limits, gross } = onPaper(problem);
    const book = fitBook(problem);
    if (book.status !== "reduced") continue;
    const isAllowed = grossAllowed(problem)! > gross - 1e-9;
    for (const remedy of book.remedies) {
      const { setting, gross: used } = remedy as typeof remedy & { readonly gross?: number };
      const to = remedy.to as unknown;
      if (setting === "reach") {
        ok(isAllowed, `${seed}: a limit stands in the way, not the reach`);
        if (to === undefined) continue;
        const reach: Reach = remedy.change!.reach!;
        const typed = fitBook(withLimits(problem, { reach }));
        equal(typed.status, "full", `${seed} ${JSON.stringify(reach)}`);
        const less = (figure: number) => Math.max(1, Math.min(figure, typed.aim! - LESS));
        const below = { closed: less(reach.closed), limits: less(reach.limits) };
        equal(fitBook(withLimits(problem, { reach: below })).status, "reduced", `${seed} below`);
        count(reach.limits > (limits.reach?.limits ?? 1.1) ? "both reaches" : "closed");
        continue;
      }
      if (!(setting in limits)) continue; // a group or a name of its own
      ok(!isAllowed, `${seed} ${setting}: no limit stands in the way`);
      const typed = (value: number) => withLimits(problem, at(limits, setting, value));
      const allows = (value: number) => grossAllowed(typed(value))!;
      if (to === undefined) {
        ok(allows(widest(setting)) < gross - 1e-10, `${seed} ${setting} at its widest`);
        count("none");
        continue;
      }
      ok(typeof to === "number" && to > Number(remedy.from), `${seed} ${setting}: ${to}`);
      near(allows(to), gross, 1e-8, `${seed} ${setting} at ${to}`);
      const below = allows(Math.max(Number(remedy.from), to - 1e-6));
      ok(below < gross - 1e-10, `${seed} ${setting} below ${to}`);
      if (used !== undefined) {
        near(fitBook(typed(to)).gross, used, GRID_OF_ALL, `${seed} ${setting}`);
      }
      count(setting);
    }
  }
  for (const what of ["closed", "none", "sector", "side", "net"]) {
    ok(seen[what] > 0, `${what}: ${JSON.stringify(seen)}`);
  }
});
