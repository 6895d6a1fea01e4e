/**
 * Lesson 00 as a reader meets it: JupyterLab in a browser, Run All, every figure there, no error,
 * in the light and in the dark theme. The pictures stand in out/ for a look by eye.
 */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { ensureLab } from "../../lib/cli/setup/ensure_lab.ts";
import { findBrowser } from "../../lib/cli/setup/find_browser.ts";
import { type JupyterServer, startJupyter } from "../../lib/cli/setup/jupyter_server.ts";
import { anyFreePort } from "../../lib/cli/setup/ports.ts";
import { ask } from "../kernel/kernel_channel.ts";
import { openLesson, runAll, seenLesson } from "./lesson_page.ts";
import { startBrowser } from "./start_browser.ts";

const LESSON = "notebooks/00_quickstart.ipynb";
const THEMES = { light: "JupyterLab Light", dark: "JupyterLab Dark" };
const lab = await ensureLab();
const program = findBrowser(Deno.env.toObject());

/** Complaints of the page itself: JupyterLab's own about what is not there to fetch are left out. */
const NOT_OURS = /favicon|Failed to load resource|ERR_INTERNET_DISCONNECTED|ResizeObserver loop/;

async function set(server: JupyterServer, plugin: string, settings: unknown): Promise<void> {
  await ask(server, "PUT", `/lab/api/settings/@jupyterlab/${plugin}`, {
    raw: JSON.stringify(settings),
  });
}

Deno.test({
  name: "lesson 00 in JupyterLab: Run All shows every figure and no error, light and dark",
  ignore: program === undefined,
  // The driver keeps timers and a socket of its own until the process ends.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await Deno.mkdir(lab.paths.out, { recursive: true });
    const settings = await Deno.makeTempDir();
    const saved = await Deno.readTextFile(join(lab.paths.root, LESSON));
    const server = await startJupyter(lab, anyFreePort(), {
      // A folder of its own, so that the reader's theme and open files are left alone.
      env: { JUPYTERLAB_SETTINGS_DIR: settings, JUPYTERLAB_WORKSPACES_DIR: settings },
      log: join(lab.paths.state, "browser.log"),
    });
    const { browser, stop } = await startBrowser(program!);
    try {
      await set(server, "docmanager-extension:plugin", { autosave: false });
      for (const [name, theme] of Object.entries(THEMES)) {
        await set(server, "apputils-extension:themes", { theme });
        const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } }))
          .newPage();
        const complaints: string[] = [];
        page.on("pageerror", (error) => complaints.push(String(error)));
        page.on("console", (message) => {
          if (message.type() === "error" && !NOT_OURS.test(message.text())) {
            complaints.push(message.text());
          }
        });
        await openLesson(page, server, LESSON);
        await runAll(page).catch(async (error) => {
          await page.screenshot({ path: join(lab.paths.out, `lesson_00_${name}_failed.png`) });
          throw error;
        });
        // Tall enough for the whole lesson: JupyterLab draws only the cells in view.
        const { height } = await seenLesson(page);
        await page.screenshot({ path: join(lab.paths.out, `lesson_00_${name}_first.png`) });
        await page.setViewportSize({ width: 1280, height: Math.min(height + 400, 16_000) });
        await page.waitForTimeout(1_500);
        const seen = await seenLesson(page);
        await page.screenshot({ path: join(lab.paths.out, `lesson_00_${name}.png`) });
        deepEqual(seen.errors, []);
        ok(seen.figures > 0, "a figure");
        ok(seen.ran > 0, "a cell that ran");
        match(seen.kernel, /Deno/);
        deepEqual(complaints, []);
        equal(seen.isLight, name === "light");
        await page.context().close();
        for (const { id } of await ask(server, "GET", "/api/sessions")) {
          await ask(server, "DELETE", `/api/sessions/${id}`);
        }
      }
    } finally {
      await stop();
      await server.stop();
      await Deno.remove(settings, { recursive: true });
    }
    equal(
      await Deno.readTextFile(join(lab.paths.root, LESSON)),
      saved,
      "the lesson stays as saved",
    );
  },
});
