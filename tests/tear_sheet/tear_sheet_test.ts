import { DISPLAY } from "lab/charts";
import { tearSheet, type TearSheetInput, tearSheetPage } from "lab/tear_sheet";
import { randomStream } from "lab/stats";
import { equal, match, ok, throws } from "node:assert/strict";
import { weekly, WEEKS } from "../performance/weekly_fixture.ts";

const { days, book, market, riskFree } = weekly;
const small: TearSheetInput = {
  title: "Committee, weekly",
  source: "Source: simulated, seed 7.",
  periods: "weeks",
  periodsPerYear: WEEKS,
  days,
  net: book,
};
const stream = randomStream(5);
const whole: TearSheetInput = {
  ...small,
  riskFree,
  gross: book.map((value) => value + 0.0004),
  costs: book.map(() => 0.0004),
  turnover: book.map((_, t) => 0.3 + 0.1 * (t % 2)),
  benchmark: { name: "Market", returns: market },
  // A baseline that starts late, as XLC did.
  baselines: [{ name: "Late", returns: market.map((value, t) => t < 60 ? undefined : value) }],
  dice: Array.from({ length: 80 }, () => days.map(() => 0.015 * stream.normal())),
  honesty: [{ label: "Percentile among 80 dice", value: "93 %", note: "ours not counted" }],
};

Deno.test("tearSheet() shows headline, honesty, six charts and every measure in one cell", () => {
  const sheet = tearSheet(whole);
  const { "text/html": html, "text/plain": plain } = sheet[DISPLAY]();
  equal(sheet.figures.length, 6);
  equal((html.match(/<figure/g) ?? []).length, 6);
  const luck = html.indexOf("Percentile among 80 dice");
  const [verdict, growth, second] = ["Sharpe ratio", "<figure", "<figure"].reduce<number[]>(
    (at, sought) => [...at, html.indexOf(sought, (at.at(-1) ?? -1) + 1)],
    [],
  );
  ok(verdict < growth, "the verdict comes first, then the picture of growth");
  ok(growth < luck && luck < second, "luck comes before the other charts");
  match(html, /Source: [^<]*; the run from \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\./);
  for (const { measures } of sheet.groups) {
    for (const { name, convention } of measures) {
      ok(html.includes(`>${name}</td>`), name);
      ok(html.includes(convention.slice(0, 20).replaceAll("&", "&amp;")), name);
      ok(plain.includes(name), name);
    }
  }
  equal(/NaN|Infinity|undefined/.test(html + plain), false);
  equal(/<h[1-6]/.test(html), false, "a heading would enter the table of contents");
});

Deno.test("the headline carries interval and count, and what the interval means", () => {
  match(
    tearSheet(whole).headline,
    /^Sharpe ratio 0\.87 \(95 % interval −0\.\d\d to 2\.\d\d; n = 180 weeks\)\. Not proven: /,
  );
  match(
    tearSheet(small).headline,
    /No dice, no count of trials and no power were given with it\.$/,
  );
  const sure = tearSheet({ ...small, net: book.map((value) => value + 0.02) });
  match(sure.headline, /leaves out zero; .* Above 3: look for data from the future/);
  const lost = tearSheet({ ...small, net: book.map((value) => value - 0.02) });
  match(lost.headline, /It lost, beyond what its own noise explains/);
  const flat = tearSheet({ ...small, net: book.map(() => 0) });
  match(flat.headline, /^Sharpe ratio: not measured, the returns have no volatility/);
});

Deno.test("tearSheetPage() is one file: no script, no network, no second copy of the drawings", () => {
  const page = tearSheetPage(tearSheet(whole));
  match(page, /^<!doctype html>\n<html lang="en">/);
  equal(/<script|<link|@import|<img/i.test(page), false);
  equal(/(?:src|href)="(?!#)/.test(page), false);
  equal(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', "").includes("http"), false);
  match(page, /@media print/);
  match(page, /prefers-color-scheme:dark/);
  equal((page.match(/<svg/g) ?? []).length, 6);
  equal(page.includes('hidden="hidden"'), false);
});

Deno.test("a title with markup is text", () => {
  const page = tearSheetPage(tearSheet({ ...small, title: "<b>Mine & yours</b>" }));
  ok(page.includes("&lt;b&gt;Mine &amp; yours&lt;/b&gt;"));
  equal(page.includes("<b>Mine"), false);
});

Deno.test("a baseline that starts late says since when it grows, and is no zero before", () => {
  const sheet = tearSheet(whole);
  match(sheet.figures[0].title, /Late since 2022-03 into/); // its first return ends on 2022-03-04
  ok(/<td[^>]*>Late<\/td>.*?<td[^>]*>120<\/td>/.test(sheet.html()), "120 of 180 weeks");
});

Deno.test("few dice are lines, many a fan", () => {
  const few = tearSheet({ ...whole, dice: whole.dice!.slice(0, 10) }).figures[0].html();
  const many = tearSheet(whole).figures[0].html();
  ok(many.includes("90 % of 80 dice"));
  equal(few.includes("90 % of"), false);
});

Deno.test("a long history is drawn with few points, and its titles count all of them", () => {
  const long = 6_900;
  const many = Array.from(
    { length: long },
    (_, t) => new Date(Date.UTC(2000, 0, 3) + 864e5 * t).toISOString().slice(0, 10),
  );
  const net = many.map((_, t) => t === 3_333 ? -0.3 : 0.0005 + 0.001 * (t % 2 === 0 ? 1 : -1));
  const sheet = tearSheet({ ...small, periods: "days", periodsPerYear: 252, days: many, net });
  match(sheet.figures[1].title, /^The deepest fall is −30\.0 % on 2009-02-17, made good by 2011-/);
  match(sheet.figures[2].title, / in \d+ of 6649 windows$/); // 6,900 − 251, not the drawn ones
  ok(tearSheetPage(sheet).length < 400_000);
});

Deno.test("tearSheet() refuses short, unsorted, holed and unequal series", () => {
  throws(() => tearSheet({ ...small, days: [], net: [] }), /need at least 2 periods, got 0/);
  throws(
    () => tearSheet({ ...small, days: ["2020-01-03"], net: [0.01] }),
    /Cannot make a tear sheet: need at least 2 periods, got 1/,
  );
  throws(() => tearSheet({ ...small, days: days.slice(1) }), /one day per return, got 179 days/);
  throws(() => tearSheet({ ...small, days: days.toReversed() }), /days must rise/);
  throws(() => tearSheet({ ...small, net: book.with(3, NaN) }), /got NaN at position 3/);
  throws(
    () => tearSheet({ ...small, net: book.with(3, undefined as never) }),
    /position 3 has no return/,
  );
  throws(() => tearSheet({ ...small, net: book.with(3, -1.5) }), /got -1\.5 at position 3/);
  throws(
    () => tearSheet({ ...whole, benchmark: { name: "Market", returns: market.slice(1) } }),
    /Market needs one value per period, got 179 and 180/,
  );
  throws(
    () => tearSheet({ ...whole, dice: [[0.01]] }),
    /dice 0 needs one value per period, got 1 and 180/,
  );
  throws(() => tearSheet({ ...small, title: " " }), /need a title, got " "/);
  throws(() => tearSheet({ ...small, source: "mine" }), /need a source line/);
});
