/** The launcher's relay: the queue of cells, what errors say, and whom the kernel outlives. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { type JupyterServer, startJupyter } from "../../lib/cli/setup/jupyter_server.ts";
import { anyFreePort } from "../../lib/cli/setup/ports.ts";
import { descendants, ended, isKernel, lab } from "../lab/lab_process.ts";
import { KernelChannel, type KernelMessage } from "./kernel_channel.ts";

const onLinux = Deno.build.os === "linux";

const errorOf = (messages: readonly KernelMessage[]) =>
  messages.find(({ channel, header }) => channel === "iopub" && header.msg_type === "error")
    ?.content;

const replyOf = (messages: readonly KernelMessage[]) =>
  messages.find(({ header }) => header.msg_type === "execute_reply")?.content;

async function withServer(work: (server: JupyterServer) => Promise<void>): Promise<void> {
  const server = await startJupyter(lab, anyFreePort(), { log: `${lab.paths.state}/queue.log` });
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

Deno.test({
  name: "cells that wait are dropped by Jupyter's rule, and errors say what is missing",
  ignore: !onLinux,
  fn: async (t) => {
    await withServer(async (server) => {
      const kernel = await KernelChannel.start(server);
      const finished = async (ids: readonly string[]) => {
        const all: (readonly KernelMessage[])[] = [];
        for (const id of ids) all.push(await kernel.finished(id));
        return all;
      };
      /** Sends cells as Run All does, all at once; gives each one's messages. */
      const runAll = async (codes: readonly string[], stopOnError = true) => {
        return await finished(codes.map((code) => kernel.send(code, { stopOnError })));
      };
      const states = (all: readonly (readonly KernelMessage[])[]) =>
        all.map((own) => replyOf(own)?.status);

      await t.step("after an error the rest of the queue is dropped", async () => {
        const cells = ["1", 'throw new Error("six")', "globalThis.ran = true", "3"];
        deepEqual(states(await runAll(cells)), ["ok", "error", "aborted", "aborted"]);
        const [after] = await runAll(["globalThis.ran"]);
        equal(after.some(({ header }) => header.msg_type === "execute_result"), false);
      });
      await t.step("a cell that may fail does not drop the queue", async () => {
        deepEqual(states(await runAll(["null.x", "2"], false)), ["error", "ok"]);
      });
      await t.step(
        "a name says that its cell failed, or was dropped, until it is there",
        async () => {
          await runAll([
            'const wrong = (() => { throw new RangeError("not 6"); })();',
            "const after = 1, more = 2;",
          ]);
          for (const code of ["wrong + 1", "(() => wrong)()"]) {
            const [own] = await runAll([code]);
            match(
              errorOf(own)?.evalue,
              /^wrong is not there: cell \[\d+\], which makes it \(“const wrong = .*”\), ended with RangeError\./,
            );
            equal(replyOf(own)?.evalue, errorOf(own)?.evalue);
            match(errorOf(own)?.traceback.join("\n"), /wrong is not there/);
          }
          const [dropped] = await runAll(["more"]);
          match(
            errorOf(dropped)?.evalue,
            /^more is not there: the cell that makes it \(“const after = 1, more = 2;”\) was not run, for cell \[\d+\] ended with RangeError/,
          );
          deepEqual(states(await runAll(["const wrong = 5;", "wrong"])), ["ok", "ok"]);
          const [other] = await runAll(["neverSaid"]);
          equal(errorOf(other)?.evalue, "neverSaid is not defined");
        },
      );
      await t.step("a slip of the pen is told the name that was meant", async () => {
        await runAll([
          'import * as charts from "lab/charts";\nimport * as lesson from "lab/lesson/00";\n' +
          'import { weightRows } from "lab/lesson";',
        ]);
        for (
          const [code, said] of [
            [
              "charts.weigthBars([])",
              "charts.weigthBars is not a function; did you mean charts.weightBars?",
            ],
            [
              "charts.orderTable([])",
              "charts.orderTable is not a function; did you mean lesson.orderTable?",
            ],
            [
              "lesson.weightRows([])",
              "lesson.weightRows is not a function; did you mean weightRows?",
            ],
            ["weigthRows([])", "weigthRows is not defined; did you mean weightRows?"],
            ["charts.quickstart()", "charts.quickstart is not a function"],
            ["const bare = {}; bare.weightBars()", "bare.weightBars is not a function"],
          ]
        ) {
          const [own] = await runAll([code]);
          equal(errorOf(own)?.evalue, said);
          equal(replyOf(own)?.evalue, said);
          ok(errorOf(own)?.traceback.join("\n").includes(said), said);
        }
      });
      await t.step("a syntax error is shown once", async () => {
        const [own] = await runAll(["const = 3;"]);
        const { ename, evalue, traceback } = errorOf(own);
        equal(ename, "SyntaxError");
        match(evalue, /^Unexpected token `=`/);
        equal(traceback.join("\n").split("Unexpected token").length, 2);
      });
      await t.step("Stop drops the queue and says so in words", async () => {
        const ids = ["while (true) {}", "1", "2"].map((code) => kernel.send(code));
        await new Promise((resolve) => setTimeout(resolve, 500));
        await kernel.interrupt();
        const all = await finished(ids);
        deepEqual(states(all), ["error", "aborted", "aborted"]);
        deepEqual(errorOf(all[0]), {
          ename: "StoppedError",
          evalue: "Stopped. What was worked out before this cell is still there.",
          traceback: [
            "StoppedError: Stopped. What was worked out before this cell is still there.",
          ],
        });
        deepEqual(states(await runAll(["1"])), ["ok"]);
      });
      await t.step("an incomplete request is answered, and so are those after it", async () => {
        for (const date of ["", "yesterday", "2026-11-30T00:00:00", undefined]) {
          equal(await kernel.replied(kernel.send("1", { date })), "ok", `date ${date}`);
        }
        equal(await kernel.replied(kernel.send(5 as unknown as string)), "error");
        deepEqual(states(await runAll(["1"])), ["ok"]);
      });
      await kernel.close();
    });
  },
});

Deno.test({
  name: "a kernel ends with its server, and with its launcher",
  ignore: !onLinux,
  fn: async () => {
    await withServer(async (server) => {
      await KernelChannel.start(server).then((kernel) => kernel.leave());
      await KernelChannel.start(server).then((kernel) => kernel.leave());
      const started = descendants(server.pid);
      const kernels = started.filter((pid) => isKernel(pid));
      equal(kernels.length, 2);
      const launcher = started.find((pid) => descendants(pid).includes(kernels[0]))!;
      Deno.kill(launcher, "SIGKILL");
      deepEqual(await ended([kernels[0]], 2_000), []);
      ok(Deno.readTextFileSync(`/proc/${kernels[1]}/stat`).length > 0);
      Deno.kill(server.pid, "SIGKILL");
      deepEqual(await ended(started, 5_000), []);
    });
  },
});
