/** Saving what the 3D view shows as a file. */
export const exporting = {
  "export.title": "Save the 3D view as a file",
  "export.format": "Kind of file",
  "export.format-png": "Picture (PNG)",
  "export.format-glb": "Model (GLB)",
  "export.format-stl": "Triangles (STL)",
  "export.width": "Width, pixels",
  "export.height": "Height, pixels",
  "export.ground": "Background",
  "export.ground-view": "As in the view",
  "export.ground-white": "White",
  "export.ground-transparent": "Transparent",
  "export.dimensions": "{count, plural, one {With the dimension} other {With the # dimensions}}",
  "export.size-wrong": "A side has a whole number of pixels from {least, number} to {most, number}.",
  "export.scope": "What is saved",
  "export.scope-visible": "What is visible",
  "export.scope-selected": "The selection",
  "export.about-glb":
    "In metres with Y up, as glTF has it. The structure, names and colours go along; a part that occurs often is stored once. Assembled, also while the view is exploded.",
  "export.about-stl":
    "In millimetres, every part where it stands in the assembly, without names and colours. Assembled, also while the view is exploded.",
  "export.running": "Writing the file",
  "export.save": "Save",
} as const;
