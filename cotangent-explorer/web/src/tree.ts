import type { Drawn, Scene, Wire } from './scene';
import type { GraphNode } from './types';

const MOST = 600;
const WIDTH = 200;
const HEIGHT = 128;

/**
 * The expression tree: what the graph would be if a value that is used twice were computed twice.
 * The output stands on the right; every use of a value has a copy of its own.
 */
export function treeScene(nodes: GraphNode[], output: string): Scene {
  const byName = new Map(nodes.map((n) => [n.name, n]));
  const drawn: Drawn[] = [];
  const wires: Wire[] = [];
  interface Spot {
    node: GraphNode;
    id: string;
    depth: number;
    parent: number;
    edge: number;
    /** Whether every value on the way to the output is used once: then its cotangent belongs to this place alone. */
    clean: boolean;
    children: number[];
    y: number;
  }
  const uses = new Map<string, number>();
  for (const n of nodes) {
    for (const e of n.edges) {
      uses.set(e.operand, (uses.get(e.operand) ?? 0) + 1);
    }
  }
  const spots: Spot[] = [];
  const root = byName.get(output);
  const queue: { node: GraphNode; depth: number; parent: number; edge: number }[] = root
    ? [{ node: root, depth: 0, parent: -1, edge: -1 }]
    : [];
  for (let q = queue.pop(); q !== undefined && spots.length < MOST; q = queue.pop()) {
    const i = spots.length;
    const { node, parent } = q;
    const clean = parent < 0 || (spots[parent].clean && (uses.get(spots[parent].node.name) ?? 0) < 2);
    spots.push({ ...q, id: `${node.name}#${i}`, clean, children: [], y: 0 });
    if (parent >= 0) {
      spots[parent].children.push(i);
    }
    const own = node.edges.map((e, edge) => ({ name: e.operand, edge }));
    const rest = node.operands
      .filter((o) => byName.has(o) && !own.some((u) => u.name === o))
      .map((name) => ({ name, edge: -1 }));
    for (const u of [...own, ...rest].reverse()) {
      queue.push({ node: byName.get(u.name) as GraphNode, depth: q.depth + 1, parent: i, edge: u.edge });
    }
  }
  let leaf = 0;
  let deepest = 0;
  for (let i = spots.length - 1; i >= 0; i--) {
    deepest = Math.max(deepest, spots[i].depth);
  }
  for (const s of spots) {
    if (s.children.length === 0) {
      s.y = leaf++ * HEIGHT;
    }
  }
  for (let i = spots.length - 1; i >= 0; i--) {
    const c = spots[i].children;
    if (c.length) {
      spots[i].y = c.reduce((sum, k) => sum + spots[k].y, 0) / c.length;
    }
  }
  for (const s of spots) {
    const isLeaf = s.node.kind !== 'computation';
    drawn.push({
      id: s.id,
      node: s.node,
      open: false,
      copy: { use: s.clean && s.parent >= 0 ? { node: spots[s.parent].node.name, edge: s.edge } : undefined },
      depth: 0,
      x: (deepest - s.depth) * WIDTH + 42,
      y: s.y + 32,
      width: isLeaf ? 64 : 84,
      height: isLeaf ? 64 : 56,
    });
  }
  spots.forEach((s, i) => {
    if (s.parent >= 0) {
      const a = drawn[i];
      const b = drawn[s.parent];
      wires.push({
        from: a.id,
        to: b.id,
        uses: [{ node: spots[s.parent].node.name, edge: s.edge }],
        localOnly: !s.clean,
        points: [
          { x: a.x + a.width / 2, y: a.y },
          { x: b.x - b.width / 2, y: b.y },
        ],
        lane: 0,
        lanes: 1,
      });
    }
  });
  return {
    drawn,
    wires,
    byId: new Map(drawn.map((d) => [d.id, d])),
    width: deepest * WIDTH + 84,
    height: Math.max(1, leaf) * HEIGHT,
  };
}
