/** Stop as a reader presses it, and Run All that meets an error: JupyterLab in a browser. */
import { ok } from "node:assert/strict";
import { join } from "node:path";
import type { Page } from "playwright-core";
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
  ["while (true) {}", /^StoppedError: Stopped\. What was worked out before/],
  [
    'await (await import("lab/live")).stoppable(() => new Promise(() => {}), ' +
    '{ label: "an answer", deadlineSeconds: 60 });',
    /StoppedError: Stopped\. What was worked out before/,
  ],
];

/** Opens a notebook of these cells in JupyterLab, in a browser, and cleans up behind the work. */
async function withNotebook(
  codes: readonly string[],
  work: (page: Page) => Promise<void>,
): Promise<void> {
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
    const path = await notebookFile(folder, codes);
    await openLesson(page, server, path.slice(lab.paths.root.length + 1));
    await work(page);
  } finally {
    await stop();
    await server.stop();
    await Deno.remove(settings, { recursive: true });
    await Deno.remove(folder, { recursive: true });
  }
}

const cell = (page: Page, at: number) => page.locator(".jp-CodeCell").nth(at);
const prompt = (page: Page, at: number, text: RegExp) =>
  cell(page, at).locator(".jp-InputPrompt", { hasText: text }).waitFor({ timeout: 15_000 });
const output = (page: Page, at: number, text: RegExp | string) =>
  cell(page, at).locator(".jp-OutputArea-output", { hasText: text }).first();

async function runCell(page: Page, at: number): Promise<void> {
  await cell(page, at).locator(".jp-InputPrompt").first().click();
  await page.keyboard.press("Control+Enter");
}

const BROWSER_TEST = {
  ignore: program === undefined,
  sanitizeOps: false,
  sanitizeResources: false,
};

Deno.test({
  ...BROWSER_TEST,
  name: "JupyterLab's Stop button ends a loop and a wait, and what was worked out is still there",
  fn: () =>
    withNotebook(["let held = 41;", ...CELLS.map(([code]) => code), "held + 1"], async (page) => {
      await runCell(page, 0);
      await prompt(page, 0, /\d/);
      for (const [i, [, says]] of CELLS.entries()) {
        await runCell(page, i + 1);
        await prompt(page, i + 1, /\*/);
        await page.waitForTimeout(1_500);
        const start = performance.now();
        await page.click('[data-command="notebook:interrupt-kernel"]');
        await prompt(page, i + 1, /\d/);
        const took = performance.now() - start;
        console.log(`stopped after ${Math.round(took)} ms`);
        ok(took < 5_000);
        await output(page, i + 1, says).waitFor();
      }
      await runCell(page, CELLS.length + 1);
      await output(page, CELLS.length + 1, "42").waitFor();
    }),
});

Deno.test({
  ...BROWSER_TEST,
  name: "Run All ends at an error, in a lesson's copy under another name too",
  fn: () =>
    withNotebook([
      'const { inOrder } = await import("lab/live"); inOrder("a_lesson_that_was_renamed");',
      'const book = (() => { throw new RangeError("six"); })();',
      "const later = 1;",
      "book",
      "later",
    ], async (page) => {
      await runCell(page, 0);
      await prompt(page, 0, /1/);
      await runCell(page, 4);
      await output(page, 4, "later is not there yet: code cell 3 makes it.").waitFor();
      await page.click('.lm-MenuBar-item:has-text("Run")');
      await page.click('.lm-Menu-item[data-command="runmenu:run-all"]');
      await prompt(page, 1, /4/);
      await output(page, 1, "RangeError: six").waitFor();
      for (const at of [2, 3]) await prompt(page, at, /\[ \]/);
      await runCell(page, 3);
      await output(page, 3, "book is not there: cell [4], which makes it").waitFor();
    }),
});
