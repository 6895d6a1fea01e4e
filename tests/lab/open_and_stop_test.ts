/** The lab as a reader starts it: it opens, writes nothing outside the clone, and stops cleanly. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { anyFreePort } from "../../lib/cli/setup/ports.ts";
import { descendants, ended, LabProcess } from "./lab_process.ts";

const onLinux = Deno.build.os === "linux";

/** Every file under a folder. */
function files(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry) =>
    entry.isDirectory ? files(join(folder, entry.name)) : [join(folder, entry.name)]
  );
}

async function startKernel(url: string): Promise<void> {
  const { origin, searchParams } = new URL(url);
  const response = await fetch(`${origin}/api/kernels`, {
    method: "POST",
    headers: { authorization: `token ${searchParams.get("token")}` },
    body: JSON.stringify({ name: "deno" }),
  });
  equal(response.status, 201, await response.text());
}

Deno.test("the lab opens in under 10 s and leaves an empty home folder empty", async () => {
  const home = await Deno.makeTempDir();
  const start = performance.now();
  const lab = new LabProcess(["--no-browser", "--port", String(anyFreePort())], {
    HOME: home,
    USERPROFILE: home,
    APPDATA: home,
    LOCALAPPDATA: home,
  });
  try {
    const url = await lab.url();
    ok(performance.now() - start < 10_000, `${performance.now() - start} ms`);
    match(url, /\/lab\/tree\/notebooks\/README\.md\?token=\w+$/);
    const page = await fetch(url);
    equal(page.status, 200);
    match(await page.text(), /JupyterLab/);
    await startKernel(url);
  } finally {
    lab.child.kill("SIGINT");
    await lab.end();
  }
  deepEqual(files(home), []);
  await Deno.remove(home, { recursive: true });
});

Deno.test({
  name: "Ctrl-C stops the lab with code 0 and leaves no server and no kernel",
  ignore: !onLinux,
  fn: async () => {
    const lab = new LabProcess(["--no-browser", "--port", String(anyFreePort())]);
    await startKernel(await lab.url());
    const started = descendants(lab.child.pid);
    ok(started.length >= 2, "a server and a kernel");
    lab.child.kill("SIGINT");
    equal(await lab.end(), 0, lab.text);
    deepEqual(await ended(started, 2_000), []);
    match(lab.text, /stopped\.\n$/);
  },
});

Deno.test({
  name: "Ctrl-C in a terminal, which reaches the server as well, stops the lab with code 0",
  ignore: !onLinux,
  fn: async () => {
    const lab = new LabProcess(["--no-browser", "--port", String(anyFreePort())]);
    await startKernel(await lab.url());
    const started = descendants(lab.child.pid);
    for (const pid of [lab.child.pid, started[0]]) Deno.kill(pid, "SIGINT");
    equal(await lab.end(), 0, lab.text);
    deepEqual(await ended(started, 5_000), []);
  },
});

Deno.test({
  name: "a lab that is killed takes its server and kernels with it",
  ignore: !onLinux,
  fn: async () => {
    const lab = new LabProcess(["--no-browser", "--port", String(anyFreePort())]);
    await startKernel(await lab.url());
    const started = descendants(lab.child.pid);
    lab.child.kill("SIGKILL");
    await lab.end();
    deepEqual(await ended(started), []);
  },
});

Deno.test("a port in use is named with the process that holds it", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const lab = new LabProcess(["--no-browser", "--port", String(port)]);
  equal(await lab.end(), 1);
  match(lab.text, new RegExp(`Cannot open the lab on port ${port}: .*uses it\\. Stop `));
  if (onLinux) match(lab.text, new RegExp(`\\(process ${Deno.pid}\\).*kill ${Deno.pid}\\b`));
  listener.close();
});
