/**
 * The two tools that stand for an authenticator app: zbarimg reads the picture a camera would see, oathtool makes the code
 * the app would show. Neither shares a line with the product, so an error of ours cannot cancel itself out.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The code an authenticator app with default settings shows for this base32 key at this instant (milliseconds). */
export async function appCode(key: string, at: number = Date.now()): Promise<string> {
  const [code = ''] = await appCodes(key, at, 1);
  return code;
}

/** The codes it shows one after the other, beginning with that of this instant (milliseconds). */
export async function appCodes(key: string, from: number, count: number): Promise<readonly string[]> {
  const time = [`--now=@${Math.floor(from / 1000)}`, `--window=${count - 1}`];
  const { stdout } = await run('oathtool', ['--totp', '--base32', ...time, key.replaceAll(' ', '')]);
  return stdout.trim().split('\n');
}

/** What the QR code in this picture says; throws when there is none or more than one. */
export async function readQrCode(picture: string): Promise<string> {
  const { stdout } = await run('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', picture]);
  const texts = stdout.split('\n').filter((line) => line !== '');
  const [text] = texts;
  if (text === undefined || texts.length > 1) throw new Error(`${texts.length} QR codes in ${picture}`);
  return text;
}

/** The base32 key inside an otpauth URI. */
export function keyOf(otpauth: string): string {
  const key = new URL(otpauth).searchParams.get('secret');
  if (key === null) throw new Error(`no secret in ${otpauth}`);
  return key;
}

/** Milliseconds until the app shows another code than at `at`. */
export function untilNextCode(at: number = Date.now()): number {
  return 30_000 - (at % 30_000);
}
