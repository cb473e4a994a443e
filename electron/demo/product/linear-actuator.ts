/** The demo product: an electric linear actuator with its controller. x along the rod, z up. */
import { facing, moved } from "./frame.ts";
import { line, type AssemblyDefinition } from "./item.ts";
import { CONTROLLER } from "./parts/controller.ts";
import { CYLINDER } from "./parts/cylinder.ts";
import { DRIVE, MOTOR_HEIGHT } from "./parts/drive.ts";
import { MOTOR } from "./parts/motor.ts";
import { MOUNTING } from "./parts/mounting.ts";
import { SCREW } from "./parts/screw.ts";

/** The units along the screw have z forward and y up. */
const along = (x: number, z: number): ReturnType<typeof facing> => facing([x, 0, z], [1, 0, 0], [0, 1, 0]);

export const LINEAR_ACTUATOR: AssemblyDefinition = {
  number: "10-4000",
  name: "Linear actuator LA-200",
  revision: "C",
  components: [
    ...line(10, DRIVE, "Drive unit", along(0, 0)),
    ...line(20, SCREW, "Screw unit", along(0, 0)),
    ...line(30, MOTOR, "Servo motor", along(0, MOTOR_HEIGHT)),
    ...line(40, CONTROLLER, "Controller unit", moved(262, 0, 42)),
    ...line(50, CYLINDER, "Cylinder unit", along(0, 0)),
    ...line(60, MOUNTING, "Mounting kit", moved(114, 0, -50)),
  ],
};
