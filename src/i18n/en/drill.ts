/** Words of `genkan drill`: the attackers, what stopped them, who learned of it. */
import type { Words } from '../catalog.ts';

export const drill: Words['drill'] = {
  title: (version) => `Drill of recovery policy ${version}, on a copy with an empty database; nothing that is in use is opened.`,
  columns: { attacker: 'attacker', had: 'had', gate: 'stopped by', learned: 'who could notice, and when' },
  attackers: {
    'knows-the-case': 'knows address, company and case number',
    mailbox: 'reads the mailbox',
    'mailbox-and-password': 'reads the mailbox and has the password',
    'sim-swap': 'took over the telephone number (SIM swap)',
    'stolen-phone': 'stole an unlocked telephone',
    'bribed-agent': 'has mailbox and password, bribed one member of staff',
    'bribed-supervisor': 'has mailbox and password, bribed one supervisor',
    'staff-administrator': 'is a staff administrator gone bad',
    'changes-the-number': 'changes the telephone number first, waits a month',
    'resets-and-waits': 'resets the password by mail, waits 31 days',
    presses: 'presses for urgency on the telephone',
    'company-administrator': 'is a company administrator gone bad',
    'administrators-mailbox': "reads the company administrator's mailbox only",
    'mail-system': "reads the company's whole mail system",
    'living-session': 'stole a living session',
    'infected-computer': 'runs an infected computer',
    joins: "joins the holder's own request with the mailbox alone",
    'mail-is-down': 'stops the mail server at the approval and floods the box',
    'floods-an-address': 'floods one address with forms',
  },
  nothing: 'knowledge',
  administratorsMailbox: "administrator's mailbox",
  gates: {
    mailbox: 'the confirmation of the mailbox',
    approval: 'the approval of a second person',
    notices: 'nothing goes on before the notices were accepted',
    wait: 'the waiting period',
    pass: 'pass, password and the browser that asked',
    frozen: 'the stop of the request',
    'second-factor': 'the second factor',
    'step-up': 'a fresh check',
    'second-administrator': 'the confirmation of a second administrator',
    over: 'the end of the request',
  },
  conditions: (open) => (open === '' ? 'missing evidence' : `missing evidence: ${open}`),
  isIn: 'GOT IN',
  isHarmed: "the holder's own request did not get through",
  learned: (who, after) => `${{ holder: 'holder', administrator: 'company administrator', desk: 'desk' }[who]}, ${lasted(after)}`,
  nobody: "nobody (every address is the attacker's)",
  unnoticed: 'nobody',
  setsTitle: 'The sets that suffice (each must get in, or this drill proves nothing):',
  set: (level, set, isIn) =>
    `${{ low: 'Low', medium: 'Medium', high: 'High' }[level]} risk, ${set}: ${isIn ? 'got in' : 'DID NOT GET IN'}`,
  passed: (attackers, sets) =>
    `Of ${attackers} attackers none got in with fewer than three compromises.${sets === 0 ? '' : ` All ${sets} sets that suffice got in.`}`,
  failed: (count) =>
    count === 1 ? 'One result breaks the rule (the line with !).' : `${count} results break the rules (lines with !).`,
  noPortal: 'A portal of customers and a desk are both needed.',
};

function lasted(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'within a minute';
  if (minutes < 120) return minutes === 1 ? 'after 1 minute' : `after ${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `after ${hours} hours` : `after ${Math.round(hours / 24)} days`;
}
