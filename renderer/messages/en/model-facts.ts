/** What a CAD model says of a part: dimensions and tolerances, and whether it is drawn as its source has it. */
export const modelFacts = {
  "model-facts.pmi": "Dimensions and tolerances in the model",
  "model-facts.of-face": "On the picked face",
  "model-facts.no-face": "no face",
  "model-facts.faces": "{count, plural, one {# face} other {# faces}}",
  "model-facts.all": "Show all {count, number}",
  "model-facts.show-faces": "{name}, {faces}",
  "model-facts.check": "Geometry in the file",
  "model-facts.volume": "Volume",
  "model-facts.area": "Surface area",
  "model-facts.centre": "Centre of volume",
  "model-facts.agrees": "as drawn",
  "model-facts.differs": "drawn: {value}",
  "model-facts.layers": "Layers",
  "model-facts.hidden": "Hidden in the file",
  "model-facts.bodies": "{count, plural, one {# body} other {# bodies}}",
} as const;
