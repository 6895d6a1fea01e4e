import type { Cutoff } from "../evidence/mod.ts";
import { ruleCutoff } from "../study/mod.ts";

/**
 * Up to when a scorer may know what came after: nothing for rules of any temperament; `undefined` where
 * nobody knows. What may be remembered is known of models only; their registry is read where one is
 * named.
 */
export async function scorerCutoff(name: string): Promise<Cutoff | undefined> {
  const rules = ruleCutoff(name);
  if (rules !== undefined) return rules;
  const { knowledgeCutoff } = await import("../providers/mod.ts");
  return knowledgeCutoff(name)?.day;
}
