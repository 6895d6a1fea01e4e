import type { RecordedBallot } from "./recorded_ballot.ts";

/** Ballots of a Parquet file, with its name and hash. */
export interface BallotsFile {
  readonly where: string;
  readonly sha256: string;
  readonly ballots: readonly RecordedBallot[];
}

/** Bytes of `ballots.parquet`: one row a ballot, named columns, and the whole ballot as JSON. */
export function ballotsParquet(_ballots: readonly RecordedBallot[]): Promise<Uint8Array> {
  throw new Error("not built yet");
}

/** Reads what `ballotsParquet` wrote. @throws {DataError} If the file cannot be read or is none. */
export function readBallots(_path: string): Promise<BallotsFile> {
  throw new Error("not built yet");
}
