import { signal } from '@preact/signals';

/** How the picture is moved and scaled: page = scene * k + (x, y). */
export interface Camera {
  x: number;
  y: number;
  k: number;
}

export const camera = signal<Camera>({ x: 0, y: 0, k: 1 });
export const size = signal({ width: 800, height: 500 });
/** Set once a person has moved the picture: from then on it stays where they put it. */
export const moved = signal(false);

export function fit(width: number, height: number): void {
  const pad = 70;
  const k = Math.min(
    1.6,
    (size.value.width - pad * 2) / Math.max(1, width),
    (size.value.height - pad * 2) / Math.max(1, height),
  );
  const scale = Math.max(k, 0.002);
  camera.value = {
    k: scale,
    x: (size.value.width - width * scale) / 2,
    y: (size.value.height - height * scale) / 2,
  };
}

export function zoom(factor: number, x = size.value.width / 2, y = size.value.height / 2): void {
  const c = camera.value;
  const k = Math.max(0.002, Math.min(6, c.k * factor));
  moved.value = true;
  camera.value = { k, x: x - ((x - c.x) * k) / c.k, y: y - ((y - c.y) * k) / c.k };
}

export function pan(dx: number, dy: number): void {
  moved.value = true;
  camera.value = { ...camera.value, x: camera.value.x + dx, y: camera.value.y + dy };
}

/** Brings a point of the scene to the middle, unless it can be seen well where it is. */
export function centre(x: number, y: number): void {
  const c = camera.value;
  const at = { x: x * c.k + c.x, y: y * c.k + c.y };
  const { width, height } = size.value;
  if (c.k >= 0.45 && at.x > 50 && at.y > 50 && at.x < width - 50 && at.y < height - 50) {
    return;
  }
  const k = Math.max(camera.value.k, 0.6);
  moved.value = true;
  camera.value = { k, x: size.value.width / 2 - x * k, y: size.value.height / 2 - y * k };
}
