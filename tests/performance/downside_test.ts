import { sortino } from "lab/performance";
import { weekly, WEEKS } from "./weekly_fixture.ts";
import { near } from "./near.ts";

const { book } = weekly;
const options = { periodsPerYear: WEEKS };

Deno.test("sortino() is empyrical's and quantstats', without and with a target", () => {
  near(sortino(book, options).value, 1.6637467144817488); // ep.sortino_ratio(r, annualization=52); qs.stats.sortino(r, periods=52)
  near(sortino(book, { ...options, target: 0.0005 }).value, 1.2363929428176323); // ep.sortino_ratio(r, required_return=0.0005, annualization=52)
});
