import { splitByCutoff } from "lab/evidence";
import { knowledgeCutoff } from "lab/providers";
import { day } from "lab/units";
import { deepEqual, equal, match, throws } from "node:assert/strict";

const cutoffOf = (model: string) =>
  model === "rules" ? "no memory" : knowledgeCutoff(model)?.day as string | undefined;

Deno.test("splitByCutoff() puts the cutoff's own day and unknown models among the remembered", () => {
  const rows = [
    { day: "2024-09-30", answeredBy: "gpt-5-2025-08-07" },
    { day: "2024-10-01", answeredBy: "gpt-5-2025-08-07" },
    { day: "2026-11-20", answeredBy: "llama3.2" },
    { day: "1999-01-08", answeredBy: "rules" },
    { day: "2026-11-20", answeredBy: ["rules", "gpt-5", "llama3.2"] },
  ];
  const split = splitByCutoff(rows, cutoffOf);
  deepEqual(split.after, [rows[1], rows[3]]);
  deepEqual(split.contaminated, [rows[0], rows[2], rows[4]]);
  deepEqual(
    split.models.map((
      { model, cutoff, after, contaminated },
    ) => [model, cutoff, after, contaminated]),
    [
      ["gpt-5-2025-08-07", "2024-09-30", 1, 1],
      ["llama3.2", undefined, 0, 2],
      ["rules", "no memory", 2, 0],
      ["gpt-5", "2024-09-30", 1, 0],
    ],
  );
  throws(
    () => splitByCutoff([{ day: "2026-01-02", answeredBy: [] }], cutoffOf),
    /need a model that answered, got none in row 0 \(2026-01-02\)/,
  );
});

Deno.test("knowledgeCutoff() knows builds of a model, not its smaller brother, and takes additions", () => {
  equal(knowledgeCutoff("claude-haiku-4-5-20251001")?.day, "2025-07-31");
  const of = (on: string) => ({ day: day(on), source: "a reader" });
  const builds = { m: of("2024-01-01"), "m-2025-08-07": of("2025-01-01") };
  equal(knowledgeCutoff("m-2025-08-07", builds)?.day, "2025-01-01", "its own name goes first");
  equal(knowledgeCutoff("m-2025-09-01", builds)?.day, "2024-01-01");
  equal(knowledgeCutoff("gpt-5.4-mini"), undefined);
  equal(knowledgeCutoff("grok-4.3"), undefined);
  const own = { "llama3.2": { day: "2023-12-31" as never, source: "model card" } };
  equal(knowledgeCutoff("llama3.2", own)?.source, "model card");
  for (const model of ["gpt-6-luna", "gpt-5.5", "gemini-3.8-flash", "claude-haiku-4-5"]) {
    match(knowledgeCutoff(model)!.source, /\S/);
  }
});
