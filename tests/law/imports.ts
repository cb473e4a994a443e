/** Reads the imports of a source file and judges them by the law. */
import { posix } from "node:path";
import { BANNED_NAMES, lawOf } from "./table.ts";

/** `from` counts only at the end of an import or export statement: elsewhere it is a word of a query or a text. */
const SPECIFIER =
  /(?:^\s*(?:import|export)\b[^"';]*?\bfrom\s*|^\s*import\s*|\bimport\s*\(\s*|\brequire\s*\(\s*|\bnew URL\(\s*)["']([^"'\n]+)["']/gm;

/** Without comments: a name in prose breaks no law. Strings stay, imports are strings. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`\w])\/\/[^\n]*/g, "$1");
}

/**
 * What is wrong with `text` as the content of `file`, one sentence each. Tests and their helpers may
 * import the test tools, and those of a renderer folder the rest of the page; configuration is free.
 */
export function violations(file: string, text: string): readonly string[] {
  const code = withoutComments(text);
  return [...importViolations(file, code), ...nameViolations(file, code)];
}

function importViolations(file: string, code: string): readonly string[] {
  const law = lawOf(file);
  if (law === undefined || file.endsWith(".config.ts")) return [];
  const isTest = /\.test\.tsx?$/.test(file) || /\/testing\//.test(file);
  const found: string[] = [];
  for (const [, specifier = ""] of code.matchAll(SPECIFIER)) {
    if (specifier.startsWith(".")) {
      const target = posix.normalize(posix.join(posix.dirname(file), specifier));
      const own = target.startsWith(`${law.folder}/`) && lawOf(`${target}/x`)?.folder === law.folder;
      const inner = target.startsWith(`${law.folder}/`) && law.folder === "renderer";
      const allowed = own || inner || law.folders.some((folder) => target.startsWith(`${folder}/`));
      const page = isTest && file.startsWith("renderer/") && target.startsWith("renderer/");
      const testTool = page || (isTest && target.startsWith("tests/"));
      // Only a URL that starts a worker by name may leave its folder without importing anything.
      if (!allowed && !testTool) found.push(`${file} imports ${target}: ${law.folder} may not`);
    } else if (isTest) continue;
    else if (!packageAllowed(law.packages, specifier))
      found.push(`${file} imports ${specifier}: ${law.folder} may not`);
  }
  return found;
}

function packageAllowed(packages: readonly string[], specifier: string): boolean {
  if (specifier.startsWith("node:")) return packages.includes("node:*");
  return packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

function nameViolations(file: string, code: string): readonly string[] {
  if (/\.test\.tsx?$/.test(file)) return [];
  return BANNED_NAMES.filter(
    ({ pattern, allowed, within }) =>
      within.some((folder) => file.startsWith(`${folder}/`)) && !allowed.includes(file) && pattern.test(code),
  ).map(
    ({ name, allowed }) =>
      `${file} uses ${name}: ${allowed.length > 0 ? `only ${allowed.join(", ")} may` : "it is passed in instead"}`,
  );
}
