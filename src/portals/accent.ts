/**
 * Whether the colours of a portal can be read (look/README.md section 2). A portal whose accent fails is refused at start,
 * with the next darker tone that would do. Ratios follow the WCAG 2 formula.
 */
import type { Accent } from '../portals/definition.ts';

/** What an accent must stand out against in the light scheme: cards and fields, and the page under them. */
const WHITE = '#FFFFFF';
const PORTAL_GROUND = '#F7F6F3';
const DESK_GROUND = '#F3F4F6';

/** Text needs 4.5:1 (WCAG 1.4.3). */
const TEXT = 4.5;
const HEX = /^#[0-9A-F]{6}$/i;

/** What is wrong with an accent, one sentence each; empty when it may be used. */
export function accentProblems(accent: Accent): readonly string[] {
  const unreadable = Object.entries(accent).filter(([, value]) => !HEX.test(value));
  if (unreadable.length > 0) return unreadable.map(([name, value]) => `accent.${name} "${value}" is not a colour like #0B5A6F`);

  const grounds = [
    ['white', WHITE],
    ['the page ground', PORTAL_GROUND],
    ['the desk ground', DESK_GROUND],
    ['acc50', accent.acc50],
  ] as const;
  const problems: string[] = [];
  for (const name of ['acc', 'link', 'acc8'] as const) {
    for (const [ground, colour] of grounds) {
      const ratio = contrast(accent[name], colour);
      if (ratio >= TEXT) continue;
      const darker = nextDarker(
        accent[name],
        grounds.map(([, each]) => each),
      );
      problems.push(
        `accent.${name} ${accent[name]} has ${ratio.toFixed(1)}:1 against ${ground}; text needs ${TEXT}:1, ${darker} would have it`,
      );
      break;
    }
  }
  for (const name of ['acc', 'acc8'] as const) {
    const ratio = contrast(accent.onAcc, accent[name]);
    if (ratio < TEXT) problems.push(`accent.onAcc ${accent.onAcc} has ${ratio.toFixed(1)}:1 against ${name}; text needs ${TEXT}:1`);
  }
  return problems;
}

/** Contrast of two colours like #1B1F23, from 1 to 21 (WCAG 2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** The same tone, darkened by steps of 2 % until it can be read on every ground; black when no tone can. */
function nextDarker(colour: string, grounds: readonly string[]): string {
  for (let share = 0.98; share > 0; share -= 0.02) {
    const darker = `#${channels(colour)
      .map((channel) =>
        Math.round(channel * share)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`.toUpperCase();
    if (grounds.every((ground) => contrast(darker, ground) >= TEXT)) return darker;
  }
  return '#000000';
}

/** Relative luminance (WCAG 2, "relative luminance"). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
