/** A sweep's workers inside a notebook: started by the kernel, kept by it, and ended with it. */
import { deepEqual, equal } from "node:assert/strict";
import { join } from "node:path";
import { ensureLab } from "../../lib/cli/setup/ensure_lab.ts";
import { runNotebooks } from "../../lib/cli/setup/lessons.ts";
import { filesOf } from "../sweep/small_sweeps.ts";
import { notebookFile } from "./notebook_file.ts";

const lab = await ensureLab();

/** 15 weightings are one shard and 66 are three, so that both workers have work. */
const cellsIn = (folder: string) => [
  `import { runSweep, sweepConfig } from "lab/sweep";
const Plain = globalThis.Worker;
let starts = 0;
globalThis.Worker = class extends Plain {
  constructor(...given) {
    super(...given);
    starts++;
  }
};
const data = { kind: "simulated", years: 2, committee: "dice" };
const config = sweepConfig({ data, grid: { step: 0.1 } });
const ways = [0, 2].map((workers) => ({ workers, folder: ${JSON.stringify(folder)} + workers }));
for (const way of ways) await runSweep(config, way);
starts`,
  `const stop = new AbortController();
let told = "";
await runSweep(config, {
  workers: 2,
  signal: stop.signal,
  onProgress: ({ stage }) => stage === "weightings" && stop.abort(new Error("stopped")),
}).catch(({ message }) => told = message);
told`,
  `const again = await runSweep(sweepConfig({ data, grid: { step: 0.25 } }), { workers: 2 });
[again.rows.length, starts].join()`,
];

Deno.test("in a notebook two workers give the bytes of none, are kept, stop, and end with the kernel", async () => {
  const folder = await Deno.makeTempDir({ dir: lab.paths.state });
  try {
    const cells = cellsIn(join(folder, "workers"));
    // It returns at all: a kernel that its workers kept alive would not end.
    const [ran] = await runNotebooks(lab, [{ path: await notebookFile(folder, cells) }]);
    deepEqual(ran.errors, []);
    const results = ran.outputs.map((outputs) =>
      String(outputs.find((one) => one.output_type === "execute_result")?.data?.["text/plain"])
        // deno-lint-ignore no-control-regex
        .replaceAll(/\x1b\[\d+m|"/g, "")
    );
    deepEqual(results, ["2", "stopped", "15,2"]);
    const [none, two] = await Promise.all(
      [0, 2].map((workers) => filesOf(join(folder, `workers${workers}`))),
    );
    equal(Object.keys(none).length, 7);
    deepEqual(two, none);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
