import { type AssertSnapshot, snapshotsBeside } from "../snapshots_beside.ts";

/** Compares a text with a file of the folder `snapshots` beside this one. */
export const assertSnapshot: AssertSnapshot = snapshotsBeside(import.meta.url);
