import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Camera, camera, size } from './camera';
import { litBoxes, pick, scene } from './graph';
import { sign } from './marks';
import type { Drawn, Scene, Wire } from './scene';
import { matches } from './search';
import * as s from './state';

/** Beyond each edge of the view so much of it is painted too, so that moving needs no painting. */
const MARGIN = 0.5;
const SETTLED = 140;
/** Lines shorter than this on the screen are left out, and texts at scales below that. */
const SHORT = 2.5;
const READABLE = 0.35;

/**
 * Paints large pictures: what is in view and around it, and no text that could not be read. While the picture moves the
 * painting itself is moved and scaled; it is painted again when it comes to rest.
 */
export function CanvasLayer() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painted = useRef<Camera | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const repaint = () => {
    if (canvas.current) {
      painted.current = camera.peek();
      paint(canvas.current, painted.current);
      place();
    }
  };
  const place = () => {
    const p = painted.current;
    const c = camera.peek();
    if (canvas.current && p) {
      const k = c.k / p.k;
      const { width, height } = size.peek();
      const x = c.x - p.x * k - MARGIN * width * k;
      const y = c.y - p.y * k - MARGIN * height * k;
      canvas.current.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    }
  };
  useSignalEffect(() => {
    scene.value;
    size.value;
    litBoxes.value;
    s.selected.value;
    s.search.value;
    s.filter.value;
    repaint();
  });
  useSignalEffect(() => {
    camera.value;
    place();
    clearTimeout(timer.current);
    timer.current = setTimeout(repaint, SETTLED);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <canvas
      ref={canvas}
      class="graph painted"
      role="img"
      aria-label={`Computation graph with ${s.nodes.value.length} nodes, painted; the search finds single nodes`}
      onClick={(e) => {
        const c = camera.value;
        const box = (e.currentTarget.parentElement as HTMLElement).getBoundingClientRect();
        const x = (e.clientX - box.left - c.x) / c.k;
        const y = (e.clientY - box.top - c.y) / c.k;
        const hit = scene.value.drawn.find(
          (d) => !d.open && Math.abs(d.x - x) < d.width / 2 && Math.abs(d.y - y) < d.height / 2,
        );
        if (hit) {
          pick(hit);
        }
      }}
    />
  );
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function paint(canvas: HTMLCanvasElement, c: Camera): void {
  const { width, height } = size.peek();
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const wide = Math.round(width * (1 + 2 * MARGIN));
  const high = Math.round(height * (1 + 2 * MARGIN));
  if (canvas.width !== Math.round(wide * ratio) || canvas.height !== Math.round(high * ratio)) {
    canvas.width = Math.round(wide * ratio);
    canvas.height = Math.round(high * ratio);
    canvas.style.width = `${wide}px`;
    canvas.style.height = `${high}px`;
  }
  const g = canvas.getContext('2d') as CanvasRenderingContext2D;
  g.setTransform(1, 0, 0, 1, 0, 0);
  g.clearRect(0, 0, canvas.width, canvas.height);
  const x = c.x + MARGIN * width;
  const y = c.y + MARGIN * height;
  g.setTransform(ratio * c.k, 0, 0, ratio * c.k, ratio * x, ratio * y);
  const view = { left: -x / c.k, top: -y / c.k, right: (wide - x) / c.k, bottom: (high - y) / c.k };
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name);
  lines(g, scene.peek(), view, c.k, colour('--wire'));
  boxes(g, scene.peek(), view, c.k, colour);
}

/** Most lines that are painted; of more, the short ones and a share of the long ones. */
const MOST_LINES = 5000;
const LONG = 250;
/** One path of too many crossing lines takes a painter without a graphics card seconds. */
const AT_ONCE = 200;

function lines(g: CanvasRenderingContext2D, of: Scene, view: Box, k: number, colour: string): void {
  const short: Wire[] = [];
  const long: Wire[] = [];
  for (const w of of.wires) {
    const a = w.points[0];
    const b = w.points[w.points.length - 1];
    const left = Math.min(a.x, b.x);
    const right = Math.max(a.x, b.x);
    const top = Math.min(a.y, b.y);
    const bottom = Math.max(a.y, b.y);
    const outside = right < view.left || left > view.right || bottom < view.top || top > view.bottom;
    const length = (right - left + bottom - top) * k;
    if (!outside && length >= SHORT) {
      (length > LONG ? long : short).push(w);
    }
  }
  g.strokeStyle = colour;
  g.lineWidth = Math.max(1, 0.6 / k);
  let n = 0;
  g.beginPath();
  for (const all of [short, long]) {
    const step = Math.max(1, Math.ceil(all.length / MOST_LINES) * (all === long && short.length > MOST_LINES ? 4 : 1));
    for (let i = 0; i < all.length; i += step) {
      const p = all[i].points;
      g.moveTo(p[0].x, p[0].y);
      g.lineTo(p[p.length - 1].x, p[p.length - 1].y);
      if (++n % AT_ONCE === 0) {
        g.stroke();
        g.beginPath();
      }
    }
  }
  g.stroke();
}

/** All boxes of one colour in one go where they are too small to be read. */
function boxes(g: CanvasRenderingContext2D, of: Scene, view: Box, k: number, colour: (name: string) => string): void {
  const readable = k > READABLE;
  const plain = s.search.peek().trim() === '' && s.filter.peek() === 'all';
  const kinds = new Map<string, Drawn[]>();
  const special: Drawn[] = [];
  for (const d of of.drawn) {
    const outside =
      d.x + d.width / 2 < view.left ||
      d.x - d.width / 2 > view.right ||
      d.y + d.height / 2 < view.top ||
      d.y - d.height / 2 > view.bottom;
    if (!outside) {
      const kind = d.open ? 'frame' : (d.node?.kind ?? 'group');
      const key = plain || !d.node || matches(d.node.name) ? kind : `-${kind}`;
      const same = kinds.get(key);
      if (same) {
        same.push(d);
      } else {
        kinds.set(key, [d]);
      }
      if (litBoxes.peek().has(d.id) || (d.node && d.node.name === s.selected.peek())) {
        special.push(d);
      }
    }
  }
  for (const [key, all] of kinds) {
    const kind = key.replace('-', '');
    g.globalAlpha = key.startsWith('-') ? 0.15 : 1;
    if (kind === 'frame') {
      g.strokeStyle = colour('--wire');
      for (const d of all) {
        g.strokeRect(d.x - d.width / 2, d.y - d.height / 2, d.width, d.height);
      }
      continue;
    }
    g.fillStyle = colour(`--${kind}`);
    g.beginPath();
    for (const d of all) {
      outline(g, d, kind, readable);
    }
    g.fill();
  }
  g.globalAlpha = 1;
  g.strokeStyle = colour('--focus');
  g.lineWidth = Math.max(4, 3 / k);
  for (const d of special) {
    g.strokeRect(d.x - d.width / 2 - 4, d.y - d.height / 2 - 4, d.width + 8, d.height + 8);
  }
  if (readable) {
    texts(g, kinds, colour('--ink'));
  }
}

function outline(g: CanvasRenderingContext2D, d: Drawn, kind: string, readable: boolean): void {
  if (!readable) {
    g.rect(d.x - d.width / 2, d.y - d.height / 2, d.width, d.height);
  } else if (kind === 'input' || kind === 'parameter') {
    g.moveTo(d.x + 31, d.y);
    g.arc(d.x, d.y, 31, 0, Math.PI * 2);
  } else {
    g.roundRect(d.x - d.width / 2, d.y - d.height / 2, d.width, d.height, 14);
  }
}

function texts(g: CanvasRenderingContext2D, kinds: Map<string, Drawn[]>, ink: string): void {
  g.textAlign = 'center';
  g.textBaseline = 'middle';
  g.font = '15px system-ui';
  g.fillStyle = ink;
  for (const [key, all] of kinds) {
    for (const d of key === 'frame' ? [] : all) {
      g.fillText(d.node ? sign(d.node, s.byName.peek()) : (d.group?.title ?? ''), d.x, d.y);
    }
  }
}
