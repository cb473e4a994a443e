/** What of the 3D view is saved as a file: a picture, or the model for other programs. */
import { useId, useRef, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import { message } from "../../messages/catalogue.ts";
import { PICTURE_GROUNDS, type PictureGround } from "../../scene/frame/screenshot.ts";
import type { PicturePaint } from "../../scene/scene-types.ts";
import { currentTokens, THEMES } from "../../theme/tokens.ts";
import { Sheet } from "../../components/sheet.tsx";
import { formatShare } from "../../state/format-number.ts";
import { selection, useSelection } from "../../state/selection.ts";
import { setOverlay } from "../../state/workspace.ts";
import { LARGEST_SIDE, pictureSide, SMALLEST_SIDE, type ExportScope } from "./export-choice.ts";
import { drawnDimensions } from "./measure/measure-overlay.tsx";
import { paintDimensions } from "./measure/paint-dimensions.ts";
import { exportModel } from "./run-export.ts";
import { saveFile } from "../../state/save-file.ts";
import { selectedNodes } from "./scene-selection.ts";
import { useIndexedModel, useShownScene } from "./scene-in-use.ts";

const FORMATS = ["png", "glb", "stl"] as const;
type Format = (typeof FORMATS)[number];

export function ExportSheet(): ReactNode {
  const [format, setFormat] = useState<Format>("png");
  return (
    <Sheet name={message("export.title")} className="export-sheet">
      <h2 className="sheet-title">{message("export.title")}</h2>
      <div className="export-form">
        <div className="segments" role="group" aria-label={message("export.format")}>
          {FORMATS.map((one) => (
            <button
              key={one}
              type="button"
              className="segment"
              aria-pressed={format === one}
              onClick={() => setFormat(one)}
            >
              {message(`export.format-${one}`)}
            </button>
          ))}
        </div>
        {format === "png" ? <Picture /> : <Model key={format} format={format} />}
      </div>
    </Sheet>
  );
}

function fileName(fallback: string | undefined): string {
  return selection.getState().partNumber ?? fallback ?? "model";
}

const SIZES = [
  [1_280, 720],
  [1_920, 1_080],
  [3_840, 2_160],
] as const;

function Picture(): ReactNode {
  const scene = useShownScene();
  const shown = useIndexedModel();
  const { width: across = 1_280, height: down = 720 } = scene?.size() ?? {};
  const scale = Math.min(2, LARGEST_SIDE / Math.max(across, down, 1));
  const [width, setWidth] = useState(String(Math.round(across * scale)));
  const [height, setHeight] = useState(String(Math.round(down * scale)));
  const [ground, setGround] = useState<PictureGround>("view");
  const dimensions = useStore(drawnDimensions, ({ drawn }) => drawn);
  const [withThem, setWithThem] = useState(true);
  const [failure, setFailure] = useState<string>();
  const id = useId();
  const sides = [pictureSide(width), pictureSide(height)] as const;
  const [x, y] = sides;
  const save = async (): Promise<void> => {
    if (scene === undefined || x === undefined || y === undefined) return;
    try {
      // On paper or nothing dimensions are dark, whatever the theme.
      const theme = ground === "view" ? currentTokens() : THEMES.light;
      const paint: PicturePaint = (context, tools) =>
        paintDimensions(context, tools, dimensions, scene, theme);
      const picture = scene.screenshot(x, y, ground, withThem && dimensions.length > 0 ? paint : undefined);
      saveFile(await picture, fileName(shown?.summary.partNumber), "png");
      setOverlay(undefined);
    } catch (thrown) {
      setFailure(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  return (
    <form
      className="export-fields"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="export-line">
        <label className="form-line" htmlFor={`${id}-width`}>
          {message("export.width")}
          <input
            id={`${id}-width`}
            className="field"
            inputMode="numeric"
            value={width}
            aria-invalid={x === undefined}
            onChange={(event) => setWidth(event.target.value)}
          />
        </label>
        <label className="form-line" htmlFor={`${id}-height`}>
          {message("export.height")}
          <input
            id={`${id}-height`}
            className="field"
            inputMode="numeric"
            value={height}
            aria-invalid={y === undefined}
            onChange={(event) => setHeight(event.target.value)}
          />
        </label>
        {SIZES.map(([wide, high]) => (
          <button
            key={wide}
            type="button"
            className="button"
            onClick={() => {
              setWidth(String(wide));
              setHeight(String(high));
            }}
          >
            {wide} × {high}
          </button>
        ))}
      </div>
      <div className="segments" role="group" aria-label={message("export.ground")}>
        {PICTURE_GROUNDS.map((one) => (
          <button
            key={one}
            type="button"
            className="segment"
            aria-pressed={ground === one}
            onClick={() => setGround(one)}
          >
            {message(`export.ground-${one}`)}
          </button>
        ))}
      </div>
      {dimensions.length === 0 ? undefined : (
        <label className="check-line">
          <input type="checkbox" checked={withThem} onChange={(event) => setWithThem(event.target.checked)} />
          {message("export.dimensions", { count: dimensions.length })}
        </label>
      )}
      {sides.includes(undefined) ? (
        <p className="fail" role="alert">
          {message("export.size-wrong", { least: SMALLEST_SIDE, most: LARGEST_SIDE })}
        </p>
      ) : undefined}
      {failure === undefined ? undefined : (
        <p className="fail" role="alert">
          {failure}
        </p>
      )}
      <button
        type="submit"
        className="button primary"
        disabled={scene === undefined || sides.includes(undefined)}
      >
        {message("export.save")}
      </button>
    </form>
  );
}

function Model({ format }: { readonly format: "glb" | "stl" }): ReactNode {
  const shown = useIndexedModel();
  const partNumber = useSelection((state) => state.partNumber);
  const nodes = useSelection((state) => state.nodes);
  const selected =
    shown === undefined
      ? []
      : selectedNodes({ nodes, ...(partNumber === undefined ? {} : { partNumber }) }, shown.index);
  const some = selected.length > 0 && shown?.index.isWhole(selected) === false;
  const [scope, setScope] = useState<ExportScope>(some ? "selected" : "visible");
  const [share, setShare] = useState<number>();
  const [failure, setFailure] = useState<string>();
  const cancel = useRef<AbortController>(undefined);
  const save = async (): Promise<void> => {
    if (shown === undefined) return;
    const abort = new AbortController();
    cancel.current = abort;
    setFailure(undefined);
    setShare(0);
    try {
      const file = await exportModel(shown, format, scope, abort.signal, setShare);
      saveFile(file, fileName(shown.summary.partNumber), format);
      setOverlay(undefined);
    } catch (thrown) {
      if (!abort.signal.aborted) setFailure(thrown instanceof Error ? thrown.message : String(thrown));
    } finally {
      setShare(undefined);
    }
  };
  return (
    <form
      className="export-fields"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="segments" role="group" aria-label={message("export.scope")}>
        {(["visible", "selected"] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="segment"
            aria-pressed={scope === one}
            disabled={share !== undefined || (one === "selected" && !some)}
            onClick={() => setScope(one)}
          >
            {message(`export.scope-${one}`)}
          </button>
        ))}
      </div>
      <p className="muted">{message(`export.about-${format}`)}</p>
      {failure === undefined ? undefined : (
        <p className="fail" role="alert">
          {failure}
        </p>
      )}
      {share === undefined ? (
        <button type="submit" className="button primary" disabled={shown === undefined}>
          {message("export.save")}
        </button>
      ) : (
        <div className="export-line">
          <progress className="scene-progress" aria-label={message("export.running")} max={1} value={share} />
          <span className="number">{formatShare(Math.round(share * 100) / 100)}</span>
          <button type="button" className="button" onClick={() => cancel.current?.abort()}>
            {message("action.cancel")}
          </button>
        </div>
      )}
    </form>
  );
}
