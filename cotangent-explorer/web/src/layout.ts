/**
 * Layered layout, left to right, in time linear in nodes and edges: longest path, leaves pulled to their consumers,
 * barycentre sweeps over layers, then a few rounds in which nodes move towards their neighbours.
 */
export interface Box {
  id: string;
  width: number;
  height: number;
  /** Whether it may stand just before whoever uses it, instead of at the left margin. */
  pulled: boolean;
}

export interface Link {
  from: string;
  to: string;
}

export interface Place {
  x: number;
  y: number;
}

export interface Layout {
  places: Map<string, Place>;
  /** Where the links run: the centres of the gaps that they pass through. */
  routes: Place[][];
  width: number;
  height: number;
}

const GAP_X = 118;
const GAP_Y = 62;
const SWEEPS = 4;
const MOST_DUMMIES = 20000;

interface Item {
  box: Box | null;
  layer: number;
  order: number;
  x: number;
  y: number;
  height: number;
  width: number;
  before: number[];
  after: number[];
}

/** `boxes` must be in an order in which every link runs forward. */
export function layered(boxes: Box[], links: Link[]): Layout {
  const index = new Map<string, number>();
  boxes.forEach((b, i) => {
    index.set(b.id, i);
  });
  const items: Item[] = boxes.map((b) => ({
    box: b,
    layer: 0,
    order: 0,
    x: 0,
    y: 0,
    height: b.height,
    width: b.width,
    before: [],
    after: [],
  }));
  const ends = links.map((l) => [index.get(l.from) as number, index.get(l.to) as number]);
  rank(items, ends);
  const chains = connect(items, ends);
  const layers = order(items);
  place(items, layers);
  const places = new Map<string, Place>();
  let width = 0;
  let height = 0;
  let top = Number.POSITIVE_INFINITY;
  for (const i of items) {
    top = Math.min(top, i.y - i.height / 2);
  }
  for (const i of items) {
    i.y -= top;
    width = Math.max(width, i.x + i.width / 2);
    height = Math.max(height, i.y + i.height / 2);
    if (i.box) {
      places.set(i.box.id, { x: i.x, y: i.y });
    }
  }
  const routes = chains.map((c) => c.map((k) => ({ x: items[k].x, y: items[k].y })));
  return { places, routes, width, height };
}

/** Longest path from the left; then leaves that may be pulled go next to their first consumer. */
function rank(items: Item[], ends: number[][]): void {
  const into: number[][] = items.map(() => []);
  const out: number[][] = items.map(() => []);
  for (const [a, b] of ends) {
    into[b].push(a);
    out[a].push(b);
  }
  for (let i = 0; i < items.length; i++) {
    for (const a of into[i]) {
      items[i].layer = Math.max(items[i].layer, items[a].layer + 1);
    }
  }
  for (let i = items.length - 1; i >= 0; i--) {
    if (items[i].box?.pulled && into[i].length === 0 && out[i].length > 0) {
      let first = Number.POSITIVE_INFINITY;
      for (const b of out[i]) {
        first = Math.min(first, items[b].layer);
      }
      items[i].layer = Math.max(0, first - 1);
    }
  }
}

/** Links over several layers get an invisible item in each; the chains of items that links run through. */
function connect(items: Item[], ends: number[][]): number[][] {
  let span = 0;
  for (const [a, b] of ends) {
    span += Math.max(0, items[b].layer - items[a].layer - 1);
  }
  const direct = span > MOST_DUMMIES;
  return ends.map(([a, b]) => {
    const chain = [a];
    let last = a;
    for (let layer = items[a].layer + 1; layer < items[b].layer && !direct; layer++) {
      items.push({ box: null, layer, order: 0, x: 0, y: 0, height: 20, width: 0, before: [], after: [] });
      link(items, last, items.length - 1);
      last = items.length - 1;
      chain.push(last);
    }
    link(items, last, b);
    chain.push(b);
    return chain;
  });
}

function link(items: Item[], a: number, b: number): void {
  items[a].after.push(b);
  items[b].before.push(a);
}

function order(items: Item[]): number[][] {
  const layers: number[][] = [];
  items.forEach((item, i) => {
    while (layers.length <= item.layer) {
      layers.push([]);
    }
    item.order = layers[item.layer].length;
    layers[item.layer].push(i);
  });
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (let k = 0; k < layers.length; k++) {
      const layer = layers[forward ? k : layers.length - 1 - k];
      const keys = new Map<number, number>();
      for (const i of layer) {
        const near = forward ? items[i].before : items[i].after;
        keys.set(i, near.length ? near.reduce((s, j) => s + items[j].order, 0) / near.length : items[i].order);
      }
      layer.sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number) || items[a].order - items[b].order);
      layer.forEach((i, at) => {
        items[i].order = at;
      });
    }
  }
  return layers;
}

function place(items: Item[], layers: number[][]): void {
  let x = 0;
  for (const layer of layers) {
    const width = layer.reduce((w, i) => Math.max(w, items[i].width), 0);
    let y = 0;
    for (const i of layer) {
      items[i].x = x + width / 2;
      items[i].y = y + items[i].height / 2;
      y += items[i].height + GAP_Y;
    }
    for (const i of layer) {
      items[i].y -= (y - GAP_Y) / 2;
    }
    x += width + GAP_X;
  }
  for (let round = 0; round < 6; round++) {
    const forward = round % 2 === 0;
    for (let k = 0; k < layers.length; k++) {
      settle(items, layers[forward ? k : layers.length - 1 - k], forward);
    }
  }
}

/** Moves a layer's items to the mean of their neighbours, as far as order and distances allow. */
function settle(items: Item[], layer: number[], forward: boolean): void {
  const wish = layer.map((i) => {
    const near = forward ? items[i].before : items[i].after;
    const other = forward ? items[i].after : items[i].before;
    const all = near.length ? near : other;
    return all.length ? all.reduce((s, j) => s + items[j].y, 0) / all.length : items[i].y;
  });
  const distance = (k: number) => (items[layer[k - 1]].height + items[layer[k]].height) / 2 + GAP_Y;
  const down = wish.slice();
  for (let k = 1; k < down.length; k++) {
    down[k] = Math.max(down[k], down[k - 1] + distance(k));
  }
  const up = wish.slice();
  for (let k = up.length - 2; k >= 0; k--) {
    up[k] = Math.min(up[k], up[k + 1] - distance(k + 1));
  }
  layer.forEach((i, k) => {
    items[i].y = (down[k] + up[k]) / 2;
  });
}
