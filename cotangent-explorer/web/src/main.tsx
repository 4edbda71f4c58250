import { render } from 'preact';
import { api } from './api';
import { App } from './app';
import { follow as followCompiled } from './compiled';
import * as s from './state';
import './style.css';
import { follow, read } from './url';

async function start(): Promise<void> {
  const fromAddress = read();
  try {
    const session = await api.session();
    if (!fromAddress && session.program !== undefined) {
      s.program.value = session.program;
      s.at.value = session.at;
      s.params.value = session.params;
    }
    s.dtype.value = session.dtype;
    await s.evaluate();
    if (s.mode.value === 'tangent' && Object.keys(s.direction.value).length === 0) {
      s.setMode('tangent');
    }
  } catch (e) {
    s.problem.value = { message: e instanceof Error ? e.message : String(e) };
  }
  follow();
  followCompiled();
}

render(<App />, document.getElementById('app') as HTMLElement);
void start();
