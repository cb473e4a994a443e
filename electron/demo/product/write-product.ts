/** `node write-product.ts FILE`: writes the demo product as STEP, and its meshes beside it. */
import { writeFileSync } from "node:fs";
import { LINEAR_ACTUATOR } from "./linear-actuator.ts";
import { meshPath, meshProduct } from "./product-mesh.ts";
import { stepText } from "./step-product.ts";

const [target] = process.argv.slice(2);
if (target === undefined) {
  process.stderr.write("Usage: node write-product.ts FILE\n");
  process.exitCode = 2;
} else {
  writeFileSync(target, stepText(LINEAR_ACTUATOR, "linear-actuator.step"));
  writeFileSync(meshPath(target), await meshProduct(target));
  // The kernel's threads wait for more.
  process.exit();
}
