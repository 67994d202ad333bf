/**
 * Where letters go in demo mode: a file of one JSON object per line in the demo directory, readable by its owner only, and
 * from there to the page /demo/mail. Nothing leaves the machine. Keeps the newest 200.
 */
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DemoMail, DemoMailbox } from '../ports.ts';
import type { Deliverer, RenderedLetter } from './deliverer.ts';

const KEPT = 200;
/** Lines in the file before it is written anew with only the newest. */
const LINES_MAX = 400;

/** Opens the mailbox in this file and makes the file when it is missing. Lines that cannot be read are dropped. */
export async function openDemoMailbox(file: string): Promise<DemoMailbox & Deliverer> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  let letters = await readLetters(file);
  let lines = 0;
  let writing = compact();

  async function compact(): Promise<void> {
    letters = letters.slice(-KEPT);
    lines = letters.length;
    const fresh = `${file}.new`;
    await writeFile(fresh, letters.map(lineOf).join(''), { mode: 0o600 });
    await rename(fresh, file);
  }

  async function append(letter: RenderedLetter): Promise<void> {
    // Sent once already, and the process ended before that was marked.
    if (letters.some(({ id }) => id === letter.id)) return;
    await appendFile(file, lineOf(letter), { mode: 0o600 });
    letters = [...letters, letter];
    lines += 1;
    if (lines > LINES_MAX) await compact();
  }

  await writing;
  return {
    async deliver(letter) {
      // One after the other, whether or not the one before failed.
      const turn = writing.then(
        () => append(letter),
        () => compact().then(() => append(letter)),
      );
      writing = turn;
      await turn;
    },
    isPermanent: () => false,
    list: () =>
      letters
        .slice(-KEPT)
        .map(shown)
        .toSorted((a, b) => b.at - a.at),
  };
}

function shown({ sender, to, language, subject, text, html, at }: RenderedLetter): DemoMail {
  return { from: sender, to: [to], language, subject, text, html, at };
}

function lineOf(letter: RenderedLetter): string {
  return `${JSON.stringify(letter)}\n`;
}

async function readLetters(file: string): Promise<RenderedLetter[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => {
    const letter = parseLine(line);
    return letter === undefined ? [] : [letter];
  });
}

/** The letter in this line, or undefined when the line is torn or of another form. */
function parseLine(line: string): RenderedLetter | undefined {
  if (line === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isLetter(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isLetter(value: unknown): value is RenderedLetter {
  if (typeof value !== 'object' || value === null) return false;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const areTexts = ['id', 'sender', 'to', 'subject', 'text', 'html'].every((name) => typeof fields[name] === 'string');
  return areTexts && Number.isSafeInteger(fields.at) && ['ja', 'en'].includes(String(fields.language));
}
