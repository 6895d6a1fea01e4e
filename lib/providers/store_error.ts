import { LabError } from "../errors.ts";

/** Why the file of ledger and answers cannot be used. */
export type StoreFault = "full" | "not writable" | "busy" | "damaged" | "disk" | "other";

/** By the result codes of SQLite (sqlite.org/rescode.html): the extended code, else the primary one. */
const BY_CODE: Readonly<Record<number, StoreFault>> = {
  // Where there is no room for the memory that programs share.
  4874: "full",
  5: "busy",
  6: "busy",
  8: "not writable",
  10: "disk",
  11: "damaged",
  13: "full",
  14: "not writable",
  26: "damaged",
};

/** By the names that the system gives its errors. */
const BY_NAME: Readonly<Record<string, StoreFault>> = {
  ENOSPC: "full",
  EDQUOT: "full",
  EROFS: "not writable",
  EACCES: "not writable",
  EPERM: "not writable",
  ENOTDIR: "not writable",
  EEXIST: "not writable",
};

const REMEDIES: Readonly<Record<StoreFault, string>> = {
  full: "the disk is full. Free some space and run the same command again; what it holds is kept",
  "not writable": "it may not be written there. Give another folder (--record), or make this one " +
    "writable",
  busy: "another program holds it for too long. End that program, or try again later",
  damaged: "it is damaged, or no ledger. Move it away and start anew; what it booked then counts " +
    "under no cap",
  disk: "the disk could not be read or written. It may be full, or fail; look at it first",
  other: "",
};

function faultOf(cause: unknown): StoreFault {
  const { errcode, code, message = "" } = (cause ?? {}) as {
    errcode?: unknown;
    code?: unknown;
    message?: string;
  };
  if (typeof errcode === "number") {
    const fault = BY_CODE[errcode] ?? BY_CODE[errcode & 0xff];
    if (fault) return fault;
  }
  if (typeof code === "string" && BY_NAME[code]) return BY_NAME[code];
  // Where a file cannot be made, Deno's SQLite gives no code.
  if (/unable to open database file|readonly|read-only/i.test(message)) return "not writable";
  if (/no space left|disk is full/i.test(message)) return "full";
  return /not a database|malformed/i.test(message) ? "damaged" : "other";
}

/** The file of ledger and answers cannot be used: says why, and what would help. */
export class StoreError extends LabError {
  override readonly name = "StoreError";
  readonly fault: StoreFault;
  readonly path: string;

  constructor(doing: "open" | "write to", path: string, cause: unknown) {
    const fault = faultOf(cause);
    const words = cause instanceof Error ? cause.message : String(cause);
    super(
      `Cannot ${doing} the ledger ${path}: ` +
        (fault === "other" ? words : `${REMEDIES[fault]} (${words})`),
      { cause },
    );
    this.fault = fault;
    this.path = path;
  }
}

/** Does what is no loss where it cannot be written. */
export function unlessUnwritable(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
}
