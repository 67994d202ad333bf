/** Sends many sign-ins at one moment, each from a network of its own: a process apart, so that it slows nobody who measures. */
import { ask } from './asking.ts';

export interface Flood {
  readonly port: number;
  readonly count: number;
  /** Every other one is `holder0`, `holder1` and so on, with this password; the rest are nobody. */
  readonly password: string;
  readonly cookies: string;
  readonly token: string;
}

export interface FloodAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
}

const { port, count, password, cookies, token }: Flood = JSON.parse(process.argv[2] ?? '');
const answers = await Promise.all(
  Array.from({ length: count }, async (_, n): Promise<FloodAnswer> => {
    const who = n % 2 === 0 ? `holder${n / 2}` : `nobody${n}`;
    const form = { form_token: token, email: `${who}@success.example`, password };
    const answer = await ask(port, '/success/sign-in', `10.${n >> 8}.${n & 255}.1`, cookies, form);
    return { status: answer.status, retryAfter: answer.headers['retry-after'] ?? null };
  }),
);
process.stdout.write(`${JSON.stringify(answers)}\n`);
