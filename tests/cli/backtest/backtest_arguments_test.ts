import { equal } from "node:assert/strict";
import { backtestArguments } from "../../../lib/cli/backtest/backtest_arguments.ts";

Deno.test("backtestArguments() draws fewer committees where a book looks back, unless told", () => {
  equal(backtestArguments([]).draws, 1000);
  equal(backtestArguments(["--book", "mandate", "--mandate", "printed"]).draws, 1000);
  equal(backtestArguments(["--book", "mandate"]).draws, 20);
  equal(backtestArguments(["--book", "mandate", "--draws", "50"]).draws, 50);
});
