import { join } from "node:path";
import { ensureLab } from "../../lib/cli/setup/ensure_lab.ts";
import { figureCount, lessons, runNotebooks } from "../../lib/cli/setup/lessons.ts";
import type { BenchRow } from "./bench_row.ts";

interface NotebookFile {
  readonly cells: readonly { readonly cell_type: string }[];
}

/** Every lesson headless, and the first one only as far as its first chart, in a fresh kernel. */
export async function lessonBench(): Promise<BenchRow[]> {
  const lab = await ensureLab();
  const notebooks = (await lessons(lab.paths.root)).filter(({ kind }) => kind === "notebook");
  const jobs = notebooks.map(({ path }) => ({ path }));
  await runNotebooks(lab, jobs.slice(0, 1)); // a warm-up: packages and bytecode come off the disk
  const ran = await runNotebooks(lab, jobs);
  const rows = ran.map((run, i): BenchRow => ({
    what: `${notebooks[i].name} headless, ${run.cells} cells`,
    measured: `${run.seconds.toFixed(2)} s`,
    beside: "promised: under 6 s",
  }));
  if (ran.length === 0) return rows;

  const first = ran[0].outputs.findIndex((outputs) => figureCount([outputs]) > 0);
  const file: NotebookFile = JSON.parse(await Deno.readTextFile(ran[0].path));
  let code = 0;
  const end = file.cells.findIndex(({ cell_type }) => cell_type === "code" && code++ === first);
  const dir = await Deno.makeTempDir();
  try {
    const path = join(dir, "first_chart.ipynb");
    await Deno.writeTextFile(
      path,
      JSON.stringify({ ...file, cells: file.cells.slice(0, end + 1) }),
    );
    const runs = await runNotebooks(lab, [{ path }, { path }, { path }]);
    const seconds = runs.map((run) => run.seconds).sort((a, b) => a - b);
    rows.unshift({
      what: "kernel start to the first chart of the first lesson (median of 3)",
      measured: `${seconds[1].toFixed(2)} s`,
      beside: "promised: 3 s",
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
  return rows;
}
