/** What the browser runs for this panel; bundled at set-up. */
import { mountPanels } from "../mount_panels.ts";
import { drift } from "../panels/drift.ts";

mountPanels(drift);
