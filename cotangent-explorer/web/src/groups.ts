import type { GraphNode } from './types';

/** A run of operations that follow each other; its parts are nodes or groups. */
export interface Group {
  id: string;
  title: string;
  parts: (Group | string)[];
  size: number;
  line: number;
  /** How many equal groups stand one after the other behind this one; 1 for a group of its own. */
  count: number;
}

export const LARGE = 80;
const MOST_PARTS = 40;

/**
 * Groups of operations. Each is a run in forward order, so groups never form a cycle, whatever is open or closed.
 * Runs come from source lines; runs that are too many or too long are cut into pieces of equal length; equal runs one
 * after the other become one group with a count.
 */
export function grouped(nodes: GraphNode[], how: 'auto' | 'line' | 'none'): (Group | string)[] {
  const computations = nodes.filter((n) => n.kind === 'computation');
  if (how === 'none' || (how === 'auto' && computations.length <= LARGE)) {
    return computations.map((n) => n.name);
  }
  const runs: GraphNode[][] = [];
  for (const n of computations) {
    const last = runs[runs.length - 1];
    if (last && last[0].line === n.line) {
      last.push(n);
    } else {
      runs.push([n]);
    }
  }
  const index = new Map(nodes.map((n, i) => [n.name, i]));
  const parts = runs.map((r, i) => (r.length === 1 ? r[0].name : lineGroup(r, i)));
  const folded = fold(parts, new Map(nodes.map((n) => [n.name, n])), index);
  return how === 'line' ? folded : shrink(folded, 'g');
}

function lineGroup(run: GraphNode[], i: number): Group {
  const id = `l${i}`;
  return {
    id,
    title: run[0].line > 0 ? `line ${run[0].line}` : `${run.length} operations`,
    parts: shrink(
      run.map((n) => n.name),
      id,
    ),
    size: run.length,
    line: run[0].line,
    count: 1,
  };
}

function size(p: Group | string): number {
  return typeof p === 'string' ? 1 : p.size;
}

function names(p: Group | string): string[] {
  const out: string[] = [];
  const stack = [p];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (typeof at === 'string') {
      out.push(at);
    } else {
      stack.push(...at.parts.slice().reverse());
    }
  }
  return out;
}

/** What a group computes, but for where its operands come from. */
function signature(p: Group | string, byName: Map<string, GraphNode>, index: Map<string, number>): string {
  const all = names(p);
  const first = index.get(all[0]) as number;
  const inside = new Set(all);
  return all
    .map((n) => {
      const node = byName.get(n) as GraphNode;
      const operands = node.operands.map((o) =>
        inside.has(o) ? (index.get(o) as number) - first : byName.has(o) ? 'x' : o,
      );
      return `${node.op}(${operands.join(',')})${node.type.text}`;
    })
    .join(';');
}

/** Equal groups one after the other as one. */
function fold(
  parts: (Group | string)[],
  byName: Map<string, GraphNode>,
  index: Map<string, number>,
): (Group | string)[] {
  const signs = parts.map((p) => (typeof p === 'string' ? '' : signature(p, byName, index)));
  const out: (Group | string)[] = [];
  for (let i = 0; i < parts.length; ) {
    let j = i + 1;
    while (j < parts.length && signs[i] !== '' && signs[j] === signs[i]) {
      j++;
    }
    const p = parts[i];
    if (j - i > 1 && typeof p !== 'string') {
      const same = parts.slice(i, j);
      out.push({
        id: `${p.id}x`,
        title: `${p.title} ×${j - i}`,
        parts: shrink(same, `${p.id}x`),
        size: same.reduce((s, q) => s + size(q), 0),
        line: p.line,
        count: j - i,
      });
    } else {
      out.push(p);
    }
    i = j;
  }
  return out;
}

/** At most so many parts as can be taken in at a glance: more are put into groups of equal length, again and again. */
function shrink(parts: (Group | string)[], id: string): (Group | string)[] {
  let level = parts;
  for (let depth = 0; level.length > MOST_PARTS; depth++) {
    const pieces = Math.min(MOST_PARTS / 2, Math.ceil(level.length / (MOST_PARTS / 2)));
    const length = Math.max(Math.ceil(level.length / pieces), 2);
    const cut = level.length > MOST_PARTS * MOST_PARTS ? MOST_PARTS / 2 : length;
    const next: Group[] = [];
    for (let i = 0; i < level.length; i += cut) {
      const inner = level.slice(i, i + cut);
      const total = inner.reduce((s, p) => s + size(p), 0);
      next.push({
        id: `${id}.${depth}.${i}`,
        title: `${total} operations`,
        parts: inner,
        size: total,
        line: 0,
        count: 1,
      });
    }
    level = next;
  }
  return level;
}
