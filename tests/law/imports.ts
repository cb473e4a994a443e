/** Reads the imports of a source file and judges them by the law. */
import { posix } from "node:path";
import { BANNED_NAMES, lawOf } from "./table.ts";

const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*|\bnew URL\(\s*)["']([^"'\n]+)["']/g;

/** Without comments: a name in prose breaks no law. Strings stay, imports are strings. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`\w])\/\/[^\n]*/g, "$1");
}

/**
 * What is wrong with `text` as the content of `file`, one sentence each. Tests, test helpers and
 * configuration may import what they need from the test tools.
 */
export function violations(file: string, text: string): readonly string[] {
  const code = withoutComments(text);
  return [...importViolations(file, code), ...nameViolations(file, code)];
}

function importViolations(file: string, code: string): readonly string[] {
  const law = lawOf(file);
  if (law === undefined) return [];
  const isTest = /\.test\.tsx?$/.test(file) || /\/testing\//.test(file);
  const found: string[] = [];
  for (const [, specifier = ""] of code.matchAll(SPECIFIER)) {
    if (specifier.startsWith(".")) {
      const target = posix.normalize(posix.join(posix.dirname(file), specifier));
      const own = target.startsWith(`${law.folder}/`) && lawOf(`${target}/x`)?.folder === law.folder;
      const inner = target.startsWith(`${law.folder}/`) && law.folder === "renderer";
      const allowed = own || inner || law.folders.some((folder) => target.startsWith(`${folder}/`));
      const testTool = isTest && target.startsWith("tests/");
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
