/** What a QIF document says about itself, read in a first pass: serials stand behind the results. */
import { parseInstant, type Instant } from "../../../../shared/time/iso.ts";
import type { FeatureRecord, PartReference } from "../../../../shared/model/record.ts";
import type { SourceFile } from "../importer.ts";
import { child, descend, readElements, textOf, type XmlElement } from "../text/xml-tree.ts";
import { millimetresOf, readFeatures } from "./features.ts";
import { readCharacteristics, type QifCharacteristic, type QifUnits } from "./characteristics.ts";

export interface ActualComponent {
  readonly id: string;
  readonly serial: string | undefined;
  readonly line: number;
}

export interface QifDocument {
  readonly part: PartReference;
  /** Every name that the document has for its product, model and drawing. */
  readonly productNames: readonly string[];
  readonly laboratory: string;
  /** The document names its laboratory; otherwise it is the folder's name. */
  readonly laboratoryStated: boolean;
  readonly created: Instant | undefined;
  readonly characteristics: readonly QifCharacteristic[];
  readonly components: ReadonlyMap<string, ActualComponent>;
  /** Names of feature items by their id. */
  readonly features: ReadonlyMap<string, string>;
  /** Where those are of which the document says it. */
  readonly places: readonly FeatureRecord[];
  readonly hasStatistics: boolean;
  /** The fault that ended the pass, if one did: what stood before it counts. */
  readonly fault: unknown;
}

const SECTIONS = new Set([
  "Product",
  "Characteristics",
  "FileUnits",
  "PreInspectionTraceability",
  "InspectionTraceability",
  "Version",
  "ActualComponent",
  "Statistics",
  "Features",
  "FeatureItems",
]);

export async function readDocument(file: SourceFile, signal: AbortSignal): Promise<QifDocument> {
  const sections = new Map<string, XmlElement>();
  const traceability: XmlElement[] = [];
  const components = new Map<string, ActualComponent>();
  const items = new Map<string, { name: string; nominalId: string | undefined }>();
  const addItems = (list: XmlElement): void => {
    for (const item of list.children) {
      const name = textOf(item, "FeatureName") ?? textOf(item, "Name");
      if (item.attributes["id"] !== undefined && name !== undefined)
        items.set(item.attributes["id"], { name, nominalId: textOf(item, "FeatureNominalId") });
    }
  };
  let fault: unknown;
  const wanted = (path: readonly string[]): boolean => {
    const name = path.at(-1) ?? "";
    const anywhere =
      name.endsWith("InspectionTraceability") || name === "ActualComponent" || name === "FeatureItems";
    return SECTIONS.has(name) && (path.length === 2 || anywhere);
  };
  try {
    for await (const { element } of readElements(file.path, wanted, signal)) {
      const id = element.attributes["id"];
      if (element.name === "ActualComponent") {
        if (id !== undefined)
          components.set(id, { id, serial: textOf(element, "SerialNumber"), line: element.line });
      } else if (element.name === "FeatureItems") {
        addItems(element);
      } else if (element.name.endsWith("Traceability")) traceability.push(element);
      // Statistics can be large and are only mentioned.
      else sections.set(element.name, element.name === "Statistics" ? { ...element, children: [] } : element);
    }
  } catch (thrown) {
    signal.throwIfAborted();
    fault = thrown;
  }
  const within = child(sections.get("Features"), "FeatureItems");
  if (within !== undefined) addItems(within);
  const units = readUnits(sections.get("FileUnits"));
  const toMillimetres = millimetresOf(units.linear);
  const organization = traceability
    .map((element) => textOf(element, "InspectingOrganization", "Name"))
    .find((name) => name !== undefined);
  const created =
    traceability
      .map((element) => textOf(element, "ReportPreparationDate"))
      .find((text) => text !== undefined) ?? textOf(sections.get("Version"), "TimeCreated");
  const product = sections.get("Product");
  const { part, names } = readPart(product, file);
  return {
    part,
    productNames: names,
    laboratory: organization ?? (file.folder === "" ? file.name : file.folder),
    laboratoryStated: organization !== undefined,
    created: created === undefined ? undefined : parseInstant(created),
    characteristics: readCharacteristics(sections.get("Characteristics"), units),
    components,
    features: new Map([...items].map(([id, { name }]) => [id, name])),
    places: toMillimetres === undefined ? [] : readFeatures(sections.get("Features"), items, toMillimetres),
    hasStatistics: sections.has("Statistics"),
    fault,
  };
}

/** What authoring tools fill in when nobody did: no name of anything. */
const PLACEHOLDER = /^(part number \d*|version|#\d+|untitled|unknown|part\d*)$/i;

/**
 * The part's name: the product's header, a model number that somebody filled in, then the digital
 * model, the drawing, the label, last the file.
 */
function readPart(
  product: XmlElement | undefined,
  file: SourceFile,
): { part: PartReference; names: readonly string[] } {
  const part = descend(product, "PartSet", "Part");
  const external = child(part, "DefinitionExternal");
  const names = [
    textOf(part, "Header", "Name"),
    textOf(part, "Name"),
    textOf(part, "ModelNumber"),
    textOf(external, "DigitalModel", "Name"),
    textOf(external, "PrintedDrawing", "Name"),
    part?.attributes["label"],
    textOf(product, "Header", "Name"),
  ].filter((name) => name !== undefined && !PLACEHOLDER.test(name));
  const version = textOf(part, "Version");
  const revision = version === undefined || PLACEHOLDER.test(version) ? {} : { revision: version };
  const stated = names[0];
  if (stated !== undefined)
    return { part: { name: stated, strength: "stated", ...revision }, names: names as string[] };
  const guessed = file.name.replace(/\.[^.]*$/, "").split(/[_\s]*results?\b/i)[0] ?? "";
  return { part: { name: guessed === "" ? file.name : guessed, strength: "guessed" }, names: [] };
}

/** Names of the primary units; QIF's default is SI, but what every tool writes without units is mm and degree. */
function readUnits(fileUnits: XmlElement | undefined): QifUnits {
  const primary = child(fileUnits, "PrimaryUnits");
  return {
    linear: textOf(primary, "LinearUnit", "UnitName") ?? "mm",
    angular: shortAngle(textOf(primary, "AngularUnit", "UnitName") ?? "degree"),
  };
}

function shortAngle(name: string): string {
  return name === "degree" ? "°" : name;
}
