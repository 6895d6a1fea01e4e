import { openCallStore } from "lab/providers";
import { LEDGER, ledgerPlace, RECORD_FOLDER, recordPlaces } from "lab/record";
import { deepEqual, equal, throws } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

async function inFolder(work: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A ledger with one kept line, as an earlier version left it. */
function formerLedger(path: string) {
  const store = openCallStore(path);
  store.run(
    "INSERT INTO entries (kind, at, booked_on, sweep, sector, analyst, day, sample, stage, provider, " +
      "model, call_key, settled_nano, open_nano, basis) VALUES ('reserve', '2026-11-01', " +
      "'2026-11-01', 's', 'XLK', 'a', '2026-11-01', 0, 'ballot', 'p', 'm', 'k', 0, 5, 'worst case')",
  );
  return store;
}

Deno.test("README's fresh start, which deletes the state, loses neither record nor ledger", () => {
  const root = (name: string) => new URL(`../../${name}`, import.meta.url);
  const readme = Deno.readTextFileSync(root("README.md"));
  const [, deleted] = /To start afresh, delete `\.venv` and\s+`(\.lab\/[a-z]+)`/.exec(readme)!;
  const gone = fileURLToPath(root(`${deleted}/`));
  for (const kept of [recordPlaces(RECORD_FOLDER).log, join(RECORD_FOLDER, LEDGER)]) {
    equal(kept.startsWith(gone), false, kept);
    equal(kept.startsWith(fileURLToPath(root(".lab/record/"))), true, kept);
  }
  equal(ledgerPlace("/x"), join("/x", LEDGER));
  const ignored = Deno.readTextFileSync(root(".gitignore")).split("\n");
  equal(ignored.includes(".lab/record/"), true);
});

Deno.test("a ledger of an earlier version is moved whole, once", () =>
  inFolder((folder) => {
    const former = join(folder, "state", LEDGER), record = join(folder, "record");
    formerLedger(former).close();
    const place = ledgerPlace(record, former);
    equal(existsSync(former), false);
    const store = openCallStore(place);
    deepEqual(store.rows("SELECT call_key FROM entries").map(({ call_key }) => call_key), ["k"]);
    store.close();
    formerLedger(former).close();
    equal(ledgerPlace(record, former), place);
    equal(existsSync(former), true, "a second one does not replace the first");
  }));

Deno.test("a ledger that another program uses stays where it is", () =>
  inFolder((folder) => {
    const former = join(folder, "state", LEDGER), record = join(folder, "record");
    const used = formerLedger(former);
    try {
      throws(() => ledgerPlace(record, former), /end other programs of the lab, and try again/);
      equal(existsSync(join(record, LEDGER)), false);
    } finally {
      used.close();
    }
    equal(existsSync(ledgerPlace(record, former)), true);
  }));
