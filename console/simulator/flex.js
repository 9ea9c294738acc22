// Draws LINE Flex messages: the parts of them that chat bots use (boxes, texts, separators, buttons).

const SIZES = {xxs: 12, xs: 13, sm: 14, md: 16, lg: 18, xl: 20, xxl: 24, '3xl': 28, '4xl': 32, '5xl': 40};
const SPACES = {none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20};

const px = (value) => {
  if (value in SPACES) {
    return `${SPACES[value]}px`;
  }
  return /^\d+(px|%)$/.test(value ?? '') ? value : null;
};
const color = (value) => (/^#[0-9a-fA-F]{6,8}$/.test(value ?? '') ? value : null);

function text(part) {
  const p = document.createElement('p');
  if (Array.isArray(part.contents)) {
    for (const span of part.contents) {
      const piece = document.createElement('span');
      piece.textContent = span.text ?? '';
      piece.style.fontWeight = span.weight === 'bold' ? '700' : '';
      piece.style.color = color(span.color) ?? '';
      p.append(piece);
    }
  } else {
    p.textContent = part.text ?? '';
  }
  p.style.fontSize = `${SIZES[part.size] ?? 16}px`;
  p.style.fontWeight = part.weight === 'bold' ? '700' : '';
  p.style.color = color(part.color) ?? '';
  p.style.textAlign = {end: 'right', center: 'center'}[part.align] ?? '';
  return p;
}

function button(part, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = part.style === 'primary' ? 'primary' : '';
  made.textContent = part.action?.label ?? '';
  made.addEventListener('click', () => act(part.action ?? {}));
  return made;
}

function place(element, part, inRow) {
  if (part.flex !== undefined) {
    element.style.flex = `${part.flex} 1 0`;
  } else if (inRow && part.type !== 'separator') {
    element.style.flex = '1 1 0';
  }
  const margin = px(part.margin);
  if (margin) {
    element.style[inRow ? 'marginLeft' : 'marginTop'] = margin;
  }
  return element;
}

function box(part, act) {
  const made = document.createElement('div');
  const inRow = part.layout !== 'vertical';
  made.className = `box ${part.layout === 'vertical' ? 'vertical' : part.layout === 'baseline' ? 'baseline' : ''}`;
  made.style.gap = px(part.spacing) ?? '';
  made.style.padding = px(part.paddingAll) ?? '';
  made.style.backgroundColor = color(part.backgroundColor) ?? '';
  made.style.borderRadius = px(part.cornerRadius) ?? '';
  for (const child of part.contents ?? []) {
    const element = draw(child, act);
    if (element) {
      made.append(place(element, child, inRow));
    }
  }
  return made;
}

function draw(part, act) {
  switch (part.type) {
    case 'box': return box(part, act);
    case 'text': return text(part);
    case 'button': return button(part, act);
    case 'separator': return document.createElement('hr');
    case 'filler': return document.createElement('span');
    default: return null;
  }
}

function bubble(contents, act) {
  const card = document.createElement('div');
  card.className = 'flex';
  for (const name of ['header', 'body', 'footer']) {
    if (contents[name]) {
      const part = box(contents[name], act);
      part.classList.add('part', name);
      const style = contents.styles?.[name];
      if (color(style?.backgroundColor)) {
        part.style.backgroundColor = style.backgroundColor;
      }
      card.append(part);
    }
  }
  return card;
}

// The message as an element. `act` is called with the LINE action of a button that was pressed.
export function drawFlex(message, act) {
  const contents = message.contents ?? {};
  const bubbles = contents.type === 'carousel' ? contents.contents ?? [] : [contents];
  const all = document.createElement('div');
  all.className = 'bubble bare';
  all.setAttribute('role', 'group');
  all.setAttribute('aria-label', message.altText ?? '');
  for (const one of bubbles) {
    all.append(bubble(one, act));
  }
  return all;
}
