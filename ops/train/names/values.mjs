// Values of placeholders: names, places, businesses, numbers. Everything is drawn from one seeded source, so a run can be repeated.
import { allLocales, Faker } from '@faker-js/faker';
import * as lists from './lists.mjs';

const latin = `af_ZA az cs_CZ cy da de de_AT de_CH en en_AU en_CA en_GB en_GH en_HK en_IE en_IN en_NG en_US en_ZA eo es es_MX fi fr fr_BE fr_CA fr_CH hr hu id_ID
  it ku_kmr_latin lv nb_NO nl nl_BE pl pt_BR pt_PT ro sk sl_SI sr_RS_latin sv tr uz_UZ_latin vi yo_NG zu_ZA`.split(/\s+/);
const other = 'ar el fa he hy ja ka_GE ko mk ru uk th zh_CN zh_TW'.split(' ');

export class Values {
  constructor(seed) {
    this.fakers = new Map([...latin, ...other].map(key => {
      const faker = new Faker({ locale: [allLocales[key], allLocales.en, allLocales.base], seed });
      return [key, faker];
    }));
    this.en = this.fakers.get('en');
    this.dice = new Faker({ locale: [allLocales.en, allLocales.base], seed: seed + 1 });
    this.surnames = this.lexicon().Last;
    this.givenNames = this.lexicon().First;
  }

  chance(share) { return this.dice.number.float() < share; }
  one(list) { return list[Math.floor(this.dice.number.float() * list.length)]; }
  whole(min, max) { return this.dice.number.int({ min, max }); }
  digits(form) { return form.replace(/#/g, () => String(this.whole(0, 9))); }
  number(digitsMax) { return String(this.whole(1, 10 ** this.whole(1, digitsMax) - 1)); }

  // A text has a home: most names in it come from there.
  settle() { this.home = this.chance(0.45) ? 'en' : this.chance(0.03) ? this.one(other) : this.one(latin); }
  faker() { return this.fakers.get(this.chance(0.75) ? this.home : this.one(latin)); }

  f() {
    if (this.chance(0.12)) return this.one(this.one(lists.romanised).first);
    if (this.chance(0.35)) return this.one(this.givenNames);
    return this.faker().person.firstName();
  }

  l() {
    let name = this.chance(0.12) ? this.one(this.one(lists.romanised).last) : this.chance(0.4) ? this.one(this.surnames) : this.faker().person.lastName();
    if (this.chance(0.12)) name = this.blend(name, this.one(this.surnames));
    if (this.chance(0.04)) name = this.particle(name);
    if (this.chance(0.04)) name += `-${this.one(this.surnames)}`;
    if (this.chance(0.03)) name += ` ${this.one(this.surnames)}`;
    return name;
  }

  particle(name) {
    const before = this.one(lists.particles);
    return /[a-z']$/.test(before) && !before.endsWith('c') && !before.endsWith("'") ? `${before} ${name}` : before + name;
  }

  // A name that no list has: the beginning of one and the end of another.
  blend(a, b) {
    if (a.length < 4 || b.length < 4 || /[^\p{L}]/u.test(a + b)) return a;
    return a.slice(0, this.whole(2, Math.min(5, a.length - 1))) + b.slice(-this.whole(2, 4)).toLowerCase();
  }

  p() {
    if (this.chance(0.05)) return this.cn();
    const kind = this.dice.number.float();
    if (kind < 0.72) return `${this.f()} ${this.l()}`;
    if (kind < 0.80) return `${this.f()} ${this.initial()} ${this.l()}`;
    if (kind < 0.84) return `${this.f()} ${this.f()} ${this.l()}`;
    if (kind < 0.87) return `${this.initial()} ${this.l()}`;
    if (kind < 0.89) return `${this.initial()}${this.chance(0.5) ? ' ' : ''}${this.initial()} ${this.l()}`;
    if (kind < 0.91) return `${this.f()}-${this.f()} ${this.l()}`;
    if (kind < 0.93) return `${this.f()} ${this.l()} ${this.one(['Jr.', 'Sr.', 'II', 'III', 'PhD', 'MD', 'DDS', 'DVM', 'Jr', 'Esq.'])}`;
    if (kind < 0.95) return `${this.f()} ${this.particle(this.l())}`;
    if (kind < 0.96) return `${this.l()}, ${this.f()}`;
    return this.f();
  }

  fl() { return `${this.f()} ${this.l()}`; }
  initial() { return `${this.one([...'ABCDEFGHIJKLMNOPRSTVWZ'])}${this.chance(0.85) ? '.' : ''}`; }
  t() { return this.one(['Mr.', 'Mrs.', 'Ms.', 'Dr.', 'Miss', 'Mr', 'Mrs', 'Ms', 'Dr', 'Prof.', 'Professor', 'Sir', 'Madam', 'Rev.', 'Herr', 'Frau', 'Señora', 'Mx.']); }

  cl() { return this.one(lists.pinyin.last); }
  cg() { const s = lists.pinyin.syllables; const x = this.one(s); const y = this.chance(0.7) ? this.one(s) : this.chance(0.2) ? x : ''; return x[0].toUpperCase() + x.slice(1) + y; }
  cn() { return `${this.cl()} ${this.cg()}`; }
  cnf() { return this.cn(); }
  cplace() { const name = this.cg(); return name; }
  cnaddr() {
    const road = `${this.cplace()} ${this.one(['Road', 'Street', 'Avenue', 'East Road', 'Middle Road', 'Lane'])}`;
    return `${this.chance(0.7) ? `No. ${this.whole(1, 900)} ` : ''}${road}, ${this.cplace()} District, ${this.cplace()} City${this.chance(0.4) ? `, ${this.cplace()} Province` : ''}`;
  }

  place() {
    const head = this.chance(0.5) ? this.cplace() : this.chance(0.5) ? this.city() : this.l();
    const kind = this.one(lists.places);
    return this.chance(0.1) ? `${head} ${this.one(['District', 'Province', 'County', 'Lake', 'River', 'Mountain', 'Island'])}` : `${head} ${kind}`;
  }

  city() {
    const kind = this.dice.number.float();
    let name = kind < 0.25 ? this.one(lists.cities) : kind < 0.6 ? this.faker().location.city() : this.town();
    if (this.chance(0.06)) name = name.toUpperCase();
    return name;
  }

  town() {
    const { start, end, before, after } = lists.townParts;
    let name = this.one(start) + (this.chance(0.25) ? this.one(['a', 'e', 'i', 'o', 'en', 'er', 'ing', 'ol']) : '') + this.one(end);
    if (this.chance(0.2)) name = this.one(before) + name;
    if (this.chance(0.12)) name += this.one(after);
    if (this.chance(0.04)) name += `-${this.one(['sur', 'les', 'en', 'am', 'upon', 'le'])}-${this.one(start)}${this.one(end)}`;
    return this.chance(0.15) ? this.blend(name.split(' ')[0], this.one(this.surnames)) : name;
  }

  country() { return this.chance(0.1) ? this.one(['USA', 'UK', 'U.S.', 'UAE', 'England', 'Scotland', 'Wales', 'Holland', 'the Netherlands', 'the United States', 'Russia', 'Iran', 'Syria', 'South Korea', 'Bolivia', 'Tanzania', 'Moldova', 'Venezuela', 'Vietnam', 'Laos', 'Palestine', 'Taiwan', 'Burma', 'Ivory Coast', 'Czech Republic', 'Macedonia']) : this.en.location.country(); }
  state() { return this.chance(0.5) ? this.en.location.state() : this.one(this.lexicon().Region); }
  stateab() { return this.chance(0.8) ? this.en.location.state({ abbreviated: true }) : this.one(['NSW', 'VIC', 'QLD', 'ON', 'BC', 'QC', 'MI', 'TO', 'WLG', 'AUK', 'SP', 'RJ', 'ZH', 'BE']); }
  nrp() { return this.one(lists.nationalities); }

  street() {
    const [how, forms] = this.one(lists.streetForms);
    const form = this.one(forms);
    const name = this.chance(0.4) ? this.one(lists.streetNames) : this.chance(0.6) ? this.one(this.surnames) : this.town();
    const full = this.chance(0.12) ? `${this.f()} ${name}` : this.chance(0.06) ? `${this.one(['Old', 'New', 'Upper', 'Lower', 'Great', 'St.'])} ${name}` : name;
    if (how === 'joined') return this.chance(0.2) ? `${full.replace(/ /g, '-')}-${form[0].toUpperCase()}${form.slice(1)}` : full.split(' ').at(-1) + form;
    if (how === 'before') return `${form} ${full}`;
    if (how === 'after') return `${full} ${form}`;
    const numbered = this.chance(0.08) ? `${this.whole(1, 120)}${this.one(['st', 'nd', 'rd', 'th'])}` : full;
    return `${this.chance(0.06) ? `${this.one(['N', 'S', 'E', 'W', 'N.', 'North', 'South', 'East', 'West', 'NW'])} ` : ''}${numbered} ${form}`;
  }

  n() { return this.number(this.chance(0.7) ? 2 : 4) + (this.chance(0.05) ? this.one(['a', 'b', 'A', 'B', '/2', '-4']) : ''); }
  hs() {
    if (this.chance(0.06)) return this.one(['P.O. Box ', 'PO Box ', 'Postfach ', 'B.P. ', 'Box ', 'Casella postale ']) + this.number(4);
    if (this.chance(0.05)) return this.digits(this.one(['PSC ####, Box ###', 'Unit #### Box ###', 'CMR ### Box ##', 'Unit #####']));
    if (this.chance(0.15)) return `${this.n()} ${this.street()} ${this.n()}`;
    return this.chance(0.6) ? `${this.n()} ${this.street()}` : `${this.street()}${this.chance(0.15) ? ',' : ''} ${this.n()}${this.chance(0.06) ? '.' : ''}`;
  }

  unit() { return this.one(lists.units).replace(/#/g, () => this.number(3)); }
  zip() { return this.digits(this.one(['#####', '#####', '#####', '####', '#####-####', '######', '### ##', '##-###', '#####-###', '#### AB', 'AB# #CD', 'A#A #B#', 'A## #BC'])).replace(/[ABCD]/g, () => this.one([...'ABCDEFGHJKLMNPRSTUVWXY'])); }

  addr() {
    const kind = this.dice.number.float();
    if (kind < 0.06) return `${this.one(['the corner of ', 'corner of ', ''])}${this.street()} ${this.one(['and', '&', 'at'])} ${this.street()}`;
    if (kind < 0.16) return this.hs();
    if (kind < 0.3) return `${this.hs()}, ${this.city()}`;
    if (kind < 0.4) return `${this.hs()}, ${this.zip()} ${this.city()}`;
    if (kind < 0.5) return `${this.hs()}, ${this.city()}, ${this.country()}`;
    if (kind < 0.6) return `${this.hs()}, ${this.unit()}, ${this.city()}, ${this.stateab()} ${this.zip()}`;
    if (kind < 0.75) return `${this.hs()} ${this.unit()}, ${this.city()}, ${this.country()} ${this.zip()}`;
    return kind < 0.9 ? this.addrml() : `${this.hs()}, ${this.city()} ${this.stateab()} ${this.zip()}`;
  }

  addrml() {
    const sep = `\n${this.chance(0.5) ? ' ' : ''}`;
    const kind = this.dice.number.float();
    if (kind < 0.3) return [this.hs(), this.unit(), this.city(), `${this.country()} ${this.zip()}`].join(sep);
    if (kind < 0.5) return [`${this.hs()} ${this.unit()}`, this.city(), this.country(), this.zip()].join(sep);
    if (kind < 0.65) return [this.hs(), `${this.zip()} ${this.city()}`].join(sep);
    if (kind < 0.8) return [`${this.hs()} ${this.unit()}`, `, ${this.city()}, ${this.stateab()}`, `${this.country()} ${this.zip()}`].join(sep);
    if (kind < 0.87) return this.digits(this.one(['PSC ####, Box ####', 'Unit #### Box ####', 'CMR ###, Box ###'])) + '\n' + this.one(['APO', 'FPO', 'DPO']) + ' ' + this.one(['AE', 'AP', 'AA']) + ' ' + this.digits('#####');
    return [this.hs(), this.city(), `${this.stateab()} ${this.zip()}`].join(sep);
  }

  org() {
    const { area, legal, start, end } = lists.businessParts;
    const kind = this.dice.number.float();
    const title = word => word[0].toUpperCase() + word.slice(1);
    if (kind < 0.16) return this.one(lists.businesses);
    if (kind < 0.28) return this.faker().company.name();
    if (kind < 0.36) return `${this.l()} ${this.one(area)}${this.chance(0.4) ? ` ${this.one(legal)}` : ''}`;
    if (kind < 0.42) return `${this.l()} ${this.one(legal)}`;
    if (kind < 0.47) return `${this.l()}, ${this.l()} ${this.one(['and', '&'])} ${this.l()}`;
    if (kind < 0.50) return `${this.l()}${this.one([' & ', '-', ' and '])}${this.l()}`;
    if (kind < 0.66) return title(this.one(start)) + (this.chance(0.8) ? this.one(end) : title(this.one(end))) + (this.chance(0.25) ? ` ${this.one(legal)}` : '');
    if (kind < 0.76) return `${title(this.en.word.adjective())} ${this.one(area)}${this.chance(0.3) ? ` ${this.one(legal)}` : ''}`;
    if (kind < 0.83) return `${title(this.en.word.noun())} ${this.one(area)}${this.chance(0.4) ? ` ${this.one(area)}` : ''}${this.chance(0.3) ? ` ${this.one(legal)}` : ''}`;
    if (kind < 0.87) return `${title(this.en.word.adjective())} ${title(this.en.word.noun())}`;
    if (kind < 0.92) return this.one([`University of ${this.city()}`, `${this.city()} University`, `Bank of ${this.city()}`, `${this.city()} ${this.one(area)}`, `${this.state()} Department of ${this.one(area)}`, `${this.country()} ${this.one(area)}`, `Museum of ${this.one(area)}`]);
    if (kind < 0.95) return Array.from({ length: this.whole(2, 4) }, () => this.one([...'ABCDEFGHIKLMNOPRSTUVW'])).join('') + (this.chance(0.3) ? ` ${this.one([...area, ...legal])}` : '');
    if (kind < 0.97) return `${this.number(2)} ${title(this.en.word.noun())}s ${this.one(legal)}`;
    return `${this.initial()} ${this.initial()} ${this.l()} ${this.one(legal)}`;
  }

  app() { return this.chance(0.7) ? this.one(lists.apps) : this.org(); }

  job() {
    const kind = this.dice.number.float();
    const text = kind < 0.3 ? this.en.person.jobTitle() : kind < 0.65 ? this.one(lists.occupations) : kind < 0.8
      ? `${this.one(lists.jobAreas)} ${this.one(lists.jobRoles)}` : kind < 0.86
        ? `${this.one(lists.jobAreas)}, ${this.one(lists.jobAreas).toLowerCase()}, and ${this.one(lists.jobAreas).toLowerCase()} ${this.one(lists.jobRoles)}` : kind < 0.93
          ? `${this.one(['senior', 'junior', 'chief', 'assistant', 'deputy', 'lead', 'vice', 'managing', 'former', 'retired'])} ${this.one(lists.occupations)}`
          : `${this.one(['Head', 'Director', 'Vice President', 'Chief', 'Manager'])} of ${this.one(lists.businessParts.area)}`;
    const how = this.dice.number.float();
    return how < 0.45 ? text[0].toUpperCase() + text.slice(1) : how < 0.75 ? text : how < 0.9 ? text.toLowerCase() : text.replace(/(^| )\p{L}/gu, c => c.toUpperCase());
  }

  day() { return this.one(lists.days); }
  month() { return this.one(lists.months); }
  year() { return String(this.whole(1925, 2029)); }
  decade() { return `19${this.whole(2, 9)}0`; }
  time() { return this.one([`${this.whole(1, 12)}:${this.digits('#0').replace(/^[6-9]/, '3')}`, `${this.whole(1, 12)} ${this.one(['am', 'pm', 'a.m.', 'p.m.'])}`, `${this.whole(1, 12)}:30 ${this.one(['AM', 'PM', 'am'])}`, `${this.whole(10, 23)}:${this.whole(10, 59)}:${this.whole(10, 59)}`, 'noon']); }
  date() {
    const [d, m, y] = [this.whole(1, 28), this.whole(1, 12), this.year()];
    const two = value => String(value).padStart(2, '0');
    const [long, short] = [lists.months[m - 1], lists.months[m - 1].slice(0, 3)];
    return this.one([`${m}/${d}/${y}`, `${m}/${d}/${y}`, `${two(d)}/${two(m)}/${y}`, `${y}-${two(m)}-${two(d)}`, `${two(d)}.${two(m)}.${y}`, `${d}.${m}.${y}`, `${long} ${d}, ${y}`, `${d} ${long} ${y}`,
      `${short} ${d}, ${y}`, `${d} ${short} ${y}`, `${long} ${d}`, `${d} ${long}`, `${long} ${d}${['th', 'st', 'nd', 'rd'][d % 10 < 4 && (d < 10 || d > 20) ? d % 10 : 0]}`, `${m}-${d}-${y}`, `${two(m)}/${two(d)}/${y.slice(2)}`,
      `${y}-${two(m)}-${two(d)} ${two(this.whole(0, 23))}:${this.whole(10, 59)}:${this.whole(10, 59)}`, `${this.day()}, ${long} ${d}, ${y}`, `${y}-${two(m)}-${two(d)}T${two(this.whole(0, 23))}:${this.whole(10, 59)}:00`]);
  }

  age() { return this.one([`${this.whole(1, 99)}-year-old`, `${this.whole(1, 99)} year old`, `${this.whole(1, 99)} years old`]); }
  agen() { return String(this.whole(1, 99)); }

  email() { return this.faker().internet.email(); }
  phone() { return this.chance(0.6) ? this.faker().phone.number() : this.digits(this.one(['(###) ###-####', '###-###-####', '+1 ### ### ####', '+44 #### ######', '## ## ## ## ##', '###.###.####x###', '0## ### ## ##', '###-####', '+49 ## #######'])); }
  card() { return this.digits(this.one(['4###############', '5###-####-####-####', '4### #### #### ####', '3##############', '6############'])); }
  iban() { return this.en.finance.iban(); }
  ssn() { return this.digits('###-##-####'); }
  ip() { return this.en.internet.ipv4(); }
  url() { return this.chance(0.5) ? this.en.internet.url() : `www.${this.en.internet.domainName()}`; }
  id() { return this.digits(this.one(['#######', 'AB-#####', 'A########', '##-####-##', '#A###', 'INV-####', 'AB########', 'A###', '####', '#### ####'])).replace(/[AB]/g, () => this.one([...'ABCDEFGHKLMNPRSTVXYZ'])); }
  money() { return this.one([`$${this.number(4)}`, `${this.number(4)} euros`, `€${this.number(3)}.00`, `£${this.number(3)}`, `${this.number(4)} USD`]); }
  num() { return this.number(4); }

  noun() { return this.en.word.noun(); }
  adj() { return this.en.word.adjective(); }
  verb() { return this.en.word.verb(); }
  adv() { return this.en.word.adverb(); }

  /** Words by kind, for the lexicon. */
  lexicon() {
    if (this.words) return this.words;
    const lists_ = key => allLocales[key] ?? {};
    const flat = value => value === null || value === undefined ? [] : typeof value === 'string' ? [value] : Array.isArray(value) ? value.flatMap(flat)
      : typeof value === 'object' ? ('value' in value ? flat(value.value) : Object.values(value).flatMap(flat)) : [];
    const plain = values => [...new Set(values.filter(value => !/[{}#]/.test(value)))];
    const from = (keys, pick) => plain(keys.flatMap(key => flat(pick(lists_(key)))));
    const all = [...latin, ...other];
    const english = allLocales.en;
    const { start, end } = lists.townParts;
    this.words = {
      First: plain([...from(latin, l => l.person?.first_name), ...lists.romanised.flatMap(r => r.first)]),
      Last: plain([...from(latin, l => l.person?.last_name), ...lists.romanised.flatMap(r => r.last), ...lists.pinyin.last]),
      City: plain([...from(latin, l => l.location?.city_name), ...lists.cities]),
      Region: plain([...from(all, l => l.location?.state), ...flat(english.location.country), ...lists.nationalities, ...from(['en', 'en_GB', 'en_IE'], l => l.location?.county)]),
      Organisation: plain([...lists.businessParts.area, ...lists.businessParts.legal, ...lists.businesses, ...lists.apps]),
      Job: plain([...lists.occupations, ...lists.jobRoles, ...flat(english.person.job_type), ...flat(english.person.job_area), ...flat(english.person.job_descriptor)]),
      Street: plain([...lists.streetForms.flatMap(([how, forms]) => how === 'joined' ? [] : forms), ...from(latin, l => l.location?.street_suffix), ...from(latin, l => l.location?.street_prefix), 'Apt', 'Suite', 'Unit', 'Flat', 'Floor', 'Box']),
      Common: plain(Object.values(english.word).flatMap(flat)),
    };
    this.otherNames = plain([...from(other, l => l.person?.first_name), ...from(other, l => l.person?.last_name)]);
    return this.words;
  }

  common(form) {
    const word = this[form.toLowerCase()]();
    return form === form.toUpperCase() ? word.toUpperCase() : form === form.toLowerCase() ? word : word[0].toUpperCase() + word.slice(1);
  }
}
