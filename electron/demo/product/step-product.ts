/**
 * Writes a product structure as AP214 (ISO 10303-214): products with revisions, shapes, colours and
 * occurrences. An occurrence's id is its find number and count (`30.2`), its name is its own.
 */
import { IDENTITY } from "./frame.ts";
import {
  isAssembly,
  itemsOf,
  type AssemblyDefinition,
  type Item,
  type PartDefinition,
  type Rgb,
} from "./item.ts";
import { list, Part21File, quoted, real } from "./part-21.ts";
import { ownPlacement, writeSolid } from "./step-geometry.ts";

/** What later instances need of a written product. */
interface WrittenItem {
  readonly definition: string;
  readonly shape: string;
  /** The identity placement among the shape's items. */
  readonly origin: string;
}

/** Fixed, so that the same product always gives the same bytes. */
const STAMP = "2026-11-02T08:00:00+01:00";

export function stepText(root: Item, fileName: string): string {
  const file = new Part21File();
  const application = file.add("APPLICATION_CONTEXT('core data for automotive mechanical design processes')");
  file.add(
    `APPLICATION_PROTOCOL_DEFINITION('international standard','automotive_design',2000,${application})`,
  );
  const context: Context = {
    product: file.add(`PRODUCT_CONTEXT('',${application},'mechanical')`),
    definition: file.add(`PRODUCT_DEFINITION_CONTEXT('part definition',${application},'design')`),
    shape: geometricContext(file),
  };
  const written = new Map<string, WrittenItem>();
  const products: string[] = [];
  for (const item of itemsOf(root)) {
    const { product, definition } = writeProduct(file, item, context);
    products.push(product);
    const shape = file.add(`PRODUCT_DEFINITION_SHAPE('','',${definition})`);
    const { representation, origin } = isAssembly(item)
      ? writeAssemblyShape(file, item, definition, written, context)
      : writePartShape(file, item, context);
    file.add(`SHAPE_DEFINITION_REPRESENTATION(${shape},${representation})`);
    written.set(item.number, { definition, shape: representation, origin });
  }
  file.add(`PRODUCT_RELATED_PRODUCT_CATEGORY('part','',${list(products)})`);
  return file.text({
    name: fileName,
    description: `${root.number} ${root.name}`,
    stamp: STAMP,
    system: "Throughline demo product",
    schema: "AUTOMOTIVE_DESIGN { 1 0 10303 214 3 1 1 }",
  });
}

interface Context {
  readonly product: string;
  readonly definition: string;
  readonly shape: string;
}

function geometricContext(file: Part21File): string {
  const length = file.add("(LENGTH_UNIT()NAMED_UNIT(*)SI_UNIT(.MILLI.,.METRE.))");
  const angle = file.add("(NAMED_UNIT(*)PLANE_ANGLE_UNIT()SI_UNIT($,.RADIAN.))");
  const solidAngle = file.add("(NAMED_UNIT(*)SI_UNIT($,.STERADIAN.)SOLID_ANGLE_UNIT())");
  const uncertainty = file.add(
    `UNCERTAINTY_MEASURE_WITH_UNIT(LENGTH_MEASURE(1.E-06),${length},'distance_accuracy_value','')`,
  );
  return file.add(
    `(GEOMETRIC_REPRESENTATION_CONTEXT(3)GLOBAL_UNCERTAINTY_ASSIGNED_CONTEXT((${uncertainty}))GLOBAL_UNIT_ASSIGNED_CONTEXT((${length},${angle},${solidAngle}))REPRESENTATION_CONTEXT('',''))`,
  );
}

function writeProduct(
  file: Part21File,
  item: Item,
  context: Context,
): { product: string; definition: string } {
  const product = file.add(`PRODUCT(${quoted(item.number)},${quoted(item.name)},'',(${context.product}))`);
  const formation = file.add(`PRODUCT_DEFINITION_FORMATION(${quoted(item.revision)},'',${product})`);
  const definition = file.add(`PRODUCT_DEFINITION('design','',${formation},${context.definition})`);
  return { product, definition };
}

interface WrittenShape {
  readonly representation: string;
  readonly origin: string;
}

function writePartShape(file: Part21File, part: PartDefinition, context: Context): WrittenShape {
  const origin = ownPlacement(file, IDENTITY);
  const solids = part.bodies.map((body) => ({
    body,
    written: writeSolid(file, body.solid, body.frame ?? IDENTITY),
  }));
  const representation = file.add(
    `ADVANCED_BREP_SHAPE_REPRESENTATION(${quoted(part.number)},${list([origin, ...solids.map(({ written }) => written.solid)])},${context.shape})`,
  );
  const styled = solids.map(({ body, written }) =>
    file.add(`STYLED_ITEM('color',(${styleOf(file, body.colour)}),${written.solid})`),
  );
  file.add(`MECHANICAL_DESIGN_GEOMETRIC_PRESENTATION_REPRESENTATION('',${list(styled)},${context.shape})`);
  return { representation, origin };
}

function styleOf(file: Part21File, [red, green, blue]: Rgb): string {
  const colour = file.share(`COLOUR_RGB('',${real(red)},${real(green)},${real(blue)})`);
  const fill = file.share(`FILL_AREA_STYLE_COLOUR('',${colour})`);
  const area = file.share(`FILL_AREA_STYLE('',(${fill}))`);
  const surface = file.share(`SURFACE_STYLE_FILL_AREA(${area})`);
  const side = file.share(`SURFACE_SIDE_STYLE('',(${surface}))`);
  const usage = file.share(`SURFACE_STYLE_USAGE(.BOTH.,${side})`);
  return file.share(`PRESENTATION_STYLE_ASSIGNMENT((${usage}))`);
}

function writeAssemblyShape(
  file: Part21File,
  assembly: AssemblyDefinition,
  definition: string,
  written: ReadonlyMap<string, WrittenItem>,
  context: Context,
): WrittenShape {
  const origin = ownPlacement(file, IDENTITY);
  const placed = assembly.components.map((component) => ({
    component,
    placement: ownPlacement(file, component.frame),
  }));
  const items = list([origin, ...placed.map(({ placement }) => placement)]);
  const representation = file.add(
    `SHAPE_REPRESENTATION(${quoted(assembly.number)},${items},${context.shape})`,
  );
  const counts = new Map<number, number>();
  for (const { component, placement } of placed) {
    const child = written.get(component.item.number);
    if (child === undefined) throw new Error(`${component.item.number} is not written yet`);
    const count = (counts.get(component.find) ?? 0) + 1;
    counts.set(component.find, count);
    const occurrence = file.add(
      `NEXT_ASSEMBLY_USAGE_OCCURRENCE('${component.find}.${count}',${quoted(component.occurrence)},'',${definition},${child.definition},$)`,
    );
    const shape = file.add(`PRODUCT_DEFINITION_SHAPE('','',${occurrence})`);
    const transformation = file.add(`ITEM_DEFINED_TRANSFORMATION('','',${child.origin},${placement})`);
    const relation = file.add(
      `(REPRESENTATION_RELATIONSHIP('','',${child.shape},${representation})REPRESENTATION_RELATIONSHIP_WITH_TRANSFORMATION(${transformation})SHAPE_REPRESENTATION_RELATIONSHIP())`,
    );
    file.add(`CONTEXT_DEPENDENT_SHAPE_REPRESENTATION(${relation},${shape})`);
  }
  return { representation, origin };
}
