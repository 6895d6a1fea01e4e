import { equal } from "node:assert/strict";
import { join } from "node:path";
import { userKernelFolder } from "../../../lib/cli/setup/user_kernel.ts";

Deno.test("userKernelFolder() follows Jupyter's rule on each operating system", () => {
  const end = join("kernels", "sector-committee-lab");
  const home = { HOME: "/home/a" };
  equal(userKernelFolder(home, "linux"), join("/home/a/.local/share/jupyter", end));
  equal(userKernelFolder(home, "darwin"), join("/home/a/Library/Jupyter", end));
  equal(userKernelFolder({ APPDATA: "/roaming" }, "windows"), join("/roaming/jupyter", end));
  equal(userKernelFolder({ ...home, JUPYTER_DATA_DIR: "/j" }, "linux"), join("/j", end));
  equal(userKernelFolder({ ...home, XDG_DATA_HOME: "/x" }, "linux"), join("/x/jupyter", end));
});
