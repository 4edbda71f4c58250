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
/** More operations are not laid out side by side: it would take seconds, and nobody could read it. */
export const LOOSE = 5000;
const MOST_PARTS = 40;

export type Grouping = 'auto' | 'scope' | 'line' | 'none';

/**
 * Groups of operations. Each is a run in forward order, so groups never form a cycle, whatever is open or closed.
 * Runs come from the places that the server names (iterations of loops, layers, functions), else from source lines;
 * runs that are too many or too long are cut into pieces of equal length; equal runs one after the other become one
 * group with a count.
 */
export function grouped(nodes: GraphNode[], how: Grouping): (Group | string)[] {
  const computations = nodes.filter((n) => n.kind === 'computation');
  if ((how === 'none' && computations.length <= LOOSE) || (how === 'auto' && computations.length <= LARGE)) {
    return computations.map((n) => n.name);
  }
  const maker = new Maker(nodes, how !== 'line', how);
  const parts = maker.parts(computations, 0, '');
  return how === 'line' ? parts : shrink(parts, 'g');
}

/** The part of a place that people read: what is behind `#` only tells equal ones apart. */
function title(place: string): string {
  return place.replace(/#\d+$/, '');
}

class Maker {
  private readonly byName: Map<string, GraphNode>;
  private readonly index: Map<string, number>;
  private readonly ids = new Map<string, number>();

  constructor(
    nodes: GraphNode[],
    private readonly scopes: boolean,
    private readonly how: Grouping,
  ) {
    this.byName = new Map(nodes.map((n) => [n.name, n]));
    this.index = new Map(nodes.map((n, i) => [n.name, i]));
  }

  /** The parts of a run of operations that have the first `depth` places in common. */
  parts(run: GraphNode[], depth: number, id: string): (Group | string)[] {
    const out: (Group | string)[] = [];
    const scopes = this.scopes && run.some((n) => n.scope?.[depth] !== undefined);
    for (const same of runs(run, (n) => (scopes ? (n.scope?.[depth] ?? '') : ''))) {
      const place = scopes ? same[0].scope?.[depth] : undefined;
      if (place !== undefined && same.length > 1) {
        out.push(this.place(same, depth, place, id));
      } else {
        out.push(...(scopes || this.how === 'scope' ? same.map((n) => n.name) : this.lines(same, id)));
      }
    }
    return fold(out, this.byName, this.index);
  }

  private place(run: GraphNode[], depth: number, place: string, parent: string): Group {
    const id = this.unique(`${parent}/${place}`);
    const inner = this.parts(run, depth + 1, id);
    const only = inner[0];
    if (inner.length === 1 && typeof only !== 'string') {
      return { ...only, title: `${title(place)} › ${only.title}` };
    }
    const parts = inner.length > MOST_PARTS && !inner.some((p) => typeof p !== 'string') ? this.lines(run, id) : inner;
    return { id, title: title(place), parts: shrink(parts, id), size: run.length, line: run[0].line, count: 1 };
  }

  private lines(run: GraphNode[], id: string): (Group | string)[] {
    return runs(run, (n) => String(n.line)).map((r) => (r.length === 1 ? r[0].name : this.line(r, id)));
  }

  private line(run: GraphNode[], parent: string): Group {
    const id = this.unique(`${parent}/l${run[0].line}`);
    const parts = run.map((n) => n.name);
    const name = run[0].line > 0 ? `line ${run[0].line}` : `${run.length} operations`;
    return { id, title: name, parts: shrink(parts, id), size: run.length, line: run[0].line, count: 1 };
  }

  private unique(id: string): string {
    const k = this.ids.get(id) ?? 0;
    this.ids.set(id, k + 1);
    return k === 0 ? id : `${id}~${k}`;
  }
}

function runs(all: GraphNode[], key: (n: GraphNode) => string): GraphNode[][] {
  const out: GraphNode[][] = [];
  let last: string | undefined;
  for (const n of all) {
    const k = key(n);
    if (out.length > 0 && k === last) {
      out[out.length - 1].push(n);
    } else {
      out.push([n]);
    }
    last = k;
  }
  return out;
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

/** A pattern of so many parts that comes again and again is looked for. */
const LONGEST = 8;

/** Equal groups one after the other as one, and equal sequences of groups and operations: A B A B is (A B) twice. */
function fold(
  parts: (Group | string)[],
  byName: Map<string, GraphNode>,
  index: Map<string, number>,
): (Group | string)[] {
  const numbers = new Map<string, number>();
  const signs = parts.map((p) => {
    const sign = signature(p, byName, index);
    const known = numbers.get(sign) ?? numbers.size;
    numbers.set(sign, known);
    return known;
  });
  const out: (Group | string)[] = [];
  for (let i = 0; i < parts.length; ) {
    const [period, times] = repeated(parts, signs, i);
    if (times > 1) {
      out.push(again(parts, i, period, times));
    } else {
      out.push(parts[i]);
    }
    i += period * times;
  }
  return out;
}

/** How long the sequence is that comes again at `i` and covers most, and how often it stands there; at least one group is in it. */
function repeated(parts: (Group | string)[], signs: number[], i: number): [number, number] {
  let best: [number, number] = [1, 1];
  for (let period = 1; period <= LONGEST && i + 2 * period <= parts.length; period++) {
    let end = i + period;
    while (end < parts.length && signs[end] === signs[end - period]) {
      end++;
    }
    const times = Math.floor((end - i) / period);
    const some = parts.slice(i, i + period).some((p) => typeof p !== 'string');
    if (times > 1 && some && times * period > best[0] * best[1]) {
      best = [period, times];
    }
  }
  return best;
}

function again(parts: (Group | string)[], from: number, period: number, times: number): Group {
  const same: Group[] = [];
  for (let k = 0; k < times; k++) {
    const block = parts.slice(from + k * period, from + (k + 1) * period);
    const first = block.find((p): p is Group => typeof p !== 'string') as Group;
    const titles = block.filter((p): p is Group => typeof p !== 'string').map((g) => g.title);
    const all = titles.length > 2 ? `${titles[0]} … ${titles[titles.length - 1]}` : titles.join(' + ');
    same.push(
      period === 1
        ? first
        : {
            id: `${first.id}y`,
            title: all,
            parts: block,
            size: block.reduce((s, q) => s + size(q), 0),
            line: first.line,
            count: 1,
          },
    );
  }
  const id = `${same[0].id}x`;
  return {
    id,
    title: `${same[0].title} ×${times}`,
    parts: shrink(same, id),
    size: same.reduce((s, q) => s + q.size, 0),
    line: same[0].line,
    count: times,
  };
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
