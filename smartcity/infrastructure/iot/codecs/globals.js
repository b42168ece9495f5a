// What a codec may lean on beside the language itself: Buffer as in Node, console, TextDecoder, TextEncoder, atob, btoa.
(function (global) {
  "use strict";
  const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const define = (name, value) =>
    Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: false });

  function utf8Bytes(text) {
    const out = [];
    for (const character of String(text)) {
      let code = character.codePointAt(0);
      if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
      if (code < 0x80) out.push(code);
      else if (code < 0x800) out.push(0xc0 | (code >> 6), 0x80 | (code & 63));
      else if (code < 0x10000) out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
      else out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
    return out;
  }

  function utf8Text(bytes, fatal) {
    let out = "";
    for (let at = 0; at < bytes.length; ) {
      const lead = bytes[at++];
      if (lead < 0x80) {
        out += String.fromCharCode(lead);
        continue;
      }
      let need = lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : 0;
      let code = need === 1 ? lead & 31 : need === 2 ? lead & 15 : lead & 7;
      let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      let good = need > 0;
      while (good && need > 0) {
        if (at < bytes.length && bytes[at] >= low && bytes[at] <= high) {
          code = (code << 6) | (bytes[at++] & 63);
          need--;
          low = 0x80;
          high = 0xbf;
        } else good = false;
      }
      if (!good && fatal) throw new TypeError("The encoded data was not valid for encoding utf-8");
      out += good ? String.fromCodePoint(code) : "\ufffd";
    }
    return out;
  }

  function base64Text(bytes, url) {
    let out = "";
    for (let at = 0; at < bytes.length; at += 3) {
      const left = bytes.length - at;
      const word = (bytes[at] << 16) | ((left > 1 ? bytes[at + 1] : 0) << 8) | (left > 2 ? bytes[at + 2] : 0);
      out += BASE64[word >> 18] + BASE64[(word >> 12) & 63];
      out += (left > 1 ? BASE64[(word >> 6) & 63] : "=") + (left > 2 ? BASE64[word & 63] : "=");
    }
    return url ? out.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") : out;
  }

  function base64Bytes(text) {
    const out = [];
    let word = 0;
    let bits = 0;
    for (const character of String(text)) {
      if (character === "=") break;
      const six = BASE64.indexOf(character === "-" ? "+" : character === "_" ? "/" : character);
      if (six < 0) continue;
      word = ((word << 6) | six) & 0xffffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        out.push((word >> bits) & 255);
      }
    }
    return out;
  }

  function hexBytes(text) {
    const out = [];
    for (let at = 0; at + 1 < text.length; at += 2) {
      const pair = text.slice(at, at + 2);
      if (!/^[0-9a-fA-F]{2}$/.test(pair)) break;
      out.push(parseInt(pair, 16));
    }
    return out;
  }

  function wideBytes(text) {
    const out = [];
    for (let at = 0; at < text.length; at++) out.push(text.charCodeAt(at) & 255, text.charCodeAt(at) >> 8);
    return out;
  }

  const name = (encoding) => String(encoding === undefined || encoding === null ? "utf8" : encoding).toLowerCase();

  function encode(text, encoding) {
    switch (name(encoding)) {
      case "utf8": case "utf-8": return utf8Bytes(text);
      case "hex": return hexBytes(text);
      case "base64": case "base64url": return base64Bytes(text);
      case "ascii": case "latin1": case "binary": return Array.from(text, (c) => c.charCodeAt(0) & 255);
      case "utf16le": case "utf-16le": case "ucs2": case "ucs-2": return wideBytes(text);
      default: throw new TypeError("Unknown encoding: " + encoding);
    }
  }

  function decode(bytes, encoding) {
    switch (name(encoding)) {
      case "utf8": case "utf-8": return utf8Text(bytes, false);
      case "hex": return Array.from(bytes, (b) => (b < 16 ? "0" : "") + b.toString(16)).join("");
      case "base64": return base64Text(bytes, false);
      case "base64url": return base64Text(bytes, true);
      case "ascii": return Array.from(bytes, (b) => String.fromCharCode(b & 127)).join("");
      case "latin1": case "binary": return Array.from(bytes, (b) => String.fromCharCode(b)).join("");
      case "utf16le": case "utf-16le": case "ucs2": case "ucs-2": {
        let out = "";
        for (let at = 0; at + 1 < bytes.length; at += 2) out += String.fromCharCode(bytes[at] | (bytes[at + 1] << 8));
        return out;
      }
      default: throw new TypeError("Unknown encoding: " + encoding);
    }
  }

  class Bytes extends Uint8Array {
    static get [Symbol.species]() { return Bytes; }
    static from(value, encoding, length) {
      if (typeof value === "string") return Bytes.of(...encode(value, encoding));
      if (value instanceof ArrayBuffer) return new Bytes(value, encoding, length);
      if (value && value.type === "Buffer" && Array.isArray(value.data)) value = value.data;
      if (value === null || typeof value !== "object") {
        throw new TypeError("The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array");
      }
      const out = new Bytes(value.length || 0);
      for (let at = 0; at < out.length; at++) out[at] = value[at];
      return out;
    }
    static of(...bytes) { return Bytes.from(bytes); }
    static alloc(size, fill, encoding) {
      const out = new Bytes(size);
      return fill === undefined ? out : out.fill(fill, 0, size, encoding);
    }
    static allocUnsafe(size) { return new Bytes(size); }
    static isBuffer(value) { return value instanceof Bytes; }
    static isEncoding(encoding) {
      try { return Boolean(encode("", encoding)); } catch { return false; }
    }
    static byteLength(value, encoding) { return typeof value === "string" ? encode(value, encoding).length : value.byteLength; }
    static compare(left, right) { return Bytes.prototype.compare.call(left, right); }
    static concat(list, total) {
      const size = total === undefined ? list.reduce((sum, part) => sum + part.length, 0) : total;
      const out = new Bytes(size);
      let at = 0;
      for (const part of list) for (let i = 0; i < part.length && at < size; i++) out[at++] = part[i];
      return out;
    }
    toString(encoding, start, end) { return decode(this.subarray(start || 0, end === undefined ? this.length : end), encoding); }
    toJSON() { return { type: "Buffer", data: Array.from(this) }; }
    slice(start, end) { return this.subarray(start, end); }
    equals(other) { return this.compare(other) === 0; }
    compare(other) {
      for (let at = 0; at < Math.min(this.length, other.length); at++) {
        if (this[at] !== other[at]) return this[at] < other[at] ? -1 : 1;
      }
      return Math.sign(this.length - other.length);
    }
    copy(target, targetStart = 0, start = 0, end = this.length) {
      const part = this.subarray(start, Math.min(end, start + target.length - targetStart));
      target.set(part, targetStart);
      return part.length;
    }
    fill(value, start, end, encoding) {
      if (typeof value !== "string") return super.fill(value, start, end);
      const bytes = encode(value, typeof start === "string" ? start : encoding);
      const from = typeof start === "number" ? start : 0;
      const to = typeof end === "number" ? end : this.length;
      for (let at = from; at < to; at++) this[at] = bytes.length ? bytes[(at - from) % bytes.length] : 0;
      return this;
    }
    indexOf(value, start = 0, encoding) {
      if (typeof value === "number") return super.indexOf(value & 255, start);
      const bytes = typeof value === "string" ? encode(value, encoding) : value;
      for (let at = start; at + bytes.length <= this.length; at++) {
        let same = 0;
        while (same < bytes.length && this[at + same] === bytes[same]) same++;
        if (same === bytes.length) return at;
      }
      return -1;
    }
    includes(value, start, encoding) { return this.indexOf(value, start, encoding) >= 0; }
    write(text, offset, length, encoding) {
      if (typeof offset === "string") { encoding = offset; offset = 0; length = undefined; }
      else if (typeof length === "string") { encoding = length; length = undefined; }
      const at = offset || 0;
      const bytes = encode(text, encoding).slice(0, Math.min(length === undefined ? Infinity : length, this.length - at));
      this.set(bytes, at);
      return bytes.length;
    }
    swap16() { return this.swapped(2); }
    swap32() { return this.swapped(4); }
    swap64() { return this.swapped(8); }
  }
  Object.defineProperty(Bytes.prototype, "swapped", {
    value(width) {
      if (this.length % width) throw new RangeError("Buffer size must be a multiple of " + width * 8 + "-bits");
      for (let at = 0; at < this.length; at += width) this.subarray(at, at + width).reverse();
      return this;
    },
  });

  const method = (key, value) =>
    Object.defineProperty(Bytes.prototype, key, { value, writable: true, configurable: true, enumerable: false });
  function checked(bytes, offset, width) {
    if (typeof offset !== "number" || !Number.isInteger(offset)) throw new TypeError('The value of "offset" is not an integer');
    if (offset < 0 || offset + width > bytes.length) throw new RangeError('The value of "offset" is out of range');
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  function door(verb, width, accessor) {
    for (const order of width === 1 ? [""] : ["LE", "BE"]) {
      const little = order === "LE";
      const read = function (offset = 0) { return checked(this, offset, width)["get" + accessor](offset, little); };
      const write = function (value, offset = 0) {
        checked(this, offset, width)["set" + accessor](offset, value, little);
        return offset + width;
      };
      for (const spelled of new Set([verb, verb.replace("UInt", "Uint")])) {
        method("read" + spelled + order, read);
        method("write" + spelled + order, write);
      }
    }
  }
  door("UInt8", 1, "Uint8"); door("Int8", 1, "Int8");
  door("UInt16", 2, "Uint16"); door("Int16", 2, "Int16");
  door("UInt32", 4, "Uint32"); door("Int32", 4, "Int32");
  door("BigUInt64", 8, "BigUint64"); door("BigInt64", 8, "BigInt64");
  door("Float", 4, "Float32"); door("Double", 8, "Float64");

  function readWide(bytes, offset, width, little, signed) {
    checked(bytes, offset, width);
    let out = 0;
    for (let i = 0; i < width; i++) out = out * 256 + bytes[offset + (little ? width - 1 - i : i)];
    return signed && out >= 2 ** (8 * width - 1) ? out - 2 ** (8 * width) : out;
  }
  function writeWide(bytes, value, offset, width, little) {
    checked(bytes, offset, width);
    let rest = value < 0 ? value + 2 ** (8 * width) : value;
    for (let i = 0; i < width; i++) {
      bytes[offset + (little ? i : width - 1 - i)] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    return offset + width;
  }
  for (const [order, little] of [["LE", true], ["BE", false]]) {
    for (const [kind, signed] of [["UInt", false], ["Uint", false], ["Int", true]]) {
      method("read" + kind + order, function (offset, width) { return readWide(this, offset, width, little, signed); });
      method("write" + kind + order, function (value, offset, width) { return writeWide(this, value, offset, width, little); });
    }
  }

  const Buffer = new Proxy(Bytes, {
    apply(_target, _self, args) { return typeof args[0] === "number" ? Bytes.alloc(args[0]) : Bytes.from(...args); },
    construct(_target, args) { return typeof args[0] === "number" ? Bytes.alloc(args[0]) : Bytes.from(...args); },
  });
  define("Buffer", Buffer);
  Object.defineProperty(Bytes, "name", { value: "Buffer" });
  Object.defineProperty(Bytes.prototype, "constructor", { value: Bytes, writable: true, configurable: true, enumerable: false });

  const silent = function () {};
  const console = {};
  for (const key of ["log", "info", "warn", "error", "debug", "trace", "dir", "table", "assert", "time", "timeEnd", "group", "groupEnd"]) {
    console[key] = silent;
  }
  define("console", console);
  define("TextEncoder", class TextEncoder {
    get encoding() { return "utf-8"; }
    encode(text = "") { return Uint8Array.from(utf8Bytes(text)); }
  });
  define("TextDecoder", class TextDecoder {
    constructor(label = "utf-8", options = {}) { this.encoding = name(label); this.fatal = Boolean(options.fatal); }
    decode(value = []) {
      const bytes = value instanceof ArrayBuffer ? new Uint8Array(value)
        : ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : value;
      return this.encoding === "utf-8" || this.encoding === "utf8" ? utf8Text(bytes, this.fatal) : decode(bytes, this.encoding);
    }
  });
  define("btoa", (text) => base64Text(encode(String(text), "latin1"), false));
  define("atob", (text) => decode(base64Bytes(text), "latin1"));
  define("global", global);
})(globalThis);
