import type { Group } from './groups';
import type { Box, Layout, Link } from './layout';
import type { GraphNode } from './types';

/** One use of a value: the operation that uses it, and the number of its edge (-1: it carries no derivative). */
export interface Use {
  node: string;
  edge: number;
}

/** All uses that run between the same two boxes of one level. */
export interface Bundle extends Link {
  uses: Use[];
  operands: number[];
  users: number[];
}

export interface Level {
  boxes: string[];
  bundles: Bundle[];
}

const ROOT = -1;

/**
 * What belongs to which group, and what runs between the boxes of each group: worked out once for a graph, in linear
 * time; what is open and closed does not change it.
 */
export class Hierarchy {
  readonly index = new Map<string, number>();
  readonly groups: Group[] = [];
  readonly groupIndex = new Map<string, number>();
  /** The group around each group and each node; -1 for none. */
  readonly around: number[] = [];
  readonly home: Int32Array;
  private readonly levels = new Map<number, Level>();
  private readonly boxes = new Map<number, string[]>();
  /** For each level its edges: operand, user and number of the operand, one after the other. */
  private readonly edges = new Map<number, number[]>();
  /** Layouts of levels, by what is open in them. */
  readonly layouts = new Map<string, { layout: Layout; links: Map<string, number> }>();
  private readonly depth: number[] = [];

  constructor(
    readonly nodes: GraphNode[],
    readonly parts: (Group | string)[],
  ) {
    nodes.forEach((n, i) => {
      this.index.set(n.name, i);
    });
    this.home = new Int32Array(nodes.length).fill(-2);
    this.walk(parts);
    this.leaves();
    this.connect();
  }

  level(group: number): Level {
    let l = this.levels.get(group);
    if (!l) {
      l = { boxes: this.boxes.get(group) ?? [], bundles: this.bundle(group) };
      this.levels.set(group, l);
    }
    return l;
  }

  private walk(parts: (Group | string)[]): void {
    const open: { parts: (Group | string)[]; group: number; depth: number }[] = [{ parts, group: ROOT, depth: 0 }];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const p of at.parts) {
        if (typeof p === 'string') {
          this.home[this.index.get(p) as number] = at.group;
        } else {
          const g = this.groups.length;
          this.groups.push(p);
          this.groupIndex.set(p.id, g);
          this.around.push(at.group);
          this.depth.push(at.depth + 1);
          open.push({ parts: p.parts, group: g, depth: at.depth + 1 });
        }
      }
    }
  }

  private deep(g: number): number {
    return g === ROOT ? 0 : this.depth[g];
  }

  private common(a: number, b: number): number {
    let x = a;
    let y = b;
    while (x !== y) {
      if (this.deep(x) >= this.deep(y)) {
        x = this.around[x];
      } else {
        y = this.around[y];
      }
    }
    return x;
  }

  /** A leaf lives in the innermost group that holds all of its consumers. */
  private leaves(): void {
    const owner = new Map<number, number>();
    this.nodes.forEach((n, i) => {
      for (const o of operandsOf(n)) {
        const k = this.index.get(o);
        if (k !== undefined && this.home[k] === -2) {
          const before = owner.get(k);
          owner.set(k, before === undefined ? this.home[i] : this.common(before, this.home[i]));
        }
      }
    });
    this.nodes.forEach((n, i) => {
      if (this.home[i] === -2) {
        const g = Math.max(ROOT, owner.get(i) ?? ROOT);
        this.home[i] = g;
        const known = this.boxes.get(g);
        if (known) {
          known.push(n.name);
        } else {
          this.boxes.set(g, [n.name]);
        }
      }
    });
  }

  /** Sorts the edges by the level at which their ends part; what they are bundled to is worked out when it is seen. */
  private connect(): void {
    this.nodes.forEach((n, i) => {
      const operands = operandsOf(n);
      for (let e = 0; e < operands.length; e++) {
        const o = this.index.get(operands[e]);
        if (o !== undefined) {
          const level = this.home[o] === this.home[i] ? this.home[i] : this.common(this.home[o], this.home[i]);
          const known = this.edges.get(level);
          if (known) {
            known.push(o, i, e);
          } else {
            this.edges.set(level, [o, i, e]);
          }
        }
      }
    });
  }

  private bundle(level: number): Bundle[] {
    const out: Bundle[] = [];
    const known = new Map<string, Bundle>();
    const count = this.nodes.length;
    const edges = this.edges.get(level) ?? [];
    for (let k = 0; k < edges.length; k += 3) {
      const [o, i, e] = [edges[k], edges[k + 1], edges[k + 2]];
      const from = this.child(o, level);
      const to = this.child(i, level);
      if (from === to) {
        continue;
      }
      const key = `${from}>${to}`;
      let b = known.get(key);
      if (!b) {
        b = { from: this.id(from, count), to: this.id(to, count), uses: [], operands: [], users: [] };
        known.set(key, b);
        out.push(b);
      }
      b.uses.push({ node: this.nodes[i].name, edge: e < this.nodes[i].edges.length ? e : -1 });
      b.operands.push(o);
      b.users.push(i);
    }
    return out;
  }

  /** The box of a level that a node stands in: a node's number, or the number of nodes and more for a group. */
  private child(node: number, level: number): number {
    let g = this.home[node];
    if (g === level) {
      return node;
    }
    while (this.around[g] !== level) {
      g = this.around[g];
    }
    return this.nodes.length + g;
  }

  private id(box: number, count: number): string {
    return box < count ? this.nodes[box].name : this.groups[box - count].id;
  }

  /** The groups around a node, outermost first. */
  path(node: number): number[] {
    const out: number[] = [];
    for (let g = this.home[node]; g !== ROOT; g = this.around[g]) {
      out.push(g);
    }
    return out.reverse();
  }
}

/** What a node uses: first along edges that carry a derivative, then the rest. */
export function operandsOf(n: GraphNode): string[] {
  const own = n.edges.map((e) => e.operand);
  return own.length === n.operands.length ? own : [...own, ...n.operands.filter((o) => !own.includes(o))];
}

export type { Box };
