/** The 3D view: the model of the selected part, coloured by its history. Composes what the folder holds. */
import "./scene.css";
import "./measure/measure.css";
import "./section/section.css";
import { useDeferredValue, useEffect, useId, type KeyboardEvent, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { Region } from "../../components/region.tsx";
import { registerCommand, runCommand } from "../../state/commands.ts";
import { endTool } from "../../state/escape.ts";
import { useExplosion } from "../../state/explosion.ts";
import { tellDrawn } from "../../state/demo.ts";
import { useSelection } from "../../state/selection.ts";
import { offerSceneView } from "../../state/scene-view.ts";
import { shownModel } from "../../state/shown-model.ts";
import { sceneCommands } from "./commands.ts";
import { BoxHint, BoxSelection } from "./box-selection.tsx";
import { ExplodeCard } from "./explode-card.tsx";
import { FaceChip } from "./face-chip.tsx";
import { FeatureCard } from "./feature-card.tsx";
import { HiddenNotice } from "./hidden-notice.tsx";
import { HoverLabel } from "./hover-label.tsx";
import { Legend } from "./legend.tsx";
import { Picked } from "./picked.tsx";
import { useMeasure } from "./measure/measure-state.ts";
import { ProblemsNotice } from "./problems-notice.tsx";
import { sceneViewOf } from "./scene-view-of.ts";
import { sceneKey } from "./scene-keys.ts";
import { SceneMenu } from "./scene-menu.tsx";
import { SceneState } from "./scene-state.tsx";
import { SceneTools } from "./scene-tools.tsx";
import { SceneTag } from "./scene-tag.tsx";
import { useSectionSync } from "./section/use-section-sync.ts";
import { Toolbar } from "./toolbar.tsx";
import { sceneInUse } from "./scene-in-use.ts";
import { useColours } from "./use-colours.ts";
import { useFeatureMarks } from "./use-feature-marks.ts";
import { useDrawn } from "./use-drawn.ts";
import { hideNode, useHovered } from "./use-hovered.ts";
import { useModel, type ShownModel } from "./use-model.ts";
import { usePrepared } from "./use-prepared.ts";
import { useSpaceMouse } from "./space-mouse/use-space-mouse.ts";
import { useScene, useSceneSync } from "./use-scene.ts";
import { useWarmUp } from "./use-warm-up.ts";
import type { Scene } from "../../scene/scene-types.ts";

/** Radians per press of an arrow. */
const STEP = Math.PI / 12;
/** Pixels per press of an arrow with Shift. */
const MOVE = 40;

export function ScenePanel(): ReactNode {
  const { scene, canvas, unavailable, attach } = useScene();
  // Drawn in pieces, the effects that hand the model to the scene in a task of their own: the window never waits for all.
  const state = useDeferredValue(usePrepared(scene, useModel()));
  const shown = state.state === "ready" ? state.shown : undefined;
  const colours = useColours(shown);
  const { drawn, ghosts } = useDrawn(shown);
  useWarmUp(scene);
  useSceneSync(scene, shown, colours);
  useFeatureMarks(scene, shown);
  useSceneCommands(scene, shown);
  useSectionSync(scene, shown);
  useSpaceMouse(scene);
  useEffect(
    () =>
      scene === undefined || shown === undefined ? undefined : offerSceneView(sceneViewOf(scene, shown)),
    [scene, shown],
  );
  useEffect(() => {
    const partNumbers = shown?.index.partNumbers ?? [];
    const repeated = partNumbers.filter((each) => (shown?.index.nodesOf(each).length ?? 0) > 1);
    shownModel.setState({ model: shown?.model, partNumbers, repeated });
    return () => shownModel.setState({ model: undefined, partNumbers: [], repeated: [] });
  }, [shown]);
  useEffect(() => {
    sceneInUse.setState({ shown, scene });
    return () => sceneInUse.setState({ shown: undefined, scene: undefined });
  }, [shown, scene]);
  const face = useSelection((current) => current.face);
  const faces = useSelection((current) => current.faces);
  const share = useExplosion((current) => current.share);
  const tool = useMeasure((current) => (current.active ? "measure" : "select"));
  const keysId = useId();
  const hovered = useHovered(scene, canvas);

  const onKeyDown = (event: KeyboardEvent): void => {
    const action = sceneKey(event, hovered.node() !== undefined);
    if (action === undefined || scene === undefined) return;
    if (action.type === "turn") scene.turn(action.right * STEP, -action.up * STEP);
    else if (action.type === "pan") scene.pan(-action.right * MOVE, action.up * MOVE);
    else if (action.type === "zoom") scene.zoom(action.factor);
    else if (action.type === "hide-hovered") {
      const node = hovered.node();
      if (node !== undefined) hideNode(node);
    } else {
      // From here on Tab moves the focus, until the pointer moves again.
      hovered.forget();
      if (!endTool()) runCommand("select.nothing");
    }
    event.preventDefault();
  };
  const ready = scene !== undefined && canvas !== undefined && shown !== undefined;
  const isSettled = ready || unavailable !== undefined;
  useEffect(() => (isSettled ? tellDrawn() : undefined), [isSettled]);
  return (
    <Region
      name={message("panel.scene")}
      className="scene"
      data={{
        state: unavailable === undefined ? state.state : "unavailable",
        nodes: String(shown?.model.nodes.length ?? 0),
        shown: String(drawn),
        ghosts: String(ghosts),
        colouring: colours.name,
        explosion: String(share),
        tool,
      }}
    >
      <div
        ref={attach}
        className="scene-view"
        role="application"
        tabIndex={ready ? 0 : -1}
        data-first-focus
        aria-label={
          shown === undefined
            ? message("scene.canvas")
            : message("scene.canvas-of", { file: shown.summary.fileName })
        }
        aria-describedby={keysId}
        onKeyDown={onKeyDown}
      >
        <canvas className="scene-canvas" />
        <div className="scene-cube" />
      </div>
      <p id={keysId} className="visually-hidden">
        {message("scene.keys")}
      </p>
      {ready ? (
        <>
          <BoxSelection scene={scene} shown={shown} />
          <SceneTag scene={scene} shown={shown} />
          <HoverLabel
            key={shown.summary.sha256}
            scene={scene}
            shown={shown}
            canvas={canvas}
            numberOf={colours.of}
          />
          <SceneMenu scene={scene} shown={shown} canvas={canvas} />
          <SceneTools scene={scene} shown={shown} />
          <Toolbar />
          <div className="scene-tool-cards">
            <BoxHint />
            <ExplodeCard />
          </div>
          <div className="scene-bottom">
            {colours.legend === undefined ? undefined : <Legend content={colours.legend} />}
            <FaceChip shown={shown} face={face} faces={faces} />
            <FeatureCard shown={shown} />
            <span className="spring" />
            <HiddenNotice shown={shown} />
            <ProblemsNotice summary={shown.summary} />
          </div>
          <Picked shown={shown} />
        </>
      ) : (
        <SceneState state={state} unavailable={unavailable} />
      )}
    </Region>
  );
}

/** Registered anew with another scene or model: what can be done, and with it every button, changes then. */
function useSceneCommands(scene: Scene | undefined, shown: ShownModel | undefined): void {
  useEffect(() => {
    const removals = sceneCommands({ scene, shown }).map(registerCommand);
    return () => removals.forEach((remove) => remove());
  }, [scene, shown]);
}
