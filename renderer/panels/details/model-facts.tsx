/** What the shown model says of the part: its dimensions and tolerances, and the check of its geometry. */
import { useState, type ReactNode } from "react";
import {
  partIndexOf,
  type CadModel,
  type CadPart,
  type PartCharacteristic,
  type ValidationValue,
} from "../../../shared/model/cad.ts";
import { message } from "../../messages/catalogue.ts";
import { formatValue } from "../../state/format-number.ts";
import { selection, useSelection } from "../../state/selection.ts";
import { useShownModel } from "../../state/shown-model.ts";
import { orderCharacteristics } from "./characteristic-order.ts";
import { FactRow, Section } from "./facts.tsx";

/** Lines shown before somebody asks for all. */
const FIRST = 12;

export function ModelFacts({ partNumber }: { readonly partNumber: string }): ReactNode {
  const model = useShownModel((state) => state.model);
  const index = model?.parts.findIndex(({ number }) => number === partNumber) ?? -1;
  const part = model?.parts[index];
  if (model === undefined || part === undefined) return undefined;
  return (
    <>
      <Characteristics key={partNumber} model={model} index={index} part={part} />
      <Check part={part} />
    </>
  );
}

interface CharacteristicsProps {
  readonly model: CadModel;
  readonly index: number;
  readonly part: CadPart;
}

function Characteristics({ model, index, part }: CharacteristicsProps): ReactNode {
  const [all, setAll] = useState(false);
  const picked = useSelection((state) => state.face);
  const face = picked !== undefined && partIndexOf(model, picked.node) === index ? picked.face : undefined;
  const { ofFace, others } = orderCharacteristics(part.characteristics ?? [], face);
  const nodes = useSelection((state) => state.nodes);
  // The occurrence that is picked, else the first: its faces are shown.
  const node =
    nodes.find((one) => partIndexOf(model, one) === index) ??
    model.nodes.findIndex((_, one) => partIndexOf(model, one) === index);
  // One more line for a single hidden one would save nothing.
  const shown = all || others.length <= FIRST + 1 ? others : others.slice(0, FIRST);
  const lines = (items: readonly PartCharacteristic[]): ReactNode => (
    <ul>
      {items.map((item) => (
        <li key={item.name}>
          <Line
            item={item}
            node={node}
            partNumber={part.number}
            isOn={face !== undefined && item.faces.includes(face)}
          />
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {ofFace.length === 0 ? undefined : (
        <Section title={message("model-facts.of-face")}>{lines(ofFace)}</Section>
      )}
      {others.length === 0 ? undefined : (
        <Section title={message("model-facts.pmi")}>
          {lines(shown)}
          {shown.length === others.length ? undefined : (
            <button type="button" className="link" onClick={() => setAll(true)}>
              {message("model-facts.all", { count: others.length })}
            </button>
          )}
        </Section>
      )}
    </>
  );
}

interface LineProps {
  readonly item: PartCharacteristic;
  readonly node: number;
  readonly partNumber: string;
  readonly isOn: boolean;
}

function Line({ item, node, partNumber, isOn }: LineProps): ReactNode {
  const [first] = item.faces;
  const faces =
    item.faces.length === 0
      ? message("model-facts.no-face")
      : message("model-facts.faces", { count: item.faces.length });
  return (
    <button
      type="button"
      className="pmi-line"
      aria-pressed={isOn}
      disabled={first === undefined || node < 0}
      aria-label={message("model-facts.show-faces", { name: item.name, faces })}
      onClick={() => {
        if (first !== undefined) selection.getState().selectNodes([node], partNumber, { node, face: first });
      }}
    >
      <span className="mono">{item.name}</span>
      <span className="muted">{faces}</span>
    </button>
  );
}

const UNITS = { volume: "mm³", area: "mm²", centre: "mm" } as const;

function Check({ part }: { readonly part: CadPart }): ReactNode {
  const { validation = [], layers = [], hidden } = part;
  if (validation.length === 0 && layers.length === 0 && hidden === undefined) return undefined;
  return (
    <Section title={message("model-facts.check")}>
      <dl className="facts">
        {validation.map((value) => (
          <FactRow key={value.kind} name={message(`model-facts.${value.kind}`)}>
            {valueText(value.kind, value.stated)}{" "}
            <span className={value.agrees ? "muted" : "fail"}>
              {value.agrees
                ? message("model-facts.agrees")
                : message("model-facts.differs", { value: valueText(value.kind, value.drawn) })}
            </span>
          </FactRow>
        ))}
        {layers.length === 0 ? undefined : (
          <FactRow name={message("model-facts.layers")}>{layers.join(", ")}</FactRow>
        )}
        {hidden === undefined ? undefined : (
          <FactRow name={message("model-facts.hidden")}>
            {message("model-facts.bodies", { count: hidden.count })}
          </FactRow>
        )}
      </dl>
    </Section>
  );
}

/** Six digits: more than a mesh can confirm. */
function valueText(kind: ValidationValue["kind"], values: readonly number[]): string {
  const numbers = values.map((value) => formatValue(Number(value.toPrecision(6)), 3));
  return `${numbers.join(", ")} ${UNITS[kind]}`;
}
