/**
 * A QR code as SVG, drawn here and nowhere else (SEC-B10): black runs on white, every module a whole number of pixels, the
 * quiet zone of four modules inside. Numbers only, so the markup is safe to insert; sizes are attributes, never styles.
 */
import { encode } from 'uqr';
import { qrPixelSize } from './components.tsx';

/** ISO/IEC 18004 section 6.3.8. */
const QUIET_ZONE = 4;

/** Error correction level L: a code on a screen is neither torn nor stained, and fewer modules are larger ones. */
export function qrSvg(text: string): string {
  const { data, size } = encode(text, { ecc: 'L', border: QUIET_ZONE });
  const width = qrPixelSize(size);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${width}" viewBox="0 0 ${size} ${size}"`,
    ' shape-rendering="crispEdges" aria-hidden="true" focusable="false">',
    `<path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path fill="#000" d="${data.map(runsOf).join('')}"/></svg>`,
  ].join('');
}

/** The black runs of one row as sub-paths. */
function runsOf(row: readonly boolean[], y: number): string {
  let path = '';
  let start = -1;
  for (let x = 0; x <= row.length; x += 1) {
    const isBlack = row[x] === true;
    if (isBlack && start < 0) start = x;
    if (!isBlack && start >= 0) {
      path += `M${start} ${y}h${x - start}v1h-${x - start}z`;
      start = -1;
    }
  }
  return path;
}
