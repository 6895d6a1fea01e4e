import { join } from "node:path";
import type { LabPaths } from "./paths.ts";

/** Variables with which another Python or Jupyter would reach into ours. */
const FOREIGN = [
  "PYTHONHOME",
  "PYTHONPATH",
  "PYTHONSTARTUP",
  "JUPYTER_PATH",
  "JUPYTER_CONFIG_PATH",
  "JUPYTERLAB_DIR",
  "JUPYTER_TOKEN",
  "JPY_SESSION_NAME",
  "VIRTUAL_ENV",
  "CONDA_PREFIX",
];

/**
 * The environment for everything that the lab starts: Jupyter's folders lie inside the clone, so
 * that nothing is written to the home folder, and a Python of the user's does not reach in.
 */
export function labEnvironment(
  paths: LabPaths,
  base: Readonly<Record<string, string>> = Deno.env.toObject(),
): Record<string, string> {
  const env: Record<string, string> = { ...base };
  for (const name of FOREIGN) delete env[name];
  const jupyter = join(paths.state, "jupyter");
  return {
    ...env,
    PYTHONNOUSERSITE: "1",
    PYTHONUTF8: "1",
    JUPYTER_PREFER_ENV_PATH: "1",
    JUPYTER_PLATFORM_DIRS: "1",
    JUPYTER_CONFIG_DIR: join(jupyter, "config"),
    JUPYTER_DATA_DIR: join(jupyter, "data"),
    JUPYTER_RUNTIME_DIR: join(jupyter, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(jupyter, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(jupyter, "workspaces"),
    IPYTHONDIR: join(jupyter, "ipython"),
    UV_PYTHON_INSTALL_DIR: join(paths.state, "python"),
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_NO_INPUT: "1",
    DENO_NO_UPDATE_CHECK: "1",
    NO_COLOR: "1",
    // Deno adds its own stack to every error where this is set; it hides the sentence.
    RUST_BACKTRACE: "0",
  };
}
