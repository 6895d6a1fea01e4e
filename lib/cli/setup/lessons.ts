import { basename, join } from "node:path";
import type { Lab } from "./ensure_lab.ts";
import { run } from "./run.ts";
import { withOwnTrials } from "./trials_folder.ts";

/** One thing a reader can run: a notebook, or a script beside the notebooks. */
export interface Lesson {
  readonly name: string;
  readonly path: string;
  readonly kind: "notebook" | "script";
}

/** One cell output, as Jupyter keeps it. */
export interface CellOutput {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly ename?: string;
  readonly evalue?: string;
  readonly traceback?: readonly string[];
}

/** A cell that failed. */
export interface CellError {
  /** Code cells count from 1; 0 when no cell is to blame. */
  readonly cell: number;
  readonly name: string;
  readonly value: string;
  readonly traceback: string;
}

/** What running a notebook in a fresh kernel gave. */
export interface NotebookRun {
  readonly path: string;
  /** From the start of the kernel to the end of the last cell. */
  readonly seconds: number;
  readonly cells: number;
  /** One list of outputs per code cell. */
  readonly outputs: readonly (readonly CellOutput[])[];
  readonly errors: readonly CellError[];
}

/** Every lesson of the clone: notebooks first, then scripts, each by name. */
export async function lessons(root: string): Promise<readonly Lesson[]> {
  const named = async (folder: string, ending: string, kind: Lesson["kind"]) => {
    const found: Lesson[] = [];
    try {
      for await (const entry of Deno.readDir(folder)) {
        if (!entry.isFile || !entry.name.endsWith(ending)) continue;
        found.push({
          name: basename(entry.name, ending),
          path: join(folder, entry.name),
          kind,
        });
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    return found.sort((a, b) => a.name < b.name ? -1 : 1);
  };
  const folder = join(root, "notebooks");
  return [
    ...await named(folder, ".ipynb", "notebook"),
    ...await named(join(folder, "examples"), ".ts", "script"),
  ];
}

/**
 * Runs notebooks, one after the other, each in a fresh kernel; the files stay as they are, unless
 * they are to be saved.
 *
 * @param jobs What to run, in which folder (where `deno.json` is looked for), and where to write
 *   it as a page or save it as a notebook, if anywhere. Saved notebooks lack the outputs of cells
 *   with the tag `answers-guess`; a run with an error is not saved.
 */
export async function runNotebooks(
  lab: Lab,
  jobs: readonly {
    path: string;
    folder?: string;
    html?: string;
    save?: string;
    timeout?: number;
  }[],
): Promise<readonly NotebookRun[]> {
  const input = jobs.map((job) =>
    JSON.stringify({ folder: join(lab.paths.root, "notebooks"), ...job })
  ).join("\n");
  await Deno.mkdir(lab.paths.out, { recursive: true });
  const ran = await withOwnTrials(
    lab.paths,
    (own) =>
      run(lab.paths.python, [lab.paths.bridge, "run"], {
        env: { ...lab.env, ...labCommandPath(lab), ...own },
        cwd: lab.paths.root,
        input: input + "\n",
      }),
  );
  if (ran.code !== 0) throw new Error(`Cannot run the notebooks:\n${ran.stderr}`);
  return ran.stdout.trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** Lets cells and scripts find the lab's own Deno by its name. */
function labCommandPath(lab: Lab): Record<string, string> {
  const separator = Deno.build.os === "windows" ? ";" : ":";
  const folder = lab.paths.deno.replace(/[\\/][^\\/]*$/, "");
  return { PATH: `${folder}${separator}${lab.env.PATH ?? lab.env.Path ?? ""}` };
}

/** How many charts and pictures the outputs hold. */
export function figureCount(outputs: readonly (readonly CellOutput[])[]): number {
  let count = 0;
  for (const output of outputs.flat()) {
    const data = output.data ?? {};
    const html = asText(data["text/html"]);
    // A figure is what the lab's charts are wrapped in; other HTML counts by its outermost SVG.
    const figures = html.match(/<figure[\s>]/g)?.length ?? (/<svg[\s>]/.test(html) ? 1 : 0);
    const picture = Object.keys(data).some((mime) => mime.startsWith("image/")) ? 1 : 0;
    count += Math.max(figures, picture);
  }
  return count;
}

function asText(value: unknown): string {
  return Array.isArray(value) ? value.join("") : typeof value === "string" ? value : "";
}
