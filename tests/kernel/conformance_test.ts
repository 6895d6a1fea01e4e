/**
 * What the lessons need of the kernel. A later Deno is judged by these tests: the fault of the
 * rewritten kernel is a race that is worst in short cells, so there are many of them and several
 * runs (all of 12 in the soak).
 */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { ensureLab } from "../../lib/cli/setup/ensure_lab.ts";
import { kernelSpec } from "../../lib/cli/setup/kernel_spec.ts";
import { startJupyter } from "../../lib/cli/setup/jupyter_server.ts";
import { type CellOutput, runNotebooks } from "../../lib/cli/setup/lessons.ts";
import { anyFreePort } from "../../lib/cli/setup/ports.ts";
import { DENO_VERSION } from "../../lib/cli/setup/versions.ts";
import { ask, KernelChannel, type KernelMessage } from "./kernel_channel.ts";
import { notebookFile } from "./notebook_file.ts";
import { SOAK } from "../soak.ts";

const SHORT_CELLS = 41;
const RUNS = SOAK ? 12 : 3;
const lab = await ensureLab();

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ dir: lab.paths.state });
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function outputsOf(cells: readonly string[]): Promise<readonly (readonly CellOutput[])[]> {
  return await inFolder(async (folder) => {
    const [ran] = await runNotebooks(lab, [{ path: await notebookFile(folder, cells) }]);
    deepEqual(ran.errors.filter((error) => error.cell === 0), []);
    return ran.outputs;
  });
}

const textOf = (outputs: readonly CellOutput[], name: string) =>
  outputs.filter((output) => output.name === name).map((output) => output.text).join("");

Deno.test(`the kernel shows every output of ${SHORT_CELLS} short cells, in ${RUNS} runs`, async () => {
  const cells = Array.from(
    { length: SHORT_CELLS },
    (_, i) => `console.log("log ${i}");\nconsole.error("warning ${i}");\n${i} * 2`,
  );
  await inFolder(async (folder) => {
    const path = await notebookFile(folder, cells);
    const runs = await runNotebooks(lab, Array.from({ length: RUNS }, () => ({ path })));
    equal(runs.length, RUNS);
    for (const run of runs) {
      deepEqual(run.errors, []);
      run.outputs.forEach((outputs, i) => {
        equal(textOf(outputs, "stdout"), `log ${i}\n`);
        equal(textOf(outputs, "stderr"), `warning ${i}\n`);
        const results = outputs.filter((output) => output.output_type === "execute_result");
        equal(results.length, 1);
        match(String(results[0].data?.["text/plain"]), new RegExp(`\\b${i * 2}\\b`));
      });
    }
  });
});

Deno.test("the kernel shows an error with its message, and goes on with its state", async () => {
  const [, failed, after] = await outputsOf([
    "let kept = 41;",
    'kept += 1;\nthrow new RangeError("score must lie in 1 to 5, got 6");',
    "kept",
  ]);
  equal(failed.length, 1);
  equal(failed[0].output_type, "error");
  equal(failed[0].ename, "RangeError");
  match(failed[0].evalue ?? "", /score must lie in 1 to 5, got 6/);
  ok((failed[0].traceback ?? []).join("").length > 0);
  match(String(after[0].data?.["text/plain"]), /42/);
});

Deno.test("the kernel reports a syntax error in the cell that has it", async () => {
  const [broken, after] = await outputsOf(["const = 3;", "1 + 1"]);
  equal(broken[0]?.output_type, "error");
  match(
    (broken[0].evalue ?? "") + (broken[0].traceback ?? []).join(""),
    /const|Expected|Unexpected/,
  );
  match(String(after[0].data?.["text/plain"]), /2/);
});

Deno.test(`the kernel is Deno ${DENO_VERSION} and finds the lab's entry points`, async () => {
  const [version, entry] = await outputsOf([
    "Deno.version.deno",
    'const { SECTORS } = await import("lab/market");\nSECTORS.length',
  ]);
  match(String(version[0].data?.["text/plain"]), new RegExp(DENO_VERSION.replaceAll(".", "\\.")));
  equal(entry[0].output_type, "execute_result");
  match(String(entry[0].data?.["text/plain"]), /11/);
});

Deno.test("the kernel over the server's own channel", async (t) => {
  const server = await startJupyter(lab, anyFreePort(), { log: `${lab.paths.state}/kernel.log` });
  try {
    await t.step("only the Deno kernel is offered, and it is the default", async () => {
      const { default: name, kernelspecs } = await ask(server, "GET", "/api/kernelspecs");
      equal(name, "deno");
      deepEqual(Object.keys(kernelspecs), ["deno"]);
      const { argv, interrupt_mode } = kernelSpec(lab.paths);
      deepEqual(kernelspecs.deno.spec.argv, argv);
      equal(kernelspecs.deno.spec.interrupt_mode, interrupt_mode);
    });

    const kernel = await KernelChannel.start(server);
    await t.step("100 cells sent at once keep their outputs, each before its idle", async () => {
      const ids = Array.from({ length: 100 }, (_, i) => kernel.send(`console.log("n${i}");\n${i}`));
      for (const [i, id] of ids.entries()) {
        const messages = (await kernel.finished(id)).filter(({ channel }) => channel === "iopub");
        const kinds = messages.map(({ header }) => header.msg_type);
        equal(messages.filter(({ content }) => content.text === `n${i}\n`).length, 1);
        equal(kinds.filter((kind) => kind === "execute_result").length, 1);
        equal(messages.at(-1)?.content.execution_state, "idle");
      }
    });
    await t.step("Stop ends an endless loop and keeps the state", async () => {
      await kernel.finished(kernel.send("let held = 7;"));
      const endless = kernel.send("while (true) {}");
      await new Promise((resolve) => setTimeout(resolve, 500));
      await kernel.interrupt();
      await kernel.finished(endless);
      const after = await kernel.finished(kernel.send("held"));
      const result = after.find(({ header }) => header.msg_type === "execute_result");
      match(result?.content.data["text/plain"], /7/);
    });
    const errorOf = (messages: readonly KernelMessage[]) =>
      messages.find(({ header }) => header.msg_type === "error")?.content.ename;
    const isHeld = async () => {
      const after = await kernel.finished(kernel.send("held"));
      const result = after.find(({ header }) => header.msg_type === "execute_result");
      match(result?.content.data["text/plain"], /7/);
    };
    await t.step("Stop ends a wait of the lab's at once and keeps the state", async () => {
      await kernel.finished(
        kernel.send('const { progress, stoppable } = await import("lab/live");'),
      );
      const waiting = kernel.send(
        'await stoppable(() => new Promise(() => {}), { label: "it", deadlineSeconds: 60 });',
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      const start = performance.now();
      await kernel.interrupt();
      equal(errorOf(await kernel.finished(waiting)), "StoppedError");
      ok(performance.now() - start < 3_000);
      await isHeld();
    });
    await t.step("Stop ends work with progress, which takes its turn as an update", async () => {
      const working = kernel.send(`const work = progress("Work", 5_000);
for (let i = 0; i < 5_000; i++) {
  const start = performance.now();
  while (performance.now() - start < 4);
  await work.advance();
}
await work.end();`);
      await new Promise((resolve) => setTimeout(resolve, 1_300));
      await kernel.interrupt();
      const messages = await kernel.finished(working);
      equal(errorOf(messages), "StoppedError");
      const shown = (kind: string) => messages.filter(({ header }) => header.msg_type === kind);
      equal(shown("display_data").length, 1);
      const updates = shown("update_display_data");
      ok(updates.length >= 1);
      match(updates.at(-1)!.content.data["text/plain"], /^Work: stopped after \d+ of 5000\.$/);
      await isHeld();
    });
    await t.step("Stop ends a loop that stands after an await, once it is collected", async () => {
      const looping = kernel.send(
        "await new Promise((resolve) => setTimeout(resolve, 20)); while (true) {}",
      );
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await kernel.interrupt();
      await kernel.finished(looping);
      await isHeld();
    });
    // A timer of the reader's own cannot be ended, but it must not cost the kernel either.
    await t.step("Stop during any other wait leaves the wait to end by itself", async () => {
      const sleeping = kernel.send("await new Promise((resolve) => setTimeout(resolve, 1_500));");
      await new Promise((resolve) => setTimeout(resolve, 300));
      await kernel.interrupt();
      equal(errorOf(await kernel.finished(sleeping)), undefined);
      await isHeld();
    });
    await t.step("a restart brings a fresh kernel", async () => {
      await kernel.restart();
      // The reply alone: outputs are published, and the server may subscribe a moment too late.
      equal(await kernel.replied(kernel.send("6 * 7")), "ok");
    });
    await kernel.close();
  } finally {
    await server.stop();
  }
});
