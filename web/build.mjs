// Makes built/, which the program carries: script, style, fonts, map, licences.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { feature, quantize } from "topojson-client";
import { presimplify, simplify, filter, filterWeight } from "topojson-simplify";
import countries from "i18n-iso-countries";

const out = new URL("./built/", import.meta.url), modules = new URL("./node_modules/", import.meta.url);
rmSync(out, { recursive: true, force: true });
mkdirSync(out);

await build({
  entryPoints: { app: "src/app.jsx", style: "src/style.css" },
  outdir: "built", bundle: true, minify: true, format: "esm", target: ["es2020", "chrome100", "firefox100", "safari15"],
  jsx: "automatic", jsxImportSource: "preact", external: ["/*.woff2"], legalComments: "none", charset: "utf8",
});
for (const file of ["index.html", "icon.svg"]) copyFileSync(new URL("src/" + file, import.meta.url), new URL(file, out));

// Latin and extended Latin are enough for names as news writes them.
for (const [family, styles] of [["source-sans-3", ["normal"]], ["source-serif-4", ["normal", "italic"]]])
  for (const style of styles)
    for (const part of ["latin", "latin-ext"])
      copyFileSync(new URL(`@fontsource-variable/${family}/files/${family}-${part}-wght-${style}.woff2`, modules),
        new URL(`${family}-${part}-${style}.woff2`, out));

// Countries by ISO 3166 alpha-3, coarse enough for a page, small islands kept.
const world = JSON.parse(readFileSync(new URL("world-atlas/countries-50m.json", modules)));
const unnumbered = { Kosovo: "XKX" };
for (const shape of world.objects.countries.geometries) {
  const name = shape.properties.name;
  const code = shape.id ? countries.numericToAlpha3(shape.id) : unnumbered[name];
  shape.properties = { name, code: code ?? null };
  delete shape.id;
}
world.objects = { countries: world.objects.countries };
world.objects.countries.geometries = world.objects.countries.geometries.filter(shape => shape.properties.code !== "ATA");
const weighed = presimplify(world);
const simple = filter(simplify(weighed, 0.05), filterWeight(weighed, 0.02));
const small = quantize(simple, 1e4);
if (feature(small, small.objects.countries).features.length < 200) throw new Error("the map lost its countries");
writeFileSync(new URL("world.json", out), JSON.stringify(small));

// What is inside, and whose it is.
const inside = ["preact", "d3-scale", "d3-array", "d3-interpolate", "d3-color", "d3-format", "d3-time", "d3-time-format", "internmap",
  "d3-geo", "d3-force", "d3-dispatch", "d3-quadtree", "d3-timer", "topojson-client", "world-atlas", "@fontsource-variable/source-sans-3",
  "@fontsource-variable/source-serif-4"];
let text = "The page is made of the sources in web/ (Apache-2.0) and of these packages.\n" +
  "The map is made from Natural Earth, which is in the public domain; its borders are drawn as that source draws them.\n";
for (const name of inside) {
  const about = JSON.parse(readFileSync(new URL(name + "/package.json", modules)));
  text += `\n==== ${name} ${about.version} ====\n${readFileSync(new URL(name + "/LICENSE", modules), "utf8").trim()}\n`;
}
writeFileSync(new URL("LICENSES.txt", out), text);
