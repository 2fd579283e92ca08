// Opens pages in Chromium as a reader would, and prints what is wrong with each as one line of JSON.
//
//   node look.mjs CHROMIUM FOLDER PAGE...
//
// Each page is looked at wide and narrow, light and dark, and as print, with axe-core; it is printed to FOLDER as a
// PDF. With PICTURES set in the environment, a picture of each look stands beside it, to be looked at by eye; with
// LOOK, one look is taken.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [program, folder, ...pages] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOOKS = [
  { name: "wide-light", width: 1280, colorScheme: "light", media: "screen" },
  { name: "wide-dark", width: 1280, colorScheme: "dark", media: "screen" },
  { name: "narrow-light", width: 320, colorScheme: "light", media: "screen" },
  { name: "narrow-dark", width: 320, colorScheme: "dark", media: "screen" },
  { name: "print", width: 794, colorScheme: "dark", media: "print" },
];

const browser = await chromium.launch({
  executablePath: program,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});
try {
  for (const file of pages) {
    for (const look of LOOKS.filter(({ name }) => name === (process.env.LOOK ?? name))) console.log(JSON.stringify(await lookAt(file, look)));
  }
} finally {
  await browser.close();
}

async function lookAt(file, look) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: 900 }, colorScheme: look.colorScheme, offline: true,
  });
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  const found = { page: file, look: look.name, requests: [], console: [], refused: [] };
  page.on("request", (request) => request.url() !== address && found.requests.push(request.url()));
  page.on("console", (message) => found.console.push(message.text()));
  page.on("pageerror", (error) => found.console.push(String(error)));
  // Scripts of the page are forbidden by its policy; these run beside it.
  await page.addInitScript({ content: `${axe}
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) => window.refused.push(
      event.violatedDirective + " " + event.blockedURI + " " + event.sample));` });
  await page.emulateMedia({ media: look.media, colorScheme: look.colorScheme });
  await page.goto(address);
  found.refused = await page.evaluate(() => window.refused);
  found.overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  found.paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const result = await page.evaluate(() => window.axe.run(document));
  found.rules = result.passes.map((rule) => rule.id);
  found.violations = result.violations.map((rule) => ({
    rule: rule.id, help: rule.help, nodes: rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)),
  }));
  const stem = join(folder, basename(file, ".html"));
  if (process.env.PICTURES) await page.screenshot({ path: `${stem}.${look.name}.png`, fullPage: true });
  if (look.media === "print") {
    // Sizes and margins are those of the page's own style sheet.
    await page.pdf({ path: `${stem}.pdf`, preferCSSPageSize: true, printBackground: false });
  }
  await context.close();
  return found;
}
