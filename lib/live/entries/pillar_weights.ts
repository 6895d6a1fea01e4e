/** What the browser runs for this panel; bundled at set-up. */
import { mountPanels } from "../mount_panels.ts";
import { pillarWeights } from "../panels/pillar_weights.ts";

mountPanels(pillarWeights);
