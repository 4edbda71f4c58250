import { expect, test } from 'vitest';
import { type Box, type Link, layered } from './layout';

function boxes(...ids: string[]): Box[] {
  return ids.map((id) => ({ id, width: 60, height: 40, pulled: id.startsWith('w') }));
}

test('links run from left to right, and nothing overlaps', () => {
  const links: Link[] = [
    { from: 'x', to: 'a' },
    { from: 'y', to: 'a' },
    { from: 'a', to: 'b' },
    { from: 'a', to: 'c' },
    { from: 'b', to: 'c' },
  ];
  const l = layered(boxes('x', 'y', 'a', 'b', 'c'), links);
  for (const { from, to } of links) {
    expect(l.places.get(from)?.x).toBeLessThan(l.places.get(to)?.x as number);
  }
  const all = [...l.places.values()];
  for (let i = 0; i < all.length; i++) {
    for (let j = i + 1; j < all.length; j++) {
      expect(Math.abs(all[i].x - all[j].x) >= 60 || Math.abs(all[i].y - all[j].y) >= 40).toBe(true);
    }
  }
});

test('a parameter stands next to its consumer', () => {
  const l = layered(boxes('x', 'w', 'a', 'b', 'c'), [
    { from: 'x', to: 'a' },
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'w', to: 'c' },
  ]);
  expect(l.places.get('w')?.x).toBe(l.places.get('b')?.x);
});

test('a link over several layers passes between the nodes', () => {
  const l = layered(boxes('x', 'a', 'b', 'c'), [
    { from: 'x', to: 'a' },
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'x', to: 'c' },
  ]);
  expect(l.routes[3]).toHaveLength(4);
  expect(Math.abs(l.routes[3][1].y - (l.places.get('a')?.y as number))).toBeGreaterThan(20);
});

test('a hundred thousand nodes are laid out in linear time', () => {
  const n = 100000;
  const many = Array.from({ length: n }, (_, i) => ({ id: `n${i}`, width: 60, height: 40, pulled: false }));
  const links = Array.from({ length: n - 1 }, (_, i) => ({ from: `n${Math.floor(i * 0.99)}`, to: `n${i + 1}` }));
  const start = performance.now();
  expect(layered(many, links).places.size).toBe(n);
  expect(performance.now() - start).toBeLessThan(15000);
});
