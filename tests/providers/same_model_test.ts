import { isSameModel } from "lab/providers";
import { ok } from "node:assert/strict";

Deno.test("isSameModel() knows dates and builds from another model", () => {
  const same = [
    ["gpt-5", "gpt-5"],
    ["gpt-5", "gpt-5-2025-08-07"],
    ["claude-opus-5", "claude-opus-5-20260101"],
    ["gemini-2.5-pro", "models/gemini-2.5-pro-001"],
    ["openai/gpt-5", "gpt-5"],
    ["llama3.2", "llama3.2:latest"],
    ["grok-4-latest", "grok-4-0709"],
    ["GPT-5", "gpt-5"],
  ];
  const other = [
    ["gpt-5", "gpt-5-mini"],
    ["gpt-5.4", "gpt-5"],
    ["gpt-5", "gpt-5.4"],
    ["claude-opus-5", "claude-opus-5-5"],
    ["llama3.2", "llama3.2:1b"],
    ["a", ""],
  ];
  for (const [asked, answered] of same) ok(isSameModel(asked, answered), `${asked} ${answered}`);
  for (const [asked, answered] of other) ok(!isSameModel(asked, answered), `${asked} ${answered}`);
  ok(isSameModel("local", "weights.gguf", ["weights.gguf"]));
});
