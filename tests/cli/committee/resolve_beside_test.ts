import { horizonReturns } from "lab/committee";
import { type OpenMarket, simulatedMarket, weeklyDays } from "lab/market";
import { ballotMarket, openBallotRecord } from "lab/record";
import { day } from "lab/units";
import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { resolveBeside } from "../../../lib/cli/committee/resolve_beside.ts";
import { said } from "../../record/made_records.ts";
import { inFolder } from "../../sweep/small_sweeps.ts";

const world = simulatedMarket({ seed: 3, years: 2 }), weeks = weeklyDays(world.prices.days);

/** A world in the place of price files. */
function files(dividends = true, change = 1): OpenMarket {
  const close = new Map(
    [...world.prices.close].map(([ticker, values]) => [
      ticker,
      values.map((value, row) =>
        ticker === "XLK" && world.prices.days[row] === weeks[24] ? value * change : value
      ),
    ]),
  );
  return {
    market: {
      ...world,
      prices: { ...world.prices, close },
      source: {
        kind: "real",
        provider: "prices.csv",
        dividends,
        from: day("2018-07-02"),
        to: world.prices.days.at(-1)!,
      },
    },
    files: [{ name: "prices.csv", sha256: "a".repeat(64) }],
    warnings: [],
  };
}

Deno.test("resolveBeside() joins earlier decisions by the prices of a run, once, and names what differs", () =>
  inFolder((root) => {
    const folder = join(root, "r"), told: string[] = [];
    openBallotRecord(folder).append([
      said({ day: weeks[20] }),
      said({ day: weeks.at(-1)! }),
      said({ day: weeks[20], market: { kind: "simulated", seed: 3 } }),
    ]);
    const run = (opened: OpenMarket) =>
      resolveBeside(folder, opened, {
        now: new Date("2026-11-30T12:00:00Z"),
        say: (text) => void told.push(text),
        warn: (text) => void told.push(text),
      });
    // Prices alone would leave an outcome wrong for good; a world is no file.
    equal(run(files(false)), 0);
    equal(run({ market: world, files: [], warnings: [] }), 0);
    deepEqual([openBallotRecord(folder).read().outcomes, told], [[], []]);
    equal(run(files()), 1);
    const { outcomes, head } = openBallotRecord(folder).read();
    deepEqual(outcomes.map(({ day, market }) => [day, market]), [[
      weeks[20],
      ballotMarket(files()),
    ]]);
    deepEqual(outcomes[0].returns, horizonReturns(world, weeks[20]));
    match(told.join(), /^Resolved: 1 decision day of the record, by these prices\.$/);
    equal(run(files()), 0);
    equal(told.length, 1);
    equal(run(files(true, 1.01)), 0);
    match(told[1], /^another outcome, not taken: .+ has XLK \+1\.\d+ points apart\.$/);
    equal(openBallotRecord(folder).read().head, head);
    return Promise.resolve();
  }));

Deno.test("resolveBeside() of a record that cannot be read tells it, and the run goes on", () =>
  inFolder(async (root) => {
    const folder = join(root, "r"), told: string[] = [];
    await Deno.mkdir(join(folder, "ballots.jsonl"), { recursive: true });
    const found = resolveBeside(folder, files(), {
      now: new Date("2026-11-30T12:00:00Z"),
      say: (text) => void told.push(text),
      warn: (text) => void told.push(text),
    });
    equal(found, 0);
    match(told.join(), /^Cannot read the record in .+; record resolve joins the outcomes later\.$/);
  }));
