/** Stop as a reader presses it: the button of JupyterLab, in a browser. */
import { ok } from "node:assert/strict";
import { join } from "node:path";
import { ensureLab } from "../../lib/cli/setup/ensure_lab.ts";
import { findBrowser } from "../../lib/cli/setup/find_browser.ts";
import { startJupyter } from "../../lib/cli/setup/jupyter_server.ts";
import { anyFreePort } from "../../lib/cli/setup/ports.ts";
import { notebookFile } from "../kernel/notebook_file.ts";
import { openLesson } from "./lesson_page.ts";
import { startBrowser } from "./start_browser.ts";

const lab = await ensureLab();
const program = findBrowser(Deno.env.toObject());

/** What each cell is stopped in, and what it then says. */
const CELLS: readonly (readonly [string, RegExp])[] = [
  ["while (true) {}", /./],
  [
    'await (await import("lab/live")).stoppable(() => new Promise(() => {}), ' +
    '{ label: "an answer", deadlineSeconds: 60 });',
    /StoppedError: Stopped\. What was worked out before/,
  ],
];

Deno.test({
  name: "JupyterLab's Stop button ends a loop and a wait, and what was worked out is still there",
  ignore: program === undefined,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await Deno.mkdir(lab.paths.out, { recursive: true });
    const folder = await Deno.makeTempDir({ dir: lab.paths.out, prefix: "stop-" });
    const settings = await Deno.makeTempDir();
    const server = await startJupyter(lab, anyFreePort(), {
      env: { JUPYTERLAB_SETTINGS_DIR: settings, JUPYTERLAB_WORKSPACES_DIR: settings },
      log: join(lab.paths.state, "stop.log"),
    });
    const { browser, stop } = await startBrowser(program!);
    try {
      const page = await (await browser.newContext()).newPage();
      const codes = ["let held = 41;", ...CELLS.map(([code]) => code), "held + 1"];
      const path = await notebookFile(folder, codes);
      await openLesson(page, server, path.slice(lab.paths.root.length + 1));
      const cell = (at: number) => page.locator(".jp-CodeCell").nth(at);
      const prompt = (at: number, text: RegExp) =>
        cell(at).locator(".jp-InputPrompt", { hasText: text }).waitFor({ timeout: 15_000 });
      const runCell = async (at: number) => {
        await cell(at).locator(".jp-InputPrompt").first().click();
        await page.keyboard.press("Control+Enter");
      };
      await runCell(0);
      await prompt(0, /\d/);
      for (const [i, [, says]] of CELLS.entries()) {
        await runCell(i + 1);
        await prompt(i + 1, /\*/);
        await page.waitForTimeout(1_500);
        const start = performance.now();
        await page.click('[data-command="notebook:interrupt-kernel"]');
        await prompt(i + 1, /\d/);
        const took = performance.now() - start;
        console.log(`stopped after ${Math.round(took)} ms`);
        ok(took < 5_000);
        await cell(i + 1).locator(".jp-OutputArea-output", { hasText: says }).first().waitFor();
      }
      await runCell(CELLS.length + 1);
      await cell(CELLS.length + 1).locator(".jp-OutputArea-output", { hasText: "42" }).waitFor();
    } finally {
      await stop();
      await server.stop();
      await Deno.remove(settings, { recursive: true });
      await Deno.remove(folder, { recursive: true });
    }
  },
});
