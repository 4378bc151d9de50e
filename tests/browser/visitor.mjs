// Somebody in a browser of their own: acts with a hand, is counted, and notices what went wrong on the way.

import assert from "node:assert/strict";

import { CONTENT } from "./hands.mjs";

/** No page of a local demo takes this long, even while two compilers run beside it. */
const PATIENCE_MS = 20_000;

/** What an outbox sends after a failure may come a minute late. */
const TRAVEL_MS_MAX = 90_000;

/** What a form answers with when it leads on. */
const SEE_OTHER = 303;

/** Between two looks at a page that is expected to change. */
const LOOK_PAUSE_MS = 150;

export class Visitor {
  /** What was done since the last `startCounting`. */
  clicks = 0;
  typed = 0;
  uploads = 0;
  /** What browsers report and people do not see: scripts refused, files missing, answers that failed. */
  troubles = [];
  /** The refusal that the next page is expected to be. */
  expected = 200;

  constructor(name, stage, context, page) {
    this.name = name;
    this.stage = stage;
    this.context = context;
    this.page = page;
  }

  /** Opens a browser window; `stage` says with which hand, how wide, in which language, with or without scripts. */
  static async arrive(name, stage) {
    const context = await stage.browser.newContext({
      viewport: { width: stage.width, height: stage.width < 600 ? 640 : 900 },
      locale: stage.language === "en" ? "en-GB" : "vi-VN",
      javaScriptEnabled: stage.hasScripts ?? true,
      // Transitions between pages only cost time here, and a page that is left early reports them as broken off.
      reducedMotion: "reduce",
      ...stage.hand.context,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const visitor = new Visitor(name, stage, context, await context.newPage());
    visitor.watch();
    return visitor;
  }

  watch() {
    const note = (text) => this.troubles.push(`${text} (on ${readable(this.page.url())})`);
    const isExpected = (text) => text.includes(`status of ${this.expected} `);
    this.page.on("console", (it) => it.type() === "error" && !isExpected(it.text()) && note(`console: ${it.text()}`));
    this.page.on("pageerror", (error) => note(`script: ${error.message}`));
    this.page.on("response", (answer) => {
      const status = answer.status();
      if (status >= 400 && status !== this.expected) note(`${status} from ${readable(answer.url())}`);
    });
    this.page.on("requestfailed", (request) => {
      // A download ends the navigation that asked for it.
      const reason = request.failure()?.errorText ?? "";
      if (reason !== "net::ERR_ABORTED") note(`${reason} for ${readable(request.url())}`);
    });
  }

  leave() {
    return this.context.close();
  }

  startCounting() {
    this.clicks = this.typed = this.uploads = 0;
  }

  /** Types an address, as somebody with a bookmark does. */
  async visit(address, status = 200) {
    this.expected = status;
    const answer = await this.page.goto(address);
    assert.equal(answer.status(), status, `the status of ${address}`);
    await this.look();
  }

  /** Acts on a control and waits for the page that it leads to, which has this status. */
  async follow(control, status = 200) {
    this.expected = status;
    await this.unfold(control);
    // A keyboard skips the bar first, which is a step within the page.
    const isMine = (frame) => frame === this.page.mainFrame() && !frame.url().endsWith(CONTENT);
    const [answer] = await Promise.all([
      this.page.waitForResponse((it) => it.request().isNavigationRequest() && it.status() !== SEE_OTHER),
      this.page.waitForEvent("framenavigated", isMine),
      this.act(control),
    ]);
    await this.page.waitForLoadState("load");
    assert.equal(answer.status(), status, `the status of ${readable(this.page.url())}`);
    await this.look();
  }

  /** Acts on a control that leads to a file. Answers with the file's path. */
  async fetch(control) {
    const [file] = await Promise.all([this.page.waitForEvent("download"), this.act(control)]);
    return file.path();
  }

  async act(control) {
    this.clicks += 1;
    await this.stage.hand.press(this.page, control);
  }

  /** Chooses a file. */
  async choose(field, name, content) {
    await this.unfold(field);
    this.uploads += 1;
    await field.setInputFiles({ name, mimeType: "application/octet-stream", buffer: content });
  }

  async write(field, text) {
    await this.unfold(field);
    this.typed += 1;
    await this.stage.hand.write(this.page, field, text);
  }

  /** Opens the fold in which a control lies, if it is closed. */
  async unfold(control) {
    const isFolded = await control.evaluate((element) => element.closest("details:not([open])") !== null);
    if (isFolded) await this.act(control.locator("xpath=ancestor::details[1]/summary"));
  }

  /** Every page must hold this, whoever looks and however. What is wrong with a page alone does not stop the walk. */
  async look() {
    const { page, stage } = this;
    for (const trouble of this.troubles.splice(0)) stage.find(`${this.name}: ${trouble}`);
    const seen = await page.evaluate(measure);
    assert.equal(seen.language, stage.language, `the language of ${page.url()}`);
    if (seen.wide.length) stage.find(`wider than ${seen.room} px: ${readable(page.url())}: ${seen.wide.join(", ")}`);
    if (seen.headings !== 1) stage.find(`${seen.headings} headings of the first rank: ${readable(page.url())}`);
  }

  /** Looks again and again until the page shows what is expected; figures and messages travel for a second or two. */
  async awaitPage(what, isThere) {
    const late = Date.now() + TRAVEL_MS_MAX;
    for (;;) {
      if (await isThere(this.page)) return;
      if (Date.now() > late) assert.fail(`${this.name} never saw ${what} on ${this.page.url()}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_PAUSE_MS));
      await this.page.reload();
      await this.look();
    }
  }

  /** A link or button of the page's main part. */
  control(selector) {
    return this.page.locator(`main ${selector}`).first();
  }

  /** The button of the form that is sent to a path. */
  button(path) {
    return this.control(`form:is([action$="${path}"], [action*="${path}?"]) button`);
  }

  /** The link of the bar that leads to a section. */
  section(path) {
    return this.page.locator(`nav.sections a:is([href="${path}"], [href^="${path}?"])`);
  }

  /** What an element says, without the line breaks of its layout. */
  async read(selector) {
    const text = await this.control(selector).innerText();
    return text.replace(/\s+/gu, " ").trim();
  }
}

/** Runs in the page: its language, its headings, and what sticks out of the window. */
export function measure() {
  const room = document.documentElement.clientWidth;
  const isWide = document.documentElement.scrollWidth > room;
  const name = (element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}">`;
  const out = [...document.querySelectorAll("body *")].filter((it) => it.getBoundingClientRect().right > room + 1);
  const innermost = out.filter((it) => ![...it.children].some((child) => out.includes(child)));
  return {
    language: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    room,
    wide: isWide ? [`${document.documentElement.scrollWidth} px`, ...innermost.slice(0, 4).map(name)] : [],
  };
}

/** An address without what differs from run to run. */
export function readable(address) {
  const { pathname, search } = new URL(address);
  return pathname.replace(/[0-9a-f]{32}/u, "…") + search;
}
