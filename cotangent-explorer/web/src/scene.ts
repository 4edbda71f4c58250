import type { Group } from './groups';
import type { Bundle, Hierarchy, Use } from './hierarchy';
import { type Box, type Layout, layered, type Place } from './layout';
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
  uses: Use[];
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

/** Places everything that is visible, one group at a time; groups whose inside has not changed keep their layout. */
export class SceneBuilder {
  private readonly scene: Scene = { drawn: [], wires: [], byId: new Map(), width: 0, height: 0 };
  private readonly done = new Map<number, { layout: Layout; links: Map<string, number> }>();

  constructor(
    private readonly h: Hierarchy,
    private readonly open: Set<string>,
    private readonly small = COMPUTATION,
  ) {}

  build(): Scene {
    const size = this.layout(-1, this.h.parts).layout;
    this.put(-1, this.h.parts, 0, 0, 0);
    this.wire(-1, this.h.parts);
    this.scene.width = size.width;
    this.scene.height = size.height;
    return this.scene;
  }

  /** What is open in a group, as a text: its layout depends on nothing else. */
  private signature(group: number, parts: (Group | string)[]): string {
    const inner = parts
      .filter((p): p is Group => typeof p !== 'string' && this.open.has(p.id))
      .map((p) => `${p.id}(${this.signature(this.h.groupIndex.get(p.id) as number, p.parts)})`);
    return `${group}:${this.small.width}:${inner.join()}`;
  }

  private layout(group: number, parts: (Group | string)[]): { layout: Layout; links: Map<string, number> } {
    const ready = this.done.get(group);
    if (ready) {
      return ready;
    }
    const key = this.signature(group, parts);
    const known = this.h.layouts.get(key);
    if (known) {
      this.done.set(group, known);
      return known;
    }
    const level = this.h.level(group);
    const boxes: Box[] = [];
    for (const leaf of level.boxes) {
      const kind = this.h.nodes[this.h.index.get(leaf) as number].kind;
      boxes.push({ id: leaf, ...LEAF, pulled: kind === 'parameter' || this.h.nodes.length > 40 });
    }
    for (const p of parts) {
      const size = typeof p === 'string' ? this.small : this.size(p);
      boxes.push({ id: typeof p === 'string' ? p : p.id, ...size, pulled: false });
    }
    const layout = layered(boxes, level.bundles);
    const out = { layout, links: new Map(level.bundles.map((l, i) => [`${l.from}\n${l.to}`, i])) };
    this.h.layouts.set(key, out);
    this.done.set(group, out);
    if (this.h.layouts.size > 400) {
      this.h.layouts.delete(this.h.layouts.keys().next().value as string);
    }
    return out;
  }

  private size(g: Group): { width: number; height: number } {
    if (!this.open.has(g.id)) {
      return GROUP;
    }
    const { layout } = this.layout(this.h.groupIndex.get(g.id) as number, g.parts);
    return { width: layout.width + 2 * INSET, height: layout.height + 2 * INSET + TITLE };
  }

  private put(group: number, parts: (Group | string)[], left: number, top: number, depth: number): void {
    const { layout } = this.layout(group, parts);
    const add = (d: Drawn) => {
      this.scene.drawn.push(d);
      this.scene.byId.set(d.id, d);
    };
    const at = (name: string) => {
      const p = layout.places.get(name) as Place;
      return { x: left + p.x, y: top + p.y };
    };
    for (const p of parts) {
      if (typeof p !== 'string') {
        const open = this.open.has(p.id);
        const size = this.size(p);
        const place = at(p.id);
        add({ id: p.id, group: p, open, depth, ...place, ...size });
        if (open) {
          const inner = this.h.groupIndex.get(p.id) as number;
          const x = place.x - size.width / 2 + INSET;
          this.put(inner, p.parts, x, place.y - size.height / 2 + INSET + TITLE, depth + 1);
        }
      }
    }
    for (const leaf of this.h.level(group).boxes) {
      add({ id: leaf, node: this.node(leaf), open: false, depth, ...at(leaf), ...LEAF });
    }
    for (const p of parts) {
      if (typeof p === 'string') {
        add({ id: p, node: this.node(p), open: false, depth, ...at(p), ...this.small });
      }
    }
  }

  private node(name: string): GraphNode {
    return this.h.nodes[this.h.index.get(name) as number];
  }

  /** What stands for a node on the page: itself, or the outermost closed group around it. */
  private visible(node: number): string {
    let out = this.h.nodes[node].name;
    for (let g = this.h.home[node]; g >= 0; g = this.h.around[g]) {
      if (!this.open.has(this.h.groups[g].id)) {
        out = this.h.groups[g].id;
      }
    }
    return out;
  }

  /** The lines of a level and of the open groups in it. */
  private wire(group: number, parts: (Group | string)[]): void {
    for (const b of this.h.level(group).bundles) {
      this.bundle(b, group, parts);
    }
    for (const p of parts) {
      if (typeof p !== 'string' && this.open.has(p.id)) {
        this.wire(this.h.groupIndex.get(p.id) as number, p.parts);
      }
    }
  }

  private bundle(b: Bundle, group: number, parts: (Group | string)[]): void {
    const plain = !this.open.has(b.from) && !this.open.has(b.to);
    if (plain && (b.uses.length === 1 || this.scene.wires.length > LANES || !this.single(b.from, b.to))) {
      this.add(b.from, b.to, b.uses, b.operands[0], b.users[0], group, parts);
      return;
    }
    const all = new Map<string, { from: string; to: string; uses: number[] }>();
    b.uses.forEach((_, i) => {
      const from = this.visible(b.operands[i]);
      const to = this.visible(b.users[i]);
      const key = `${from}\n${to}`;
      const known = all.get(key);
      if (known) {
        known.uses.push(i);
      } else {
        all.set(key, { from, to, uses: [i] });
      }
    });
    for (const { from, to, uses } of all.values()) {
      if (uses.length > 1 && this.scene.wires.length < LANES && this.single(from, to)) {
        uses.forEach((k, lane) => {
          const w = this.add(from, to, [b.uses[k]], b.operands[k], b.users[k], group, parts);
          w.lane = lane;
          w.lanes = uses.length;
        });
      } else {
        const mine = uses.map((k) => b.uses[k]);
        this.add(from, to, mine, b.operands[uses[0]], b.users[uses[0]], group, parts);
      }
    }
  }

  private single(from: string, to: string): boolean {
    return this.scene.byId.get(from)?.node !== undefined && this.scene.byId.get(to)?.node !== undefined;
  }

  private add(
    from: string,
    to: string,
    uses: Use[],
    operand: number,
    user: number,
    group: number,
    parts: (Group | string)[],
  ): Wire {
    const points = this.points(operand, user, from, to, group, parts);
    const w = { from, to, uses, points, lane: 0, lanes: 1 };
    this.scene.wires.push(w);
    return w;
  }

  /** From the right side of one thing, through the gaps and into the open groups on the way, to the left of another. */
  private points(
    operand: number,
    user: number,
    from: string,
    to: string,
    group: number,
    parts: (Group | string)[],
  ): Place[] {
    const a = this.scene.byId.get(from) as Drawn;
    const b = this.scene.byId.get(to) as Drawn;
    const inside = (node: number) => {
      const all = this.h.path(node);
      return all.slice(group < 0 ? 0 : all.indexOf(group) + 1).map((g) => this.h.groups[g].id);
    };
    const up = [...inside(operand), this.h.nodes[operand].name];
    const down = [...inside(user), this.h.nodes[user].name];
    const out: Place[] = [{ x: a.x + a.width / 2, y: a.y }];
    for (let i = up.length - 2; i >= 0; i--) {
      const g = this.scene.byId.get(up[i]);
      if (g?.open) {
        out.push({ x: g.x + g.width / 2, y: a.y });
      }
    }
    const { layout, links } = this.layout(group, parts);
    const route = layout.routes[links.get(`${up[0]}\n${down[0]}`) ?? -1];
    const first = this.scene.byId.get(up[0]) ?? a;
    const origin = layout.places.get(up[0]);
    if (route && origin) {
      for (const p of route.slice(1, -1)) {
        out.push({ x: p.x + first.x - origin.x, y: p.y + first.y - origin.y });
      }
    }
    for (let i = 0; i < down.length - 1; i++) {
      const g = this.scene.byId.get(down[i]);
      if (g?.open) {
        out.push({ x: g.x - g.width / 2, y: b.y });
      }
    }
    out.push({ x: b.x - b.width / 2, y: b.y });
    return out;
  }
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
