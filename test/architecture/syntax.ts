/**
 * Program text as a syntax tree (ESTree with TypeScript nodes), because a rule about code must not trip over comments and
 * strings. Only reading and walking; what is allowed is decided by the rules.
 */
import { parseAst } from 'vitest/node';
import type { ProjectFile } from './tree.ts';

export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

const parsed = new WeakMap<ProjectFile, readonly SyntaxNode[]>();

/** Every node of the file, outer ones first. */
export function nodesOf(file: ProjectFile): readonly SyntaxNode[] {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const lang = file.path.endsWith('.tsx') ? 'tsx' : file.path.endsWith('.mjs') ? 'js' : 'ts';
  const nodes: SyntaxNode[] = [];
  collect(parseAst(file.text, { lang }), nodes);
  parsed.set(file, nodes);
  return nodes;
}

export function nodesOfType(file: ProjectFile, ...types: readonly string[]): readonly SyntaxNode[] {
  return nodesOf(file).filter((node) => types.includes(node.type));
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;
}

/** The node in this field; undefined when there is none. */
export function child(node: SyntaxNode, field: string): SyntaxNode | undefined {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

export function children(node: SyntaxNode, field: string): readonly SyntaxNode[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function textOf(file: ProjectFile, node: SyntaxNode): string {
  return file.text.slice(node.start, node.end);
}

/** `src/core/totp.ts:12`, for messages that an editor can follow. */
export function placeOf(file: ProjectFile, node: SyntaxNode): string {
  return `${file.path}:${file.text.slice(0, node.start).split('\n').length}`;
}

/** The value of a string literal, or of a template literal without expressions. */
export function literalText(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && children(node, 'expressions').length === 0) return quasisOf(node)[0];
  return undefined;
}

/** The fixed parts of a template literal. */
export function quasisOf(node: SyntaxNode): readonly string[] {
  return children(node, 'quasis').map((quasi) => {
    const value = quasi.value;
    return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : '';
  });
}

/** The last name of an expression: `row.digest` and `digest` both answer "digest". */
export function lastName(node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'Identifier') return typeof node.name === 'string' ? node.name : undefined;
  if (node.type === 'MemberExpression') return lastName(child(node, 'property'));
  if (node.type === 'ChainExpression' || node.type === 'AwaitExpression')
    return lastName(child(node, 'expression') ?? child(node, 'argument'));
  return undefined;
}

/** `userCodeURL` to `user`, `code`, `url`. */
export function wordsOf(identifier: string): readonly string[] {
  return identifier
    .replace(/([a-z0-9])([A-Z])/gu, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/gu, '$1 $2')
    .split(/[^A-Za-z0-9]+/u)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== '');
}

export interface ImportLine {
  readonly from: string;
  readonly typeOnly: boolean;
  readonly place: string;
}

/** Static, re-exporting and dynamic imports with a fixed address. */
export function importsOf(file: ProjectFile): readonly ImportLine[] {
  return nodesOfType(file, 'ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression').flatMap(
    (node) => {
      const from = literalText(child(node, 'source'));
      if (from === undefined) return [];
      const typeOnly = node.importKind === 'type' || node.exportKind === 'type';
      return [{ from, typeOnly, place: placeOf(file, node) }];
    },
  );
}

/** Names this file exports, types included. */
export function exportsOf(file: ProjectFile): readonly { readonly name: string; readonly place: string }[] {
  return nodesOfType(file, 'ExportNamedDeclaration').flatMap((node) => {
    const declaration = child(node, 'declaration');
    const declared =
      declaration === undefined
        ? []
        : [child(declaration, 'id'), ...children(declaration, 'declarations').map((d) => child(d, 'id'))];
    const listed = children(node, 'specifiers').map((specifier) => child(specifier, 'exported'));
    return [...declared, ...listed].flatMap((id) => {
      const name = lastName(id);
      return name === undefined || id === undefined ? [] : [{ name, place: placeOf(file, id) }];
    });
  });
}

function collect(value: unknown, into: SyntaxNode[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, into);
  } else if (isNode(value)) {
    into.push(value);
    for (const field of Object.keys(value)) {
      if (field !== 'parent') collect(value[field], into);
    }
  }
}
