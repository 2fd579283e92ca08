// Uses a page of rows in Chromium as a reader would, without a network and on a phone, and prints what is shown
// after each step as one line of JSON.
//
//   node use.mjs CHROMIUM PAGE STEPS
//
// STEPS is a JSON array of steps: ["fill", selector, text], ["select", selector, value], ["click", selector],
// ["open", hash] or ["width", pixels].
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [program, file, steps] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu", "--disable-quic"] });
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, offline: true });
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  for (const [what, first, second] of JSON.parse(steps)) {
    if (what === "fill") await page.fill(first, second);
    else if (what === "select") await page.selectOption(first, second);
    else if (what === "click") await page.click(first);
    else if (what === "open") { await page.goto("about:blank"); await page.goto(pathToFileURL(file).href + first); }
    else if (what === "width") await page.setViewportSize({ width: Number(first), height: 800 });
    else throw new Error(`no such step: ${what}`);
    await page.waitForTimeout(50);
    const shown = await page.evaluate(() => ({
      rows: [...document.querySelectorAll("tbody tr")].filter((row) => !row.hidden).map((row) => row.id),
      count: document.getElementById("count").textContent,
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      hash: location.hash,
    }));
    console.log(JSON.stringify({ ...shown, console: said }));
  }
} finally {
  await browser.close();
}
