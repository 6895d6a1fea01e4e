import { ledgerPlace, RECORD_FOLDER } from "../../record/mod.ts";
import { option, type Reader } from "./option.ts";

/** The word for no record. */
const OFF = "off";

const place: Reader<string> = (text, refuse) =>
  text.trim() === "" ? refuse("the path of a folder, or off") : text;

/** Where ballots, the ledger of paid calls and the answers paid for are kept. */
export const RECORD = {
  record: option(place, {
    value: "DIR|off",
    help:
      "folder of the record of ballots, the ledger of paid calls and kept answers, several may " +
      "share one (default .lab/record); off: ballots are neither read nor recorded",
  }),
};

/** The same folder, of a command that only looks at it: there is nothing to leave out. */
export const RECORD_LOOKED_AT = {
  record: option(place, {
    value: "DIR",
    help:
      "folder of the record of ballots, the ledger of paid calls and kept answers (default .lab/record)",
  }),
};

/** What options of an earlier version are called now. */
export const FORMER_STATE = { state: (value: string) => `--record ${value || "DIR"}` };

/** Where a command finds the record and the ledger. */
export interface RecordChoice {
  /** Folder of the record of ballots; absent where it is off. */
  readonly ballots?: string;
  /** Folder of the ledger. */
  readonly folder: string;
  /** File of the ledger and of kept answers. */
  ledger(): string;
}

/** The places that a command line, or a settings file behind it, asks for. */
export function recordChoice(given: string | undefined): RecordChoice {
  const folder = given === undefined || given === OFF ? RECORD_FOLDER : given;
  return {
    ...(given === OFF ? {} : { ballots: folder }),
    folder,
    ledger: () => ledgerPlace(folder),
  };
}
