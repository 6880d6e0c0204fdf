// Copies what the site serves out of node_modules, with the licences beside it.
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "../src/avert/web/static/avert/dist");
const latin = "@fontsource-variable/atkinson-hyperlegible-next";
const arabic = "@fontsource-variable/vazirmatn";

const files = {
  "sans-latin.woff2": `${latin}/files/atkinson-hyperlegible-next-latin-wght-normal.woff2`,
  "sans-latin-ext.woff2": `${latin}/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2`,
  "sans-arabic.woff2": `${arabic}/files/vazirmatn-arabic-wght-normal.woff2`,
  "cytoscape.min.js": "cytoscape/dist/cytoscape.min.js",
  "LICENCE-cytoscape.txt": "cytoscape/LICENSE",
  "LICENCE-sans-latin.txt": `${latin}/LICENSE`,
  "LICENCE-sans-arabic.txt": `${arabic}/LICENSE`,
};

rmSync(built, { recursive: true, force: true });
mkdirSync(built, { recursive: true });
for (const [name, source] of Object.entries(files)) {
  copyFileSync(join(here, "node_modules", source), join(built, name));
}
