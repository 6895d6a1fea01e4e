/** What the browser runs for this panel; bundled at set-up. */
import { mountPanels } from "../mount_panels.ts";
import { weightTriangle } from "../panels/weight_triangle.ts";

mountPanels(weightTriangle);
