import { api } from './api';
import { fit, moved } from './camera';
import { scene } from './graph';
import * as s from './state';

function save(name: string, blob: Blob): void {
  const a = document.createElement('a');
  a.href = URL.createObjectURL(blob);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10000);
}

const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'opacity',
  'display',
];

/** The picture as it stands, as one SVG text that needs no style sheet. */
export function svgText(): string {
  const svg = document.querySelector('svg.graph') as SVGSVGElement | null;
  if (!svg) {
    throw new Error('painted pictures cannot be saved as SVG; close groups first');
  }
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll<SVGElement>('*')];
  const to = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const p of PROPERTIES) {
      to[i].setAttribute(p, style.getPropertyValue(p));
    }
    for (const a of ['class', 'tabindex', 'data-id', 'data-name']) {
      to[i].removeAttribute(a);
    }
  });
  const { width, height } = scene.value;
  const pad = 70;
  copy.querySelector(':scope > g')?.setAttribute('transform', `translate(${pad} ${pad})`);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `0 0 ${Math.ceil(width + 2 * pad)} ${Math.ceil(height + 2 * pad)}`);
  copy.setAttribute('width', String(Math.ceil(width + 2 * pad)));
  copy.setAttribute('height', String(Math.ceil(height + 2 * pad)));
  return new XMLSerializer().serializeToString(copy);
}

async function png(text: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  const g = canvas.getContext('2d') as CanvasRenderingContext2D;
  g.fillStyle = getComputedStyle(document.body).backgroundColor;
  g.fillRect(0, 0, canvas.width, canvas.height);
  g.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => {
    canvas.toBlob((b) => (b ? done(b) : fail(new Error('the picture is too large'))));
  });
}

export async function savePicture(form: string): Promise<void> {
  try {
    if (form === 'svg') {
      save('graph.svg', new Blob([svgText()], { type: 'image/svg+xml' }));
    } else if (form === 'png') {
      save('graph.png', await png(svgText()));
    } else if (form !== '') {
      const { text } = await api.picture(s.ask(), form);
      save({ dot: 'graph.dot', mermaid: 'graph.mmd', text: 'graph.txt' }[form] ?? 'graph', new Blob([text]));
    }
  } catch (e) {
    s.problem.value = { message: String(e instanceof Error ? e.message : e) };
  }
  moved.value = false;
  fit(scene.value.width, scene.value.height);
}
