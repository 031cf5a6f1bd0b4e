// The page of `hashiya serve`: xterm.js, connected to a reader of its own on the server.
//
// The address may say: token (needed), annotator, fontsize (CSS pixels), renderer (webgl, canvas or
// dom; webgl where the browser has it, else dom).
"use strict";

const FONTS = '"Hashiya Mono", "Hashiya Arabic", "Hashiya Hebrew", "Hashiya Other", monospace';
const COLUMNS_OF_A_PHONE = 44;
const CELL_PER_EM = 0.602; // the width of a cell of the font
const FONT_SIZES = { least: 11, usual: 16, most: 64 };
const PASTE_PIECE = 16384; // UTF-16 units a message; the server takes a megabyte

const query = new URLSearchParams(location.search);
const element = (id) => document.getElementById(id);

// --------------------------------------------------------------------- font and size

// Load every face before xterm.js measures a cell, or draws a letter that it would keep.
async function loadFonts() {
  await Promise.allSettled([...document.fonts].map((face) => face.load()));
}

function fontSize() {
  const asked = Number.parseInt(query.get("fontsize"), 10);
  const fitting = Math.floor(window.innerWidth / (COLUMNS_OF_A_PHONE * CELL_PER_EM));
  const size = asked || Math.min(fitting, FONT_SIZES.usual);
  return Math.max(FONT_SIZES.least, Math.min(size, FONT_SIZES.most));
}

// --------------------------------------------------------------------- widths

// Counts cells as the reader does. xterm.js's own tables are those of an older Unicode.
class Widths {
  constructor({ none, two, emoji }) {
    this.version = "hashiya";
    this.ranges = [...none.map((range) => [...range, 0]), ...two.map((range) => [...range, 2])];
    this.ranges.sort((one, other) => one[0] - other[0]);
    this.emoji = emoji;
  }

  wcwidth(point) {
    if (point < 0x300) {
      return point < 32 || (point >= 0x7f && point < 0xa0) || point === 0xad ? 0 : 1;
    }
    const found = within(this.ranges, point);
    return found ? found[2] : 1;
  }

  // A number that holds the width and whether the character goes into the cell before it; `before`
  // is that number of the character before.
  charProperties(point, before) {
    let width = this.wcwidth(point);
    const joins = width === 0 && before !== 0 && (before >> 1) % 4 > 0;
    if (joins) {
      width = (before >> 1) % 4;
      if (point === 0xfe0f && within(this.emoji, before >> 3)) width = 2;
    }
    const base = joins ? before >> 3 : point;
    return (base << 3) | (width << 1) | (joins ? 1 : 0);
  }
}

// The range that holds a code point, in sorted ranges.
function within(ranges, point) {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (point < ranges[middle][0]) high = middle - 1;
    else if (point > ranges[middle][1]) low = middle + 1;
    else return ranges[middle];
  }
  return null;
}

// --------------------------------------------------------------------- renderer

function chooseRenderer(terminal) {
  const asked = query.get("renderer") || "webgl";
  if (asked === "canvas") {
    terminal.loadAddon(new xterm.CanvasAddon());
  } else if (asked !== "dom") {
    try {
      const addon = new xterm.WebglAddon();
      addon.onContextLoss(() => addon.dispose());
      terminal.loadAddon(addon);
    } catch (error) {
      console.info(`without WebGL: ${error.message}`);
      return "dom";
    }
  }
  return asked;
}

// --------------------------------------------------------------------- clipboard

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without TLS, or without the focus, there is no such interface or it refuses.
    if (!copyBySelection(text)) offerToCopy(text);
  }
}

function copyBySelection(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  window.terminal.focus();
  return copied;
}

function offerToCopy(text) {
  const form = element("clipboard");
  form.hidden = false;
  const close = (event) => {
    event.preventDefault();
    form.hidden = true;
    window.terminal.focus();
  };
  form.onreset = close;
  form.onsubmit = (event) => {
    close(event);
    if (!copyBySelection(text)) navigator.clipboard?.writeText(text);
  };
  form.querySelector("button").focus();
}

function fromBase64(data) {
  const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}

// --------------------------------------------------------------------- keys

// Keys that stay the browser's: paste, reload, full screen, its tools, its zoom.
function isForTerminal(event) {
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (["f5", "f11", "f12"].includes(key)) return false;
  if (event.shiftKey && key === "insert") return false;
  if (command && ["v", "r", "+", "-", "0"].includes(key)) return false;
  return !(command && event.shiftKey && ["i", "j", "c"].includes(key));
}

// An escape in what is pasted would end the paste, and the rest would count as keys.
function pasteSafely(terminal, event) {
  event.preventDefault();
  event.stopPropagation();
  const text = event.clipboardData.getData("text/plain");
  if (text) terminal.paste(text.replaceAll("\x1b", "\u241b"));
}

const TOUCH_KEYS = [
  ["esc", "\x1b"],
  ["tab", "\t"],
  ["←", "\x1b[D"],
  ["↓", "\x1b[B"],
  ["↑", "\x1b[A"],
  ["→", "\x1b[C"],
  ["⏎", "\r"],
  ["^P", "\x10"],
  ["^X", "\x18"],
];

function addTouchKeys(terminal) {
  for (const [label, keys] of TOUCH_KEYS) {
    const button = document.createElement("button");
    button.textContent = label;
    // Not a click: the terminal would lose the focus, and the touch keyboard would close.
    button.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      terminal.input(keys);
    });
    element("keys").append(button);
  }
}

// --------------------------------------------------------------------- colours

// Give the rest of the page the background of the reader's theme, `#rrggbb`.
function setBackground(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const dark = 0.3 * red + 0.6 * green + 0.1 * blue < 128;
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  document.body.style.background = colour;
  document.body.style.color = dark ? "#d8d8d8" : "#202020";
}

// --------------------------------------------------------------------- connection

function socketAddress(terminal) {
  const address = new URL("ws", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  for (const name of ["token", "annotator"]) {
    if (query.has(name)) address.searchParams.set(name, query.get(name));
  }
  address.searchParams.set("width", terminal.cols);
  address.searchParams.set("height", terminal.rows);
  return address;
}

function connect(terminal) {
  const socket = new WebSocket(socketAddress(terminal));
  socket.binaryType = "arraybuffer";
  let ended = null;
  const send = (...message) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const early = []; // typed before the connection is there
  const type = (data) => {
    if (socket.readyState === WebSocket.CONNECTING) early.push(data);
    else for (const piece of pieces(data)) send("stdin", piece);
  };
  socket.addEventListener("open", () => {
    send("resize", { width: terminal.cols, height: terminal.rows });
    early.splice(0).forEach(type);
  });
  socket.addEventListener("message", ({ data }) => {
    if (typeof data !== "string") {
      terminal.write(new Uint8Array(data));
    } else {
      const [kind, details] = JSON.parse(data);
      if (kind === "ended") ended = details;
    }
  });
  socket.addEventListener("close", () => showEnd(ended));
  terminal.onData(type);
  terminal.onResize(({ cols, rows }) => send("resize", { width: cols, height: rows }));
}

// Cut what is sent into pieces, never between the halves of a surrogate pair.
function* pieces(data) {
  let start = 0;
  while (start < data.length) {
    let end = Math.min(start + PASTE_PIECE, data.length);
    const last = data.charCodeAt(end - 1);
    if (end < data.length && last >= 0xd800 && last < 0xdc00) end += 1;
    yield data.slice(start, end);
    start = end;
  }
}

function showEnd(ended) {
  let [title, message] = ["The reader has ended", "Everything is saved."];
  if (ended === null) {
    title = "The connection is lost";
    message = "Everything is saved up to here. If the server runs, the reader can be opened again.";
  } else if (ended.status !== 0) {
    title = "The reader has ended with an error";
    message = "Each annotation was saved when it was made. The server's terminal may say what went wrong.";
  }
  element("ended-title").textContent = title;
  element("ended-message").textContent = ended?.message || message;
  const form = element("ended");
  form.hidden = false;
  form.onsubmit = (event) => {
    event.preventDefault();
    location.reload();
  };
  form.querySelector("button").focus();
}

// --------------------------------------------------------------------- start

async function start() {
  const [widths] = await Promise.all([
    fetch("static/widths.json").then((answer) => answer.json()),
    loadFonts(),
  ]);
  const terminal = new xterm.Terminal({
    allowProposedApi: true,
    customGlyphs: true,
    fontFamily: FONTS,
    fontSize: fontSize(),
    linkHandler: { activate: () => {} }, // a text does not open addresses
    scrollback: 0,
  });
  window.terminal = terminal;
  const fit = new xterm.FitAddon();
  terminal.loadAddon(fit);
  terminal.unicode.register(new Widths(widths));
  terminal.unicode.activeVersion = "hashiya";
  terminal.parser.registerOscHandler(52, (data) => {
    copy(fromBase64(data.slice(data.indexOf(";") + 1)));
    return true;
  });
  terminal.parser.registerOscHandler(11, (colour) => {
    setBackground(colour);
    return false; // xterm.js sets its own
  });
  terminal.attachCustomKeyEventHandler(isForTerminal);
  terminal.open(element("screen"));
  document.body.dataset.renderer = chooseRenderer(terminal);
  element("screen").addEventListener("paste", (event) => pasteSafely(terminal, event), true);
  addTouchKeys(terminal);
  fit.fit();
  new ResizeObserver(() => {
    if (!query.has("fontsize")) terminal.options.fontSize = fontSize();
    fit.fit();
  }).observe(element("screen"));
  connect(terminal);
  terminal.focus();
}

start();
