/** Results of a laboratory as QIF 3, one measurement of each characteristic. */

export interface Measured {
  readonly name: string;
  readonly nominal: number;
}

/** What a laboratory has measured on a part: diameters, mm. */
export function results(id: string, part: string, measured: readonly Measured[]): string {
  const each = (text: (one: Measured, at: number) => string): string => measured.map(text).join("");
  const count = measured.length;
  return `<?xml version="1.0"?>
<QIFDocument xmlns="http://qifstandards.org/xsd/qif3" versionQIF="3.0.0"><QPId>FD43400A-29bf-4ec6-b96c-e2f846eb6f${id}</QPId>
<Product><PartSet n="1"><Part id="1"><Name>${part}</Name></Part></PartSet></Product>
<Characteristics><CharacteristicDefinitions n="1">
<DiameterCharacteristicDefinition id="10"><Tolerance><MaxValue>0.1</MaxValue><MinValue>-0.1</MinValue><DefinedAsLimit>false</DefinedAsLimit></Tolerance></DiameterCharacteristicDefinition>
</CharacteristicDefinitions><CharacteristicNominals n="${count}">
${each(({ nominal }, at) => `<DiameterCharacteristicNominal id="2${at}"><CharacteristicDefinitionId>10</CharacteristicDefinitionId><TargetValue>${nominal}</TargetValue></DiameterCharacteristicNominal>`)}
</CharacteristicNominals><CharacteristicItems n="${count}">
${each(({ name }, at) => `<DiameterCharacteristicItem id="3${at}"><Name>${name}</Name><CharacteristicNominalId>2${at}</CharacteristicNominalId></DiameterCharacteristicItem>`)}
</CharacteristicItems></Characteristics>
<MeasurementsResults><MeasurementResultsSet n="1"><MeasurementResults id="40"><MeasuredCharacteristics><CharacteristicActuals n="${count}">
${each(({ nominal }, at) => `<DiameterCharacteristicActual id="93${at}"><CharacteristicItemId>3${at}</CharacteristicItemId><Value>${nominal + 0.01}</Value></DiameterCharacteristicActual>`)}
</CharacteristicActuals></MeasuredCharacteristics></MeasurementResults></MeasurementResultsSet></MeasurementsResults></QIFDocument>`;
}
