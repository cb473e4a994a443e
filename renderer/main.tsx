import "./theme/fonts.ts";
import "./theme/base.css";
import { createRoot } from "react-dom/client";
import { connectHost } from "./host/host.ts";
import { App } from "./shell/app.tsx";
import { followMachines } from "./state/machines.ts";
import { followDemo } from "./state/demo.ts";
import { followPlants } from "./state/plants.ts";
import { followHost } from "./state/session.ts";
import { followTheme } from "./theme/theme.ts";

followTheme();
followHost();
followPlants();
followMachines();
followDemo();
void connectHost();

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<App />);
