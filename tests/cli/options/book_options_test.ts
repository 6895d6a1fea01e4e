import { checkLimits, MANDATES } from "lab/portfolio";
import { LIMITS_ONLY, looksBack } from "lab/research";
import { sweepConfig, type SweepConfigInput } from "lab/sweep";
import { deepEqual, equal } from "node:assert/strict";
import { backtestArguments } from "../../../lib/cli/backtest/backtest_arguments.ts";
import { bookRule, BOOKS, keepsLimits } from "../../../lib/cli/options/book_options.ts";
import { sweepArguments } from "../../../lib/cli/sweep/sweep_arguments.ts";
import { bookRule as sweepRule } from "../../../lib/sweep/sweep_settings.ts";

Deno.test("bookRule() says what is solved, by the limits of a mandate", () => {
  deepEqual(bookRule("tilt", "lab"), { kind: "tilt" });
  deepEqual(bookRule("hedged-tilt", "lab"), { kind: "tilt", hedge: "beta" });
  equal(bookRule("limits", "lab"), LIMITS_ONLY);
  for (const { name, limits } of MANDATES) {
    deepEqual(bookRule("mandate", name), { kind: "limits", limits });
    const rule = bookRule("limits", name);
    equal(looksBack(rule), false, name);
    equal(rule.kind === "limits" && rule.limits!.sector, limits.sector, name);
  }
});

Deno.test("a book and a mandate make one rule, in a backtest and in a sweep", () => {
  let compared = 0;
  for (const book of BOOKS) {
    for (const { name } of keepsLimits(book) ? MANDATES : [{ name: undefined }]) {
      const args = ["--book", book, ...(name === undefined ? [] : ["--mandate", name])];
      const ours = backtestArguments(args).rule, { book: settings } = sweepArguments(args);
      const theirs = sweepRule(sweepConfig({ settings } as SweepConfigInput).settings);
      equal(theirs.kind, ours.kind);
      if (ours.kind === "tilt") deepEqual(theirs, ours);
      else {
        compared++;
        deepEqual(checkLimits((theirs as typeof ours).limits), checkLimits(ours.limits));
      }
    }
  }
  equal(compared, 6);
});
