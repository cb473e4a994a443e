/** glTF's unit is the metre (3.4). */
export const MILLIMETRES = 1000;
