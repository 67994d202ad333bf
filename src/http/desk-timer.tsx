/**
 * How a request stands by its targets, as a badge and the time under it (look/README.md section 6): the word, the icon and the colour
 * say the same; only what is soon or over is filled. Times are printed by the server.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Timer } from '../core/response-times.ts';
import { type Duration, type Instant, minutes } from '../core/time.ts';
import { formatDayAndClock } from '../i18n/dates.ts';
import { Badge } from './components.tsx';
import type { Visit } from './visit.ts';

export function DeskTimer({ visit, timer }: { visit: Visit; timer: Timer }): JSX.Element {
  const texts = visit.words.deskWork.timer;
  const at = visit.caller.at;
  switch (timer.kind) {
    case 'running': {
      const badge = RUNNING[timer.urgency];
      return (
        <>
          <Badge tone={badge.tone} icon={badge.icon}>
            {texts[timer.urgency](clock(timer.left))}
          </Badge>
          {timer.dueAt === null ? null : (
            <span class="due">
              {texts.targets[timer.target]} <Moment visit={visit} at={timer.dueAt} />
            </span>
          )}
        </>
      );
    }
    case 'paused':
      return (
        <Badge tone="neutral" icon="pause">
          {texts.paused(clock(at - timer.since))}
        </Badge>
      );
    case 'standby':
      return (
        <>
          <Badge tone="accent" icon="lock">
            {timer.until === null ? texts.standbyOpen : texts.standby(clock(Math.max(0, timer.until - at)))}
          </Badge>
          {timer.until === null ? null : (
            <span class="due">
              <Moment visit={visit} at={timer.until} />
            </span>
          )}
        </>
      );
    case 'done':
      return (
        <>
          <Badge tone={timer.wasOverdue ? 'err' : 'neutral'} icon={timer.wasOverdue ? 'alert' : 'check'}>
            {timer.wasOverdue ? texts.doneLate : texts.done}
          </Badge>
          <span class="due">
            <Moment visit={visit} at={timer.at} />
          </span>
        </>
      );
  }
}

const RUNNING = {
  calm: { tone: 'ok', icon: 'clock' },
  soon: { tone: 'soon', icon: 'clock' },
  overdue: { tone: 'overdue', icon: 'alert' },
} as const;

function Moment({ visit, at }: { visit: Visit; at: Instant }): JSX.Element {
  return <time datetime={new Date(at).toISOString()}>{formatDayAndClock(visit.language, at)}</time>;
}

/** 2:41, −0:18: hours and minutes, with a minus sign of its own width. */
function clock(time: Duration): string {
  const all = Math.floor(Math.abs(time) / minutes(1));
  const [hour, minute] = [Math.floor(all / 60), all % 60];
  return `${time < 0 ? '−' : ''}${hour}:${String(minute).padStart(2, '0')}`;
}
