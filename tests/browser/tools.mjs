// The programs of others that these tests use: playwright-core and axe-core from the folder that scripts/browser has
// filled, and Debian's Chromium. Nothing of them lies in the repository.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const folder = process.env.MOTLAN_BROWSER_MODULES;
if (!folder) throw new Error("MOTLAN_BROWSER_MODULES is not set: use scripts/browser or scripts/screenshots");
const require = createRequire(path.join(folder, "package.json"));

/** The text of axe, which is run in the pages that it examines. */
export const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** Starts Chromium. The sandbox needs rights that containers do not give; the pages are our own. */
export function openBrowser() {
  return require("playwright-core").chromium.launch({
    executablePath: process.env.MOTLAN_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });
}
