/**
 * Stock Firefox by its own remote protocol, Marionette: the only way to give it a virtual authenticator without a build of its own. One
 * session, one window. A frame is `LENGTH:JSON`; a command is `[0, id, name, parameters]`, its answer `[1, id, error, result]`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './server.ts';

export interface FirefoxWithPasskeys {
  readonly version: string;
  open(url: string): Promise<void>;
  address(): Promise<string>;
  /** Runs in the page and answers what it returns. `arguments` holds the values. */
  run(script: string, values?: readonly unknown[]): Promise<unknown>;
  /** Asks until the page says yes. */
  until(script: string): Promise<void>;
  close(): Promise<void>;
}

const PROGRAM = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];
const START_LIMIT = 30_000;
const STEP_LIMIT = 20_000;

/** A browser with one authenticator inside, which verifies its user and agrees to everything. */
export async function openFirefoxWithPasskeys(language: 'ja' | 'en'): Promise<FirefoxWithPasskeys> {
  const program = PROGRAM.find((path) => existsSync(path));
  if (program === undefined) throw new Error(`Firefox is not installed: ${PROGRAM.join(', ')}`);
  const profile = await mkdtemp(join(tmpdir(), 'genkan-marionette-'));
  const port = await freePort();
  const preferences = {
    'marionette.port': port,
    'security.webauth.webauthn_enable_softtoken': true,
    'security.webauth.webauthn_enable_usbtoken': false,
    'intl.accept_languages': language,
    'browser.shell.checkDefaultBrowser': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'toolkit.telemetry.reportingpolicy.firstRun': false,
    'app.normandy.enabled': false,
    'browser.aboutwelcome.enabled': false,
  };
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  await writeFile(join(profile, 'user.js'), `${lines.join('\n')}\n`);
  const browser = spawn(program, ['--headless', '--marionette', '--no-remote', '--profile', profile, 'about:blank'], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, HOME: profile },
  });
  try {
    const socket = await connectTo(port, browser);
    const { ask, greeting } = speak(socket);
    await greeting;
    const session = await ask('WebDriver:NewSession', {});
    await ask('WebAuthn:AddVirtualAuthenticator', {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserConsenting: true,
      isUserVerified: true,
    });
    return {
      version: versionOf(session),
      open: async (url) => void (await ask('WebDriver:Navigate', { url })),
      address: async () => String(answered(await ask('WebDriver:GetCurrentURL', {}))),
      run: async (script, values = []) =>
        answered(await ask('WebDriver:ExecuteScript', { script, args: values, newSandbox: false })),
      until: async (script) => {
        const end = Date.now() + STEP_LIMIT;
        for (;;) {
          // While a page is being left there is nothing to run a script in.
          const answer = await ask('WebDriver:ExecuteScript', { script, args: [] }).catch(() => ({ value: false }));
          if (answered(answer) === true) return;
          if (Date.now() > end) throw new Error(`never became true: ${script}`);
          await wait(50);
        }
      },
      close: async () => {
        await ask('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined);
        socket.destroy();
        await ended(browser);
        await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  } catch (error) {
    browser.kill('SIGKILL');
    throw error;
  }
}

async function connectTo(port: number, browser: ChildProcess): Promise<Socket> {
  const end = Date.now() + START_LIMIT;
  while (Date.now() < end && browser.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((tell) => {
      socket.once('connect', () => tell(true));
      socket.once('error', () => tell(false));
    });
    if (isOpen) return socket;
    await wait(100);
  }
  throw new Error('Firefox did not open its Marionette port');
}

type Ask = (name: string, parameters: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** Frames in, frames out; the first frame is a greeting that nobody asked for. */
function speak(socket: Socket): { readonly ask: Ask; readonly greeting: Promise<void> } {
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let received = Buffer.alloc(0);
  let count = 0;
  let greeted = (): void => undefined;
  const greeting = new Promise<void>((resolve) => {
    greeted = resolve;
  });
  socket.on('data', (part: Buffer) => {
    received = Buffer.concat([received, part]);
    for (;;) {
      const colon = received.indexOf(':');
      const length = Number(received.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 1 || received.length < colon + 1 + length) return;
      const frame: unknown = JSON.parse(received.subarray(colon + 1, colon + 1 + length).toString());
      received = received.subarray(colon + 1 + length);
      if (Array.isArray(frame)) {
        const [, id, error, result] = frame;
        const asked = waiting.get(Number(id));
        waiting.delete(Number(id));
        if (error === null) asked?.resolve(result);
        else asked?.reject(new Error(JSON.stringify(error)));
      } else greeted();
    }
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox closed the connection'));
  });
  return {
    greeting,
    ask: (name, parameters) =>
      new Promise((resolve, reject) => {
        count += 1;
        waiting.set(count, { resolve, reject });
        const text = JSON.stringify([0, count, name, parameters]);
        socket.write(`${Buffer.byteLength(text)}:${text}`);
      }),
  };
}

function answered(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'value' in answer ? answer.value : answer;
}

function versionOf(session: unknown): string {
  return /"browserVersion":"([^"]+)"/u.exec(JSON.stringify(session))?.[1] ?? 'unknown';
}

function ended(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null || browser.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    browser.once('exit', () => resolve());
    setTimeout(() => browser.kill('SIGKILL'), 5_000).unref();
  });
}
