import type { Nested, Num, Summary, Value } from './types';

const DIGITS = 5;

/** A number as a reader wants it: at most five digits. */
export function brief(v: Num | boolean): string {
  if (typeof v === 'boolean') {
    return String(v);
  }
  if (typeof v === 'string') {
    return v === 'NaN' ? 'NaN' : v === 'Infinity' ? '∞' : '−∞';
  }
  if (v === 0) {
    return '0';
  }
  const size = Math.abs(v);
  const text =
    size >= 1e6 || size < 1e-4 ? v.toExponential(DIGITS - 2).replace(/\.?0+e/, 'e') : String(+v.toPrecision(DIGITS));
  return text.replace('-', '−').replace('e+', 'e');
}

export function isSummary(v: Value): v is Summary {
  return typeof v === 'object' && !Array.isArray(v);
}

/** One line about a value: the number, a short list, or the shape of a tensor. */
export function label(v: Value | undefined, shape: number[] = []): string {
  if (v === undefined) {
    return '';
  }
  if (!isSummary(v) && !Array.isArray(v)) {
    return brief(v);
  }
  if (isSummary(v)) {
    return `[${shape.join('×')}] mean ${v.mean === undefined ? '?' : brief(v.mean)}`;
  }
  const all = flat(v);
  if (all.length <= 3 && shape.length <= 1) {
    return `[${all.map(brief).join(', ')}]`;
  }
  return `[${shape.join('×')}]`;
}

/** The elements of a tensor, row by row; the first ones of a large one. */
export function flat(v: Value): (Num | boolean)[] {
  if (isSummary(v)) {
    return v.first;
  }
  return Array.isArray(v) ? (v as Nested[]).flatMap(flat) : [v];
}

export function finite(v: Num | boolean): number {
  return typeof v === 'number' ? v : typeof v === 'boolean' ? Number(v) : Number.NaN;
}
