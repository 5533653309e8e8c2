// The panels of the player, in their order on the page.
import { ArithmeticPanel } from './arithmetic.js';
import { ConfusionPanel } from './data/confusion.js';
import { ContourPanel } from './contour.js';
import { CurvePanel } from './curve.js';
import { DataPanel } from './data.js';
import { SharpnessPanel } from './sharpness.js';
import { SurfacePanel } from './surface.js';

export const PANELS = [
  DataPanel, ContourPanel, SurfacePanel, CurvePanel, ArithmeticPanel, ConfusionPanel, SharpnessPanel,
];
