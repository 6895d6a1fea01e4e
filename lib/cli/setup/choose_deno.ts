import { labPaths } from "./paths.ts";
import { DENO_VERSION } from "./versions.ts";

/** The Deno that a task runs on. */
export interface ChosenDeno {
  readonly program: string;
  /** What the reader should know of it; undefined where the running Deno is the right one. */
  readonly note: string | undefined;
}

/** What a hand-over says, in whatever task it happens. */
export function handOverNote(running: string): string {
  return `This is Deno ${running}; handing over to the lab's own Deno ${DENO_VERSION}.`;
}

/**
 * The Deno for a task: numbers are promised for one version only, for Math.exp and its kin differ in
 * the last place from one V8 to the next.
 *
 * @param options.root The clone.
 * @param options.running Version of the Deno that asks.
 * @param options.program Its program.
 */
export async function chooseDeno(
  options: { root?: string; running?: string; program?: string } = {},
): Promise<ChosenDeno> {
  const { root, running = Deno.version.deno, program = Deno.execPath() } = options;
  if (running === DENO_VERSION) return { program, note: undefined };
  const { deno } = labPaths(root);
  const isThere = await Deno.stat(deno).then(({ isFile }) => isFile, () => false);
  return isThere ? { program: deno, note: handOverNote(running) } : {
    program,
    note:
      `This is Deno ${running}, and the lab's own Deno ${DENO_VERSION} is not set up (deno task ` +
      `lab does it). Going on; numbers may differ in their last digits from those of ${DENO_VERSION}.`,
  };
}
