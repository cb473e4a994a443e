/** Why a kernel has no mesh: the same words whichever kernel it is. */
import { Failure } from "../../../../../shared/rpc/failure.ts";

export function gaveUp(): Failure {
  return new Failure("invalid", "the geometry kernel gave up on its geometry");
}

export function noGeometry(): Failure {
  return new Failure("invalid", "the geometry kernel finds no geometry in it");
}

export function tooMuchMemory(bytes: number): Failure {
  const megabytes = Math.round(bytes / 1024 / 1024);
  return new Failure("limit", `its geometry needs more than ${megabytes} MB of memory`);
}
