import { isInstrument, type Sector, weeklyDays } from "lab/market";
import { day } from "lab/units";
import { deepEqual, equal, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import {
  leavesFraction,
  sharesAfter,
  splitOfRatio,
  splitOfShares,
  splitsOfCloses,
} from "../../lib/week/split_like.ts";

const terms = (ratio: number) => {
  const found = splitOfRatio(ratio);
  return found && `${found.gives}:${found.takes}`;
};

Deno.test("splitOfRatio() takes the nearest split within its reach, forward and reverse", () => {
  deepEqual([2, 0.5, 1.5, 2 / 3, 4, 0.1].map(terms), ["2:1", "1:2", "3:2", "2:3", "4:1", "1:10"]);
  const edge = Math.exp(0.12);
  // Below 3:2 there is no neighbour that could be nearer.
  deepEqual([1.5 / edge * 1.0001, 1.5 / edge * 0.9999].map(terms), ["3:2", undefined]);
  deepEqual([1, 1.2, 0.85, 1 / 1.2].map(terms), Array(4).fill(undefined));
});

Deno.test("shares after a split are whole, and what is left over is told", () => {
  deepEqual(
    [[103, 1, 4], [104, 1, 4], [-103, 1, 4], [7, 3, 2], [5, 2, 1]].map(([shares, gives, takes]) => [
      sharesAfter(shares, { gives, takes }),
      leavesFraction(shares, { gives, takes }),
    ]),
    [[25, true], [26, false], [-25, true], [10, true], [10, false]],
  );
  equal(sharesAfter(9007199254740991, { gives: 4999, takes: 4999 }), 9007199254740991);
  deepEqual(splitOfShares(103, 25), { gives: 1, takes: 4 });
  deepEqual([splitOfShares(100, 101), splitOfShares(100, 0), splitOfShares(0, 100)], [
    undefined,
    undefined,
    undefined,
  ]);
});

const shared = (name: string) => new URL(`../../../shared/data/${name}`, import.meta.url);
const FILES = ["sectors_adjclose.csv", "inverse_etfs_adjclose.csv"].map(shared);

Deno.test({
  name: "real weeks raise few alarms, and splits written into them are found with their terms",
  ignore: !FILES.every((file) => existsSync(file)),
  fn: async () => {
    const closes = new Map<string, Map<string, number>>();
    for (const file of FILES) {
      const [head, ...rows] = (await Deno.readTextFile(file)).trim().split("\n")
        .map((line) => line.trim().split(","));
      for (const [on, ...cells] of rows) {
        const known = closes.get(on) ?? new Map<string, number>();
        cells.forEach((cell, i) => {
          if (cell !== "" && isInstrument(head[i + 1])) known.set(head[i + 1], Number(cell));
        });
        closes.set(on, known);
      }
    }
    const weeks = weeklyDays([...closes.keys()].sort().map(day));
    const FIVE: readonly Sector[] = ["XLB", "XLE", "XLK", "XLU", "XLY"];
    const alarms: string[] = [];
    let found = 0, written = 0, fundWeeks = 0;
    weeks.slice(1).forEach((on, i) => {
      const before = closes.get(weeks[i])!, after = closes.get(on)!;
      fundWeeks += [...before.keys()].filter((ticker) => after.has(ticker)).length;
      for (const ticker of splitsOfCloses({ before, after }, new Map()).keys()) {
        alarms.push(`${on.slice(0, 4)} ${ticker}`);
      }
      if (i % 5 > 0) return;
      const planted: readonly (readonly [readonly string[], number, number])[] = [
        [FIVE, 2, 1],
        [["DUG"], 1, 4],
        [["SZK"], 1, 4],
        [["REW"], 1, 2],
        [["SCC"], 1, 5],
      ];
      for (const [tickers, gives, takes] of planted) {
        const those = tickers.filter((ticker) => before.has(ticker) && after.has(ticker));
        const split = new Map(after);
        for (const ticker of those) split.set(ticker, after.get(ticker)! * takes / gives);
        const seen = splitsOfCloses({ before, after: split }, new Map());
        for (const ticker of those) {
          written++;
          const one = seen.get(ticker);
          if (one?.gives === gives && one.takes === takes) found++;
        }
      }
    });
    ok(weeks.length > 1300 && fundWeeks > 25_000 && written > 2_000);
    ok(found / written > 0.996, `${found} of ${written}`);
    // The storms of 2008 and 2009, and the known false ticks of SZK.
    const count = (year: RegExp) => alarms.filter((one) => year.test(one)).length;
    deepEqual([count(/^200[89] S(KF|RS)$/), count(/^2015 SZK$/), alarms.length], [4, 6, 10]);
  },
});
