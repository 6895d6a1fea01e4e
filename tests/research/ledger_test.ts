/** A ledger survives the way to a file and back, and one that lost a part is refused. */
import { instrument, simulatedMarket, snapshot } from "lab/market";
import { DEFAULT_COST_MODEL, fundVolatility } from "lab/portfolio";
import {
  backtest,
  backtestScores,
  decisionDays,
  EQUAL_WEIGHT,
  LEDGER_NAMES,
  ledgerCsv,
  ledgerText,
  panelOf,
  readLedger,
  readLedgerCsv,
  scorePolicy,
  scoreTable,
} from "lab/research";
import { DataError } from "lab/errors";
import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";

const market = simulatedMarket({ seed: 3, years: 0.3 });
const ledger = backtest(market, { policy: EQUAL_WEIGHT });
const text = await ledgerText(ledger);

Deno.test("ledgerText() writes the same bytes for the same run, and readLedger() reads them back", async () => {
  equal(await ledgerText(backtest(market, { policy: EQUAL_WEIGHT })), text);
  const read = await readLedger(text, "run.jsonl");
  deepEqual(read, JSON.parse(JSON.stringify(ledger)));
  equal(await ledgerText(read), text);
});

Deno.test("readLedger() refuses a ledger that was cut short, wherever it was cut", async () => {
  for (const part of [0.2, 0.5, 0.9, 0.999]) {
    const cut = text.slice(0, Math.floor(part * text.length));
    await rejects(readLedger(cut, "run.jsonl"), (error: unknown) => {
      ok(error instanceof DataError);
      ok(
        /^Cannot read run.jsonl: it was cut short after \d+ lines of steps, .*run the backtest again$/
          .test(error.message),
        error.message,
      );
      return true;
    });
  }
  const lines = text.trimEnd().split("\n");
  const withoutFooter = lines.slice(0, -1).join("\n") + "\n";
  await rejects(readLedger(withoutFooter), /it was cut short/);
});

Deno.test("readLedger() refuses a ledger that lost a line in the middle, or was changed", async () => {
  const lines = text.trimEnd().split("\n");
  const steps = ledger.steps.length;
  const lost = [...lines.slice(0, 3), ...lines.slice(4)].join("\n") + "\n";
  await rejects(
    readLedger(lost, "run.jsonl"),
    new RegExp(`run.jsonl: need ${steps} steps as its last line says, got ${steps - 1}`),
  );
  const changed = text.replace('"status":"tilt"', '"status":"cash"');
  await rejects(readLedger(changed), /it was changed after it was written: its checksum/);
});

Deno.test("readLedger() refuses what is no ledger", async () => {
  await rejects(readLedger("date,XLB\n", "prices.csv"), /prices.csv, line 1: it is no ledger/);
  await rejects(readLedger("", "empty"), /empty, line 1: it is no ledger/);
});

Deno.test("ledgerCsv() has a header and a row per step, nothing else, and absent sectors are empty", () => {
  const lines = ledgerCsv(ledger).trimEnd().split("\n");
  equal(lines.length, ledger.steps.length + 1);
  const header = lines[0].split(",");
  for (const line of lines) equal(line.split(",").length, header.length);
  ok(lines.slice(1).every((line) => /^\d+,/.test(line)));
  equal(lines.at(-1)!.split(",")[header.indexOf("until_at")], ledger.steps.at(-1)!.to.at);
  const young = backtest(
    { ...market, listedFrom: { XLC: market.prices.days.at(-1)! } },
    { policy: EQUAL_WEIGHT },
  );
  const row = ledgerCsv(young).split("\n")[1].split(",");
  equal(row[header.indexOf("after_XLC")], "");
});

Deno.test("readLedgerCsv() reads what was written, and names a cell that is none", () => {
  const csv = ledgerCsv(ledger), rows = readLedgerCsv(csv, "ledger.csv");
  rows.forEach((row, k) => {
    const { decision, fill, to, equityUsd, before, after, turnover, costs, returns } =
      ledger.steps[k];
    const { decidedAt, status, target } = decision;
    deepEqual(row, {
      ...{ step: k, decidedAt, status, fill, to, equityUsd, before, target, after, turnover },
      ...{ costs, returns },
    });
  });
  throws(
    () => readLedgerCsv(csv.replace(/^0,/m, "one,"), "ledger.csv"),
    /ledger.csv, line 2, column step: need a number, got "one"/,
  );
  throws(() => readLedgerCsv(csv.replace(/^1,/m, "7,")), /line 3, column step: need step 1/);
  throws(() => readLedgerCsv(csv.replace("until_at", "until_by")), /unknown column "until_by"/);
});

Deno.test("readLedger() says what the table of a ledger is read with", async () => {
  await rejects(readLedger(ledgerCsv(ledger), "ledger.csv"), /read it with readLedgerCsv/);
});

Deno.test("an unknown impact is not zero: funds without a volume have the thinnest peer's", () => {
  // As in a file of closes alone; of REW, SCC and RXD the master has no volume either.
  const made = simulatedMarket({ seed: 3, years: 2 });
  const prices = { ...made, prices: { ...made.prices, volume: new Map() } };
  const days = decisionDays(prices, "weekly").slice(56, 76);
  const bet = (sector: "XLK" | "XLE") => {
    const scores = scoreTable(days.flatMap((day, k) => [
      { day, sector, score: k % 2 ? 1 : 2 },
      { day, sector: "XLB" as const, score: 5 },
    ]));
    const panel = panelOf(prices, { days: [], scores: new Float64Array(0) }, { days });
    return {
      panel,
      run: backtestScores(panel, scores, { rule: { kind: "tilt" } }),
      steps: backtest(prices, { days, policy: scorePolicy({ kind: "tilt" }), scores }).steps,
    };
  };
  const thin = bet("XLK");
  ok(thin.steps.every(({ costs }) => costs.known && costs.assumed?.join() === "REW"));
  deepEqual([...thin.run.costAssumed], thin.steps.map(() => 1));
  // The impact of the trade in REW, Y·σ·√(Q/30,000) on what is traded; XLB's is next to nothing.
  const { costs, after, before, equityUsd } = thin.steps[0];
  const at = LEDGER_NAMES.indexOf("XLK"), traded = Math.abs(after[at]! - before[at]!) / 2;
  const view = snapshot(prices, days[0]), fund = instrument("REW");
  const impact = traded * DEFAULT_COST_MODEL.impactCoefficient * fundVolatility(view, fund)! *
    Math.sqrt(traded * equityUsd / 30_000);
  ok(costs.impact > impact && costs.impact < 1.05 * impact, `${costs.impact} and ${impact}`);
  thin.steps.forEach((step, k) => ok(Math.abs(step.costs.total - thin.run.cost[k]) < 1e-12));
  const known = bet("XLE");
  ok(known.steps.every(({ costs }) => costs.assumed === undefined));
  ok(known.run.costAssumed.every((one) => one === 0));
  ok(thin.panel.assumedFunds!.includes("REW") && !thin.panel.assumedFunds!.includes("DUG"));
  match(ledgerCsv({ ...ledger, steps: thin.steps }), /,true,REW,/);
});
