import type { Day } from "../../units.ts";

/** Days of weeks that lie in a folder of weeks before one, the oldest first. */
export function weeksBefore(out: string, before: Day): readonly Day[] {
  let names: string[];
  try {
    names = [...Deno.readDirSync(out)].flatMap(({ name, isDirectory }) =>
      isDirectory ? [name] : []
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  return names.filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name) && name < before).sort() as Day[];
}
