// How a person acts on a page: with a mouse, with a finger, or with nothing but a keyboard.
//
// A hand brings a control to its effect and says how many acts that took. It knows nothing of what the control is for.

import assert from "node:assert/strict";

/** A page of ours has fewer stops than this. */
const STOPS_MAX = 200;

/** Outlines thinner than this are not seen (WCAG 2.2, 2.4.13 asks for 2 CSS pixels). */
const OUTLINE_PX_MIN = 2;

/** Clicks. */
export const mouse = {
  name: "mouse",
  context: {},
  press: (_, control) => control.click(),
  write: async (_, field, text) => {
    await field.click();
    await field.pressSequentially(text);
  },
};

/** Taps. */
export const finger = {
  name: "finger",
  context: { hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  press: (_, control) => control.tap(),
  write: async (_, field, text) => {
    await field.tap();
    await field.pressSequentially(text);
  },
};

/** Tab to get there, Space or Enter to act; where the focus is, is seen at every stop. */
export const keyboard = {
  name: "keyboard",
  context: {},
  press: async (page, control) => {
    await reach(page, control);
    const isButton = await control.evaluate((element) => element.tagName === "BUTTON");
    await page.keyboard.press(isButton ? "Space" : "Enter");
  },
  write: async (page, field, text) => {
    await reach(page, field);
    await page.keyboard.type(text);
  },
};

/** Where the skip link leads. */
export const CONTENT = "#noi-dung";

/** Presses Tab until the control has the focus; on a fresh page it skips the bar, as its first stop offers. */
async function reach(page, control) {
  const isFresh = await page.evaluate(() => document.activeElement === document.body);
  const isInContent = await control.evaluate((element, main) => element.closest(main) !== null, CONTENT);
  if (isFresh && isInContent) {
    await step(page);
    const isSkip = await page.evaluate((main) => document.activeElement.getAttribute("href") === main, CONTENT);
    assert.ok(isSkip, `the first stop of ${page.url()} does not skip the bar`);
    await page.keyboard.press("Enter");
  }
  for (let stops = 0; stops < STOPS_MAX; stops++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await step(page);
  }
  assert.fail(`no stop leads to ${control} (${page.url()})`);
}

/** One stop on; the focus must be seen there (WCAG 2.2, 2.4.7 and 2.4.11). */
async function step(page) {
  await page.keyboard.press("Tab");
  const seen = await page.evaluate(lookAtFocus);
  assert.ok(seen.outline >= OUTLINE_PX_MIN, `the focus on ${seen.what} is not seen (${page.url()})`);
  assert.ok(seen.isUncovered, `the focus on ${seen.what} is outside the view or covered (${page.url()})`);
}

/** Runs in the page: what has the focus, how thick its outline is, and whether some part of it can be seen. */
function lookAtFocus() {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  const isDrawn = outlineStyle !== "none" && outlineColor !== "rgba(0, 0, 0, 0)";
  const boxes = Array.from(element.getClientRects());
  const isUncovered = boxes.some((box) => {
    const left = Math.max(box.left, 0);
    const top = Math.max(box.top, 0);
    const right = Math.min(box.right, innerWidth);
    const bottom = Math.min(box.bottom, innerHeight);
    if (right <= left || bottom <= top) return false;
    const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return found !== null && (element.contains(found) || found.contains(element));
  });
  return {
    what: `<${element.tagName.toLowerCase()}> "${(element.textContent ?? "").trim().slice(0, 40)}"`,
    outline: isDrawn ? parseFloat(outlineWidth) : 0,
    isUncovered,
  };
}
