import { expect, test } from 'vitest';
import { type Group, grouped, LOOSE } from './groups';
import type { GraphNode } from './types';

function chain(n: number, line: (i: number) => number, op: (i: number) => string = () => 'sin'): GraphNode[] {
  return Array.from({ length: n }, (_, i) => ({
    name: `v${i}`,
    op: op(i),
    kind: i === 0 ? 'input' : 'computation',
    type: { text: 'f64[]', dtype: 'f64', shape: [] },
    operands: i === 0 ? [] : [`v${i - 1}`],
    line: i === 0 ? 0 : line(i),
    column: 1,
    value: 0,
    edges: [],
  }));
}

function total(parts: (Group | string)[]): number {
  return parts.reduce((s, p) => s + (typeof p === 'string' ? 1 : total(p.parts)), 0);
}

test('small graphs are not grouped', () => {
  expect(
    grouped(
      chain(10, () => 1),
      'auto',
    ),
  ).toEqual(
    chain(10, () => 1)
      .slice(1)
      .map((n) => n.name),
  );
});

test('a large graph has few parts, and none is lost', () => {
  const parts = grouped(
    chain(100001, (i) => Math.ceil(i / 3)),
    'auto',
  );
  expect(parts.length).toBeLessThanOrEqual(40);
  expect(total(parts)).toBe(100000);
});

test('equal runs one after the other are one group with a count', () => {
  const parts = grouped(
    chain(
      13,
      (i) => 1 + (Math.ceil(i / 4) % 2),
      (i) => ['sin', 'cos', 'exp', 'neg'][i % 4],
    ),
    'line',
  );
  expect(parts).toHaveLength(1);
  expect((parts[0] as Group).count).toBe(3);
});

test('sequences that come again are one group with a count, though equal groups do not stand side by side', () => {
  // Lines 1 1 2 3 3 2, again and again: two groups and single operations between them.
  const lines = [1, 1, 2, 3, 3, 4];
  const parts = grouped(
    chain(
      25,
      (i) => lines[(i - 1) % 6],
      (i) => ['sin', 'cos', 'exp', 'neg', 'tanh', 'abs'][(i - 1 + 6) % 6],
    ),
    'line',
  );
  expect(parts).toHaveLength(1);
  expect((parts[0] as Group).count).toBe(4);
  expect((parts[0] as Group).title).toBe('line 1 + line 3 ×4');
  expect(total(parts)).toBe(24);
});

test('single operations that come again are left alone', () => {
  const parts = grouped(
    chain(9, (i) => i),
    'line',
  );
  expect(parts).toHaveLength(8);
});

test('too many operations are not laid out side by side', () => {
  expect(
    grouped(
      chain(LOOSE + 1, () => 1),
      'none',
    ),
  ).toHaveLength(LOOSE);
  expect(
    grouped(
      chain(LOOSE + 2, () => 1),
      'none',
    ).length,
  ).toBeLessThanOrEqual(40);
});
