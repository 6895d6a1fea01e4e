import { accountWaffle, accountWaffleTitle, squaresOf } from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, ok, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  account_waffle: () =>
    accountWaffle([
      { label: "long funds", dollars: 52_013, kind: "long" },
      { label: "capital of shorts", dollars: 16_400, kind: "short" },
      { label: "hedge", dollars: 9_013, kind: "hedge" },
      { label: "cash", dollars: 22_574, kind: "cash" },
    ], { source }),
});

Deno.test("accountWaffle() refuses a negative part and an empty account", () => {
  const part = { label: "cash", kind: "cash" } as const;
  throws(() => accountWaffle([{ ...part, dollars: -1 }], { source }), /got -1/);
  throws(() => accountWaffle([{ ...part, dollars: NaN }], { source }), /got NaN/);
  throws(() => accountWaffle([{ ...part, dollars: 0 }], { source }), /need one part above zero/);
});

Deno.test("accountWaffleTitle() adds up to the account", () => {
  equal(
    accountWaffleTitle([
      { label: "l", kind: "long", dollars: 600.4 },
      { label: "c", kind: "cash", dollars: 399.6 },
    ]),
    "$600 of $1,000 is spent, $400 stays in cash",
  );
});

Deno.test("squaresOf() always shares out the whole, each within one of its due", () => {
  const random = randomStream(13);
  for (let draw = 0; draw < 200; draw++) {
    const amounts = Array.from({ length: 1 + random.integer(6) }, () => random.uniform() * 1e5);
    const squares = squaresOf(amounts, 100);
    const sum = amounts.reduce((a, b) => a + b, 0);
    equal(squares.reduce((a, b) => a + b, 0), 100);
    squares.forEach((count, i) => ok(Math.abs(count - 100 * amounts[i] / sum) < 1));
  }
  equal(squaresOf([0, 0], 100).join(), "0,0");
});
