/** Tables that a folder of evidence may hold, each in a file of its name. */
export const EVIDENCE_TABLES = [
  "fundamentals",
  "headlines",
  "flows",
  "rates",
  "styles",
  "figures",
] as const;

export type EvidenceTableName = typeof EVIDENCE_TABLES[number];
