// Makes training texts and word lists: node generate.mjs --to FOLDER [--texts 60000] [--seed 1]
// Writes FOLDER/texts.jsonl ({text, spans: [[start, end, type], ...]}, UTF-16 units) and FOLDER/words.json.
import { mkdirSync, readdirSync, readFileSync, writeFileSync, createWriteStream } from 'node:fs';
import { Values } from './values.mjs';

const types = { f: 'PERSON', l: 'PERSON', p: 'PERSON', fl: 'PERSON', cn: 'PERSON', cg: 'PERSON', cnf: 'PERSON', cl: 'PERSON', t: 'TITLE', job: 'TITLE', org: 'ORGANIZATION',
  app: 'ORGANIZATION', city: 'LOCATION', country: 'LOCATION', state: 'LOCATION', stateab: 'ADDRESS', place: 'LOCATION', cnaddr: 'ADDRESS', addr: 'ADDRESS', addrml: 'ADDRESS',
  hs: 'ADDRESS', street: 'ADDRESS', n: 'ADDRESS', unit: 'ADDRESS', zip: 'ADDRESS', date: 'DATE_TIME', day: 'DATE_TIME', month: 'DATE_TIME', year: 'DATE_TIME',
  time: 'DATE_TIME', nrp: 'NRP', age: 'AGE', agen: 'AGE' };

const given = Object.fromEntries(process.argv.slice(2).map((word, i, all) => [word.replace(/^--/, ''), all[i + 1]]));
const values = new Values(Number(given.seed ?? 1));
const folder = new URL('templates/', import.meta.url);
const templates = readdirSync(folder).sort().map(file => ({ file, lines: readFileSync(new URL(file, folder), 'utf8').split('\n').filter(line => line && !line.startsWith('# ')) }));

// One to three sentences of one kind of text, now and then without capitals or with nothing but them.
function make() {
  values.settle();
  const { file, lines } = templates[Math.floor(values.dice.number.float() * templates.length)];
  const text = new Text();
  const count = file === 'forms.txt' || values.chance(0.55) ? 1 : values.whole(2, 4);
  for (let i = 0; i < count; i++) {
    if (i > 0) text.add(values.one([' ', ' ', ' ', '\n', '\n\n']));
    fill(text, choose(values.one(lines)).replaceAll('\\n', '\n'));
    if (count > 1 && i < count - 1 && !/[.!?,:]$/.test(text.text)) text.add(values.one(['.', '.', '.', '!', ',', ' -', '']));
  }
  if (!/[.!?,:\n]$/.test(text.text) && file !== 'forms.txt' && values.chance(0.5)) text.add('.');
  return text.recase();
}

// [a|b|c] is one of them.
function choose(template) {
  for (;;) {
    const next = template.replace(/\[([^[\]]*\|[^[\]]*)\]/g, (_, choices) => values.one(choices.split('|')));
    if (next === template) return next;
    template = next;
  }
}

function fill(text, template) {
  let at = 0;
  for (const match of template.matchAll(/\{(\w+)\}/g)) {
    const name = match[1];
    if (!(name.toLowerCase() in Values.prototype) && typeof values[name.toLowerCase()] !== 'function') throw new Error(`No placeholder {${name}} in: ${template}`);
    text.add(template.slice(at, match.index));
    const lower = name.toLowerCase();
    const value = ['noun', 'adj', 'verb', 'adv'].includes(lower) ? values.common(name) : values[name]();
    text.add(value, types[name]);
    at = match.index + match[0].length;
  }
  text.add(template.slice(at));
}

class Text {
  constructor() { [this.text, this.spans] = ['', []]; }

  add(piece, type) {
    if (type) this.spans.push([this.text.length, this.text.length + piece.length, type]);
    this.text += piece;
  }

  recase() {
    const kind = values.dice.number.float();
    const text = kind < 0.09 ? this.text.toLowerCase() : kind < 0.12 ? this.text.toUpperCase() : this.text;
    return text.length === this.text.length ? { text, spans: this.spans } : { text: this.text, spans: this.spans };
  }
}

mkdirSync(given.to, { recursive: true });
writeFileSync(`${given.to}/words.json`, JSON.stringify(values.lexicon()));
const out = createWriteStream(`${given.to}/texts.jsonl`);
for (let i = 0; i < Number(given.texts ?? 60000); i++)
  out.write(JSON.stringify(make()) + '\n');
out.end();
