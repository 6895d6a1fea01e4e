import { basename } from "node:path";
import {
  DEFAULT_RUBRIC,
  type Pillar,
  PILLARS,
  type Rubric,
  rubric as withWeights,
  rubricSchema,
} from "../../committee/mod.ts";
import { DataError } from "../../errors.ts";
import { readJson } from "../read_json.ts";

/** A copy of a rubric in which the pillars count otherwise. */
export function weighted(
  rubric: Rubric,
  weights: readonly [number, number, number] | undefined,
): Rubric {
  if (weights === undefined) return rubric;
  // Checked as the weights of the lab's own rubric are.
  const checked = withWeights({ weights });
  const weightOf = (pillar: Pillar) => checked.pillars.find((one) => one.pillar === pillar)!.weight;
  return {
    ...rubric,
    pillars: rubric.pillars.map((one) => ({ ...one, weight: weightOf(one.pillar) })),
  };
}

/**
 * The rubric of a file, or the lab's where none is named.
 *
 * @throws {DataError} If the file cannot be read or holds no rubric; names the place and what is needed.
 */
export async function rubricFile(path: string | undefined): Promise<Rubric> {
  if (path === undefined) return DEFAULT_RUBRIC;
  const where = basename(path), value = await readJson(path);
  const parsed = rubricSchema.safeParse(value);
  if (!parsed.success) {
    const [{ path: at, message }] = parsed.error.issues;
    throw new DataError(
      `Cannot read ${where}: it is no rubric; at ${at.join(".") || "its root"}: ${message}. ` +
        "data/rubric.example.json holds the lab's own",
      { where, column: at.join("."), cause: parsed.error },
    );
  }
  const { horizonWeeks, pillars } = parsed.data;
  // In the one order, so that the order of a file asks no other question.
  return {
    horizonWeeks,
    pillars: PILLARS.map((pillar) => pillars.find((one) => one.pillar === pillar)!),
  };
}
