import { deepEqual } from "node:assert/strict";
import { fitBook, type HeldExposures, type OrderPlan } from "lab/portfolio";
import { rulesGivenWay } from "../../lib/desk/rules_given_way.ts";

/** A small young long in energy, which the mandate allows no more. */
const book = fitBook({
  sectors: ["XLE", "XLF", "XLK"],
  tilts: [1, 1, -1],
  betas: [1, 1, 1],
  previous: { weights: [0.001, 0, 0], hedge: 0 },
  limits: { names: { XLE: { long: 0 } } },
});
const freed = [{ name: "XLE", rule: "minimum holding", wanted: -0.001, sentence: "" }] as const;
const account = { weights: { XLE: 0.001 }, hedge: 0, heldDays: { XLE: 2 } } as unknown;
const plan = (energy: number) =>
  ({
    orders: [{}],
    weights: [energy, book.weights[1], book.weights[2]],
    hedge: book.hedge,
    gaveWay: [],
  }) as unknown as OrderPlan;
const given = (energy: number) =>
  rulesGivenWay({ book, held: [], freed }, account as HeldExposures, plan(energy))
    .map(({ rule, name }) => `${rule} of ${name}`);

Deno.test("rulesGivenWay() does not call it a small trade where a position is closed whole", () => {
  deepEqual(given(0), ["minimum holding of XLE"]);
  deepEqual(given(0.0005), ["minimum holding of XLE", "minimum trade of XLE"]);
});
