// The page of `quizapp serve`. Textual's terminal.js paints and reads keys; it connects
// once and gives up when the connection is lost. Here is what makes it last: a socket
// that connects again and finds its window, touch, the clipboard, color scheme and font.
// It connects before the terminal is loaded: the app needs a while to start.
"use strict";
(() => {
  const KEY = "quizapp-window";
  const nonce = document.currentScript.nonce;
  const root = document.documentElement;
  const PATIENCE = 4000; // milliseconds for an answer, once something seems wrong
  const PING = 1000 * Number(root.dataset.ping);
  const scheme = matchMedia("(prefers-color-scheme: light)");
  const find = (id) => document.getElementById(id);

  const ENDINGS = {
    4000: ["The session is over. Every grade is saved.", "Start again"],
    4001: ["This session is open on another page.", "Use it here"],
    4004: ["The session ended while the connection was lost. Every grade is saved.", "Start again"],
    4008: ["Too many windows are open. Close one, then try again.", "Try again"],
    4010: ["The session ended after hours without a key. Every grade is saved.", "Start again"],
    4011: ["quizapp serve was stopped. Every grade is saved.", "Try again"],
  };

  // Style sheets that the terminal adds count as ours: see the policy of the page.
  const create = document.createElement;
  document.createElement = function (name, ...rest) {
    const element = create.call(this, name, ...rest);
    if (String(name).toLowerCase() === "style") element.nonce = nonce;
    return element;
  };

  // The terminal makes a WebGL renderer and replaces it with a canvas at once. An empty one
  // will do: setting up WebGL takes long, and some browsers have none.
  const empty = new Proxy({}, {
    get: (_, name) => (name === "getParameter" ? () => 16 : /^[A-Z0-9_]+$/.test(String(name)) ? 1 : () => ({})),
    set: () => true,
  });
  const context = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind === "webgl2" ? empty : context.call(this, kind, ...rest);
  };

  // The terminal draws each new letter into a large canvas, and from there to the screen. A
  // browser copies a canvas that changes after it was drawn from: a megabyte for each letter.
  // So each is also kept on a canvas of its own, and drawn from there.
  const MOST_LETTERS = 2000;
  const letters = new WeakMap(); // by canvas, then by place on it
  const { putImageData, drawImage } = CanvasRenderingContext2D.prototype;

  function putLetter(image, x, y, left, top, width, height) {
    if (height === undefined) return putImageData.call(this, image, x, y);
    putImageData.call(this, image, x, y, left, top, width, height);
    const letter = new OffscreenCanvas(width, height);
    letter.getContext("2d").putImageData(image, -left, -top, left, top, width, height);
    const known = letters.get(this.canvas);
    if (!known || known.size >= MOST_LETTERS) letters.set(this.canvas, new Map());
    letters.get(this.canvas).set(`${x + left} ${y + top}`, letter);
  }

  function drawLetter(source, x, y, width, height, ...target) {
    const letter = target.length && letters.get(source)?.get(`${x} ${y}`);
    if (letter && letter.width === width && letter.height === height)
      drawImage.call(this, letter, 0, 0, width, height, ...target);
    else drawImage.apply(this, arguments);
  }

  if (window.OffscreenCanvas && new OffscreenCanvas(1, 1).getContext("2d"))
    Object.assign(CanvasRenderingContext2D.prototype, { putImageData: putLetter, drawImage: drawLetter });

  // The socket

  class LastingSocket extends EventTarget {
    constructor(size) {
      super();
      this.binaryType = "arraybuffer";
      this.size = size; // as the app knows it
      this.held = []; // for the terminal, until there is one
      this.isLoaded = true; // this page was just loaded
      this.isOver = false;
      this.failures = 0;
      this.connect();
      setInterval(() => this.ping(), PING);
      for (const [target, name] of [[window, "online"], [window, "pageshow"], [document, "visibilitychange"]])
        target.addEventListener(name, () => this.hurry());
      scheme.addEventListener("change", () => this.send(JSON.stringify(["scheme", schemeNow()])));
    }

    connect() {
      clearTimeout(this.timer);
      this.drop();
      const address = new URL("ws", location.href);
      address.protocol = address.protocol.replace("http", "ws");
      address.search = new URLSearchParams({
        width: this.size.width,
        height: this.size.height,
        scheme: schemeNow(),
        window: sessionStorage.getItem(KEY) || "",
        loaded: this.isLoaded ? "1" : "0",
      });
      const socket = new Socket(address);
      this.socket = socket;
      socket.binaryType = "arraybuffer";
      socket.onopen = () => this.opened();
      socket.onmessage = (event) => this.read(event);
      socket.onclose = (event) => this.socket === socket && this.closed(event.code);
    }

    opened() {
      this.heard();
      this.failures = 0;
      this.hand(new Event("open"));
    }

    hand(event) {
      if (this.held) this.held.push(event);
      else this.dispatchEvent(event);
    }

    // The terminal is here and will listen in a moment.
    attach() {
      setTimeout(() => {
        const held = this.held;
        this.held = null;
        held.forEach((event) => this.dispatchEvent(event));
        root.classList.add("ready");
      });
      return this;
    }

    heard() {
      this.waiting = 0;
      find("line").hidden = true;
    }

    read(event) {
      this.heard();
      if (typeof event.data !== "string") {
        this.hand(new MessageEvent("message", { data: event.data }));
        return;
      }
      const [what, value] = JSON.parse(event.data);
      if (what === "window") {
        sessionStorage.setItem(KEY, value);
        this.isLoaded = false;
      }
    }

    send(text) {
      const [what, value] = JSON.parse(text);
      if (what === "resize") {
        if (this.size.width === value.width && this.size.height === value.height) return;
        this.size = value;
        remember(value);
      }
      if (this.socket.readyState === Socket.OPEN) this.socket.send(text);
    }

    ping() {
      if (this.isOver || this.socket.readyState !== Socket.OPEN) return;
      if (this.waiting >= 2) return this.lost(); // two pings without any answer
      this.waiting += 1;
      this.socket.send(JSON.stringify(["ping", String(Date.now())]));
    }

    // The page is back, or the network is: do not wait for the next ping.
    hurry() {
      if (this.isOver || document.hidden) return;
      if (this.failures > 0) return this.connect();
      const asked = this.socket;
      this.waiting = 1;
      this.send(JSON.stringify(["ping", "hurry"]));
      setTimeout(() => this.waiting && this.socket === asked && !this.isOver && this.lost(), PATIENCE);
    }

    closed(code) {
      if (code in ENDINGS) this.end(code);
      else this.lost();
    }

    drop() {
      if (!this.socket) return;
      this.socket.onclose = this.socket.onmessage = this.socket.onopen = null;
      this.socket.close();
    }

    lost() {
      this.drop();
      this.failures += 1;
      find("line").textContent = "The connection is lost. Trying again…";
      find("line").hidden = false;
      if (this.failures % 4 === 0) explain();
      this.timer = setTimeout(() => this.connect(), Math.min(250 * 2 ** this.failures, 8000));
    }

    end(code) {
      this.isOver = true;
      if (code !== 4001) sessionStorage.removeItem(KEY);
      const [why, again] = ENDINGS[code];
      find("line").hidden = true;
      find("why").textContent = why;
      find("again").textContent = again;
      find("over").hidden = false;
      find("again").focus();
    }
  }

  function schemeNow() {
    return scheme.matches ? "light" : "dark";
  }

  // A refused connection says nothing to a script: ask why.
  async function explain() {
    const line = find("line");
    try {
      const answer = await fetch("page.css", { cache: "no-store" });
      if (answer.status === 401) line.textContent = "quizapp serve was started again. Open the address that it printed.";
    } catch {
      line.textContent = "quizapp serve does not answer. Trying again…";
    }
  }

  const Socket = window.WebSocket;
  window.WebSocket = function () {
    return lasting.attach();
  };

  // A tab that is closed ends its window soon; one that is loaded again comes back first.
  addEventListener("pagehide", () => {
    const name = sessionStorage.getItem(KEY);
    if (name && !lasting.isOver) navigator.sendBeacon("closed", name);
  });

  // Keys and the clipboard

  addEventListener("keydown", (event) => {
    const control = event.ctrlKey && !event.altKey && !event.metaKey;
    const isPaste = control && event.key.toLowerCase() === "v";
    // The browser pastes, then the terminal gets the text; F5 and F11 stay the browser's.
    if (isPaste || event.key === "F5" || event.key === "F11" || event.key === "F12")
      event.stopImmediatePropagation();
  }, true);

  if (!navigator.clipboard) {
    // Without TLS, on another machine of the network, there is only the old way.
    const writeText = async (text) => {
      const field = document.createElement("textarea");
      const before = document.activeElement;
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      before?.focus();
    };
    Object.defineProperty(navigator, "clipboard", { value: { writeText } });
  }
  navigator.clipboard.readText = async () => ""; // an app may write it, never read it

  // Touch: a finger that moves turns a wheel; a tap is a click already.

  let last = null;
  const startTouch = (event) => {
    last = event.touches.length === 1 ? event.touches[0].clientY : null;
  };
  const moveTouch = (event) => {
    if (last === null || event.touches.length !== 1) return;
    const { clientX, clientY } = event.touches[0];
    const row = 24;
    while (Math.abs(clientY - last) >= row) {
      const down = clientY < last;
      last += down ? -row : row;
      const wheel = { deltaY: down ? row : -row, deltaMode: 0, clientX, clientY, bubbles: true, cancelable: true };
      document.querySelector(".xterm-screen")?.dispatchEvent(new WheelEvent("wheel", wheel));
    }
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("touchstart", startTouch, { capture: true, passive: true });
  addEventListener("touchmove", moveTouch, { capture: true, passive: false });

  // Font and size: ?font=NAME&fontsize=PIXELS, kept for the next time

  function setting(name, otherwise) {
    const given = new URLSearchParams(location.search).get(name);
    try {
      if (given) localStorage.setItem(`quizapp-${name}`, given);
      return given || localStorage.getItem(`quizapp-${name}`) || otherwise;
    } catch {
      return given || otherwise;
    }
  }

  const narrow = Math.min(innerWidth, innerHeight) < 600;
  const pixels = Math.max(6, Math.min(40, Number(setting("fontsize", narrow ? 12 : 16)) || 16));
  const place = `quizapp-size-${innerWidth}-${innerHeight}-${pixels}`;

  function remember(size) {
    try {
      localStorage.setItem(place, JSON.stringify(size));
    } catch {
      // Without storage, the next page guesses again.
    }
  }

  // The terminal knows its size once it has measured a letter: begin with the last one.
  function guess() {
    try {
      const known = JSON.parse(localStorage.getItem(place));
      if (known) return known;
    } catch {
      // Guess.
    }
    const row = Math.round(1.048 * pixels) + Math.round(0.271 * pixels); // of Roboto Mono
    const width = Math.floor(innerWidth / Math.floor(0.6 * pixels));
    return { width, height: Math.floor(innerHeight / row) };
  }

  const lasting = new LastingSocket(guess());

  // It measures a letter, so the font comes first.
  async function loadFont() {
    const font = setting("font", "").replace(/["\\]/g, "");
    if (font && font !== "Roboto Mono") {
      try {
        document.fonts.add(await new FontFace("Roboto Mono", `local("${font}")`).load());
      } catch {
        console.warn(`There is no font ${font} on this machine.`);
      }
    }
    await document.fonts.load('16px "Roboto Mono"').catch(() => {});
  }

  find("again").addEventListener("click", () => location.replace(location.href)); // no reload: it starts an app
  find("terminal").dataset.fontSize = pixels;
  find("terminal").dataset.sessionWebsocketUrl = "ws";
  const font = loadFont(); // while terminal.js is compiled

  addEventListener("DOMContentLoaded", async () => {
    const start = window.onload; // of terminal.js: it would wait for the whole page
    window.onload = null;
    await font;
    start(new Event("load"));
    document.querySelector(".xterm-helper-textarea")?.focus();
  });
})();
