/** The two languages every page and letter exists in. Japanese comes first where nothing else is known. */
export const LANGUAGES = ['ja', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text that exists in both languages. */
export type Bilingual = Readonly<Record<Language, string>>;

export function isLanguage(value: unknown): value is Language {
  return value === 'ja' || value === 'en';
}
