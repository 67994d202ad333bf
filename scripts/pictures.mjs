/**
 * `npm run pictures`: starts the demo on an empty folder, walks both portals and the desk in Chromium and keeps the pictures of the README
 * and of the handbook.
 * Its devices and codes are thrown away with the demo's data, so no picture shows a secret that opens anything.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { closeBrowsers, fill, follow, openBrowser, scanQrCode, takePicture } from '../test/support/browser.ts';
import { startServer } from '../test/support/server.ts';
import { appCode, keyOf } from '../test/support/tools.ts';
import { build } from './build.mjs';

const images = fileURLToPath(new URL('../docs/images', import.meta.url));
const PASSWORD = 'Genkan-demo-2026';
const WALKS = [
  { portal: 'success', email: 'taro@success.example', settings: 'account' },
  { portal: 'support', email: 'saburo@support.example', settings: 'profile' },
];

mkdirSync(images, { recursive: true });
await build();
const server = await startServer();
const browser = await openBrowser('chromium', { language: 'ja', script: true });
try {
  const claimants = [];
  for (const walk of WALKS) claimants.push(await takeWalk(walk));
  await takeDesk(claimants[0]);
} finally {
  await browser.close();
  await closeBrowsers();
  await server.stop();
}

async function takeWalk({ portal, email, settings }) {
  const page = await browser.newVisitor();
  await page.goto(`${server.origin}/${portal}/sign-in`);
  await page.waitForSelector('.passkey-form button', { visible: true });
  await takePicture(page, join(images, `${portal}-sign-in.png`));
  await signIn(page, portal, email);
  await beginEnrolment(page, portal);
  await takePicture(page, join(images, `${portal}-enrolment.png`));
  await enrolApp(page, '会社のiPhone');
  await follow(page, 'form[action$="/recovery-codes"] button');
  await takePicture(page, join(images, `${portal}-recovery-codes.png`));
  await page.$eval('#saved', (box) => box.click());
  await follow(page, '.saved-form .button-primary');
  await takeSettings(page, portal, settings);

  const other = await browser.newVisitor();
  await signIn(other, portal, email);
  await takePicture(other, join(images, `${portal}-code.png`));
  await takeLostDevice(other, portal, email);
  return other;
}

/** From the code page to the status of a confirmed request. */
async function takeLostDevice(page, portal, email) {
  await page.goto(`${server.origin}/${portal}/lost-device`);
  await takePicture(page, join(images, `${portal}-lost-device.png`));
  await page.goto(`${server.origin}/${portal}/lost-device/form`);
  for (const [field, text] of Object.entries({ name: '田中 太郎', company: '富士見工業', phone: '0545-12-3456' })) {
    await fill(page, `#${field}`, text);
  }
  await page.$eval('#risk', (box) => box.click());
  await follow(page, 'form[action$="/lost-device"] button[type="submit"]');
  await page.goto(await mailedPage(email));
  await follow(page, 'form[action$="/confirmation"] button[type="submit"]');
  await takePicture(page, join(images, `${portal}-status.png`));
}

/** The queue, one request, a call with what both ends see, and what is looked at before proposing. */
async function takeDesk(claimant) {
  const page = await browser.newVisitor();
  await signIn(page, 'desk', 'reviewer@desk.example');
  await follow(page, 'form[action$="/sign-in/confirmation"] button');
  await page.goto(await mailedPage('reviewer@desk.example', /http\S+\/desk\/sign-in\/confirmation\/\S+/u));
  await follow(page, 'main form button[type="submit"]');
  await follow(page, 'form[action$="/sign-in/confirmation"] button');
  await enrolApp(page, '');
  await page.goto(`${server.origin}/desk/requests`);
  await takeInBoth(page, 'desk-queue');
  const receipt = new URL(claimant.url()).pathname.split('/').at(-1);
  const request = `${server.origin}/desk/requests/${receipt}`;
  await page.goto(request);
  await follow(page, `form[action$="/${receipt}/claim"] button`);
  await page.goto(request);
  await takeInBoth(page, 'desk-request');
  await follow(page, 'form[action$="/calls"] button[value="call-back"]');
  await takeInBoth(page, 'desk-call');
  await claimant.reload();
  await takePicture(claimant, join(images, 'success-call.png'));
  const code = await claimant.$eval('.proof-code', ({ textContent }) => textContent.replace(/\s/gu, ''));
  await fill(page, '#code', code);
  await follow(page, 'form[action$="/records"] button[type="submit"]');
  await page.goto(`${request}/proposal`);
  await takeInBoth(page, 'desk-proposal');
  await page.goto(`${server.origin}/desk/intake`);
  await takeInBoth(page, 'desk-intake');
}

async function takeInBoth(page, name) {
  const address = page.url();
  for (const [language, file] of [
    ['en', `${name}-en`],
    ['ja', name],
  ]) {
    const url = new URL(address);
    url.searchParams.set('lang', language);
    await page.goto(url.href);
    await takePicture(page, join(images, `${file}.png`));
  }
  await page.goto(address);
}

/** The clerk takes a moment; the letter's page that confirms, not the one that cancels. */
async function mailedPage(email, shape = /http\S+\/lost-device\/R-[0-9A-Z-]+\?token=\S+/u) {
  for (let tries = 0; tries < 60; tries += 1) {
    const mails = await (await fetch(`${server.origin}/demo/mail.json`)).json();
    const text = mails
      .filter(({ to }) => to.includes(email))
      .map((mail) => mail.text)
      .join('\n');
    const address = shape.exec(text)?.[0];
    if (address !== undefined) return address;
    await pause(250);
  }
  throw new Error('no letter about the request came');
}

async function signIn(page, portal, email) {
  await page.goto(`${server.origin}/${portal}/sign-in`);
  await fill(page, '#email', email);
  await fill(page, '#password', PASSWORD);
  await follow(page, 'form[action$="/sign-in"] button[type="submit"].button-large');
}

/** Two apps, a passkey and recovery codes. */
async function takeSettings(page, portal, settings) {
  await page.goto(`${server.origin}/${portal}/${settings}`);
  await follow(page, '#two-factor form[action$="/enrolment"] button');
  await enrolApp(page, '予備のタブレット');
  await giveAuthenticator(page);
  await page.goto(`${server.origin}/${portal}/enrolment/passkey`);
  await fill(page, '#passkey-name', '会社のノートPC');
  await follow(page, '#passkey');
  await page.goto(`${server.origin}/${portal}/${settings}`);
  await takePicture(page, join(images, `${portal}-settings.png`));
}

/** What answers in place of a fingerprint. */
async function giveAuthenticator(page) {
  const devtools = await page.createCDPSession();
  await devtools.send('WebAuthn.enable');
  const kind = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true };
  const options = { ...kind, hasUserVerification: true, isUserVerified: true };
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
}

async function enrolApp(page, name) {
  const key = keyOf(await scanQrCode(page));
  await fill(page, '#code', await appCode(key));
  await fill(page, '#device-name', name);
  await follow(page, 'form[action$="/enrolment/code"] button[type="submit"]');
}

async function beginEnrolment(page, portal) {
  await page.goto(`${server.origin}/${portal}/enrolment/method`);
  await page.$eval('#method-totp', (choice) => choice.click());
  await follow(page, 'form[action$="/enrolment/method"] button[type="submit"]');
}
