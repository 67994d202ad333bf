/**
 * The drawn parts: the door mark, the door of the sign-in panel, the step line and the icons. All are inline SVG that take
 * their colour from the style sheet, and all are hidden from assistive technology: a word always stands beside them.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { ICON_PATHS, type IconName } from './icons.ts';

/** The sliding door on the raised floor: 40 x 32 in headers, 88 x 70 beside the recommendation. */
export function DoorMark({ size = 'header' }: { size?: 'header' | 'large' }): JSX.Element {
  const [width, height] = size === 'large' ? [88, 70] : [40, 32];
  return (
    <svg class="door-mark" width={width} height={height} viewBox="0 0 40 32" aria-hidden="true" focusable="false">
      <rect class="leaf-open" x="17" y="5" width="8" height="21" />
      <rect class="leaf" x="25" y="5" width="9" height="21" />
      <path class="frame" d="M1 30H12V26H39M14 5H37M17 5V26M34 5V26" />
      <path class="pull" d="M28 14V18" />
    </svg>
  );
}

/** The door of the sign-in panel, drawn to stand on the floor line: 330 x 442. */
export function DoorArt(): JSX.Element {
  const slats = [136, 149, 162, 175, 188, 201, 214, 227];
  return (
    <svg class="door-art" width="330" height="442" viewBox="0 0 330 442" aria-hidden="true" focusable="false">
      <rect class="pane" x="28" y="1" width="242" height="441" />
      <rect class="leaf-open" x="28" y="63" width="121" height="350" />
      <rect class="step" x="28" y="413" width="121" height="29" />
      <path class="slat" d={`M88 1V63M149 1V63M210 1V63${slats.map((x) => `M${x + 28} 77V377`).join('')}`} />
      <path class="rail" d="M149 227H270M149 377H270M28 413H149" />
      <path class="frame" d="M0 1H298M28 1V442M270 1V442M28 63H270M149 63V442" />
      <rect class="pull" x="158" y="243" width="7" height="34" rx="3" />
      <rect class="plate" x="302" y="143" width="26" height="62" />
      <path class="rail" d="M315 155V193" />
    </svg>
  );
}

/** One run per step, each a little higher; done and current runs are thick. `step` counts from 1. */
export function StepLine({ step, of }: { step: number; of: number }): JSX.Element {
  const run = of === 2 ? 40 : 28;
  const rise = of === 2 ? 10 : 7;
  const level = (index: number) => 2 + (of - 1 - index) * rise;
  const path = (from: number, to: number) => {
    const parts = [`M${from * run} ${level(from === 0 ? 0 : from - 1)}`];
    for (let index = from; index < to; index += 1) parts.push(`V${level(index)}H${(index + 1) * run}`);
    return parts.join('');
  };
  const height = 4 + (of - 1) * rise;
  return (
    <svg
      class="step-line"
      width={of * run}
      height={height}
      viewBox={`0 0 ${of * run} ${height}`}
      aria-hidden="true"
      focusable="false"
    >
      {step < of ? <path class="ahead" d={path(step, of)} /> : null}
      <path class="done" d={path(0, step)} />
    </svg>
  );
}

/** An icon in the running text colour. 20 in text, 24 in headings, 16 in badges; never without a word beside it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: 16 | 20 | 24 | 32 }): JSX.Element {
  return (
    <svg
      class={size === 16 ? 'icon icon-small' : 'icon'}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={ICON_PATHS[name]} />
    </svg>
  );
}
