// Calls a codec for many inputs, each with the codec's own variables made anew, and says whether anything outlived them.
// The engine's functions are taken before the codec runs: what it does to them changes neither the call nor the check.
(function () {
  "use strict";
  const { parse, stringify } = JSON;
  const { ownKeys, getOwnPropertyDescriptor, getPrototypeOf, apply } = Reflect;
  const same = Object.is;
  const NativeDate = Date;
  const getTime = Date.prototype.getTime;
  const defineProperty = Object.defineProperty;
  const text = String;
  const bare = Object.create;

  function prepared(input) {
    const given = input.recvTime;
    const date = given === undefined ? new NativeDate() : new NativeDate(given);
    if (apply(getTime, date, []) === apply(getTime, date, [])) {
      if (given !== undefined) defineProperty(date, "toJSON", { value: () => given });
      input.recvTime = date;
    }
    if (input.variables === undefined) input.variables = {};
    return input;
  }

  function call(factory, kind, input) {
    try {
      const door = factory()[kind];
      if (typeof door !== "function") return '{"error":"undefined"}';
      const json = stringify(door(prepared(input)));
      return json === undefined || json === "null" ? '{"error":"nothing"}' : '{"result":' + json + "}";
    } catch (error) {
      let reason = "thrown";
      try { reason = text(error); } catch { /* an error that cannot be read stays "thrown" */ }
      return '{"error":"thrown","reason":' + stringify(reason) + "}";
    }
  }

  // Every object of the engine with its properties, as found before the codec came.
  const known = [];
  function remember(root) {
    const met = new Set();
    const waiting = [root];
    while (waiting.length) {
      const object = waiting.pop();
      if (met.has(object)) continue;
      met.add(object);
      const keys = ownKeys(object);
      const flat = [];
      for (const key of keys) {
        const found = getOwnPropertyDescriptor(object, key);
        const held = "value" in found ? found.value : found.get;
        flat.push(key, held, "value" in found ? undefined : found.set);
        for (const next of [held, found.set]) {
          if ((typeof next === "object" && next !== null) || typeof next === "function") waiting.push(next);
        }
      }
      const parent = getPrototypeOf(object);
      if (parent !== null) waiting.push(parent);
      known.push({ object, count: keys.length, flat, parent });
    }
  }

  function changes() {
    for (let i = 0; i < known.length; i++) {
      const { object, count, flat, parent } = known[i];
      if (getPrototypeOf(object) !== parent) return null;
      const keys = ownKeys(object);
      for (let k = 0; k < flat.length; k += 3) {
        const found = getOwnPropertyDescriptor(object, flat[k]);
        if (found === undefined) return null;
        const value = found.get === undefined && found.set === undefined;
        if (!same(value ? found.value : found.get, flat[k + 1]) || (!value && !same(found.set, flat[k + 2]))) return null;
      }
      if (keys.length !== count) {
        if (object !== globalThis) return null;
        const old = bare(null);
        for (let k = 0; k < flat.length; k += 3) old[flat[k]] = true;
        let leaked = "";
        for (let k = 0; k < keys.length; k++) if (!old[keys[k]]) leaked += (leaked && " ") + text(keys[k]);
        return leaked;
      }
    }
    return "";
  }

  function many(factory, kind, json) {
    const inputs = parse(json);
    let out = "[";
    for (let i = 0; i < inputs.length; i++) out += (i ? "," : "") + call(factory, kind, inputs[i]);
    return out + "]";
  }

  return [many, () => remember(globalThis), changes];
})();
