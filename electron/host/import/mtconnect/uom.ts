/**
 * Units of measure of MTConnect (part 2.0, 8.2 `units`, `nativeUnits`) in the short form that the screen shows.
 * A unit that is not in the table stays as the source wrote it.
 */
const SHORT: Readonly<Record<string, string>> = {
  AMPERE: "A",
  BAR: "bar",
  CELSIUS: "°C",
  COUNT: "count",
  "CUBIC_MILLIMETER/SECOND": "mm³/s",
  DECIBEL: "dB",
  DEGREE: "deg",
  DEGREE_3D: "deg",
  "DEGREE/SECOND": "deg/s",
  FAHRENHEIT: "°F",
  HERTZ: "Hz",
  HOUR: "h",
  INCH: "in",
  INCH_3D: "in",
  "INCH/MINUTE": "in/min",
  "INCH/REVOLUTION": "in/rev",
  "INCH/SECOND": "in/s",
  JOULE: "J",
  KILOGRAM: "kg",
  KILOWATT: "kW",
  KILOWATT_HOUR: "kWh",
  LITER: "l",
  "LITER/MINUTE": "l/min",
  "LITER/SECOND": "l/s",
  METER: "m",
  "METER/MINUTE": "m/min",
  "METER/SECOND": "m/s",
  MILLIMETER: "mm",
  MILLIMETER_3D: "mm",
  "MILLIMETER/MINUTE": "mm/min",
  "MILLIMETER/REVOLUTION": "mm/rev",
  "MILLIMETER/SECOND": "mm/s",
  "MILLIMETER/SECOND^2": "mm/s²",
  MINUTE: "min",
  NEWTON: "N",
  NEWTON_METER: "N·m",
  OHM: "Ω",
  PASCAL: "Pa",
  PERCENT: "%",
  POUND: "lb",
  "REVOLUTION/MINUTE": "rpm",
  SECOND: "s",
  VOLT: "V",
  VOLT_AMPERE: "VA",
  WATT: "W",
  WATT_SECOND: "W·s",
};

/** Short form of an MTConnect unit; undefined stays undefined. */
export function shortUnit(units: string | undefined): string | undefined {
  if (units === undefined || units === "") return undefined;
  return SHORT[units] ?? units;
}
