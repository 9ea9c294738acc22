// The simulator's page: who talks, what is sent, and the news that come back.
import {Chat} from './chat.js';

const $ = (id) => document.getElementById(id);
const desk = $('desk');
const words = $('words');
const STORE = 'sammachip-simulator';
const SHADES = ['', 'b', 'c', 'd'];
const HERE = {latitude: 15.869, longitude: 100.286, text: 'บ้านสมมติ ต.เกยไชย'};

let people = [];
let person = null;
let known = {number: 0, typing: false};
let listening = null;

const chat = new Chat($('log'), $('quick'), act);

// What the page remembers between visits: the LINE user ids it made up, by card code, and strangers.
function remembered() {
  try {
    return {cards: {}, strangers: [], ...JSON.parse(localStorage.getItem(STORE) ?? '{}')};
  } catch {
    return {cards: {}, strangers: []};
  }
}

function remember(change) {
  const all = remembered();
  change(all);
  localStorage.setItem(STORE, JSON.stringify(all));
}

function newUser() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `U${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

async function loadPeople() {
  const answer = await fetch('/simulator/villagers');
  const {villagers} = await answer.json();
  const kept = remembered();
  people = villagers.map((villager) => ({...villager, kind: villager.code ? 'cards' : 'linked'}));
  for (const one of people) {
    if (!one.user) {
      one.user = kept.cards[one.code] ?? newUser();
      remember((all) => { all.cards[one.code] = one.user; });
    }
  }
  const seen = new Set(people.map((one) => one.user));
  for (const stranger of kept.strangers.filter((one) => !seen.has(one.user))) {
    people.push({...stranger, kind: 'strangers', house: 'ไม่มีบัตร', code: ''});
  }
  const same = people.find((one) => one.user === person?.user);
  if (same) {  // the card may have been used since
    person = same;
    $('card').hidden = !person.code;
  }
  drawPeople();
}

function drawPeople() {
  for (const kind of ['cards', 'linked', 'strangers']) {
    $(kind).replaceChildren(...people.filter((one) => one.kind === kind).map(drawPerson));
  }
  $('strangers-title').hidden = !people.some((one) => one.kind === 'strangers');
}

function drawPerson(one, index) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'person';
  button.dataset.user = one.user;
  button.setAttribute('aria-current', String(one.user === person?.user));
  const face = document.createElement('span');
  face.className = `face ${SHADES[index % SHADES.length]}`;
  face.setAttribute('aria-hidden', 'true');
  face.textContent = one.name.replace(/^(นางสาว|นาง|นาย)/, '').replace(/^[เแโใไ]/, '').slice(0, 1);
  const text = document.createElement('span');
  const name = document.createElement('strong');
  name.textContent = one.name;
  const house = document.createElement('small');
  house.textContent = one.house;
  text.append(name, house);
  button.append(face, text);
  if (one.code) {
    const chip = document.createElement('span');
    chip.className = 'chip';
    chip.textContent = `รหัส ${one.code}`;
    button.append(chip);
  }
  button.addEventListener('click', () => talkAs(one));
  item.append(button);
  return item;
}

function talkAs(one) {
  person = one;
  known = {number: 0, typing: false};
  desk.classList.add('talking');
  $('who').textContent = `คุณคือ ${one.name}`;
  $('card').hidden = !one.code;
  $('code').textContent = one.code.replace(/^(\d{3})(\d{3})$/, '$1 $2');
  closeSheets();
  chat.clear();
  if (one.kind === 'linked') {
    chat.hint('บ้านนี้ลงทะเบียนแล้ว ลองรายงานของเดือนนี้', 'พิมพ์ “รายงาน”', () => say('รายงาน'));
  } else {
    chat.hint('ในชีวิตจริงต้องเพิ่มบอตเป็นเพื่อนก่อน', 'เพิ่มเพื่อน', () => send({kind: 'follow'}));
  }
  drawPeople();
  listen();
  words.focus();
}

// Asks for news of the open chat until another one is opened.
async function listen() {
  listening?.abort();
  const mine = new AbortController();
  listening = mine;
  const user = person.user;
  while (!mine.signal.aborted) {
    try {
      const query = `user=${user}&after=${known.number}&typing=${known.typing ? 1 : 0}`;
      const started = performance.now();
      const answer = await fetch(`/simulator/messages?${query}`, {signal: mine.signal});
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      const news = await answer.json();
      if (!show(news)) {
        if (performance.now() - started < 500) {
          await pause(700);
        }
      } else if (person.kind === 'cards') {
        await loadPeople();
      }
    } catch {
      await pause(1500);
    }
  }
}

const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

function show({items, typing}) {
  const first = known.number === 0;
  for (const item of items) {
    if (item.number > known.number) {
      known.number = item.number;
      chat.add(item, !first);
    }
  }
  if (typing !== known.typing || items.length > 0) {
    known.typing = typing;
    chat.setTyping(typing);
  }
  return items.length > 0;
}

async function send(action) {
  if (!person) {
    return;
  }
  closeSheets();
  try {
    const answer = await fetch('/simulator/send', {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({user: person.user, ...action}),
    });
    const {status} = answer.ok ? await answer.json() : {status: answer.status};
    if (status !== 200) {
      chat.trouble(status === 0 ? 'ส่งไม่สำเร็จ: บอตไม่ทำงาน' : `ส่งไม่สำเร็จ (${status})`);
    }
  } catch {
    chat.trouble('ส่งไม่สำเร็จ: โปรแกรมปิดอยู่');
  }
}

const say = (text) => send({kind: 'text', text});

// Does what LINE does when a button with this action is pressed.
function act(action) {
  switch (action.type) {
    case 'message': return say(action.text);
    case 'postback':
      return send({kind: 'postback', data: action.data, text: action.displayText ?? ''});
    case 'location': return send({kind: 'location', ...HERE});
    case 'datetimepicker': {  // what a person would pick is typed here
      const day = prompt('YYYY-MM-DD', new Date().toISOString().slice(0, 10));
      return day ? say(day) : undefined;
    }
    case 'camera':
    case 'cameraRoll': return $('file').click();
    default: return undefined;
  }
}

// A picture no longer than 1280 pixels on a side, as JPEG.
async function shrink(file) {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, 1280 / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, 'image/jpeg', 0.82); });
}

async function sendPicture(file) {
  try {
    const body = await shrink(file);
    const answer = await fetch('/simulator/picture', {
      method: 'POST', headers: {'Content-Type': 'image/jpeg'}, body,
    });
    const {id} = await answer.json();
    await send({kind: 'image', id});
  } catch {
    chat.trouble('เปิดรูปนี้ไม่ได้');
  }
}

function toggle(sheet, button) {
  const open = sheet.hidden;
  closeSheets();
  sheet.hidden = !open;
  button.setAttribute('aria-expanded', String(open));
}

function closeSheets() {
  for (const [sheet, button] of [['extras', 'open-extras'], ['menu', 'open-menu']]) {
    $(sheet).hidden = true;
    $(button).setAttribute('aria-expanded', 'false');
  }
}

function fit() {
  words.style.height = 'auto';
  words.style.height = `${words.scrollHeight + 2}px`;
}

$('stranger').addEventListener('click', () => {
  const number = remembered().strangers.length + 1;
  const stranger = {user: newUser(), name: `คนแปลกหน้า ${number}`};
  remember((all) => { all.strangers.push(stranger); });
  const one = {...stranger, kind: 'strangers', house: 'ไม่มีบัตร', code: ''};
  people.push(one);
  talkAs(one);
});
$('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = words.value.trim();
  if (text && person) {
    words.value = '';
    fit();
    say(text);
  }
});
words.addEventListener('input', fit);
words.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $('composer').requestSubmit();
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    closeSheets();
  }
});
$('back').addEventListener('click', () => {
  desk.classList.remove('talking');
  loadPeople();
});
$('use-code').addEventListener('click', () => {
  words.value = person.code;
  fit();
  words.focus();
});
$('open-extras').addEventListener('click', (event) => toggle($('extras'), event.currentTarget));
$('open-menu').addEventListener('click', (event) => toggle($('menu'), event.currentTarget));
for (const button of document.querySelectorAll('[data-say]')) {
  button.addEventListener('click', () => say(button.dataset.say));
}
for (const button of document.querySelectorAll('[data-do]')) {
  button.addEventListener('click', () => {
    const kind = button.dataset.do;
    if (kind === 'picture') {
      $('file').click();
    } else {
      send(kind === 'location' ? {kind, ...HERE} : {kind});
    }
  });
}
$('file').addEventListener('change', (event) => {
  const [file] = event.target.files;
  event.target.value = '';
  if (file) {
    sendPicture(file);
  }
});

loadPeople();
