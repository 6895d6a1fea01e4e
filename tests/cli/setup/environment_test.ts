import { equal, ok } from "node:assert/strict";
import { labEnvironment } from "../../../lib/cli/setup/environment.ts";
import { labPaths } from "../../../lib/cli/setup/paths.ts";

Deno.test("labEnvironment() keeps Jupyter inside the clone and a foreign Python out", () => {
  const paths = labPaths("/lab", "linux");
  const env = labEnvironment(paths, {
    PATH: "/bin",
    PYTHONPATH: "/elsewhere",
    JUPYTER_PATH: "/elsewhere",
    JUPYTER_CONFIG_DIR: "/elsewhere",
  });
  equal(env.PATH, "/bin");
  equal(env.PYTHONPATH, undefined);
  equal(env.JUPYTER_PATH, undefined);
  const folders = Object.entries(env).filter(([name]) => /^JUPYTER.*_DIR$|^IPYTHONDIR$/.test(name));
  ok(folders.length >= 6);
  for (const [name, folder] of folders) ok(folder.startsWith(paths.state), `${name}=${folder}`);
});
