/** What the browser runs for this panel; bundled at set-up. */
import { mountPanels } from "../mount_panels.ts";
import { limits } from "../panels/limits.ts";

mountPanels(limits);
