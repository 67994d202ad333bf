/** Words that stand on every page of the desk as long as they hold. */
import type { deskState as ja } from '../ja/desk-state.ts';

export const deskState: typeof ja = {
  label: 'State of the desk',
  stopped: (where: string, by: string, at: string) =>
    `Stopped: ${where}. Nothing is approved or released, and no new device is registered (set by ${by}, ${at}).`,
  toStop: 'Open the stop switch',
  singlePerson:
    'One person is alone at this desk. Every request needs a company administrator, who also approves it. Requests of high risk cannot be taken.',
};
