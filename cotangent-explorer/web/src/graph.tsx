import { computed, effect, signal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { camera, centre, fit, moved, pan, size, zoom } from './camera';
import { CanvasLayer } from './canvas';
import { type Group, grouped } from './groups';
import { Hierarchy } from './hierarchy';
import { shown, sign, spoken } from './marks';
import { brief, label } from './numbers';
import { COMPUTATION, curve, type Drawn, LEAF, SceneBuilder, type Wire } from './scene';
import { matches } from './search';
import * as s from './state';
import { treeScene } from './tree';
import type { Num } from './types';

/** Above this number of things the picture is painted, not built of elements. */
const PAINTED = 900;
/** Up to this number of lines each carries its numbers. */
const LABELLED = 40;

export const opened = signal(new Set<string>());

const shape = computed(() => {
  const r = s.result.value;
  return r ? `${r.nodes.length}:${r.nodes.map((n) => n.name + n.op + n.operands.join()).join(';')}` : '';
});

const base = computed(() => {
  shape.value;
  return s.result.peek()?.nodes ?? [];
});

const parts = computed(() => grouped(base.value, s.grouping.value));

const FEW = 7;

/** What is open at first: the largest groups, while there is little to see. */
effect(() => {
  const open = new Set<string>();
  let visible = parts.value;
  const most = s.grouping.peek() === 'auto' ? 3 : 0;
  for (let i = 0; i < most && visible.length > 0 && visible.length < FEW; i++) {
    const groups = visible.filter((p): p is Group => typeof p !== 'string').sort((a, b) => b.size - a.size);
    if (groups.length === 0) {
      break;
    }
    open.add(groups[0].id);
    visible = [...visible.filter((p) => p !== groups[0]), ...groups[0].parts];
  }
  opened.value = open;
});

const hierarchy = computed(() => new Hierarchy(base.value, parts.value));

export const scene = computed(() =>
  s.view.value === 'tree'
    ? treeScene(base.value, s.result.peek()?.output ?? '')
    : new SceneBuilder(hierarchy.value, opened.value, s.notation.value === 'edges' ? LEAF : COMPUTATION).build(),
);

/** Opens or closes a group; where somebody has moved the picture, the group's upper left corner stays put. */
export function toggle(id: string): void {
  const before = scene.peek().byId.get(id);
  const next = new Set(opened.value);
  if (!next.delete(id)) {
    next.add(id);
  }
  opened.value = next;
  const after = scene.value.byId.get(id);
  if (moved.peek() && before && after) {
    const { k } = camera.peek();
    const x = before.x - before.width / 2 - (after.x - after.width / 2);
    const y = before.y - before.height / 2 - (after.y - after.height / 2);
    pan(x * k, y * k);
  }
}

/** Opens the groups around a node, selects it and brings it to the middle. */
export function reveal(name: string): void {
  const h = hierarchy.value;
  const node = h.index.get(name);
  if (node === undefined) {
    return;
  }
  const around = h.path(node).map((g) => h.groups[g].id);
  if (around.some((g) => !opened.value.has(g))) {
    opened.value = new Set([...opened.value, ...around]);
  }
  s.selected.value = name;
  const d = scene.value.byId.get(name);
  if (d) {
    centre(d.x, d.y);
  }
}

/** Lights up nodes; closed groups that hold one are lit too. */
export const litBoxes = computed(() => {
  const out = new Set<string>();
  const h = hierarchy.value;
  for (const name of s.lit.value) {
    const node = h.index.get(name);
    if (node !== undefined) {
      out.add(name);
      for (const g of h.path(node)) {
        out.add(h.groups[g].id);
      }
    }
  }
  return out;
});

export function GraphView() {
  const host = useRef<HTMLDivElement>(null);
  const drag = useRef<{ x: number; y: number; far: boolean } | null>(null);

  useEffect(() => {
    const element = host.current as HTMLDivElement;
    const observer = new ResizeObserver(() => {
      size.value = { width: element.clientWidth, height: element.clientHeight };
    });
    observer.observe(element);
    const wheel = (e: WheelEvent) => {
      e.preventDefault();
      const box = element.getBoundingClientRect();
      zoom(Math.exp(-e.deltaY * 0.0015), e.clientX - box.left, e.clientY - box.top);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', wheel);
    };
  }, []);

  useSignalEffect(() => {
    shape.value;
    s.view.value;
    s.grouping.value;
    moved.value = false;
  });
  useSignalEffect(() => {
    const { width, height } = scene.value;
    size.value;
    if (!moved.peek()) {
      fit(width, height);
    }
  });

  const painted = scene.value.drawn.length > PAINTED;
  return (
    <div
      ref={host}
      class="stage"
      data-testid="stage"
      onPointerDown={(e) => {
        drag.current = { x: e.clientX, y: e.clientY, far: false };
      }}
      onPointerMove={(e) => {
        const d = drag.current;
        if (d && e.buttons & 1) {
          d.far ||= Math.abs(e.clientX - d.x) + Math.abs(e.clientY - d.y) > 4;
          if (d.far) {
            pan(e.clientX - d.x, e.clientY - d.y);
            drag.current = { x: e.clientX, y: e.clientY, far: true };
          }
        }
      }}
      onPointerUp={() => {
        setTimeout(() => {
          drag.current = null;
        });
      }}
      onClickCapture={(e) => {
        if (drag.current?.far) {
          e.stopPropagation();
        }
      }}
    >
      {painted ? <CanvasLayer /> : <SvgLayer />}
      <div class="zoom">
        <button type="button" aria-label="Zoom in" onClick={() => zoom(1.3)}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={() => zoom(1 / 1.3)}>
          −
        </button>
        <button
          type="button"
          onClick={() => {
            moved.value = false;
            fit(scene.value.width, scene.value.height);
          }}
        >
          Fit
        </button>
      </div>
    </div>
  );
}

/** Moves the focus along the data: right to a user, left to an operand, up and down among neighbours. */
function keys(e: KeyboardEvent, d: Drawn): void {
  const all = scene.value.drawn;
  const wires = scene.value.wires;
  const next =
    e.key === 'ArrowRight'
      ? wires.find((w) => w.from === d.id)?.to
      : e.key === 'ArrowLeft'
        ? wires.find((w) => w.to === d.id)?.from
        : e.key === 'ArrowUp' || e.key === 'ArrowDown'
          ? neighbour(all, d, e.key === 'ArrowDown')
          : undefined;
  if (e.key === 'Enter' || e.key === ' ') {
    e.preventDefault();
    pick(d);
  } else if (next !== undefined) {
    e.preventDefault();
    e.stopPropagation();
    (document.querySelector(`[data-id="${CSS.escape(next)}"]`) as SVGElement | null)?.focus();
  }
}

function neighbour(all: Drawn[], d: Drawn, down: boolean): string | undefined {
  const side = all.filter((o) => o.id !== d.id && (down ? o.y > d.y + 1 : o.y < d.y - 1) && !o.open);
  side.sort((a, b) => Math.abs(a.x - d.x) * 2 + Math.abs(a.y - d.y) - Math.abs(b.x - d.x) * 2 - Math.abs(b.y - d.y));
  return side[0]?.id;
}

export function pick(d: Drawn): void {
  if (d.group) {
    toggle(d.id);
  } else if (d.node) {
    s.selected.value = s.selected.value === d.node.name ? undefined : d.node.name;
    s.panel.value = 'node';
  }
}

/** Moving the picture changes this one attribute; nothing is drawn again. */
const transform = computed(() => `translate(${camera.value.x} ${camera.value.y}) scale(${camera.value.k})`);

function SvgLayer() {
  const { drawn, wires } = scene.value;
  return (
    <svg class="graph" role="group" aria-label={`Computation graph with ${s.nodes.value.length} nodes`}>
      <title>Computation graph</title>
      <defs>
        {['plain', 'lit', 'back', 'tan', 'hot'].map((id) => (
          <marker
            key={id}
            id={`tip-${id}`}
            viewBox="0 0 10 10"
            refX="9"
            refY="5"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto-start-reverse"
          >
            <path d="M0 1 L9 5 L0 9 z" class={`tip ${id}`} />
          </marker>
        ))}
      </defs>
      <g transform={transform}>
        {drawn
          .filter((d) => d.open)
          .map((d) => (
            <Frame key={d.id} d={d} />
          ))}
        {wires.map((w) => (
          <WireView key={`${w.from}>${w.to}>${w.lane}`} w={w} labelled={wires.length <= LABELLED} />
        ))}
        {drawn
          .filter((d) => d.group && !d.open)
          .map((d) => (
            <GroupView key={d.id} d={d} />
          ))}
        {drawn
          .filter((d) => d.node)
          .map((d) => (
            <NodeView key={d.id} d={d} />
          ))}
        {wires.map((w) => (
          <WireLabel key={`${w.from}>${w.to}>${w.lane}`} w={w} labelled={wires.length <= LABELLED} />
        ))}
      </g>
    </svg>
  );
}

function Frame({ d }: { d: Drawn }) {
  return (
    <g class="frame">
      <rect x={d.x - d.width / 2} y={d.y - d.height / 2} width={d.width} height={d.height} rx="12" />
      <g
        role="button"
        tabindex={0}
        data-id={d.id}
        aria-expanded="true"
        aria-label={`▾ ${d.group?.title}; an open group`}
        onClick={() => toggle(d.id)}
        onKeyDown={(e) => keys(e, d)}
      >
        <rect class="handle" x={d.x - d.width / 2} y={d.y - d.height / 2} width={d.width} height="28" rx="12" />
        <text x={d.x - d.width / 2 + 14} y={d.y - d.height / 2 + 19}>
          ▾ {d.group?.title}
        </text>
      </g>
    </g>
  );
}

function GroupView({ d }: { d: Drawn }) {
  const g = d.group;
  if (!g) {
    return null;
  }
  return (
    <g
      class={`group ${litBoxes.value.has(d.id) ? 'lit' : ''}`}
      role="button"
      tabindex={0}
      data-id={d.id}
      aria-expanded="false"
      aria-label={`▸ ${g.title} ${g.title.includes('operations') ? 'open' : `${g.size} operations`}; a closed group`}
      transform={`translate(${d.x} ${d.y})`}
      onClick={() => toggle(d.id)}
      onKeyDown={(e) => keys(e, d)}
    >
      {g.count > 1 && <rect x={-d.width / 2 + 8} y={-d.height / 2 - 8} width={d.width} height={d.height} rx="10" />}
      {g.count > 1 && <rect x={-d.width / 2 + 4} y={-d.height / 2 - 4} width={d.width} height={d.height} rx="10" />}
      <rect x={-d.width / 2} y={-d.height / 2} width={d.width} height={d.height} rx="10" />
      <text class="title" y="-4">
        ▸ {g.title}
      </text>
      <text class="small" y="16">
        {g.title.includes('operations') ? 'open' : `${g.size} operations`}
      </text>
    </g>
  );
}

/** What is written above a node: its cotangent as far as it is known, or its tangent. */
function overlay(name: string): string | undefined {
  const r = s.result.value;
  const n = s.byName.value.get(name);
  if (!r || !n) {
    return undefined;
  }
  if (s.mode.value === 'tangent' && s.known.value.has(name)) {
    return n.tangent === undefined ? undefined : `tangent ${label(n.tangent, n.type.shape)}`;
  }
  if (s.mode.value !== 'backward' || s.position.value === 0 || n.cotangent === undefined) {
    return undefined;
  }
  if (name === r.output) {
    return `∂ = ${label(n.cotangent, n.type.shape)}`;
  }
  const at = s.sums.value.get(name);
  if (!at) {
    return undefined;
  }
  return `∂ = ${label(at.sum, n.type.shape)}${at.count < at.of ? ` (${at.count} of ${at.of})` : ''}`;
}

/** In the expression tree: what the one use that a copy stands for sends. */
function copied(use: { node: string; edge: number }): string | undefined {
  const e = s.byName.value.get(use.node)?.edges[use.edge];
  const passed = s.taken.value.some((t) => t.node === use.node && t.edge === use.edge);
  return s.mode.value === 'backward' && passed && e?.contribution !== undefined
    ? `∂ here = ${label(e.contribution)}`
    : undefined;
}

/** At a fan-out: the contributions that have arrived, as a sum. */
function summands(name: string): string | undefined {
  if (s.mode.value !== 'backward') {
    return undefined;
  }
  const mine = s.taken.value.filter((t) => t.operand === name);
  if (mine.length < 2 || mine.length > 4) {
    return undefined;
  }
  const all = mine.map((t) => s.byName.value.get(t.node)?.edges[t.edge].contribution);
  return all.every((v) => typeof v === 'number') ? all.map((v) => brief(v as Num)).join(' + ') : undefined;
}

function NodeView({ d }: { d: Drawn }) {
  const name = d.node?.name ?? '';
  const n = s.byName.value.get(name);
  if (!n) {
    return null;
  }
  const isKnown = s.known.value.has(name);
  const over = d.copy?.use ? copied(d.copy.use) : d.copy && name !== s.result.value?.output ? undefined : overlay(name);
  const sum = d.copy ? undefined : summands(name);
  const value = isKnown ? label(n.value, n.type.shape) : '';
  const classes = [
    'node',
    n.kind,
    s.selected.value === name ? 'selected' : '',
    s.hovered.value === name ? 'hovered' : '',
    s.current.value === name ? 'current' : '',
    s.lit.value.has(name) ? 'lit' : '',
    isKnown ? '' : 'waiting',
    dimmed(name) ? 'dimmed' : '',
    name === s.result.value?.output ? 'output' : '',
  ].join(' ');
  const circle = n.kind !== 'computation' || s.notation.value === 'edges';
  const head = circle ? [shown(name)] : named(name) ? [sign(n, s.byName.value), name] : [sign(n, s.byName.value)];
  const written = [...head, value, over, sum && `= ${sum}`].filter(Boolean).join(' ');
  return (
    <g
      class={classes}
      role="button"
      tabindex={0}
      data-id={d.id}
      data-name={name}
      aria-pressed={s.selected.value === name}
      aria-label={`${written}; ${spoken(n)}${isKnown ? '' : ', not computed yet'}`}
      transform={`translate(${d.x} ${d.y})`}
      onClick={() => pick(d)}
      onKeyDown={(e) => keys(e, d)}
      onPointerEnter={() => {
        s.hovered.value = name;
      }}
      onPointerLeave={() => {
        s.hovered.value = undefined;
      }}
    >
      {n.kind === 'parameter' && <circle class="ring" r="36" />}
      {circle ? <circle class="body" r="31" /> : <rect class="body" x="-42" y="-28" width="84" height="56" rx="14" />}
      <text
        class={circle && n.kind === 'computation' ? 'name' : 'sign'}
        y={n.kind === 'computation' && !circle && named(name) ? -3 : 6}
      >
        {circle ? shown(name) : sign(n, s.byName.value)}
      </text>
      {n.kind === 'computation' && !circle && named(name) && (
        <text class="own" y="18">
          {name}
        </text>
      )}
      {value && (
        <text class="value" y={d.height / 2 + 18}>
          {value}
        </text>
      )}
      {over && (
        <text class={`over ${s.mode.value}`} y={-d.height / 2 - (sum ? 24 : 9)}>
          {over}
        </text>
      )}
      {sum && (
        <text class="over sum" y={-d.height / 2 - 8}>
          = {sum}
        </text>
      )}
    </g>
  );
}

function named(name: string): boolean {
  return !name.startsWith('%');
}

function dimmed(name: string): boolean {
  const path = s.shownPath.value;
  return (path !== undefined && !path.includes(name)) || !matches(name);
}

type Lit = 'plain' | 'lit' | 'back' | 'tan' | 'hot';

/** How a line stands at this step: data has passed, a contribution has passed, or it is passing now. */
function state(w: Wire): Lit {
  const path = s.shownPath.value;
  if (path) {
    return w.uses.some((u) => follows(path, w.from, u.node)) ? 'hot' : 'plain';
  }
  if (s.mode.value === 'backward') {
    const taken = s.taken.value;
    const last = taken[taken.length - 1];
    if (s.step.value !== undefined && last && w.uses.some((u) => u.node === last.node && u.edge === last.edge)) {
      return 'hot';
    }
    return w.uses.some((u) => s.passed.value.has(`${u.node}\n${u.edge}`)) ? 'back' : 'plain';
  }
  if (s.step.value !== undefined && w.uses.some((u) => u.node === s.current.value)) {
    return 'hot';
  }
  const seen = w.uses.every((u) => s.known.value.has(u.node));
  return !seen ? 'plain' : s.mode.value === 'tangent' ? 'tan' : 'lit';
}

function follows(path: string[], from: string, to: string): boolean {
  return path.some((p, i) => p === from && path[i + 1] === to);
}

function WireView({ w }: { w: Wire; labelled: boolean }) {
  const { d } = curve(w);
  const lit = state(w);
  const back = s.mode.value === 'backward' && (lit === 'back' || lit === 'hot');
  return (
    <g class={`wire ${lit} ${back ? 'reverse' : ''}`} data-from={w.from} data-to={w.to}>
      <path d={d} marker-end={`url(#tip-${lit})`} />
      {back && <path class="flow" d={d} />}
    </g>
  );
}

/** The numbers on a line: local derivative times what arrives, and the product. */
function wireText(w: Wire): string[] {
  const all = numbersOn(w);
  const n = s.byName.value.get(w.uses[0].node);
  return s.notation.value === 'edges' && n && w.uses.length === 1 ? [sign(n, s.byName.value), ...all] : all;
}

function numbersOn(w: Wire): string[] {
  if (w.uses.length > 1 || w.uses[0].edge < 0) {
    return w.uses.length > 1 ? [`${w.uses.length} uses`] : [];
  }
  const n = s.byName.value.get(w.uses[0].node);
  const e = n?.edges[w.uses[0].edge];
  if (!n || !e) {
    return [];
  }
  if (s.mode.value === 'tangent' && e.tangent !== undefined && s.known.value.has(n.name)) {
    const t = s.byName.value.get(e.operand)?.tangent;
    return [`${label(t)} × ${brief(e.local ?? 'NaN')}`, `= ${brief(e.tangent)}`];
  }
  const passed = s.taken.value.some((t) => t.node === n.name && t.edge === w.uses[0].edge);
  if (s.mode.value === 'backward' && passed && e.contribution !== undefined) {
    const all = label(e.contribution, s.byName.value.get(e.operand)?.type.shape);
    if (w.localOnly) {
      return e.local === undefined ? [] : [`× ${brief(e.local)}`];
    }
    return e.local === undefined ? [all] : [`${label(n.cotangent)} × ${brief(e.local)}`, `= ${all}`];
  }
  return [];
}

function WireLabel({ w, labelled }: { w: Wire; labelled: boolean }) {
  const near =
    w.uses.some((u) => u.node === s.selected.value || u.node === s.current.value) || w.from === s.selected.value;
  const onPath = s.shownPath.value === undefined || state(w) === 'hot';
  const text = onPath && (labelled || near) ? wireText(w) : [];
  if (text.length === 0) {
    return null;
  }
  const { middle } = curve(w);
  const width = Math.max(...text.map((t) => t.length)) * 6.6 + 12;
  const height = text.length * 15 + 6;
  return (
    <g class={`wire-label ${s.mode.value} ${state(w)}`} transform={`translate(${middle.x} ${middle.y})`}>
      <rect x={-width / 2} y={-height / 2} width={width} height={height} rx="6" />
      {text.map((t, i) => (
        <text key={t} y={(i - (text.length - 1) / 2) * 15 + 4}>
          {t}
        </text>
      ))}
    </g>
  );
}
