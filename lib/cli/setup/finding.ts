/** One thing looked at. */
export interface Finding {
  readonly name: string;
  /** `note`: the lab works without it. */
  readonly state: "ok" | "not ok" | "note";
  /** What was found, and the remedy where something is wrong. */
  readonly text: string;
}
