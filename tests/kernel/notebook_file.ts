import { join } from "node:path";

/** Writes a notebook with these code cells into a folder and returns its path. */
export async function notebookFile(
  folder: string,
  cells: readonly string[],
  name = "trial.ipynb",
): Promise<string> {
  const path = join(folder, name);
  const notebook = {
    cells: cells.map((source, index) => ({
      cell_type: "code",
      execution_count: null,
      id: `cell-${index}`,
      metadata: {},
      outputs: [],
      source,
    })),
    metadata: {
      kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
      language_info: { file_extension: ".ts", name: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  await Deno.writeTextFile(path, JSON.stringify(notebook));
  return path;
}
