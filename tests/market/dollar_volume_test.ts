import { equal } from "node:assert/strict";
import { dollarVolume, priceMarket, snapshot } from "lab/market";
import { day } from "lab/units";

const days = Array.from({ length: 12 }, (_, i) => `2020-06-${String(i + 1).padStart(2, "0")}`)
  .filter((text) => ![0, 6].includes(new Date(`${text}T00:00:00Z`).getUTCDay()));

function viewWith(volumes: readonly (number | null)[]) {
  const ones = days.map(() => 2);
  const market = priceMarket([{
    where: "t",
    columns: ["date", "XLE", "XLF", "XLK", "SPY", "SPY_volume"],
    cells: [days, ones, ones, ones, ones, volumes],
    rowName: (row) => `row ${row + 1}`,
  }]);
  return snapshot(market, day("2020-06-12"));
}

Deno.test("dollarVolume() is the median of close times shares, so one block trade moves little", () => {
  // Ten days at a close of 2: shares 1 to 9 and one block; the median of the dollars is (10 + 12) / 2.
  equal(dollarVolume(viewWith([1, 2, 3, 4, 5, 6, 7, 8, 9, 1e9]), "SPY"), 11);
});

Deno.test("dollarVolume() is undefined with fewer than ten known days", () => {
  equal(dollarVolume(viewWith([1, 2, 3, 4, 5, 6, 7, 8, 9, null]), "SPY"), undefined);
  equal(dollarVolume(viewWith(days.map(() => 1)), "XLE"), undefined);
});
