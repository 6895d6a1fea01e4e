import { deepEqual, equal } from "node:assert/strict";
import { dayNumber } from "../../../lib/days.ts";
import type { FiledFact } from "../../../lib/sources/sec/filed_facts.ts";
import { KnownFacts } from "../../../lib/sources/sec/known_facts.ts";
import { EARNINGS, SALES, trailingFigures } from "../../../lib/sources/sec/trailing_figures.ts";

/** Years of some tags, as they are known. */
function known(...rows: readonly (readonly [tag: string, year: number, value: number])[]) {
  const facts = new KnownFacts();
  for (const [tag, year, value] of rows) {
    const start = `${year}-01-01`, end = `${year}-12-31`;
    const startNumber = dayNumber(start), endNumber = dayNumber(end);
    facts.add({ tag, start, end, startNumber, endNumber, value } as FiledFact);
  }
  return facts;
}

const REVENUES = "Revenues";
const CONTRACTS = "RevenueFromContractWithCustomerExcludingAssessedTax";
const sales = (facts: KnownFacts) => {
  const [{ tag, value, end }] = trailingFigures(facts, SALES);
  return [tag, value, end];
};

Deno.test("trailingFigures() takes MetLife's revenues and General Mills' contracts: the larger", () => {
  const metLife = known([CONTRACTS, 2023, 2.4], [REVENUES, 2023, 66.9]);
  deepEqual(sales(metLife), [REVENUES, 66.9, "2023-12-31"]);
  const generalMills = known([REVENUES, 2023, 2.0], [CONTRACTS, 2023, 19.9]);
  deepEqual(sales(generalMills), [CONTRACTS, 19.9, "2023-12-31"]);
});

Deno.test("trailingFigures() leaves a tag that NVIDIA left: the newest end comes before the larger", () => {
  const nvidia = known([CONTRACTS, 2021, 99], [REVENUES, 2022, 27], [REVENUES, 2021, 26.9]);
  const [first] = trailingFigures(nvidia, SALES);
  deepEqual([first.tag, first.value, first.before], [REVENUES, 27, 26.9]);
});

Deno.test("trailingFigures() takes what belongs to the shareholders, and the rest once that has ended", () => {
  const both = known(["ProfitLoss", 2023, 110], ["NetIncomeLoss", 2023, 100]);
  equal(trailingFigures(both, EARNINGS)[0].value, 100);
  const ended = known(["NetIncomeLoss", 2021, 90], ["ProfitLoss", 2022, 110], [
    "ProfitLoss",
    2021,
    95,
  ]);
  const [{ value, before }] = trailingFigures(ended, EARNINGS);
  // The year before is of the same tag.
  deepEqual([value, before], [110, 95]);
});

Deno.test("trailingFigures() has nothing of nothing, and no year before that was not filed", () => {
  deepEqual(trailingFigures(known(), EARNINGS), []);
  const [figure] = trailingFigures(known(["NetIncomeLoss", 2023, 1]), EARNINGS);
  deepEqual(Object.keys(figure), ["tag", "end", "quarter", "value"]);
});
