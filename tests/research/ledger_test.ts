/** A ledger survives the way to a file and back, and one that lost a part is refused. */
import { simulatedMarket } from "lab/market";
import { backtest, EQUAL_WEIGHT, ledgerCsv, ledgerText, readLedger } from "lab/research";
import { DataError } from "lab/errors";
import { deepEqual, equal, ok, rejects } from "node:assert/strict";

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

Deno.test("ledgerCsv() has a row per step, counts them, and leaves absent sectors empty", async () => {
  const lines = (await ledgerCsv(ledger)).trimEnd().split("\n");
  equal(lines.length, ledger.steps.length + 2);
  ok(/^# steps=\d+,sha256=[0-9a-f]{64}$/.test(lines[lines.length - 1]));
  const header = lines[0].split(","), first = lines[1].split(",");
  equal(first.length, header.length);
  equal(Number(first[header.indexOf("net")]), ledger.steps[0].returns.net);
  const young = backtest(
    { ...market, listedFrom: { XLC: market.prices.days.at(-1)! } },
    { policy: EQUAL_WEIGHT },
  );
  const row = (await ledgerCsv(young)).split("\n")[1].split(",");
  equal(row[header.indexOf("after_XLC")], "");
});
