/** Open CASCADE as the system's own library, where a compiler and its headers are installed. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface NativeReader {
  /** Processor seconds of reading and meshing a file the last of so many times; undefined where it fails on it. */
  read(path: string, times: number): number | undefined;
  close(): void;
}

/** Where the headers lie: Debian's place, or another installation's. */
const HEADERS = process.env["OPENCASCADE_INCLUDE"] ?? "/usr/include/opencascade";
const LIBRARIES = process.env["OPENCASCADE_LIB"];
const LINKED = [
  "TKSTEP",
  "TKXSBase",
  "TKMesh",
  "TKTopAlgo",
  "TKShHealing",
  "TKGeomAlgo",
  "TKBRep",
  "TKGeomBase",
  "TKG3d",
  "TKMath",
  "TKernel",
];

export function nativeReader(): NativeReader | { readonly missing: string } {
  if (!existsSync(join(HEADERS, "STEPControl_Reader.hxx")))
    return { missing: `no headers in ${HEADERS}: libocct-data-exchange-dev` };
  const folder = mkdtempSync(join(tmpdir(), "native-opencascade-"));
  const program = join(folder, "native");
  const places = LIBRARIES === undefined ? [] : [`-L${LIBRARIES}`, `-Wl,-rpath-link,${LIBRARIES}`];
  const { status, stderr } = spawnSync(
    "g++",
    [
      "-O2",
      "-w",
      `-I${HEADERS}`,
      join(import.meta.dirname, "native.cpp"),
      "-o",
      program,
      ...places,
      ...LINKED.map((name) => `-l${name}`),
    ],
    { encoding: "utf8" },
  );
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  if (status !== 0) {
    close();
    return { missing: stderr?.split("\n")[0] ?? "no compiler" };
  }
  const env = LIBRARIES === undefined ? process.env : { ...process.env, LD_LIBRARY_PATH: LIBRARIES };
  return {
    read: (path, times) => {
      const run = spawnSync(program, [path, String(times)], { encoding: "utf8", env });
      // Its reader may still print what it thinks of the file.
      const seconds = Number(run.stdout.trim().split("\n").at(-1));
      return run.status === 0 && seconds > 0 ? seconds : undefined;
    },
    close,
  };
}
