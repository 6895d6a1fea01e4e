import { join } from "node:path";

/**
 * The folder in which every Jupyter front end of a user looks for kernels, one per operating
 * system (Jupyter's own rule; JUPYTER_DATA_DIR moves it).
 */
export function userKernelFolder(
  env: Readonly<Record<string, string>>,
  os: string = Deno.build.os,
): string {
  const home = env.HOME ?? env.USERPROFILE ?? ".";
  const data = env.JUPYTER_DATA_DIR ??
    (os === "darwin"
      ? join(home, "Library", "Jupyter")
      : os === "windows"
      ? join(env.APPDATA ?? join(home, "AppData", "Roaming"), "jupyter")
      : join(env.XDG_DATA_HOME ?? join(home, ".local", "share"), "jupyter"));
  // Not "deno": a kernel that the reader installed under that name is left alone.
  return join(data, "kernels", "sector-committee-lab");
}
