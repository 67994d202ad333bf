/** The example is a configuration that starts, shows the defaults as they are, and knows only keys of the schema for editors. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { defaultSettings, readConfigFile } from './file.ts';
import { editorSchema } from './reference.ts';

const example = join(import.meta.dirname, '../../docs/genkan.example.yaml');

/** A JSON Schema, as far as keys are concerned. */
interface Keys {
  readonly properties?: Readonly<Record<string, Keys>>;
  readonly additionalProperties?: Keys | boolean;
  readonly items?: Keys;
  readonly anyOf?: readonly Keys[];
}

describe('docs/genkan.example.yaml', () => {
  test('A-02 starts with one warning, that the desk shares the host, and with the durations and the recovery that hold anyway', () => {
    const result = readConfigFile(example);
    if (!result.ok) throw new Error(result.lines.join('\n'));
    const { durations, recovery, codeWindow, portals, warnings } = result.settings;
    const usual = defaultSettings();
    expect({ durations, recovery, codeWindow }).toEqual({
      durations: usual.durations,
      recovery: usual.recovery,
      codeWindow: usual.codeWindow,
    });
    expect(portals.map(({ id }) => id)).toEqual(['success', 'partner', 'desk']);
    expect(warnings).toEqual([
      'portals.desk.host is not set: staff and customers share one host',
      expect.stringContaining('passkey-only is recommended'),
    ]);
  });
});

test('A-02 the schema for editors knows every key of the example and no key that the file may not hold', () => {
  const schema: Keys = JSON.parse(editorSchema());
  expect(unknownKeys(parse(readFileSync(example, 'utf8')), schema)).toEqual([]);
  expect(unknownKeys({ portals: { success: { twofactor: 1, menu: [{ pages: 1 }] } } }, schema)).toEqual(['twofactor', 'pages']);
});

function unknownKeys(value: unknown, keys: Keys): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => unknownKeys(item, keys.items ?? {}));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const any = typeof keys.additionalProperties === 'object' ? keys.additionalProperties : undefined;
    const below = keys.properties?.[key] ?? keys.anyOf?.[0]?.properties?.[key] ?? any;
    return below === undefined ? [key] : unknownKeys(inner, below);
  });
}
