// Examines a state of a page with axe: both languages, 320 and 1280 px, light and dark. Not a word about behaviour.
//
// WCAG 2.2 levels A and AA and axe's best practices. Dark pages differ in colours only, and colours do not depend on the
// language: there only those rules run that look at colours, and once.

import { axe } from "./tools.mjs";
import { measure, readable } from "./visitor.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const EVERYTHING = { runOnly: TAGS, rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] };
const COLOURS = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };

const WIDTHS = [1280, 320];

/** What was examined so far. */
export const examined = { states: 0, runs: 0 };

/**
 * Examines the page that a visitor has before them. `load` brings it back as it was.
 *
 * `isAnswer`: the page is the answer to a form, which cannot be asked for again, and not in the other language.
 */
export async function examine(visitor, name, { isAnswer = false, load } = {}) {
  const { page, stage } = visitor;
  const original = page.url();
  examined.states += 1;
  await inspect(visitor, name, ["light", "dark"]);
  if (isAnswer) return;
  const other = new URL(original);
  other.searchParams.set("lang", stage.language === "vi" ? "en" : "vi");
  await page.goto(other.href);
  await inspect(visitor, name, ["light"]);
  await load(original);
}

async function inspect(visitor, name, schemes) {
  const { page, stage } = visitor;
  const size = page.viewportSize();
  // What is folded away is examined too.
  await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
  await page.evaluate(axe);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: size.height });
    const seen = await page.evaluate(measure);
    const where = `${name} (${readable(page.url())}, ${seen.language}, ${width} px`;
    if (seen.wide.length) stage.find(`wider than the window: ${where}): ${seen.wide.join(", ")}`);
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme });
      const rules = scheme === "light" ? EVERYTHING : COLOURS;
      const found = await page.evaluate((options) => globalThis.axe.run(document, options), rules);
      for (const violation of found.violations) stage.find(describe(violation, `${where}, ${scheme})`));
      examined.runs += 1;
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(size);
}

function describe(violation, where) {
  const nodes = violation.nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${node.any[0]?.message ?? ""}`);
  return `${violation.id} ×${violation.nodes.length}: ${where}: ${violation.help}\n      ${nodes.join("\n      ")}`;
}
