// The panels of the player, in their order on the page.
import { ArithmeticPanel } from './arithmetic.js';
import { ConfusionPanel } from './data/confusion.js';
import { ContourPanel } from './contour.js';
import { CurvePanel } from './curve.js';
import { DataPanel } from './data.js';
import { SharpnessPanel } from './curve/sharpness.js';
import { MeaningPanel } from './data/meaning/meaning.js';
import { NetworkPanel } from './network/diagram.js';
import { LayersPanel } from './network/layers.js';
import { PassesPanel } from './network/passes.js';
import { SurfacePanel } from './surface.js';

export const PANELS = [
  DataPanel, NetworkPanel, MeaningPanel, ContourPanel, SurfacePanel, CurvePanel, ArithmeticPanel,
  ConfusionPanel, SharpnessPanel, LayersPanel, PassesPanel,
];
