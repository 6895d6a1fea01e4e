/**
 * Jupyter server's settings (`etc/jupyter/jupyter_server_config.json` of the venv): only the Deno
 * kernel is offered, and nothing asks the network for news, updates or extensions.
 */
export const SERVER_SETTINGS = {
  KernelSpecManager: { allowed_kernelspecs: ["deno"], ensure_native_kernel: false },
  MultiKernelManager: { default_kernel_name: "deno" },
  LabApp: {
    news_url: null,
    check_for_updates_class: "jupyterlab.handlers.announcements.NeverCheckForUpdate",
    extension_manager: "readonly",
  },
  // It looks for language servers of every language at start, and finds none for notebooks in Deno.
  LanguageServerManager: { autodetect: false },
} as const;

/** JupyterLab's defaults (`share/jupyter/lab/settings/overrides.json` of the venv). */
export const LAB_OVERRIDES = {
  "@jupyterlab/apputils-extension:notification": {
    fetchNews: "false",
    checkForUpdates: false,
    doNotDisturbMode: false,
  },
  "@jupyterlab/extensionmanager-extension:plugin": { enabled: false },
  // The list of lessons is read, not edited.
  "@jupyterlab/docmanager-extension:plugin": { defaultViewers: { markdown: "Markdown Preview" } },
  "@jupyterlab/lsp-extension:plugin": { activate: "off" },
} as const;
