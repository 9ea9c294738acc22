// Draws the chat: one row per message, day marks, the typing dots and the quick replies.
import {drawFlex} from './flex.js';

const clock = new Intl.DateTimeFormat('th-TH', {hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Bangkok'});
const date = new Intl.DateTimeFormat('th-TH', {day: 'numeric', month: 'short', year: 'numeric', timeZone: 'Asia/Bangkok'});
const EVENTS = {follow: 'เพิ่มเพื่อนแล้ว', unfollow: 'บล็อกแล้ว'};

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

function picture(message) {
  const made = element('div', 'bubble bare');
  const image = document.createElement('img');
  // A picture from outside is not loaded: this page asks nobody but this machine.
  if (message.id) {
    image.src = `/simulator/picture/${encodeURIComponent(message.id)}`;
    image.alt = 'รูปภาพที่ส่ง';
    made.append(image);
  } else {
    made.className = 'bubble';
    made.textContent = `รูปภาพ ${message.originalContentUrl ?? ''}`;
  }
  return made;
}

function location(message) {
  const made = element('div', 'bubble place');
  made.append(icon('place'), element('strong', '', message.title || 'ตำแหน่งที่อยู่'),
    element('small', '', `${message.latitude}, ${message.longitude}`));
  return made;
}

function sticker() {
  const made = element('div', 'bubble bare');
  const face = icon('smile');
  face.classList.add('sticker');
  face.removeAttribute('aria-hidden');
  face.setAttribute('role', 'img');
  face.setAttribute('aria-label', 'สติกเกอร์');
  made.append(face);
  return made;
}

function bubble(message, act) {
  switch (message.type) {
    case 'text': return element('div', 'bubble', message.text);
    case 'flex': return drawFlex(message, act);
    case 'image': return picture(message);
    case 'location': return location(message);
    case 'sticker': return sticker();
    default: return element('div', 'bubble', message.altText ?? `(${message.type})`);
  }
}

export class Chat {
  // `act` is called with a LINE action when a button in the chat is pressed.
  constructor(log, quick, act) {
    this.log = log;
    this.quick = quick;
    this.act = act;
    this.clear();
  }

  clear() {
    this.log.replaceChildren();
    this.quick.replaceChildren();
    this.lastDay = '';
    this.dots = null;
  }

  // Shows what to do first; gone with the first message.
  hint(text, label, press) {
    const box = element('div', 'hint');
    box.append(element('div', '', text));
    if (label) {
      const button = element('button', '', label);
      button.type = 'button';
      button.addEventListener('click', press);
      box.append(button);
    }
    this.log.replaceChildren(box);
  }

  add(item, fresh) {
    this.log.querySelector('.hint')?.remove();
    this.setTyping(false);
    this.quick.replaceChildren();
    const at = new Date(item.at);
    const day = date.format(at);
    if (day !== this.lastDay) {
      this.lastDay = day;
      this.log.append(element('div', 'day', day));
    }
    for (const message of item.messages) {
      this.addMessage(item, message, clock.format(at), fresh);
    }
    if (item.from === 'bot') {
      this.offer(item.messages.at(-1)?.quickReply?.items ?? []);
    }
    this.toEnd();
  }

  addMessage(item, message, time, fresh) {
    if (EVENTS[message.type]) {
      this.log.append(element('div', 'event', EVENTS[message.type]));
      return;
    }
    const row = element('div', `row ${item.from}${fresh ? ' show' : ''}`);
    row.append(element('span', 'unseen', item.from === 'bot' ? 'บอต: ' : 'ฉัน: '),
      bubble(message, this.act), element('time', '', time));
    this.log.append(row);
  }

  // LINE shows the buttons under the last message only and takes them away once one is used.
  offer(items) {
    this.quick.replaceChildren(...items.map(({action}) => {
      const button = element('button', '', action.label);
      button.type = 'button';
      button.addEventListener('click', () => {
        this.quick.replaceChildren();
        this.act(action);
      });
      return button;
    }));
    this.quick.scrollLeft = 0;
  }

  setTyping(on) {
    this.dots?.remove();
    this.dots = null;
    if (on) {
      this.dots = element('div', 'row bot');
      const bubbleOfDots = element('div', 'bubble dots');
      bubbleOfDots.setAttribute('role', 'img');
      bubbleOfDots.setAttribute('aria-label', 'บอตกำลังพิมพ์');
      bubbleOfDots.append(element('i', ''), element('i', ''), element('i', ''));
      this.dots.append(bubbleOfDots);
      this.log.append(this.dots);
      this.toEnd();
    }
  }

  // What went wrong with the last thing the person sent.
  trouble(text) {
    const row = element('div', 'row me');
    row.append(element('span', 'state bad', text));
    this.log.append(row);
    this.toEnd();
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}
