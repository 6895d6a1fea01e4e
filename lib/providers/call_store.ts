import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from "node:sqlite";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type Asker, registerAsker } from "./asker.ts";
import { StoreError } from "./store_error.ts";

/** Another process may hold the file for so long, milliseconds. */
const BUSY_MS = 10_000;
/** Changes when tables change in a way that older code cannot read. */
const FORMAT = 1;

/** One row as SQLite gives it. */
export type StoredRow = Readonly<Record<string, SQLOutputValue>>;

/**
 * One SQLite file under the ledger and the kept answers, so that an answer and its price are written
 * in one transaction: after a kill either both are there or neither.
 */
export interface CallStore {
  readonly path: string;
  /** This program, as others that use the same file see it. */
  readonly asker: Pick<Asker, "id" | "isRunning">;
  /** Rows of a query. @throws {StoreError} As from all of these, if the file cannot be used. */
  rows(sql: string, ...values: readonly SQLInputValue[]): readonly StoredRow[];
  /** Runs one statement; returns the id of the row it wrote. */
  run(sql: string, ...values: readonly SQLInputValue[]): number;
  /** All or nothing; one inside another is part of it. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/**
 * Triggers against mistakes of the lab, not against an owner who means to change his own file. The
 * insert trigger stops `INSERT OR REPLACE`, which deletes without asking the delete trigger. `totals`
 * holds sums of the lines by day, sweep and sector, kept by a trigger in the same transaction and made
 * anew at each opening: a look at a cap must not add up all lines ever written.
 */
const TABLES = `
CREATE TABLE IF NOT EXISTS entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('reserve', 'background', 'unknown', 'settle')),
  reservation INTEGER,
  at TEXT NOT NULL,
  booked_on TEXT NOT NULL,
  sweep TEXT NOT NULL,
  sector TEXT NOT NULL,
  analyst TEXT NOT NULL,
  day TEXT NOT NULL,
  sample INTEGER NOT NULL,
  stage TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  call_key TEXT NOT NULL,
  settled_nano INTEGER NOT NULL,
  open_nano INTEGER NOT NULL,
  basis TEXT NOT NULL,
  input_tokens INTEGER,
  cached_input_tokens INTEGER,
  output_tokens INTEGER,
  search_calls INTEGER,
  background_id TEXT,
  CHECK ((kind = 'reserve') = (reservation IS NULL)),
  CHECK (settled_nano >= 0)
) STRICT;
CREATE INDEX IF NOT EXISTS entries_by_key ON entries (call_key, kind);
CREATE UNIQUE INDEX IF NOT EXISTS entries_once ON entries (reservation, kind)
  WHERE kind IN ('settle', 'background', 'unknown');
CREATE TRIGGER IF NOT EXISTS entries_no_update BEFORE UPDATE ON entries
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER IF NOT EXISTS entries_no_delete BEFORE DELETE ON entries
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER IF NOT EXISTS entries_no_replace BEFORE INSERT ON entries
  WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
    OR (NEW.kind <> 'reserve' AND EXISTS (
      SELECT 1 FROM entries WHERE reservation = NEW.reservation AND kind = NEW.kind))
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER IF NOT EXISTS entries_settle_what_is_open BEFORE INSERT ON entries
  WHEN NEW.kind <> 'reserve' AND NOT EXISTS (
    SELECT 1 FROM entries WHERE id = NEW.reservation AND kind = 'reserve'
      AND (NEW.kind <> 'settle' OR open_nano = -NEW.open_nano))
  BEGIN SELECT RAISE(ABORT, 'an entry needs its reservation'); END;
CREATE TABLE IF NOT EXISTS totals (
  scope TEXT PRIMARY KEY,
  settled_nano INTEGER NOT NULL,
  open_nano INTEGER NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS entries_totals AFTER INSERT ON entries BEGIN
  INSERT INTO totals VALUES ('day ' || NEW.booked_on, NEW.settled_nano, NEW.open_nano)
    ON CONFLICT (scope) DO UPDATE SET settled_nano = settled_nano + excluded.settled_nano,
      open_nano = open_nano + excluded.open_nano;
  INSERT INTO totals VALUES ('sweep ' || NEW.sweep, NEW.settled_nano, NEW.open_nano)
    ON CONFLICT (scope) DO UPDATE SET settled_nano = settled_nano + excluded.settled_nano,
      open_nano = open_nano + excluded.open_nano;
  INSERT INTO totals VALUES (
      'sector ' || NEW.sector || ' ' || NEW.sweep, NEW.settled_nano, NEW.open_nano)
    ON CONFLICT (scope) DO UPDATE SET settled_nano = settled_nano + excluded.settled_nano,
      open_nano = open_nano + excluded.open_nano;
END;
DELETE FROM totals;
INSERT INTO totals
  SELECT 'day ' || booked_on, sum(settled_nano), sum(open_nano) FROM entries GROUP BY 1
  UNION ALL
  SELECT 'sweep ' || sweep, sum(settled_nano), sum(open_nano) FROM entries GROUP BY 1
  UNION ALL
  SELECT 'sector ' || sector || ' ' || sweep, sum(settled_nano), sum(open_nano)
    FROM entries GROUP BY 1;
CREATE TABLE IF NOT EXISTS answers (
  call_key TEXT PRIMARY KEY,
  kept_at INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  reply TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS asking (
  call_key TEXT PRIMARY KEY,
  asker TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS sweep_answers (
  sweep TEXT NOT NULL,
  call_key TEXT NOT NULL,
  PRIMARY KEY (sweep, call_key)
) STRICT;
CREATE TABLE IF NOT EXISTS sweeps_begun (
  sweep TEXT PRIMARY KEY,
  begun_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS spoilt_answers (
  call_key TEXT NOT NULL,
  set_aside_at INTEGER NOT NULL,
  why TEXT NOT NULL,
  sha256,
  reply
);
`;

/**
 * Opens the file of ledger and answers, or makes it.
 *
 * Written with a write-ahead log and `synchronous = FULL`: what a call returned before a kill or a
 * power cut is there afterwards (as far as the disk keeps its word).
 *
 * @param path Such as `.lab/state/calls.sqlite`; its folder is made. `:memory:` for a test.
 * @throws {StoreError} If it cannot be opened, is no such file, or was written by a later version.
 *
 * @example
 * ```ts
 * import { openCallStore } from "lab/providers";
 * import { equal } from "node:assert/strict";
 *
 * const store = openCallStore(":memory:");
 * equal(store.rows("SELECT count(*) AS n FROM entries")[0].n, 0);
 * store.close();
 * ```
 */
export function openCallStore(path: string): CallStore {
  let database: DatabaseSync, asker: Asker;
  let opened: DatabaseSync | undefined;
  try {
    if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
    database = opened = new DatabaseSync(path);
    database.exec(
      `PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;`,
    );
    const found = Number(database.prepare("PRAGMA user_version").get()?.user_version);
    if (found > FORMAT) {
      throw new Error(`it has format ${found}, and this version of the lab knows ${FORMAT}`);
    }
    database.exec(`BEGIN IMMEDIATE; ${TABLES} PRAGMA user_version = ${FORMAT};`);
    // Within the transaction: no other program may take our file for one that was left behind.
    asker = registerAsker(path);
    database.exec("COMMIT");
  } catch (cause) {
    opened?.close();
    throw new StoreError("open", path, cause);
  }
  function told<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      throw new StoreError("write to", path, cause);
    }
  }
  const prepared = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  const statement = (sql: string) => {
    const made = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, made);
    return made;
  };
  let depth = 0;
  return {
    path,
    asker,
    rows: (sql, ...values) => told(() => statement(sql).all(...values)),
    run: (sql, ...values) => told(() => Number(statement(sql).run(...values).lastInsertRowid)),
    transaction(work) {
      if (depth > 0) return work();
      // IMMEDIATE: no other process may spend between the look at a cap and the reservation.
      told(() => database.exec("BEGIN IMMEDIATE"));
      depth++;
      try {
        const result = work();
        told(() => database.exec("COMMIT"));
        return result;
      } catch (error) {
        // A full disk has rolled back by itself.
        if (database.isTransaction) told(() => database.exec("ROLLBACK"));
        throw error;
      } finally {
        depth--;
      }
    },
    close() {
      asker.close();
      database.close();
    },
  };
}
