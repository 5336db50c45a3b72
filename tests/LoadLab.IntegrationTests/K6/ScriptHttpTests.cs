namespace LoadLab.IntegrationTests.K6;

/// <summary><c>k6/http</c> against a real server: what of a request and its answer a script sets and sees.</summary>
public sealed class ScriptHttpTests
{
    [Theory]
    [InlineData("http.get('BASE/basic'.replace('//', '//ada:s3c%40ret@')).body", "Basic YWRhOnMzY0ByZXQ=")]
    [InlineData("http.get('BASE/basic'.replace('//', '//ada:pw@'), { auth: 'basic' }).url.includes('pw')", "false")]
    [InlineData("http.get('BASE/digest?a=1'.replace('//', '//ada:s3cret@'), { auth: 'digest' }).body", "in")]
    [InlineData("http.get('BASE/digest'.replace('//', '//ada:wrong@'), { auth: 'digest' }).status", "401")]
    [InlineData("thrown(() => http.get('BASE/digest', { auth: 'ntlm' })).startsWith(\"The request parameter auth: 'ntlm' is not there.\")", "true")]
    [InlineData("http.get('BASE/cookies', { cookies: { a: '1', b: { value: 'x,y' } } }).body", "a=1; b=\"x,y\"")]
    [InlineData("(http.cookieJar().set('BASE', 'a', 'jar'), http.get('BASE/cookies', { cookies: { a: 'own' } }).body)", "a=own; a=jar")]
    [InlineData("(http.cookieJar().set('BASE', 'a', 'jar'), http.get('BASE/cookies', { cookies: { a: { value: 'own', replace: true } } }).body)", "a=own")]
    [InlineData("(http.get('BASE/set?c=' + encodeURIComponent('v=1,2; Path=/; Max-Age=60')), http.get('BASE/cookies').body)", "v=\"1,2\"; second=2")]
    [InlineData("(http.get('BASE/set?c=' + encodeURIComponent('v=1; Path=/other')), http.get('BASE/cookies').body)", "second=2")]
    [InlineData("(http.get('BASE/set?c=' + encodeURIComponent('v=1; Path=/; Secure')), http.get('BASE/cookies').body)", "v=1; second=2")]
    [InlineData("(http.get('BASE/set?c=' + encodeURIComponent('second=; Path=/; Max-Age=0')), http.get('BASE/set?c=' + encodeURIComponent('second=; Path=/; Max-Age=-5')).cookies.second.length)", "2")]
    [InlineData("(http.get('BASE/set?c=' + encodeURIComponent('v=1; Path=/; Expires=Wed, 21 Oct 2015 07:28:00 GMT')), http.get('BASE/cookies').body)", "second=2")]
    [InlineData("(http.get('BASE/set?c=' + encodeURIComponent('v=1; Domain=elsewhere.example')), http.get('BASE/cookies').body)", "second=2")]
    [InlineData("http.get('BASE/set?c=' + encodeURIComponent('v=1; Path=/; HttpOnly')).cookies.v[0].http_only", "true")]
    [InlineData("jarred((jar) => { jar.set('BASE/', 'a', '1'); jar.set('BASE/', 'b', '2', { path: '/cookies' }); return http.get('BASE/cookies', { jar }).body; })", "b=2; a=1")]
    [InlineData("jarred((jar) => { http.get('BASE/set?c=mine=1', { jar }); return http.get('BASE/cookies').body + '|' + jar.cookiesForURL('BASE/').mine[0]; })", "|1")]
    [InlineData("jarred((jar) => { jar.set('BASE/', 'a', '1'); jar.set('BASE/', 'b', '2'); jar.delete('BASE/', 'a'); return Object.keys(jar.cookiesForURL('BASE/')).join(); })", "b")]
    [InlineData("jarred((jar) => { jar.set('BASE/', 'a', '1'); jar.clear('BASE/'); return Object.keys(jar.cookiesForURL('BASE/')).length; })", "0")]
    [InlineData("jarred((jar) => { for (let i = 0; i < 60; i++) jar.set('BASE/', 'c' + i, i); return Object.keys(jar.cookiesForURL('BASE/')).length; })", "60")]
    [InlineData("jarred((jar) => [jar.set('BASE/', 'a', '1', { domain: 'elsewhere.example' }), Object.keys(jar.cookiesForURL('BASE/')).length].join())", "true,0")]
    [InlineData("jarred((jar) => jar instanceof http.CookieJar)", "true")]
    [InlineData("http.post('BASE/inflate', 'text to pack', { compression: 'gzip' }).body", "gzip|text to pack")]
    [InlineData("http.post('BASE/inflate', 'text to pack', { compression: 'deflate' }).body", "deflate|text to pack")]
    [InlineData("http.post('BASE/inflate', 'text to pack', { compression: 'br' }).body", "br|text to pack")]
    [InlineData("http.post('BASE/inflate', 'text to pack', { compression: 'zstd' }).body", "zstd|text to pack")]
    [InlineData("http.post('BASE/inflate', 'text to pack', { compression: 'gzip, br' }).body", "gzip, br|text to pack")]
    [InlineData("http.post('BASE/inflate', 'text', { compression: 'gzip' }).request.body", "text")]
    [InlineData("http.post('BASE/inflate', 'x', { compression: 'lzma' }).error", "unknown compression algorithm lzma, supported algorithms are [gzip, deflate, br, zstd]")]
    [InlineData("['gzip', 'deflate', 'br', 'zstd'].map((e) => http.get('BASE/packed?e=' + e).body).join()", "unpacked,unpacked,unpacked,unpacked")]
    [InlineData("[http.get('BASE/broken').status, http.get('BASE/broken').error_code].join()", "0,1701")]
    [InlineData("http.get('BASE/page').html('h1').text()", "Shop")]
    [InlineData("http.get('BASE/page').html().find('a').attr('href')", "/page2?x=1")]
    [InlineData("http.get('BASE/page').clickLink().body", "page 2?x=1")]
    [InlineData("http.get('BASE/page').submitForm({ fields: { q: 'new' } }).body", "POST||csrf=t1&go=Go&q=new")]
    [InlineData("http.get('BASE/page').submitForm({ formSelector: '#search' }).body", "GET|?q=a+b|")]
    [InlineData("thrown(() => http.get('BASE/page').submitForm({ formSelector: '#none' })).startsWith(\"no form found for selector '#none'\")", "true")]
    [InlineData("thrown(() => http.get('BASE/page').clickLink({ selector: 'a.none' })).startsWith(\"no element found for selector 'a.none'\")", "true")]
    [InlineData("[...new Uint8Array(http.get('BASE/bytes', { responseType: 'binary' }).body)].join()", "0,255,128,7")]
    [InlineData("http.post('BASE/form', { b: '2', a: ['1', '3'] }).body", "POST||a=1&a=3&b=2")]
    [InlineData("http.get('BASE/moved').url.endsWith('/form?moved') + http.post('BASE/moved', 'kept').body", "truePOST|?moved|kept")]
    [InlineData("[http.get('BASE/loop', { redirects: 3 }).status, http.get('BASE/loop', { redirects: 3 }).url.endsWith('/loop')].join()", "302,true")]
    [InlineData("http.get('BASE/away', { headers: { Authorization: 'Bearer secret', 'X-Own': 'kept' } }).body", "[][kept]")]
    [InlineData("http.get('BASE/drop').error_code + ' ' + http.get('BASE/drop').status", "1220 0")]
    [InlineData("http.get('http://no-such-host.invalid/').error_code", "1101")]
    [InlineData("http.get('BASE/basic').remote_ip + (http.get('BASE/basic').remote_port > 0)", "127.0.0.1true")]
    [InlineData("[http.get('BASE/basic').tls_version, http.get('BASE/basic').ocsp.status].join()", ",")]
    [InlineData("http.TLS_1_2 + http.OCSP_STATUS_GOOD", "tls1.2good")]
    [InlineData("(() => { const t = http.get('BASE/wait').timings; return [t.waiting > 100, t.connecting > 0, t.blocked >= t.connecting, t.tls_handshaking, Math.abs(t.sending + t.waiting + t.receiving - t.duration) < 1e-9].join(); })()", "true,true,true,0,true")]
    [InlineData("(() => { http.get('BASE/basic'); const t = http.get('BASE/basic').timings; return [t.connecting, t.blocked < t.duration + 1000].join(); })()", "0,true")]
    [InlineData("await Promise.all([1, 2, 3, 4].map(() => http.asyncRequest('GET', 'BASE/wait'))).then((all) => all.map((one) => one.body).join())", "waited,waited,waited,waited")]
    [InlineData("await http.asyncRequest('GET', 'no address').then((r) => [r.status, r.error_code, r.error].join())", "0,1000,unsupported protocol scheme \"\"")]
    public async Task A_script_sets_and_sees_what_a_k6_script_does(string expression, string expected)
    {
        await using var server = await ScriptServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, $$"""
            import http from 'k6/http';
            const thrown = (f) => { try { f(); } catch (e) { return e.message; } return 'nothing was thrown'; };
            const jarred = (f) => f(new http.CookieJar());
            export default async function () { console.log('saw ' + String({{expression}})); }
            """);

        run.Messages.Should().Contain("script info: saw " + expected, string.Join('\n', run.Messages));
    }

    [Fact]
    public async Task The_challenge_of_digest_is_expected_and_a_request_of_its_own()
    {
        await using var server = await ScriptServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, "import http from 'k6/http'; export default () => { http.get('BASE/digest'.replace('//', '//ada:s3cret@'), { auth: 'digest' }); };");

        run.Metric("http_reqs").Values["count"].Should().Be(2);
        run.Metric("http_req_failed").Values.Should().Contain(new Dictionary<string, double> { ["passes"] = 0, ["fails"] = 2 });
        server.Arrivals.Should().HaveCount(2);
    }

    [Fact]
    public async Task Each_part_of_a_requests_time_is_a_metric()
    {
        await using var server = await ScriptServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, """
            import http from 'k6/http';
            export const options = { iterations: 4, summaryTrendStats: ['min', 'max', 'count'], thresholds: { http_req_connecting: ['max<60000'], http_req_blocked: ['max<60000'], http_req_receiving: ['max<60000'], http_req_sending: ['max<60000'], http_req_tls_handshaking: ['max<1'] } };
            export default () => { http.get('BASE/wait'); };
            """);

        foreach (var part in (string[])["blocked", "connecting", "tls_handshaking", "sending", "waiting", "receiving", "duration"])
        {
            run.Metric("http_req_" + part).Values["count"].Should().Be(4, part);
        }

        run.Metric("http_req_waiting").Values["min"].Should().BeGreaterThan(100);
        run.Metric("http_req_connecting").Values["min"].Should().Be(0, "the connection was made once");
        run.Metric("http_req_connecting").Values["max"].Should().BeGreaterThan(0);
        run.Metric("http_req_tls_handshaking").Values["max"].Should().Be(0);
        run.Metric("data_sent").Values["count"].Should().BeGreaterThan(4 * "GET /wait HTTP/1.1\r\n".Length);
        run.Metric("data_received").Values["count"].Should().BeGreaterThan(4 * "HTTP/1.1 200 OK\r\n\r\nwaited".Length);
        run.Outcomes.Values.Should().AllBeEquivalentTo(true);
    }

    [Fact]
    public async Task A_refused_connection_has_no_time_of_waiting()
    {
        await using var server = await ScriptServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, "import http from 'k6/http'; export default () => { http.get('http://127.0.0.1:1/'); };");

        (run.Metric("http_req_duration").Values["max"], run.Metric("http_req_waiting").Values["max"], run.Metric("data_sent").Values["count"]).Should().Be((0, 0, 0));
    }

    [Fact]
    public async Task Requests_that_are_not_waited_for_run_side_by_side_and_are_counted()
    {
        await using var server = await ScriptServer.StartAsync();
        var (most, now) = (0, 0);
        server.Handle = async context =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            for (var i = 0; i < 500 && Volatile.Read(ref most) < 3; i++)
            {
                await Task.Delay(10, context.RequestAborted);
            }

            Interlocked.Decrement(ref now);
        };

        var run = await ScriptHarness.RunAsync(server, "import http from 'k6/http'; export default () => { for (let i = 0; i < 3; i++) http.asyncRequest('GET', 'BASE/'); };");

        most.Should().Be(3);
        run.Metric("http_reqs").Values["count"].Should().Be(3);
        run.Metric("iterations").Values["count"].Should().Be(1);
    }

    [Fact]
    public async Task A_batch_sends_no_more_at_once_to_a_host_than_it_may()
    {
        await using var server = await ScriptServer.StartAsync();
        var (most, now) = (0, 0);
        server.Handle = async context =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
        };

        var run = await ScriptHarness.RunAsync(server, "import http from 'k6/http'; export const options = { batchPerHost: 1 }; export default () => { http.batch(Array(30).fill('BASE/')); };");

        most.Should().Be(1);
        run.Metric("http_reqs").Values["count"].Should().Be(30);
    }

    [Fact]
    public async Task Bodies_are_discarded_when_the_options_say_so()
    {
        await using var server = await ScriptServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, "import http from 'k6/http'; export const options = { discardResponseBodies: true }; export default () => { console.log('saw ' + http.get('BASE/basic').body + http.get('BASE/page2', { responseType: 'text' }).body); };");

        run.Messages.Should().Contain("script info: saw nullpage 2");
    }

    [Fact]
    public async Task A_password_in_an_address_stands_nowhere()
    {
        await using var server = await ScriptServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, """
            import http from 'k6/http';
            export const options = { thresholds: { 'http_reqs{url:x}': ['count<9'] } };
            export default () => { http.get('BASE/basic'.replace('//', '//ada:s3cret@')); http.get('http://ada:s3cret@127.0.0.1:1/'); http.get('BASE/loop'.replace('//', '//ada:s3cret@'), { redirects: 1 }); };
            """);

        System.Text.Json.JsonSerializer.Serialize(run.Result.Phases).Should().NotContain("s3cret");
        string.Join('\n', run.Messages).Should().NotContain("s3cret");
    }
}
