/**
 * Runs every lesson from top to bottom in a fresh kernel and saves it with its outputs, but for the
 * charts that answer a guess.
 *
 *   deno task lessons          all of them
 *   deno task lessons 00 03    those whose names start so
 *
 * @module
 */
import { ensureLab } from "./setup/ensure_lab.ts";
import { handOver } from "./setup/hand_over.ts";
import { lessons, runNotebooks } from "./setup/lessons.ts";
import { say, seconds } from "./setup/progress.ts";
import { withSetupErrors } from "./setup/with_setup_errors.ts";

async function main(wanted: readonly string[]): Promise<number> {
  const lab = await ensureLab();
  await handOver(lab, import.meta.filename!, wanted);
  const chosen = (await lessons(lab.paths.root)).filter(({ kind, name }) =>
    kind === "notebook" && (wanted.length === 0 || wanted.some((start) => name.startsWith(start)))
  );
  let failed = chosen.length === 0 ? 1 : 0;
  if (failed > 0) say(`No lesson starts with ${wanted.join(" or ")}.\n`);
  for (const { name, path } of chosen) {
    const [ran] = await runNotebooks(lab, [{ path, save: path }]);
    const [error] = ran.errors;
    say(
      error === undefined
        ? `saved  ${name}: ${seconds(ran.seconds * 1000)}, ${ran.cells} cells\n`
        : `FAILED ${name}, code cell ${error.cell}: ${error.name}: ${error.value}\n`,
    );
    if (error !== undefined) failed++;
  }
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await withSetupErrors(() => main(Deno.args)));
