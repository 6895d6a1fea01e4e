/**
 * Prints the program that runs a task: this Deno where it is the lab's version, else the one in
 * `.venv`. Where there is none, this one, and the reader is told.
 *
 * The tasks in `deno.json` start with it, so that another Deno first on the path writes no other
 * numbers. The sentence goes to standard error: a task's output may be a table that is piped on.
 *
 * @module
 */
import { console } from "./console.ts";
import { chooseDeno } from "./setup/choose_deno.ts";

if (import.meta.main) {
  const { program, note } = await chooseDeno();
  if (note !== undefined) console.error(note);
  // As it is, for it is run: a folder may have a name that would be cleaned.
  Deno.stdout.writeSync(new TextEncoder().encode(`${program}\n`));
}
