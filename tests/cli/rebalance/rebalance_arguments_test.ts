import { deepEqual, equal } from "node:assert/strict";
import { rebalanceArguments } from "../../../lib/cli/rebalance/rebalance_arguments.ts";

Deno.test("rebalanceArguments() turns percent into shares and keeps off apart", () => {
  const given = rebalanceArguments(["--turnover", "20", "--weights", "50,25,25"]);
  equal(given.turnover, 0.2);
  deepEqual(given.weights, [0.5, 0.25, 0.25]);
  equal(rebalanceArguments(["--turnover", "off"]).turnover, "off");
  equal(rebalanceArguments([]).seed, 7);
});
