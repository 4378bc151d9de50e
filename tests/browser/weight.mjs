// Weighs the first view of a page: what a browser that has never been here transfers, and in how many requests.

/** DESIGN.md's figure `portal.first_view`, in bytes on the line: answers with their heads. */
const BYTES_MAX = 150_000;

/** The page, its style, the icon and the typeface's files, with room for a few pictures. */
const REQUESTS_MAX = 12;

/** The heaviest first views so far. */
export const heaviest = { bytes: 0, bytesOf: "", requests: 0, requestsOf: "" };

/** Opens the page that a visitor has before them in a browser without a cache. */
export async function weigh(visitor, name) {
  const { page, stage } = visitor;
  const context = await stage.browser.newContext({ storageState: await visitor.context.storageState() });
  const fresh = await context.newPage();
  const session = await context.newCDPSession(fresh);
  const total = { bytes: 0, requests: 0 };
  session.on("Network.requestWillBeSent", () => (total.requests += 1));
  session.on("Network.loadingFinished", ({ encodedDataLength }) => (total.bytes += encodedDataLength));
  await session.send("Network.enable");
  await fresh.goto(page.url(), { waitUntil: "networkidle" });
  await context.close();
  if (total.bytes > BYTES_MAX) stage.find(`${name}: the first view weighs ${total.bytes} bytes`);
  if (total.requests > REQUESTS_MAX) stage.find(`${name}: the first view takes ${total.requests} requests`);
  if (total.bytes > heaviest.bytes) Object.assign(heaviest, { bytes: total.bytes, bytesOf: name });
  if (total.requests > heaviest.requests) Object.assign(heaviest, { requests: total.requests, requestsOf: name });
}
