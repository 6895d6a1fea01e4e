import { console } from "./console.ts";
import { isTold } from "./is_told.ts";

/**
 * Runs a command as a program: its exit code becomes the program's, and a mistake of the caller or of the
 * data is one sentence and exit code 1. A fault of the lab keeps its stack.
 */
export async function tellErrors(run: () => unknown): Promise<void> {
  try {
    const code = await run();
    if (typeof code === "number") Deno.exitCode = code;
  } catch (error) {
    if (!isTold(error)) throw error;
    console.error(error.message);
    Deno.exitCode = 1;
  }
}
