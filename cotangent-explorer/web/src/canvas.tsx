import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { camera, size } from './camera';
import { pick, scene } from './graph';
import { sign } from './marks';
import type { Drawn } from './scene';
import { matches } from './search';
import * as s from './state';

/** Paints large pictures: only what is in view, and no text that could not be read. */
export function CanvasLayer() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    if (canvas.current) {
      paint(canvas.current);
    }
  });
  return (
    <>
      <canvas
        ref={canvas}
        class="graph"
        role="img"
        aria-label={`Computation graph with ${s.nodes.value.length} nodes, painted; the search finds single nodes`}
        onClick={(e) => {
          const c = camera.value;
          const x = (e.offsetX - c.x) / c.k;
          const y = (e.offsetY - c.y) / c.k;
          const hit = scene.value.drawn.find(
            (d) => !d.open && Math.abs(d.x - x) < d.width / 2 && Math.abs(d.y - y) < d.height / 2,
          );
          if (hit) {
            pick(hit);
          }
        }}
      />
    </>
  );
}

function paint(canvas: HTMLCanvasElement): void {
  const { width, height } = size.value;
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
    canvas.width = width * ratio;
    canvas.height = height * ratio;
  }
  const g = canvas.getContext('2d') as CanvasRenderingContext2D;
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name);
  const c = camera.value;
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  g.clearRect(0, 0, width, height);
  g.setTransform(ratio * c.k, 0, 0, ratio * c.k, ratio * c.x, ratio * c.y);
  const left = -c.x / c.k;
  const top = -c.y / c.k;
  const right = left + width / c.k;
  const bottom = top + height / c.k;
  const { drawn, wires } = scene.value;
  g.strokeStyle = colour('--wire');
  g.lineWidth = Math.max(1, 0.6 / c.k);
  g.beginPath();
  for (const w of wires) {
    const a = w.points[0];
    const b = w.points[w.points.length - 1];
    if (
      Math.max(a.x, b.x) < left ||
      Math.min(a.x, b.x) > right ||
      Math.max(a.y, b.y) < top ||
      Math.min(a.y, b.y) > bottom
    ) {
      continue;
    }
    g.moveTo(a.x, a.y);
    g.lineTo(b.x, b.y);
  }
  g.stroke();
  const readable = c.k > 0.35;
  g.textAlign = 'center';
  g.textBaseline = 'middle';
  g.font = '15px system-ui';
  const fills: Record<string, string> = {
    input: colour('--input'),
    parameter: colour('--parameter'),
    computation: colour('--computation'),
    group: colour('--group'),
  };
  const ink = colour('--ink');
  for (const d of drawn) {
    if (
      d.x + d.width / 2 < left ||
      d.x - d.width / 2 > right ||
      d.y + d.height / 2 < top ||
      d.y - d.height / 2 > bottom
    ) {
      continue;
    }
    body(g, d, fills, readable, ink, colour('--focus'));
  }
}

function body(
  g: CanvasRenderingContext2D,
  d: Drawn,
  fills: Record<string, string>,
  readable: boolean,
  ink: string,
  focus: string,
): void {
  const kind = d.node?.kind ?? 'group';
  g.globalAlpha = d.node && !matches(d.node.name) ? 0.15 : 1;
  g.fillStyle = fills[kind];
  if (!readable) {
    g.fillRect(d.x - d.width / 2, d.y - d.height / 2, d.width, d.height);
  } else if (kind === 'input' || kind === 'parameter') {
    g.beginPath();
    g.arc(d.x, d.y, 31, 0, Math.PI * 2);
    g.fill();
  } else {
    g.beginPath();
    g.roundRect(d.x - d.width / 2, d.y - d.height / 2, d.width, d.height, 14);
    g.fill();
  }
  if (d.node && d.node.name === s.selected.value) {
    g.strokeStyle = focus;
    g.lineWidth = 4;
    g.strokeRect(d.x - d.width / 2 - 4, d.y - d.height / 2 - 4, d.width + 8, d.height + 8);
  }
  if (readable) {
    g.fillStyle = ink;
    g.fillText(d.node ? sign(d.node, s.byName.value) : (d.group?.title ?? ''), d.x, d.y);
  }
  g.globalAlpha = 1;
}
