/**
 * The browsers people use, from Debian's packages, driven by puppeteer-core: Chromium (it stands in for Microsoft Edge too,
 * which Debian does not have) and Firefox ESR by WebDriver BiDi. Where pages are looked at and no browser is tried, Chromium's own engine
 * without the program around it does the same at two thirds of the cost. Language and script are settings of the process, because Firefox
 * cannot change them per page. Every visitor has cookies of their own.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { endWithUs } from './orphans.ts';
import { readQrCode } from './tools.ts';

export type BrowserKind = 'chromium' | 'firefox';

export interface BrowserSettings {
  /** False: the pages' own scripts do not run. Default true. */
  readonly script?: boolean;
  /** What the browser prefers (Accept-Language). Default ja. */
  readonly language?: 'ja' | 'en';
  /** Width of the window in CSS pixels. Default 1280. */
  readonly width?: number;
  readonly darkTheme?: boolean;
  /** True: the engine of Chromium alone (its headless shell), where it is installed. Default false. */
  readonly engineOnly?: boolean;
}

export interface OpenBrowser {
  readonly kind: BrowserKind;
  readonly version: string;
  /** A page of somebody who was never here: own cookies, own storage. */
  readonly newVisitor: () => Promise<Page>;
  /** Closes the pages of its visitors. */
  readonly close: () => Promise<void>;
}

const HEIGHT = 900;
/** No single step of a walk may take longer; a page that hangs fails instead of holding up the run. */
const STEP_LIMIT = 20_000;

const ENGINE = '/usr/bin/chromium-headless-shell';
const PROGRAMS: Readonly<Record<BrowserKind, readonly string[]>> = {
  chromium: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  firefox: ['/usr/bin/firefox-esr', '/usr/bin/firefox'],
};

/** Processes of this worker by their settings: starting one costs seconds, and every visitor has a profile of their own in it. */
const processes = new Map<string, Promise<Browser>>();

/** A browser of one's own: its visitors leave with `close`. The process stays for the next who asks for the same, and ends with ours. */
export async function openBrowser(kind: BrowserKind, settings: BrowserSettings = {}): Promise<OpenBrowser> {
  const { width = 1280, language = 'ja' } = settings;
  const ofProcess = kind === 'firefox' ? [settings.script, settings.darkTheme] : [settings.engineOnly === true];
  const key = [kind, language, ...ofProcess].join(' ');
  let started = processes.get(key);
  if (started === undefined || !(await started).connected) {
    started = launch(kind, settings);
    processes.set(key, started);
    started.catch(() => processes.delete(key));
  }
  const browser = await started;
  const contexts: BrowserContext[] = [];
  const newVisitor = async (): Promise<Page> => {
    const context = await browser.createBrowserContext();
    contexts.push(context);
    return preparePage(context, kind, width, settings);
  };
  const close = async (): Promise<void> => {
    for (const context of contexts.splice(0)) await context.close();
  };
  return { kind, version: await browser.version(), newVisitor, close };
}

/** For a program that goes on without them. */
export async function closeBrowsers(): Promise<void> {
  for (const started of processes.values()) await (await started).close();
  processes.clear();
}

async function launch(kind: BrowserKind, settings: BrowserSettings): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), `genkan-${kind}-`));
  const program = programOf(kind, settings);
  const browser = await (kind === 'chromium' ? launchChromium : launchFirefox)(program, profile, settings);
  const pid = browser.process()?.pid;
  // Workers of a test run end without a last word.
  if (pid !== undefined) endWithUs(-pid, 'KILL', profile);
  return browser;
}

function programOf(kind: BrowserKind, { engineOnly = false }: BrowserSettings): string {
  if (engineOnly && existsSync(ENGINE)) return ENGINE;
  const program = PROGRAMS[kind].find((path) => existsSync(path));
  if (program === undefined) throw new Error(`${kind} is not installed: ${PROGRAMS[kind].join(', ')}`);
  return program;
}

/**
 * Clicks as a hand would, at the middle of what is seen. `page.click` and `page.waitForSelector` wait for observers that never
 * call back in a Firefox without script: use this and `page.$` instead.
 */
export async function press(page: Page, selector: string): Promise<void> {
  const target = await page.$(selector);
  if (target === null) throw new Error(`nothing to press: ${selector}`);
  await target.evaluate((node) => node.scrollIntoView({ block: 'center', behavior: 'instant' }));
  const { x, y } = await target.clickablePoint();
  await page.mouse.click(x, y);
}

/** Sends the form by this button or follows this link, and waits for the page it leads to. */
export async function follow(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), press(page, selector)]);
}

/** Types `text` into the field in place of what stands there. */
export async function fill(page: Page, selector: string, text: string): Promise<void> {
  await clear(page, selector);
  await page.type(selector, text);
}

/** The same, as a password manager or an input method does: all at once, then one key. Chromium only. */
export async function fillAtOnce(page: Page, selector: string, text: string): Promise<void> {
  if (text.length < 2) return fill(page, selector, text);
  await select(page, selector);
  await page.keyboard.sendCharacter(text.slice(0, -1));
  await page.keyboard.type(text.slice(-1));
}

async function clear(page: Page, selector: string): Promise<void> {
  await select(page, selector);
  await page.keyboard.press('Backspace');
}

/** Gives the field the focus and marks what stands in it. */
async function select(page: Page, selector: string): Promise<void> {
  await page.$eval(selector, (field) => {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
    field.focus();
    field.select();
  });
}

/** Whole page to a PNG file. */
export async function takePicture(page: Page, path: string): Promise<void> {
  await page.screenshot({ path: pngPath(path), fullPage: true });
}

/** Photographs the page as a camera would and reads the QR code on it. */
export async function scanQrCode(page: Page): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'genkan-qr-'));
  try {
    const picture = join(folder, 'page.png');
    await takePicture(page, picture);
    return await readQrCode(picture);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Gives the window this size. With the size Puppeteer orders an orientation as well, which some versions of Firefox do not know: their
 * refusal of that is no matter, as long as the window has the width.
 */
export async function resize(page: Page, { width, height }: { readonly width: number; readonly height: number }): Promise<void> {
  try {
    await page.setViewport({ width, height });
  } catch (error) {
    if (!(error instanceof Error) || !/unknown command|unsupported operation/iu.test(error.message)) throw error;
    await page.waitForFunction((wanted) => window.innerWidth === wanted, {}, width);
  }
}

async function preparePage(context: BrowserContext, kind: BrowserKind, width: number, settings: BrowserSettings): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_LIMIT);
  await resize(page, { width, height: HEIGHT });
  if (kind === 'chromium') {
    await page.setJavaScriptEnabled(settings.script ?? true);
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: settings.darkTheme === true ? 'dark' : 'light' },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
  }
  return page;
}

/** `--lang` alone leaves navigator.language as it was; `--accept-lang` sets both the header and the property. */
function launchChromium(executablePath: string, userDataDir: string, { language = 'ja' }: BrowserSettings): Promise<Browser> {
  return puppeteer.launch({
    browser: 'chrome',
    headless: executablePath === ENGINE ? 'shell' : true,
    executablePath,
    userDataDir,
    env: { ...process.env, TMPDIR: userDataDir },
    timeout: STEP_LIMIT,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      // A second process per visitor, for a site that nobody goes to.
      '--disable-features=SpareRendererForSitePerProcess',
      `--accept-lang=${language}`,
    ],
  });
}

/** Firefox ESR knows no command for script and media features, so they are preferences of the profile. */
function launchFirefox(
  executablePath: string,
  userDataDir: string,
  { language = 'ja', script = true, darkTheme = false }: BrowserSettings,
): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    userDataDir,
    env: { ...process.env, TMPDIR: userDataDir },
    timeout: STEP_LIMIT,
    extraPrefsFirefox: {
      'intl.accept_languages': language,
      'javascript.enabled': script,
      'ui.systemUsesDarkTheme': darkTheme ? 1 : 0,
      'ui.prefersReducedMotion': 1,
      'app.update.auto': false,
      'datareporting.policy.dataSubmissionEnabled': false,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    },
  });
}

function pngPath(path: string): `${string}.png` {
  return path.endsWith('.png') ? `${path.slice(0, -4)}.png` : `${path}.png`;
}
