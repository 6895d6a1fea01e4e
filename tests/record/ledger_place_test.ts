import { openCallStore } from "lab/providers";
import { LEDGER, ledgerPlace, RECORD_FOLDER } from "lab/record";
import { deepEqual, equal, throws } from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

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

Deno.test("a fresh start, which deletes the state, loses neither record nor ledger", () => {
  equal(dirname(ledgerPlace("/x")), "/x");
  equal(RECORD_FOLDER.endsWith(join(".lab", "record")), true);
  equal(RECORD_FOLDER.includes("state"), false);
  const ignored = Deno.readTextFileSync(new URL("../../.gitignore", import.meta.url)).split("\n");
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
