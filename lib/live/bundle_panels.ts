/**
 * Bundles every panel for the browser: one script per file in `entries/`, in `.lab/state/panels`.
 * Set-up runs it, and so does a cell that finds a bundle older than the code it was made from.
 *
 *   deno run -A lib/live/bundle_panels.ts
 *
 * @module
 */
import * as esbuild from "esbuild";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { contentHash, LIBRARY, PANEL_FOLDER, type PanelBundles, ROOT } from "./panel_bundles.ts";

/**
 * Every file of the lab is free of side effects when it is imported, but for the entries. Saying so
 * lets the bundler leave out what is listed in a `mod.ts` and not used: readers of files, schemas,
 * Plot. Packages and Deno's own modules are never taken in.
 */
const ONLY_WHAT_IS_USED: esbuild.Plugin = {
  name: "only what is used",
  setup(build) {
    build.onResolve(
      { filter: /^[^.]/ },
      ({ kind, path }) =>
        kind === "entry-point" ? undefined : { path, external: true, sideEffects: false },
    );
    build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path),
      sideEffects: false,
    }));
  },
};

async function bundlePanels(): Promise<void> {
  const entries: string[] = [];
  for await (const { name } of Deno.readDir(join(LIBRARY, "live", "entries"))) {
    if (name.endsWith(".ts")) entries.push(join(LIBRARY, "live", "entries", name));
  }
  const built = await esbuild.build({
    entryPoints: entries.sort(),
    absWorkingDir: fileURLToPath(ROOT),
    outdir: PANEL_FOLDER,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    write: false,
    plugins: [ONLY_WHAT_IS_USED],
  });
  const scripts: Record<string, string> = {};
  for (const [path, { entryPoint, imports }] of Object.entries(built.metafile.outputs)) {
    if (imports.length > 0) {
      throw new Error(
        `Cannot bundle ${entryPoint}: a browser has no ${
          imports.map((one) => one.path).join(", ")
        }`,
      );
    }
    const name = path.replace(/^.*\/|\.js$/g, "");
    const file = built.outputFiles.find((output) =>
      output.path.endsWith(`/${name}.js`) ||
      output.path.endsWith(`\\${name}.js`)
    )!;
    scripts[name] = file.text;
  }
  const sources: Record<string, string> = {};
  for (const output of Object.values(built.metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      if (bytesInOutput === 0) continue;
      const file = relative(LIBRARY, join(fileURLToPath(ROOT), path)).replaceAll("\\", "/");
      sources[file] = contentHash(await Deno.readFile(join(LIBRARY, file)));
    }
  }
  const bundles: PanelBundles = { sources, scripts };
  await Deno.mkdir(PANEL_FOLDER, { recursive: true });
  // Beside the place and then renamed: two cells, or a cell and a set-up, may do this at once.
  const part = join(PANEL_FOLDER, `bundles.${Deno.pid}.part`);
  await Deno.writeTextFile(part, JSON.stringify(bundles));
  await Deno.rename(part, join(PANEL_FOLDER, "bundles.json"));
}

if (import.meta.main) {
  try {
    await bundlePanels();
  } finally {
    await esbuild.stop();
  }
}
