import type { Cutoff } from "../../evidence/mod.ts";
import { ruleCutoff } from "../../study/mod.ts";

/**
 * Up to when a scorer may know what came after: nothing for rules of any temperament; `undefined` where
 * nobody knows. What may be remembered is known of models only; their registry is read where one is
 * named.
 */
export async function scorerCutoff(name: string): Promise<Cutoff | undefined> {
  return ruleCutoff(name) ?? (await knownCutoff())(name);
}

/** The same for many scorers, with the registry read once. */
export async function knownCutoff(): Promise<(name: string) => Cutoff | undefined> {
  const { knowledgeCutoff } = await import("../../providers/mod.ts");
  return (name) => ruleCutoff(name) ?? knowledgeCutoff(name)?.day;
}
