import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test as base, expect, type Page, type Request } from '@playwright/test';

const address = process.env.EXPLORER_URL ?? '';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What the server sent, and when it was asked for it. */
interface Sent {
  asked: number;
  text: string;
}

/** Every test fails on anything the browser complains about, and keeps what the server sent. */
const test = base.extend<{ sent: Sent[] }>({
  sent: [
    async ({ page }, use, info) => {
      const complaints: string[] = [];
      const sent: Sent[] = [];
      const asked = new Map<Request, number>();
      page.on('console', (m) => {
        // Chromium says every refused request; 422 is how the server says that a program cannot run, 409 that a page
        // that is gone has left a question open.
        const expected = info.title.includes('reloaded') ? /status of (409|422)|ERR_FAILED/ : /status of 422/;
        if ((m.type() === 'error' || m.type() === 'warning') && !expected.test(m.text())) {
          complaints.push(m.text());
        }
      });
      page.on('pageerror', (e) => complaints.push(e.message));
      page.on('request', (r) => asked.set(r, Date.now()));
      page.on('response', async (r) => {
        if (r.url().includes('/api/')) {
          const text = await r.text().catch(() => '');
          sent.push({ asked: asked.get(r.request()) ?? 0, text });
        }
      });
      await use(sent);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

async function open(page: Page, state: Record<string, string> = {}) {
  await page.goto('about:blank');
  await page.goto(`${address}#${new URLSearchParams(state)}`);
  await expect(page.locator('[data-name]').first()).toBeVisible();
}

const node = (page: Page, name: string) => page.locator(`svg.graph [data-name="${name}"]`);

async function accessible(page: Page) {
  const violations = await page.evaluate(async (source) => {
    // The page's own policy forbids scripts from elsewhere, so the checker comes in by the debugger's door.
    new Function(source)();
    const all = await (
      window as unknown as {
        axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run({
      // It joins the texts inside a picture without spaces, and then does not find them in the name.
      rules: { 'label-content-name-mismatch': { enabled: false } },
    });
    return all.violations.map(
      (v) =>
        `${v.id}: ${v.nodes
          .map((n) => n.html.slice(0, 160))
          .slice(0, 3)
          .join(' | ')}`,
    );
  }, axe);
  expect(violations).toEqual([]);
}

test('the first picture: circles, squares, a legend, values', async ({ page }) => {
  await open(page);
  await expect(node(page, 'x').locator('circle.body')).toBeVisible();
  await expect(node(page, 'a').locator('rect.body')).toBeVisible();
  await expect(node(page, 'c')).toContainText('5.7206');
  await expect(page.getByRole('region', { name: 'Legend' })).toContainText('parameter');
  const [x, a, c] = await Promise.all(['x', 'a', 'c'].map((n) => node(page, n).boundingBox()));
  expect((x?.x ?? 0) < (a?.x ?? 0) && (a?.x ?? 0) < (c?.x ?? 0)).toBe(true);
});

test('a new user finds out why y has its terms', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Show where the derivatives come from' }).click();
  await node(page, 'y').click();
  await expect(page.getByTestId('why')).toContainText('y is used once, by a');
  await expect(page.getByTestId('why')).toContainText('2 paths from y to c');
  await node(page, 'a').click();
  await expect(page.getByTestId('why')).toContainText('a sum of 2 terms');
  await expect(page.getByTestId('node-panel').locator('math').first()).toBeVisible();
});

test('forward, step by step, both ways', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'To the start' }).click();
  await expect(node(page, 'a')).toHaveClass(/waiting/);
  await page.getByRole('button', { name: 'One step on' }).click();
  await expect(node(page, 'a')).not.toHaveClass(/waiting/);
  await expect(page.getByTestId('sentence')).toContainText('a = x × y = 6');
  await page.getByRole('button', { name: 'One step back' }).click();
  await expect(node(page, 'a')).toHaveClass(/waiting/);
});

test('backward: contributions on edges, and the sum where a value is used twice', async ({ page }) => {
  await open(page, { mode: 'backward', step: '2' });
  await expect(node(page, 'a')).toContainText('∂ = 1 (1 of 2)');
  await page.getByRole('button', { name: 'One step on' }).click();
  await page.getByRole('button', { name: 'One step on' }).click();
  await expect(node(page, 'a')).toContainText('∂ = 1.9602');
  await expect(node(page, 'a')).toContainText('= 1 + 0.96017');
  await expect(page.getByTestId('sentence')).toContainText('that is all of it');
  await page.getByRole('slider', { name: 'Step' }).fill('6');
  await expect(node(page, 'x')).toContainText('5.8805');
});

test('playing walks to the end', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByTestId('sentence')).toContainText('That is the output', { timeout: 60000 });
});

test('tangent: one direction forward, and the pairing', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Tangent' }).click();
  await expect(node(page, 'c')).toContainText('tangent 5.8805');
  await page.getByLabel('direction of y').fill('1');
  await expect(node(page, 'c')).toContainText('tangent 9.8009');
  await expect(page.getByTestId('pairing').first()).toContainText('9.8009');
});

/**
 * The median of what is measured, the best of three rounds: what the page needs, not what else the machine does meanwhile.
 */
async function median(limit: number, times: () => Promise<number[]>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3 && best >= limit; round++) {
    const all = (await times()).sort((a, b) => a - b);
    best = Math.min(best, all[Math.floor(all.length / 2)]);
  }
  return best;
}

test('a slider moves all numbers within 50 ms on the screen', async ({ page }) => {
  await open(page);
  const slider = page.getByRole('slider', { name: 'x, slider' });
  const taken = await median(50, async () => {
    const times: number[] = [];
    for (let i = 0; i < 25; i++) {
      const value = (2.05 + i * 0.05).toFixed(2);
      times.push(
        await slider.evaluate(async (element: HTMLInputElement, v) => {
          const start = performance.now();
          element.value = v;
          element.dispatchEvent(new Event('input', { bubbles: true }));
          const wanted = String(+(Number(v) * 3).toPrecision(5));
          const a = document.querySelector('svg.graph [data-name="a"] .value');
          while (a?.textContent !== wanted && performance.now() - start < 3000) {
            await new Promise((r) => setTimeout(r, 1));
          }
          return performance.now() - start;
        }, value),
      );
    }
    return times;
  });
  console.log(`slider: median ${taken.toFixed(1)} ms`);
  expect(taken).toBeLessThan(50);
});

test('tree, notation, formulas, code, paths, cost', async ({ page }) => {
  await open(page, { mode: 'backward' });
  await page.getByRole('button', { name: 'Expression tree' }).click();
  await expect(node(page, 'a')).toHaveCount(2);
  await expect(page.getByText('In the tree a stands once for every use')).toBeVisible();
  await page.getByRole('button', { name: 'Graph', exact: true }).click();
  await page.getByRole('button', { name: 'edges', exact: true }).click();
  await expect(node(page, 'a').locator('circle.body')).toBeVisible();
  await page.getByRole('tab', { name: 'Formulas' }).click();
  await expect(page.locator('.formulas math').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Code' }).click();
  await expect(page.getByTestId('code')).toContainText('bar_a += bar_b * Math.cos(a);');
  await page.getByRole('button', { name: 'NumPy' }).click();
  await expect(page.getByTestId('code')).toContainText('np.cos(a)');
  await page.locator('.code-line', { hasText: 'b = np.sin(a)' }).hover();
  await expect(node(page, 'b')).toHaveClass(/hovered/);
  await page.getByRole('tab', { name: 'Paths' }).click();
  await page.getByRole('button', { name: /x → a → b → c/ }).click();
  await expect(page.locator('.wire.hot')).toHaveCount(3);
  await page.getByRole('tab', { name: 'Cost' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('reverse mode needs fewer passes');
});

test('another program, an error with its place, tensors', async ({ page }) => {
  await open(page);
  const program = page.getByRole('textbox', { name: 'Program' });
  await program.fill('h = relu(W @ x + b); L = sum(h^2)');
  await page.getByRole('button', { name: 'Draw it' }).click();
  await expect(node(page, 'h')).toBeVisible();
  await page.getByRole('button', { name: 'Backward' }).click();
  await node(page, 'W').click();
  await expect(page.getByTestId('node-panel')).toContainText('Derivative of L with respect to W');
  await page.getByRole('button', { name: 'a number' }).click();
  await expect(node(page, 'x[0]').or(node(page, 'x[0,0]')).first()).toBeVisible();
});

test('what is no program is shown as text, with its place', async ({ page }) => {
  await open(page);
  await page.getByRole('textbox', { name: 'Program' }).fill('<img src=x onerror=alert(1)>');
  await page.getByRole('button', { name: 'Draw it' }).click();
  await expect(page.getByRole('alert')).toContainText('cannot read the program');
  await expect(page.getByRole('alert')).toContainText('<img src');
  expect(await page.locator('img[src="x"]').count()).toBe(0);
});

test('a prediction hides its answer until it is made', async ({ page, sent }) => {
  await page.goto(address);
  await page.getByRole('tab', { name: 'Predict' }).click();
  await expect(page.getByTestId('topics')).toBeVisible();
  await page.getByRole('button', { name: 'What all uses of a add up to' }).waitFor();
  await page.waitForLoadState('networkidle');
  const opened = Date.now();
  await page.getByRole('button', { name: 'What all uses of a add up to' }).click();
  await expect(page.getByTestId('question')).toContainText('a is used 2 times');
  await page.getByRole('button', { name: /A hint/ }).click();
  for (const tab of ['Node', 'Formulas', 'Code', 'Paths', 'Cost']) {
    await page.getByRole('tab', { name: tab }).click();
  }
  await node(page, 'a').click();
  await page.waitForLoadState('networkidle');
  const after = sent.filter((r) => r.asked >= opened).map((r) => r.text);
  expect(after.length).toBeGreaterThan(0);
  const seen = (await page.content()) + after.join('\n');
  for (const secret of ['1.96', '0.96', '5.88', '3.92']) {
    expect(seen).not.toContain(secret);
  }
  expect(await page.evaluate(() => JSON.stringify(Object.values(localStorage)))).not.toContain('1.96');
  await page.getByRole('tab', { name: 'Predict' }).click();
  await page.getByRole('button', { name: 'higher' }).click();
  await expect(page.getByTestId('question')).toContainText('Right');
  await page.getByRole('button', { name: 'And then?' }).click();
  await page.getByRole('button', { name: 'And then?' }).click();
  await expect(page.getByTestId('told')).toContainText('1.96017');
});

test('a question waits until what was asked before it is answered', async ({ page }) => {
  await page.route('**/api/findings', async (route) => {
    await new Promise((go) => setTimeout(go, 700));
    await route.continue();
  });
  const late = page.waitForRequest('**/api/findings');
  await open(page, { panel: 'predict' });
  await late;
  await page.getByRole('button', { name: 'What all uses of a add up to' }).click();
  await expect(page.getByRole('button', { name: 'Draw it' })).toBeDisabled();
  await expect(page.getByTestId('question')).toContainText('a is used 2 times');
  await page.getByRole('button', { name: 'higher' }).click();
  await expect(page.getByTestId('question')).toContainText('Right');
});

test('every lesson opens, steps and explains', async ({ page }) => {
  test.setTimeout(300000);
  await open(page, { panel: 'learn' });
  const count = await page.locator('.lessons .topic').count();
  expect(count).toBe(13);
  for (let i = 0; i < count; i++) {
    await page.locator('.lessons .topic').nth(i).click();
    await expect(page.getByTestId('lesson')).toBeVisible();
    await expect(page.locator('.problem')).toHaveCount(0);
    await page.getByRole('button', { name: 'Backward' }).click();
    await page.getByRole('button', { name: 'To the start' }).click();
    await page.getByRole('button', { name: 'One step on' }).click();
    await expect(page.getByTestId('sentence')).toContainText('with respect to itself is 1');
    await page.getByRole('button', { name: 'To the end' }).click();
    await expect(page.locator('.over.backward').first()).toBeVisible();
    await page.getByRole('button', { name: 'All lessons' }).click();
  }
});

test('by keyboard alone', async ({ page }) => {
  await open(page, { mode: 'backward' });
  await node(page, 'x').focus();
  await page.keyboard.press('ArrowRight');
  await expect(node(page, 'a')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('why')).toContainText('a is used twice');
});

test('the address brings the page back', async ({ page }) => {
  await open(page, { p: 'u = x + y; f = u*y', at: '{"x":1,"y":4}', mode: 'backward', node: 'y' });
  await expect(page.getByTestId('why')).toContainText('y is used twice');
  await page.reload();
  await expect(page.getByTestId('why')).toContainText('y is used twice');
});

const NET = {
  p: 'h1 = tanh(x@W1 + b1); h2 = tanh(h1@W2 + b2); L = log(sum(exp(h2@W3)))',
  at: JSON.stringify({
    x: [
      [1, 2, 3],
      [0.5, 1, 2],
    ],
    W1: [
      [1, 2, 0.5, 1],
      [1, -1, 0.5, 2],
      [0.3, 1, 2, 1],
    ],
    b1: [0.1, 0.2, 0.3, 0],
    W2: [
      [1, 0.2, 0.1],
      [1, 0.5, -1],
      [0.1, -0.1, 1],
      [0.2, -2, 1],
    ],
    b2: [0, 0.1, 0.2],
    W3: [
      [10, 1],
      [-1, 2],
      [0.1, 1],
    ],
  }),
  params: 'W1,b1,W2,b2,W3',
};
const LOGITS = { p: 'L = log(sum(exp(z)))', at: '{"z":[1,2,3]}' };

test('the laboratory: the program as written overflows, the rewritten one does not', async ({ page }) => {
  await open(page, { ...LOGITS, panel: 'compiler' });
  const lab = page.getByTestId('lab');
  await expect(lab).toContainText('3.4076');
  await page.getByRole('slider', { name: 'z[2], far' }).fill('1000');
  await expect(lab.getByRole('row', { name: /^L/ })).toContainText('∞');
  await expect(lab.getByRole('row', { name: /^L/ })).toContainText('1000');
  await expect(lab.getByRole('row', { name: /derivative, z/ })).toContainText('NaN');
  await expect(lab.getByRole('row', { name: /derivative, z/ })).toContainText('[0, 0, 1]');
  const rewrite = page.getByTestId('rewrite').first();
  await expect(rewrite).toContainText('log(sum[[0]](exp(z)))');
  await expect(rewrite).toContainText('log_sum_exp[[0]](z)');
  await expect(rewrite).toContainText('∞');
  await page.getByRole('slider', { name: 'z[2], far' }).fill('-1000');
  await expect(lab.getByRole('row', { name: /^L/ })).not.toContainText('∞');
  await rewrite.getByRole('button', { name: 'Measure what it gains' }).click();
  await expect(page.getByTestId('certificate').first()).toContainText('ulp', { timeout: 120000 });
});

test('passes, steps, memory, and memory against work', async ({ page }) => {
  await open(page, { ...NET, panel: 'compiler' });
  const panel = page.getByTestId('compiler');
  await panel.getByRole('button', { name: 'Passes' }).click();
  await expect(page.getByTestId('pass')).toContainText('graph program');
  await panel.getByRole('button', { name: /differentiate/ }).click();
  await expect(page.getByTestId('pass')).toContainText('sech_squared');
  await panel.getByRole('button', { name: 'Steps' }).click();
  await expect(page.getByTestId('steps').locator('li').first()).toBeVisible();
  await page.getByTestId('steps').locator('.step').nth(1).click();
  await expect(node(page, 'h1')).toHaveClass(/lit/);
  await panel.getByRole('button', { name: 'Measure how long each takes' }).click();
  await expect(page.getByTestId('steps')).toContainText('µs', { timeout: 60000 });
  await panel.getByRole('button', { name: 'Memory', exact: true }).click();
  await expect(page.getByTestId('memory').locator('rect.life').first()).toBeVisible();
  await expect(page.getByTestId('residuals')).toContainText('h1');
  await panel.getByRole('button', { name: 'Memory or work' }).click();
  await expect(page.getByTestId('trade').locator('circle.chosen')).toHaveCount(1, { timeout: 60000 });
});

test('a budget of memory says what it keeps and what it computes again', async ({ page }) => {
  const x = Array.from({ length: 60 }, (_, i) => [1, 2, i / 60]);
  await open(page, {
    p: 'h1 = tanh(x@W + b); h2 = tanh(h1@W + b); h3 = tanh(h2@W + b); L = sum(tanh(h3@W)^2)',
    at: JSON.stringify({
      x,
      W: [
        [1, 0, 0.2],
        [0, 1, 0.1],
        [0.3, 0.3, 1],
      ],
      b: [0, 0.1, 0.2],
    }),
    panel: 'compiler',
  });
  await page.getByTestId('compiler').getByRole('button', { name: 'Memory or work' }).click();
  const trade = page.getByTestId('trade');
  await expect(trade.locator('circle.point').nth(1)).toBeVisible({ timeout: 60000 });
  await trade
    .getByRole('button', { name: /at most/ })
    .first()
    .click();
  await expect(page.getByTestId('budget')).toContainText('Computed again');
  await expect(page.getByTestId('budget')).toContainText('line 1');
});

test('a page that is reloaded while a question is open shows its program again', async ({ page }) => {
  await page.goto(address);
  await page.getByRole('tab', { name: 'Predict' }).click();
  await page.getByRole('button', { name: 'What all uses of a add up to' }).click();
  await expect(page.getByTestId('question')).toContainText('a is used 2 times');
  // The page does not get to say goodbye, as when the browser is killed.
  await page.route('**/api/answer', async (route) =>
    route.request().postData()?.includes('"id":""') ? route.continue() : route.abort(),
  );
  await page.goto('about:blank');
  await page.goto(address);
  await expect(node(page, 'c')).toContainText('5.7206');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('an answer that comes late does not show for another program', async ({ page }) => {
  await page.route('**/api/code', async (route) => {
    const old = route.request().postData()?.includes('sin(a)');
    await new Promise((go) => setTimeout(go, old ? 1500 : 0));
    await route.continue();
  });
  await open(page, { panel: 'code' });
  await page.getByRole('textbox', { name: 'Program' }).fill('u = cosh(x)');
  await page.getByRole('button', { name: 'Draw it' }).click();
  await expect(page.getByTestId('code')).toContainText('cosh');
  await page.waitForLoadState('networkidle');
  await expect(page.getByTestId('code')).not.toContainText('sin(a)');
});

test('a node tells its steps and what is kept because of it', async ({ page }) => {
  await open(page, { ...NET, node: 'h1' });
  await expect(page.getByTestId('from-compiler')).toContainText('on the way back');
  await expect(page.getByTestId('from-compiler')).toContainText('kept for the way back');
});

test('a finding lights up its slice and selects its node', async ({ page }) => {
  await open(page, { p: 'u = exp(x); v = u - u; L = v*2', at: '{"x":1000}' });
  await page.getByRole('tab', { name: /Findings \(/ }).click();
  await page.locator('.finding').first().click();
  await expect(node(page, 'u')).toHaveClass(/selected/);
  await expect(node(page, 'v')).toHaveClass(/lit/);
  await expect(page.getByTestId('findings')).toContainText('exp(1000)');
  await page.getByRole('slider', { name: 'x, slider' }).fill('1');
  await expect(page.getByTestId('findings')).not.toContainText('exp(1000)');
});

test('a tensor, a number, a step: the selection goes along', async ({ page }) => {
  await open(page, { ...NET, node: 'h1' });
  await page.getByRole('button', { name: 'a step' }).click();
  await expect(page.getByTestId('fused')).toContainText('h1');
  await page.getByRole('button', { name: 'a number' }).click();
  await expect(page.getByTestId('node-panel').locator('h2')).toContainText('h1[0,0]');
  await page.getByRole('button', { name: 'a tensor' }).click();
  await expect(page.getByTestId('node-panel').locator('h2')).toHaveText(/^h1 /);
});

test('a neuron lights up its nodes', async ({ page }) => {
  await open(page, { ...NET, panel: 'network' });
  await expect(page.locator('.neuron[role=button]')).toHaveCount(9);
  await page.locator('.neuron[role=button]').nth(4).click();
  await expect(node(page, 'h2')).toHaveClass(/lit/);
  await expect(node(page, 'h1')).not.toHaveClass(/lit/);
  await page.getByRole('button', { name: 'a number' }).click();
  await page.locator('.neuron[role=button]').nth(5).click();
  await expect(page.getByTestId('network')).toContainText('h2[0,1]');
  await expect(page.locator('.node.lit').first()).toBeVisible();
});

test('functions are groups, equal ones once with a count', async ({ page }) => {
  await open(page, {
    p: 'f(t) = tanh(t)*t + 1; a = f(f(f(x))); L = sin(a)',
    at: '{"x":0.5}',
    groups: 'scope',
  });
  await expect(page.locator('.group')).toHaveCount(1);
  await expect(page.locator('.group').first()).toContainText('f() ×3');
  await page.locator('.group').first().press('Enter');
  await expect(page.locator('.group')).toHaveCount(3);
});

test('the page moves within 33 ms a frame', async ({ page }) => {
  test.setTimeout(400000);
  for (const [name, url, limit] of [
    ['training step of a GPT', process.env.GPT_URL, 2000],
    ['100,000 nodes', process.env.BIG_URL, 6000],
  ] as const) {
    if (!url) {
      continue;
    }
    const visit = async () => {
      await page.goto('about:blank');
      await page.goto(url);
      await page.locator('.group').first().waitFor({ timeout: 60000 });
      return [await page.evaluate(() => performance.now())];
    };
    // Once before, as somebody who comes back: the server's own code has been compiled by then.
    await visit();
    const opened = await median(limit, visit);
    const opening = await median(300, async () => {
      await visit();
      return [await openGroup(page)];
    });
    const grouped = await median(33, () => panning(page));
    let painted = 0;
    await page.getByLabel('Groups').selectOption('none');
    if (url === process.env.GPT_URL) {
      await page.locator('canvas.graph').waitFor();
      painted = await median(33, () => panning(page));
    } else {
      await expect(page.getByTestId('loose')).toContainText('too many side by side');
      await expect(page.locator('.group').first()).toBeVisible();
    }
    console.log(
      `${name}: open ${opened.toFixed(0)} ms, a group ${opening.toFixed(0)} ms, ` +
        `median frame ${grouped.toFixed(1)} ms grouped${painted > 0 ? `, ${painted.toFixed(1)} ms all painted` : ''}`,
    );
    expect(opening).toBeLessThan(300);
    expect(grouped).toBeLessThan(33);
    expect(painted).toBeLessThan(33);
    expect(opened).toBeLessThan(limit);
  }
});

/** Opens the first closed group: milliseconds until it is drawn. */
async function openGroup(page: Page): Promise<number> {
  return page
    .locator('.group')
    .first()
    .evaluate(async (g) => {
      const before = document.querySelectorAll('[data-id]').length;
      const start = performance.now();
      g.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      while (document.querySelectorAll('[data-id]').length === before && performance.now() - start < 5000) {
        await new Promise((r) => setTimeout(r, 1));
      }
      return performance.now() - start;
    });
}

/** The times from one frame to the next while the picture is dragged about. */
async function panning(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const stage = document.querySelector('.stage') as HTMLElement;
    const box = stage.getBoundingClientRect();
    const at = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const send = (type: string) =>
      stage.dispatchEvent(
        new PointerEvent(type, { clientX: at.x, clientY: at.y, buttons: 1, bubbles: true, pointerId: 1 }),
      );
    send('pointerdown');
    const times: number[] = [];
    let last = await new Promise<number>((r) => requestAnimationFrame(r));
    for (let i = 0; i < 60; i++) {
      at.x += i % 20 < 10 ? 9 : -9;
      at.y += i % 12 < 6 ? 5 : -5;
      send('pointermove');
      const now = await new Promise<number>((r) => requestAnimationFrame(r));
      times.push(now - last);
      last = now;
    }
    send('pointerup');
    return times;
  });
}

if (process.env.LOOP_URL) {
  test('a loop is opened into its iterations and closed again', async ({ page }) => {
    await page.goto(process.env.LOOP_URL ?? '');
    await page.locator('svg.graph [aria-label*="scan"]').first().click();
    await expect(page.getByTestId('node-panel')).toContainText('loop of 9 iterations');
    const before = await page.locator('.node.output .value').textContent();
    await page.getByRole('button', { name: 'Open it' }).click();
    await expect(page.locator('[data-name="v2.3#1"]')).toBeVisible();
    await expect(page.locator('[data-name="v2.3#9"]')).toBeVisible();
    await expect(page.locator('[data-name="v2.3#5"]')).toHaveCount(0);
    expect(await page.locator('.node.output .value').textContent()).toBe(before);
    await page.getByRole('button', { name: 'Backward' }).click();
    await expect(page.locator('[data-name="v2.3#1"] .over').first()).toContainText('∂');
    await page.getByLabel('Groups').selectOption('scope');
    await expect(page.locator('.group').first()).toContainText('iteration');
    await page.getByRole('button', { name: 'v2 ×' }).click();
    await expect(page.locator('[data-name="v2.3#1"]')).toHaveCount(0);
  });
}

if (process.env.BROKEN_URL) {
  test('a finding in a loop says in which iteration, and the way in', async ({ page }) => {
    await page.goto(`${process.env.BROKEN_URL}#${new URLSearchParams({ panel: 'findings' })}`);
    await page.locator('.finding').first().click();
    await expect(page.locator('.within').first()).toContainText('iteration 3 of 10 of the loop v1');
    await expect(page.locator('[data-name="%1"]')).toHaveClass(/selected/);
    await page.getByRole('button', { name: 'Open it there' }).first().click();
    await expect(page.locator('.finding').first()).toContainText('v1.2#3');
    await page.locator('.finding').first().click();
    await expect(page.locator('[data-name="v1.2#3"]')).toHaveClass(/selected/);
  });
}

test('pictures are saved', async ({ page }) => {
  await open(page, { mode: 'backward' });
  for (const [form, text] of [
    ['svg', '<svg'],
    ['dot', 'digraph'],
    ['mermaid', 'flowchart'],
  ]) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByLabel('Save').selectOption(form)]);
    expect(readFileSync(await download.path(), 'utf8')).toContain(text);
  }
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByLabel('Save').selectOption('png')]);
  expect(
    readFileSync(await download.path())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`accessible, ${scheme}`, async ({ browser }) => {
    const page = await browser.newPage({
      colorScheme: scheme,
      bypassCSP: true,
      viewport: { width: 1440, height: 860 },
    });
    for (const panel of [
      'node',
      'formulas',
      'code',
      'paths',
      'cost',
      'compiler',
      'findings',
      'network',
      'predict',
      'learn',
    ]) {
      await open(page, { panel, mode: 'backward', node: 'a' });
      await accessible(page);
    }
    await open(page, { mode: 'tangent', view: 'tree', notation: 'edges' });
    await accessible(page);
    await open(page, { ...NET, panel: 'network' });
    await page.locator('.neuron[role=button]').first().click();
    await accessible(page);
    await open(page, { ...LOGITS, at: '{"z":[1,2,1000]}', panel: 'findings' });
    await page.locator('.finding').first().click();
    await accessible(page);
    await open(page, { ...NET, panel: 'compiler' });
    for (const [view, shows] of [
      ['Passes', 'pass'],
      ['Steps', 'steps'],
      ['Memory', 'memory'],
      ['Memory or work', 'trade'],
    ]) {
      await page.getByTestId('compiler').getByRole('button', { name: view, exact: true }).click();
      await page.getByTestId(shows).waitFor();
      await accessible(page);
    }
    await page.close();
  });
}

if (process.env.OFFLINE_PAGE) {
  test('a page without a server', async ({ browser }) => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (m) => complaints.push(m.text()));
    page.on('pageerror', (e) => complaints.push(e.message));
    await page.goto(`file://${process.env.OFFLINE_PAGE}`);
    await expect(node(page, 'c')).toContainText('5.7206');
    await page.getByRole('slider', { name: 'x, slider' }).press('ArrowRight');
    await expect(node(page, 'x')).toContainText('2.5');
    await page.getByRole('button', { name: 'Backward' }).click();
    await expect(page.locator('.over.backward').first()).toBeVisible();
    await page.getByRole('tab', { name: 'Predict' }).click();
    await page.getByRole('button', { name: 'What all uses of a add up to' }).click();
    expect(await page.content()).not.toContain('1.96');
    await page.getByRole('button', { name: 'higher' }).click();
    await expect(page.getByTestId('question')).toContainText('Right');
    expect(complaints).toEqual([]);
    await page.close();
  });
}
