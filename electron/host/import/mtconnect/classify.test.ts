import { expect, test } from "vitest";
import { classifyItem, classifyName, classifyType, upperSnake } from "./classify.ts";

test.each([
  ["Feed_Rate", "signal"],
  ["Spindle_Speed", "signal"],
  ["Block_Number", "signal"],
  ["Program_Runtime_Seconds", "signal"],
  ["Rapid_Override", "signal"],
  ["Feed_Override", "signal"],
  ["Spindle_Override", "signal"],
  ["Spindle_Time", "signal"],
  ["X1load", "signal"],
  ["Program_Status", "execution"],
  ["pexecution", "execution"],
  ["Program_Name_Running", "program"],
  ["pprogram", "program"],
  ["Program_Name_Editing", "program-edit"],
  ["Current_Tool", "tool"],
  ["Part_Count", "part-count"],
  ["pmode", "mode"],
  ["estop", "emergency-stop"],
  ["avail", "availability"],
  ["CoolantSystem1_cond", "condition"],
  ["p1block", "discrete"],
  ["p1LPathPos", "vector"],
  ["Door", "unknown"],
])("%s is %s by name", (name, role) => {
  expect(classifyName(name).role).toBe(role);
});

test.each([
  ["RotaryVelocity", "SAMPLE", "signal"],
  ["PathFeedrate", "SAMPLE", "signal"],
  ["PathFeedrateOverride", "EVENT", "signal"],
  ["Line", "EVENT", "signal"],
  ["Execution", "EVENT", "execution"],
  ["ProgramEditName", "EVENT", "program-edit"],
  ["PartCount", "EVENT", "part-count"],
  ["ToolNumber", "EVENT", "tool"],
  ["Block", "EVENT", "discrete"],
  ["PathPosition", "SAMPLE", "vector"],
  ["Fault", "CONDITION", "condition"],
])("element %s of %s is %s", (element, category, role) => {
  expect(classifyType(upperSnake(element), category).role).toBe(role);
});

test("a description beats the name", () => {
  const described = {
    id: "d1",
    name: "Current_Tool",
    type: "LOAD",
    subType: undefined,
    category: "SAMPLE",
    units: "PERCENT",
    nativeUnits: undefined,
  };
  expect(classifyItem("Current_Tool", described).role).toBe("signal");
});
