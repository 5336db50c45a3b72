using LoadLab.IntegrationTests.Engine;

namespace LoadLab.IntegrationTests.K6;

/// <summary><c>k6/ws</c> and <c>k6/websockets</c> against a real server.</summary>
public sealed class ScriptSocketTests
{
    [Theory]
    [InlineData("connect('/', (s) => { s.on('open', () => s.send('a')); s.on('message', (m) => { seen(m); s.close(); }); s.on('close', (c) => seen(c)); }).status", "a 1001 101")]
    [InlineData("connect('/', (s) => { s.on('open', () => s.sendBinary(new Uint8Array([1, 2, 255]).buffer)); s.on('binaryMessage', (m) => { seen(new Uint8Array(m).join()); s.close(1000); }); s.on('close', (c) => seen(c)); }).error", "1,2,255 1000 ")]
    [InlineData("connect('/', (s) => { s.on('open', () => s.ping()); s.on('pong', () => { seen('pong'); s.close(); }); }).status", "pong 101")]
    [InlineData("connect('/', (s) => { let once = false; s.on('ping', () => { if (!once) seen('ping'); once = true; s.close(); }); }).status", "ping 101")]
    [InlineData("connect('/', (s) => { let n = 0; s.setInterval(() => { seen(++n); if (n === 3) s.close(); }, 5); }).status", "1 2 3 101")]
    [InlineData("connect('/', (s) => { s.setTimeout(() => { seen('late'); s.close(); }, 20); s.setTimeout(() => seen('soon'), 1); }).status", "soon late 101")]
    [InlineData("connect('/', (s) => { s.on('open', () => s.send('close me')); s.on('close', (c) => seen(c)); }).status", "4321 101")]
    [InlineData("connect('/', (s) => { s.on('open', () => s.send('drop me')); s.on('error', (e) => seen(e.error().length > 5)); s.on('close', (c) => seen(c)); }).status", "true 1006 101")]
    [InlineData("connect('/hello', { headers: { 'X-Own': 'mine', Cookie: 'a=1' } }, (s) => s.on('message', (m) => { seen(m); s.close(); })).url.endsWith('/hello')", "mine|a=1 true")]
    [InlineData("connect('/', { headers: { 'Sec-WebSocket-Protocol': 'chat' } }, (s) => s.close()).headers['Sec-Websocket-Protocol']", "chat")]
    [InlineData("connect('/hello', { jar: jarOf('c', '3') }, (s) => s.on('message', (m) => { seen(m); s.close(); })).status", "|c=3 101")]
    [InlineData("connect('/', (s) => { s.on('open', () => s.send('close me')); s.on('error', (e) => seen(e.error())); s.on('close', (c) => seen(c)); }).status", "websocket: close 4321: * 4321 101")]
    [InlineData("connect('/refuse', () => seen('never')).status", "403")]
    [InlineData("connect('/refuse', () => seen('never')).error.length > 5", "true")]
    [InlineData("thrown(() => connect('/', (s) => { throw new Error('in the handler'); }))", "in the handler")]
    [InlineData("thrown(() => connect('/', { compression: 'deflate' }, () => {})).includes('is not there')", "true")]
    [InlineData("thrown(() => ws.connect('http://127.0.0.1/', () => {})).startsWith('invalid URL')", "true")]
    [InlineData("thrown(() => ws.connect('ws://127.0.0.1/'))", "ws.connect() takes an address, params if need be, and a function.")]
    public async Task Connect_runs_the_handlers_until_the_socket_is_closed(string expression, string expected)
    {
        await using var server = await SocketServer.StartAsync();

        var run = await RunAsync(server, $$"""
            import ws from 'k6/ws';
            import http from 'k6/http';
            const jarOf = (name, value) => { const jar = new http.CookieJar(); jar.set('ADDRESS'.replace('ws:', 'http:') + '/', name, value); return jar; };
            const all = []; const seen = (what) => { all.push(what); };
            const thrown = (f) => { try { f(); } catch (e) { return e.message; } return 'nothing was thrown'; };
            const connect = (path, ...rest) => ws.connect('ADDRESS' + path, ...rest);
            export default () => { const result = {{expression}}; console.log('saw ' + [...all, result].join(' ')); };
            """);

        run.Messages.Should().ContainMatch("script info: saw " + expected, string.Join('\n', run.Messages));
    }

    [Theory]
    [InlineData("const s = socket('/'); s.onopen = () => s.send('a'); s.onmessage = (e) => { seen(e.data, e.type, e.target === s); s.close(); }; s.onclose = (e) => seen(e.code, s.readyState);", "a message true 1000 3")]
    [InlineData("const s = socket('/'); seen(s.readyState, s.url.startsWith('ws://')); s.binaryType = 'arraybuffer'; s.addEventListener('open', () => s.send(new Uint8Array([7, 8]))); s.addEventListener('message', (e) => { seen(new Uint8Array(e.data).join()); s.close(3001, 'bye'); }); s.addEventListener('close', (e) => seen(e.code, e.reason));", "0 true 7,8 3001 bye")]
    [InlineData("const s = socket('/'); s.onopen = () => s.send(new Blob(['x', 'yz'])); s.onmessage = async (e) => { seen(e.data.size, await e.data.text()); s.close(); };", "3 xyz")]
    [InlineData("const s = socket('/'); s.onopen = () => s.ping(); s.onpong = () => { seen('pong'); s.close(); };", "pong")]
    [InlineData("const s = socket('/', ['chat', 'other']); s.onopen = () => { seen(s.protocol); s.close(); };", "chat")]
    [InlineData("const s = socket('/'); s.onopen = () => s.send('close me'); s.onclose = (e) => seen(e.code, e.reason);", "4321 as you wish")]
    [InlineData("const s = socket('/refuse'); s.onerror = (e) => seen(e.error.length > 5); s.onclose = (e) => seen(e.code);", "true 1006")]
    [InlineData("const s = socket('/'); s.onclose = (e) => seen(e.code); s.close();", "1000")]
    [InlineData("const s = socket('/'); s.onopen = () => s.send('drop me'); s.onerror = () => seen('error'); s.onclose = (e) => seen(e.code);", "error 1006")]
    [InlineData("try { socket('/').send('x'); } catch (e) { seen(e.name); throw e; }", "InvalidStateError")]
    [InlineData("const [a, b] = [socket('/'), socket('/')]; let n = 0; for (const s of [a, b]) { s.onopen = () => s.send('m'); s.onmessage = () => { n++; if (n === 2) { seen(n); a.close(); b.close(); } }; }", "2")]
    public async Task A_websocket_is_that_of_browsers(string body, string expected)
    {
        await using var server = await SocketServer.StartAsync();

        var run = await RunAsync(server, $$"""
            import { WebSocket, Blob } from 'k6/websockets';
            const seen = (...what) => console.log('saw ' + what.join(' '));
            const socket = (path, ...rest) => new WebSocket('ADDRESS' + path, ...rest);
            export default () => { {{body}} };
            """);

        string.Join(' ', run.Messages.Where(message => message.StartsWith("script info: saw ", StringComparison.Ordinal)).Select(message => message["script info: saw ".Length..])).Should().Be(expected, string.Join('\n', run.Messages));
    }

    [Theory]
    [InlineData("import ws from 'k6/ws'; const go = () => ws.connect('ADDRESS/', (s) => { let n = 0; s.on('open', () => { s.ping(); s.send('1'); s.send('2'); }); s.on('message', () => { n++; }); s.on('pong', () => s.setTimeout(() => s.close(), 60)); });")]
    [InlineData("import { WebSocket } from 'k6/experimental/websockets'; const go = () => { const s = new WebSocket('ADDRESS/'); s.onopen = () => { s.ping(); s.send('1'); s.send('2'); }; s.onpong = () => setTimeout(() => s.close(), 60); };")]
    public async Task Sessions_and_messages_are_metrics(string script)
    {
        await using var server = await SocketServer.StartAsync();

        var run = await RunAsync(server, script + " export const options = { iterations: 3, summaryTrendStats: ['min', 'count'], thresholds: { ws_sessions: ['count==3'], ws_msgs_sent: ['count==6'] } }; export default () => { go(); };");

        run.Metric("ws_sessions").Values["count"].Should().Be(3);
        run.Metric("ws_msgs_sent").Values["count"].Should().Be(6);
        run.Metric("ws_msgs_received").Values["count"].Should().Be(6);
        run.Metric("ws_ping").Values["count"].Should().Be(3);
        run.Metric("ws_connecting").Values["count"].Should().Be(3);
        run.Metric("ws_session_duration").Values["min"].Should().BeGreaterThan(50);
        run.Metric("data_sent").Values["count"].Should().BeGreaterThan(3 * "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n12".Length);
        run.Metric("data_received").Values["count"].Should().BeGreaterThan(3 * "HTTP/1.1 101 Switching Protocols\r\n\r\n12".Length);
        run.Outcomes.Values.Should().AllBeEquivalentTo(true);
        run.Result.Phases.Single().Whole.Ok.Should().Be(3);
    }

    [Fact]
    public async Task A_refused_handshake_is_a_failed_step_with_its_status()
    {
        await using var server = await SocketServer.StartAsync();

        var run = await RunAsync(server, "import ws from 'k6/ws'; export default () => { ws.connect('ADDRESS/refuse', { tags: { name: 'chat' } }, () => {}); };");

        run.Result.Phases.Single().StatusCodes["default/chat"].Should().Equal(new Dictionary<string, long> { ["403"] = 1 });
        run.Metric("ws_sessions").Values["count"].Should().Be(1, "k6 counts it too");
    }

    [Theory]
    [InlineData("import ws from 'k6/ws'; export default () => { ws.connect('ADDRESS/', () => {}); };")]
    [InlineData("import { WebSocket } from 'k6/websockets'; export default () => { new WebSocket('ADDRESS/'); };")]
    public async Task A_socket_that_nobody_closes_ends_with_the_drain(string script)
    {
        await using var server = await SocketServer.StartAsync();

        var run = await RunAsync(server, "export const options = { scenarios: { s: { executor: 'constant-vus', vus: 2, duration: '200ms', gracefulStop: '100ms' } } }; " + script);

        run.Result.Phases.Single().Whole.Interrupted.Should().Be(2);
        run.Metric("ws_session_duration").Values["count"].Should().Be(2);
    }

    private static async Task<ScriptHarness> RunAsync(SocketServer server, string script)
    {
        await using var target = await StubServer.StartAsync();
        return await ScriptHarness.RunAsync(target, script.Replace("ADDRESS", server.Address, StringComparison.Ordinal));
    }
}
