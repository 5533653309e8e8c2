// Where the contour plot lies in its panel.

const PLOT_ROOM = { l: 50, r: 58, t: 8, b: 40 }; // for ticks, names and the colour bar

/**
 * The margins of the plot in a panel of `width` x `height` pixels. `equal`: one unit is as long across as upwards, so that
 * right angles are right angles; what the ranges x and y leave of the panel is shared between opposite sides.
 */
export function marginsOf(width, height, x, y, equal) {
  const w = width - PLOT_ROOM.l - PLOT_ROOM.r, h = height - PLOT_ROOM.t - PLOT_ROOM.b, dx = Math.abs(x[1] - x[0]), dy = Math.abs(y[1] - y[0]);
  if (!equal || !(w > 0 && h > 0 && dx > 0 && dy > 0)) return { ...PLOT_ROOM };
  const unit = Math.min(w / dx, h / dy), across = (w - unit * dx) / 2, upwards = (h - unit * dy) / 2;
  return { l: PLOT_ROOM.l + across, r: PLOT_ROOM.r + across, t: PLOT_ROOM.t + upwards, b: PLOT_ROOM.b + upwards };
}
