/** A fault in drawing one panel costs that panel: it says so and can be tried again, the rest goes on. */
import { Component, type ReactNode } from "react";
import { message } from "../messages/catalogue.ts";
import { asFailure } from "../state/query.ts";
import { Problem } from "../components/region.tsx";

export interface FaultBoundaryProps {
  readonly children: ReactNode;
}

interface FaultState {
  readonly thrown: unknown;
  readonly failed: boolean;
}

const SOUND: FaultState = { thrown: undefined, failed: false };

export class FaultBoundary extends Component<FaultBoundaryProps, FaultState> {
  override state = SOUND;

  static getDerivedStateFromError(thrown: unknown): FaultState {
    return { thrown, failed: true };
  }

  override render(): ReactNode {
    const { thrown, failed } = this.state;
    if (!failed) return this.props.children;
    return (
      <Problem what={message("state.fault")} failure={asFailure(thrown)} retry={() => this.setState(SOUND)} />
    );
  }
}
