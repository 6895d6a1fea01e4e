import { deepEqual, throws } from "node:assert/strict";
import { fundRatios } from "../../../lib/sources/funds/fund_ratios.ts";
import { fundJson } from "../shapes.ts";

const FROM = "https://example.org/fund";
const ratios = (sent: Readonly<Record<string, unknown>>) =>
  fundRatios({ bytes: new TextEncoder().encode(fundJson(sent)) }, FROM);
const written = (sent: Readonly<Record<string, unknown>>) =>
  ratios(sent).ratios.map(({ name, value }) => [name, Number(value.toFixed(6))]);

Deno.test("fundRatios() takes ratios that are sent upside down as the yields that they are", () => {
  // As an answer about QQQ had it: 0.03423, where the price is 29.2 times earnings.
  deepEqual(written({ priceToEarnings: 0.03423, priceToBook: 0.12, priceToSales: 0.16 }), [
    ["earnings yield", 0.03423],
    ["book over price", 0.12],
    ["sales over price", 0.16],
  ]);
});

Deno.test("fundRatios() turns ratios round that are sent upright one day", () => {
  deepEqual(written({ priceToEarnings: { raw: 25, fmt: "25.0" }, priceToBook: 8 }), [
    ["earnings yield", 0.04],
    ["book over price", 0.125],
  ]);
});

Deno.test("fundRatios() names what is missing, and reads none whose way up cannot be told", () => {
  deepEqual(ratios({ priceToEarnings: 0.04 }).missing, ["priceToBook", "priceToSales"]);
  deepEqual(ratios({ priceToBook: 0.2 }), {
    ratios: [],
    missing: ["priceToEarnings", "priceToBook", "priceToSales"],
  });
  deepEqual(ratios({ priceToEarnings: 1, priceToBook: 0.2 }).ratios, []);
  deepEqual(ratios({ priceToEarnings: -0.04, priceToBook: 0 }).ratios, []);
});

Deno.test("fundRatios() refuses an answer that is none about a fund", () => {
  const read = (text: string) => fundRatios({ bytes: new TextEncoder().encode(text) }, FROM);
  throws(() => read('{"quoteSummary":{"result":[{"price":{}}],"error":null}}'), /no "topHoldings"/);
  throws(() => read('{"finance":{}}'), /no "topHoldings"/);
  throws(() => read("Edge: Too many requests"), /no JSON/);
});
