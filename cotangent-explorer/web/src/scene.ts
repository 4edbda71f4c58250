import type { Group } from './groups';
import { type Box, type Layout, type Link, layered, type Place } from './layout';
import type { GraphNode } from './types';

/** A node or group with its place; x and y are its centre. */
export interface Drawn {
  id: string;
  node?: GraphNode;
  group?: Group;
  open: boolean;
  /** In the expression tree: a copy of the node, and the use that it stands for where that is one alone. */
  copy?: { use?: { node: string; edge: number } };
  depth: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A line from one thing that is drawn to another, for one or more uses. */
export interface Wire {
  from: string;
  to: string;
  /** The uses that it stands for: consumer and number of its edge. */
  uses: { node: string; edge: number }[];
  points: Place[];
  /** Parallel wires between the same ends are told apart by this number. */
  lane: number;
  lanes: number;
  /** Only the local derivative belongs to this line: what arrives here is a part of the sum. */
  localOnly?: boolean;
}

export interface Scene {
  drawn: Drawn[];
  wires: Wire[];
  byId: Map<string, Drawn>;
  width: number;
  height: number;
}

export const COMPUTATION = { width: 84, height: 56 };
export const LEAF = { width: 64, height: 64 };
const GROUP = { width: 150, height: 64 };
const INSET = 40;
const TITLE = 30;
const LANES = 400;

interface Level {
  layout: Layout;
  links: Map<string, number>;
  width: number;
  height: number;
}

/** Places everything that is visible, one group at a time. */
export class SceneBuilder {
  private readonly paths = new Map<string, string[]>();
  private readonly groups = new Map<string, Group>();
  private readonly leafOwners = new Map<string, string[]>();
  private readonly byName: Map<string, GraphNode>;
  private readonly boxesOf = new Map<string, Set<string>>();
  private readonly linksOf = new Map<string, Map<string, Link>>();
  private readonly levels = new Map<string, Level>();
  private readonly scene: Scene = { drawn: [], wires: [], byId: new Map(), width: 0, height: 0 };

  constructor(
    private readonly nodes: GraphNode[],
    private readonly parts: (Group | string)[],
    private readonly open: Set<string>,
    private readonly small = COMPUTATION,
  ) {
    this.byName = new Map(nodes.map((n) => [n.name, n]));
    this.walk(parts, []);
    this.own();
  }

  build(): Scene {
    this.connect();
    const size = this.level('', this.parts);
    this.put('', this.parts, 0, 0, 0);
    this.wire();
    this.scene.width = size.width;
    this.scene.height = size.height;
    return this.scene;
  }

  private walk(parts: (Group | string)[], path: string[]): void {
    for (const p of parts) {
      if (typeof p === 'string') {
        this.paths.set(p, path);
      } else {
        this.groups.set(p.id, p);
        this.walk(p.parts, [...path, p.id]);
      }
    }
  }

  /** A leaf lives in the innermost group that holds all of its consumers. */
  private own(): void {
    for (const n of this.nodes) {
      for (const e of n.edges.length ? n.edges.map((x) => x.operand) : n.operands) {
        if (!this.paths.has(e) && this.byName.has(e)) {
          const mine = this.paths.get(n.name) as string[];
          const before = this.leafOwners.get(e);
          this.leafOwners.set(e, before === undefined ? mine : common(before, mine));
        }
      }
    }
    for (const n of this.nodes) {
      if (!this.paths.has(n.name)) {
        this.paths.set(n.name, this.leafOwners.get(n.name) ?? []);
        this.box(this.leafOwners.get(n.name) ?? [], n.name);
      }
    }
  }

  private box(path: string[], id: string): void {
    const level = path[path.length - 1] ?? '';
    let all = this.boxesOf.get(level);
    if (!all) {
      all = new Set();
      this.boxesOf.set(level, all);
    }
    all.add(id);
  }

  /** What stands for a node on the page: itself, or the outermost closed group around it. */
  private visible(name: string): string {
    for (const g of this.paths.get(name) as string[]) {
      if (!this.open.has(g)) {
        return g;
      }
    }
    return name;
  }

  private operands(n: GraphNode): string[] {
    const own = n.edges.map((e) => e.operand);
    return [...own, ...n.operands.filter((o) => this.byName.has(o) && !own.includes(o))];
  }

  private connect(): void {
    for (const n of this.nodes) {
      const to = [...(this.paths.get(n.name) as string[]), n.name];
      for (const o of this.operands(n)) {
        const from = [...(this.paths.get(o) as string[]), o];
        let k = 0;
        while (k < from.length - 1 && k < to.length - 1 && from[k] === to[k]) {
          k++;
        }
        const level = k === 0 ? '' : from[k - 1];
        if (from[k] !== to[k]) {
          let all = this.linksOf.get(level);
          if (!all) {
            all = new Map();
            this.linksOf.set(level, all);
          }
          all.set(`${from[k]}\n${to[k]}`, { from: from[k], to: to[k] });
        }
      }
    }
  }

  private level(id: string, parts: (Group | string)[]): Level {
    const boxes: Box[] = [];
    for (const leaf of this.boxesOf.get(id) ?? []) {
      const kind = this.byName.get(leaf)?.kind;
      boxes.push({ id: leaf, ...LEAF, pulled: kind === 'parameter' || this.nodes.length > 40 });
    }
    for (const p of parts) {
      if (typeof p === 'string') {
        boxes.push({ id: p, ...this.small, pulled: false });
      } else if (this.open.has(p.id)) {
        const inner = this.level(p.id, p.parts);
        boxes.push({
          id: p.id,
          width: inner.width + 2 * INSET,
          height: inner.height + 2 * INSET + TITLE,
          pulled: false,
        });
      } else {
        boxes.push({ id: p.id, ...GROUP, pulled: false });
      }
    }
    const links = [...(this.linksOf.get(id)?.values() ?? [])];
    const layout = layered(boxes, links);
    const out = {
      layout,
      links: new Map(links.map((l, i) => [`${l.from}\n${l.to}`, i])),
      width: layout.width,
      height: layout.height,
    };
    this.levels.set(id, out);
    return out;
  }

  private put(id: string, parts: (Group | string)[], left: number, top: number, depth: number): void {
    const level = this.levels.get(id) as Level;
    const add = (d: Drawn) => {
      this.scene.drawn.push(d);
      this.scene.byId.set(d.id, d);
    };
    const at = (name: string) => {
      const p = level.layout.places.get(name) as Place;
      return { x: left + p.x, y: top + p.y };
    };
    for (const p of parts) {
      if (typeof p !== 'string') {
        const isOpen = this.open.has(p.id);
        const inner = this.levels.get(p.id);
        const size =
          isOpen && inner ? { width: inner.width + 2 * INSET, height: inner.height + 2 * INSET + TITLE } : GROUP;
        const place = at(p.id);
        add({ id: p.id, group: p, open: isOpen, depth, ...place, ...size });
        if (isOpen) {
          const x = place.x - size.width / 2 + INSET;
          this.put(p.id, p.parts, x, place.y - size.height / 2 + INSET + TITLE, depth + 1);
        }
      }
    }
    for (const leaf of this.boxesOf.get(id) ?? []) {
      add({ id: leaf, node: this.byName.get(leaf), open: false, depth, ...at(leaf), ...LEAF });
    }
    for (const p of parts) {
      if (typeof p === 'string') {
        add({ id: p, node: this.byName.get(p), open: false, depth, ...at(p), ...this.small });
      }
    }
  }

  private wire(): void {
    const all = new Map<string, Wire[]>();
    for (const n of this.nodes) {
      const own = n.edges.map((e, i) => ({ operand: e.operand, edge: i }));
      const rest = this.operands(n).slice(own.length);
      for (const { operand, edge } of [...own, ...rest.map((operand) => ({ operand, edge: -1 }))]) {
        const from = this.visible(operand);
        const to = this.visible(n.name);
        if (from === to || !this.scene.byId.has(from) || !this.scene.byId.has(to)) {
          continue;
        }
        const key = `${from}\n${to}`;
        const before = all.get(key);
        const single = this.scene.byId.get(from)?.node && this.scene.byId.get(to)?.node && all.size < LANES;
        if (before && !single) {
          before[0].uses.push({ node: n.name, edge });
          continue;
        }
        const w = {
          from,
          to,
          uses: [{ node: n.name, edge }],
          points: this.points(operand, n.name, from, to),
          lane: 0,
          lanes: 1,
        };
        all.set(key, before ? [...before, w] : [w]);
      }
    }
    for (const lanes of all.values()) {
      lanes.forEach((w, i) => {
        w.lane = i;
        w.lanes = lanes.length;
        this.scene.wires.push(w);
      });
    }
  }

  /** From the right side of one thing, through the gaps and into the open groups on the way, to the left of another. */
  private points(operand: string, user: string, from: string, to: string): Place[] {
    const a = this.scene.byId.get(from) as Drawn;
    const b = this.scene.byId.get(to) as Drawn;
    const up = [...(this.paths.get(operand) as string[]), operand];
    const down = [...(this.paths.get(user) as string[]), user];
    let k = 0;
    while (k < up.length - 1 && k < down.length - 1 && up[k] === down[k]) {
      k++;
    }
    const id = k === 0 ? '' : up[k - 1];
    const level = this.levels.get(id);
    const out: Place[] = [{ x: a.x + a.width / 2, y: a.y }];
    for (let i = up.length - 2; i >= k; i--) {
      const g = this.scene.byId.get(up[i]);
      if (g?.open) {
        out.push({ x: g.x + g.width / 2, y: a.y });
      }
    }
    const route = level?.layout.routes[level.links.get(`${up[k]}\n${down[k]}`) ?? -1];
    const first = this.scene.byId.get(up[k]) ?? a;
    const origin = level?.layout.places.get(up[k]);
    if (route && origin) {
      for (const p of route.slice(1, -1)) {
        out.push({ x: p.x + first.x - origin.x, y: p.y + first.y - origin.y });
      }
    }
    for (let i = k; i < down.length - 1; i++) {
      const g = this.scene.byId.get(down[i]);
      if (g?.open) {
        out.push({ x: g.x - g.width / 2, y: b.y });
      }
    }
    out.push({ x: b.x - b.width / 2, y: b.y });
    return out;
  }
}

function common(a: string[], b: string[]): string[] {
  let k = 0;
  while (k < a.length && k < b.length && a[k] === b[k]) {
    k++;
  }
  return a.slice(0, k);
}

/** A smooth line through the points, and its middle. */
export function curve(w: Wire): { d: string; middle: Place } {
  const shift = (w.lane - (w.lanes - 1) / 2) * 18;
  const p = w.points.map((q, i) => (i === 0 || i === w.points.length - 1 ? { x: q.x, y: q.y + shift / 2 } : q));
  let d = `M${r(p[0].x)} ${r(p[0].y)}`;
  for (let i = 1; i < p.length; i++) {
    const half = (p[i - 1].x + p[i].x) / 2;
    const bend = w.lanes > 1 ? shift : 0;
    d += ` C${r(half)} ${r(p[i - 1].y + bend)} ${r(half)} ${r(p[i].y + bend)} ${r(p[i].x)} ${r(p[i].y)}`;
  }
  const k = Math.floor((p.length - 1) / 2);
  const a = p[k];
  const b = p[Math.min(k + 1, p.length - 1)];
  const odd = p.length % 2 === 1;
  return { d, middle: odd ? { x: a.x, y: a.y } : { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 + shift * 0.75 } };
}

function r(v: number): number {
  return Math.round(v * 10) / 10;
}
