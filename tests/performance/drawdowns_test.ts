import { calmar, deepestDrawdown, drawdowns, omega, ulcerIndex } from "lab/performance";
import { equal } from "node:assert/strict";
import { weekly, WEEKS } from "./weekly_fixture.ts";
import { near } from "./near.ts";

const options = { periodsPerYear: WEEKS };
const { days, book } = weekly;

Deno.test("ulcerIndex() divides by n, quantstats by n − 1", () => {
  near(ulcerIndex(book).value, 0.06588628116568239); // np.sqrt(np.mean(dd**2))
  // qs.stats.ulcer_index(r)
  near(ulcerIndex(book).value! * Math.sqrt(180 / 179), 0.06607006473374073);
});

Deno.test("drawdowns() finds quantstats' four deepest, with peak, trough and recovery", () => {
  // qs.stats.drawdown_details(qs.stats.to_drawdown_series(r)).sort_values("max drawdown").head(4);
  // its start is the first day below the peak, its end the last one, ours the days beside them.
  const known = [
    ["2022-08-12", "2023-03-31", "2024-01-26", -0.21166617],
    ["2021-06-04", "2021-08-13", "2021-10-22", -0.06494166],
    ["2024-02-23", "2024-03-08", "2024-03-22", -0.05285539],
    ["2021-03-19", "2021-04-02", "2021-04-23", -0.03792370],
  ] as const;
  drawdowns(book).slice(0, 4).forEach((one, i) => {
    const [start, valley, end, depth] = known[i];
    equal(days[one.peakAt], start); // position t is after return t − 1, so the day after the peak
    equal(days[one.troughAt - 1], valley);
    equal(days[one.recoveredAt! - 2], end);
    near(one.depth, depth, 1e-6);
    equal(one.periodsDown + one.periodsUp!, one.recoveredAt! - one.peakAt);
  });
});

Deno.test("omega(), deepestDrawdown() and calmar() are empyrical's", () => {
  near(omega(book, options).value, 1.4527157004773557); // ep.omega_ratio(r, annualization=52)
  near(deepestDrawdown(book).value, -0.21166616890205278); // ep.max_drawdown(r); qs.stats.max_drawdown(r)
  near(calmar(book, options).value, 0.5219819486744791); // ep.calmar_ratio(r, annualization=52)
});
