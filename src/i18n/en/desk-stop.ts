/** Words of the page of the stop switch. */
import type { deskStop as ja } from '../ja/desk-stop.ts';

export const deskStop: typeof ja = {
  title: 'Stop switch',
  lead: 'As long as it is set, no request there is approved or released, and no new device is registered by one. Requests are still taken and evidence is still recorded. Use it when somebody may have been tricked into an approval, or when the desk is under attack.',
  told: 'All staff are told by mail when it is set and when it is lifted.',
  notices: {
    set: 'The stop switch is set. All staff are told by mail.',
    lifted: 'The stop switch is lifted. All staff are told by mail.',
    changed: 'This could not be done: somebody else was faster. This is how things stand now.',
  },
  all: 'All portals',
  heading: 'Now',
  none: 'The stop switch is not set.',
  stopped: (where: string) => `Stopped: ${where}`,
  by: 'Set by',
  at: 'Set at',
  reason: 'Reason',
  lift: 'Lift the stop',
  liftNote:
    'Ask the person who set it whether the cause is gone, then press. Requests that were held up go on where everything they need is there.',
  own: 'You set this stop, so you cannot lift it. Ask another supervisor or administrator.',
  setHeading: 'Stop',
  where: 'Where',
  whereEmpty: 'Choose where to stop',
  reasonHint: 'At least 10 characters. All staff get it by mail. Write no names or contact data of customers.',
  reasonLength: 'Enter a reason of 10 to 2000 characters',
  submit: 'Set the stop switch',
  everything: 'All portals are stopped: there is nothing more to stop.',
  paused: (time: string) => `You have done this too often. Wait until ${time}`,
};
