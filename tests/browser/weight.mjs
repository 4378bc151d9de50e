// Weighs the first view of a page: what a browser that has never been here transfers, and in how many requests.

/** DESIGN.md's figure `portal.first_view`, in bytes on the line: answers with their heads. */
const BYTES_MAX = 150_000;

/** The page, its style, the icon and the typeface's files, with room for a few pictures. */
const REQUESTS_MAX = 12;

/** The heaviest first views so far. */
export const heaviest = { bytes: 0, bytesOf: "", requests: 0, requestsOf: "" };

/** Loads an address in a visitor's window as if for the first time, and weighs it. */
export async function weigh(visitor, name, address) {
  const { page, context, stage } = visitor;
  const session = await context.newCDPSession(page);
  const open = new Set();
  const total = { bytes: 0, requests: 0 };
  session.on("Network.requestWillBeSent", ({ requestId }) => {
    open.add(requestId);
    total.requests += 1;
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    open.delete(requestId);
    total.bytes += encodedDataLength;
  });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await page.goto(address);
  await page.evaluate(() => document.fonts.ready.then(() => true));
  // The icon may still be on its way when everything else has come.
  while (open.size) await new Promise((resolve) => session.once("Network.loadingFinished", resolve));
  await session.detach();
  if (total.bytes > BYTES_MAX) stage.find(`${name}: the first view weighs ${total.bytes} bytes`);
  if (total.requests > REQUESTS_MAX) stage.find(`${name}: the first view takes ${total.requests} requests`);
  if (total.bytes > heaviest.bytes) Object.assign(heaviest, { bytes: total.bytes, bytesOf: name });
  if (total.requests > heaviest.requests) Object.assign(heaviest, { requests: total.requests, requestsOf: name });
}
