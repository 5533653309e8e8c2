// A run's line as the background of an element. (A dashed SVG line would cost a frame 10 ms wherever it is
// drawn again.)

/**
 * @param {{color: string, dash: number[]}} line
 * @returns {string} CSS of an image
 */
export function swatch({ color, dash }) {
  if (!dash.length) return `linear-gradient(${color}, ${color})`;
  let at = 0;
  const stops = dash.map((length, i) => `${i % 2 ? 'transparent' : color} ${at}px ${at += length}px`);
  return `repeating-linear-gradient(90deg, ${stops.join(', ')})`;
}
