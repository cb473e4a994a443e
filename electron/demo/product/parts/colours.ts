/** Finishes of the demo product, sRGB. */
import type { Rgb } from "../item.ts";

export const CAST_ALUMINIUM: Rgb = [0.66, 0.69, 0.72];
export const ANODISED: Rgb = [0.8, 0.82, 0.84];
export const DARK_PAINT: Rgb = [0.17, 0.2, 0.24];
export const TEAL_PAINT: Rgb = [0.1, 0.5, 0.55];
export const MOTOR_BLACK: Rgb = [0.12, 0.13, 0.15];
export const BRIGHT_STEEL: Rgb = [0.76, 0.77, 0.79];
export const CHROME: Rgb = [0.88, 0.89, 0.91];
export const BLACK_OXIDE: Rgb = [0.22, 0.22, 0.24];
export const ZINC: Rgb = [0.7, 0.71, 0.68];
export const BRONZE: Rgb = [0.72, 0.5, 0.26];
export const RUBBER: Rgb = [0.08, 0.08, 0.09];
export const SEAL_ORANGE: Rgb = [0.91, 0.45, 0.13];
export const PCB_GREEN: Rgb = [0.05, 0.36, 0.22];
export const EPOXY: Rgb = [0.1, 0.1, 0.11];
export const TIN: Rgb = [0.82, 0.82, 0.8];
export const CERAMIC: Rgb = [0.73, 0.62, 0.46];
export const TERMINAL_GREEN: Rgb = [0.16, 0.56, 0.3];
export const GOLD: Rgb = [0.83, 0.68, 0.28];
export const PLATE_WHITE: Rgb = [0.93, 0.94, 0.95];
export const CAPACITOR_BLUE: Rgb = [0.12, 0.2, 0.45];
