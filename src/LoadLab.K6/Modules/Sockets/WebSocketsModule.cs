using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using LoadLab.K6.Requests;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules.Sockets;

/// <summary><c>k6/websockets</c>: the WebSocket of browsers, beside others on the user's event loop. The class is the script's own kind; the host connects.</summary>
internal static class WebSocketsModule
{
    /// <summary>The class over one function of the host.</summary>
    public const string Source = """
        const fail = (name, message) => { const e = new Error(message); e.name = name; throw e; };
        class Blob {
          #bytes; #type;
          constructor(parts = [], options = {}) {
            const all = [];
            for (const part of parts) {
              const bytes = part instanceof Blob ? part.#bytes : part instanceof ArrayBuffer ? new Uint8Array(part) : ArrayBuffer.isView(part) ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength) : new Uint8Array(encode(String(part)));
              for (const byte of bytes) all.push(byte);
            }
            this.#bytes = new Uint8Array(all); this.#type = String(options.type ?? '');
          }
          get size() { return this.#bytes.length; }
          get type() { return this.#type; }
          async arrayBuffer() { return this.#bytes.slice().buffer; }
          async bytes() { return this.#bytes.slice(); }
          async text() { return decode(this.#bytes.buffer); }
          slice(start, end, type) { return new Blob([this.#bytes.slice(start, end)], { type }); }
          static bytesOf(blob) { return blob.#bytes; }
        }
        const bytesOf = Blob.bytesOf; delete Blob.bytesOf;
        class WebSocket {
          static CONNECTING = 0; static OPEN = 1; static CLOSING = 2; static CLOSED = 3;
          #host; #url; #state = 0; #listeners = new Map(); #on = {}; #binary = 'blob'; #protocol = '';
          constructor(url, protocols, params) {
            this.#url = String(url);
            this.#host = open(this.#url, protocols === undefined || protocols === null ? [] : [].concat(protocols).map(String), params, {
              open: (protocol) => { this.#protocol = protocol; this.#state = 1; this.#tell('open', {}); },
              text: (data) => this.#tell('message', { data, origin: '' }),
              binary: (data) => this.#tell('message', { data: this.#binary === 'arraybuffer' ? data : new Blob([data]), origin: '' }),
              ping: () => this.#tell('ping', {}), pong: () => this.#tell('pong', {}),
              error: (error) => this.#tell('error', { error }),
              close: (code, reason) => { if (this.#state !== 3) { this.#state = 3; this.#tell('close', { code, reason, wasClean: code !== 1006 }); } },
            });
          }
          #tell(type, event) {
            Object.assign(event, { type, target: this, timestamp: Date.now() });
            for (const f of [this.#on[type], ...(this.#listeners.get(type) ?? [])]) if (typeof f === 'function') f.call(this, event);
          }
          get url() { return this.#url; }
          get readyState() { return this.#state; }
          get protocol() { return this.#protocol; }
          get extensions() { return ''; }
          get bufferedAmount() { return 0; }
          get binaryType() { return this.#binary; }
          set binaryType(value) { if (value !== 'blob' && value !== 'arraybuffer') fail('TypeError', `unknown binaryType ${value}, the supported ones are "blob" and "arraybuffer"`); this.#binary = value; }
          addEventListener(type, f) { if (typeof f !== 'function') fail('TypeError', 'addEventListener() needs a function.'); if (!this.#listeners.has(type)) this.#listeners.set(type, []); this.#listeners.get(type).push(f); }
          removeEventListener(type, f) { this.#listeners.set(type, (this.#listeners.get(type) ?? []).filter((one) => one !== f)); }
          send(data) {
            if (this.#state === 0) fail('InvalidStateError', 'The WebSocket is not open yet. Send in its open event.');
            if (this.#state === 1) this.#report(typeof data === 'string' ? this.#host.send(data) : this.#host.sendBinary(data instanceof Blob ? bytesOf(data) : data));
          }
          ping() { if (this.#state !== 1) fail('InvalidStateError', 'The WebSocket is not open.'); this.#report(this.#host.ping()); }
          close(code, reason) {
            if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) fail('InvalidAccessError', `The close code ${code} is neither 1000 nor between 3000 and 4999.`);
            if (this.#state < 2) { this.#state = 2; this.#host.close(code ?? 1000, String(reason ?? '')); }
          }
          #report(error) { if (error !== undefined) this.#tell('error', { error }); }
          static {
            for (const type of ['open', 'message', 'ping', 'pong', 'error', 'close']) {
              Object.defineProperty(WebSocket.prototype, 'on' + type, { get() { return this.#on[type] ?? null; }, set(f) { this.#on[type] = f; }, enumerable: true, configurable: true });
            }
          }
        }
        export { Blob, WebSocket };
        export default { Blob, WebSocket };
        """;

    /// <summary>The function <c>open(url, protocols, params, handlers)</c>, which connects and gives what sends.</summary>
    public static IEnumerable<KeyValuePair<string, JsValue>> Create(JsEngine engine, UserState user)
    {
        // Thresholds may name its metrics from the start.
        _ = user.Test.Metrics.Sockets;
        yield return new("open", Js.Function(engine, "open", arguments => Open(engine, user, arguments)));
        yield return new("encode", Js.Function(engine, "encode", arguments => Js.Buffer(engine, Encoding.UTF8.GetBytes(Js.Text(arguments.At(0))))));
        yield return new("decode", Js.Function(engine, "decode", arguments => JsString.Create(Encoding.UTF8.GetString(Js.Bytes(arguments.At(0))))));
    }

    private static JsObject Open(JsEngine engine, UserState user, JsValue[] arguments)
    {
        var protocols = Js.Properties(arguments.At(1)).Select(protocol => Js.Text(protocol.Value)).ToList();
        var call = SocketReader.Read(engine, user, arguments.At(0), protocols, arguments.At(2));
        var told = new WebSocketEvents(engine, user, (ObjectInstance)arguments.At(3));
        var session = new SocketSession(user, call, user.Events, told);
        told.Session = session;
        user.Events.Own(session);
        user.Events.Await(user, session.ConnectAsync(), connected => told.Connected(connected));
        var host = new JsObject(engine);
        Js.Add(host, "send", values => Text(session.Send(Encoding.UTF8.GetBytes(Js.Text(values.At(0))), isText: true)));
        Js.Add(host, "sendBinary", values => Text(session.Send(Js.IsBinary(values.At(0)) ? Js.Bytes(values.At(0)) : throw Js.TypeError(engine, "send() takes a text, an ArrayBuffer, a view of one, or a Blob."), isText: false)));
        Js.Add(host, "ping", _ => Text(session.Ping()));
        Js.Add(host, "close", values =>
        {
            told.Close((int)Js.Number(values.At(0)), Js.Text(values.At(1)));
            return JsValue.Undefined;
        });
        return host;
    }

    private static JsValue Text(string? error) => error is null ? JsValue.Undefined : JsString.Create(error);
}
