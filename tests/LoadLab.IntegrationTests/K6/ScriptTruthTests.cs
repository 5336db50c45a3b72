using System.Text.Json;
using LoadLab.IntegrationTests.Engine;
using LoadLab.K6;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.K6;

/// <summary>What k6 2.2 sends and gives for a line of a script, as seen when the same line ran there and here against one server: what is expected is what k6 did.</summary>
public sealed class ScriptTruthTests
{
    [Theory]
    [InlineData("http.get('BASE/', { headers: { 'Content-Type': 'application/json' } }).json('content-type')", "application/json")]
    [InlineData("http.get('BASE/', { headers: { 'Content-Type': 'application/json' } }).json('content-length')", "undefined")]
    [InlineData("http.get('BASE/', { headers: { 'X-Nul': null, 'X-U': undefined, 'X-B': true, 'X-N': 5 } }).json().h", "null,undefined,true,5")]
    [InlineData("http.post('BASE/to?/', 'x', { headers: { 'Content-Type': 'text/x', 'X-N': '5' } }).json().h + '|' + http.post('BASE/to?/', 'x', { headers: { 'Content-Type': 'text/x' } }).json('content-type')", ",,,5|undefined")]
    [InlineData("http.post('BASE/', 'x', { headers: { 'Content-Length': '5' } }).json('content-length')", "1")]
    [InlineData("http.post('BASE/', { a: 'x y&z', f: null, c: [1, 2], e: true }).json('body')", "a=x+y%26z&c=1&c=2&e=true&f=")]
    [InlineData("http.post('BASE/', { a: { b: 1 }, c: 2 }).json('body')", "a=&c=2")]
    [InlineData("http.post('BASE/', { '~!*': \"()' -_.\" }).json('body')", "~%21%2A=%28%29%27+-_.")]
    [InlineData("[http.post('BASE/', 5).status, http.post('BASE/', 5).error.startsWith('unknown request body type')].join()", "0,true")]
    [InlineData("http.post('BASE/', [1, 2]).status", "0")]
    [InlineData("http.request('purge', 'BASE/').json('method')", "purge")]
    [InlineData("http.request('PURGE', 'BASE/', 'x').json('method')", "PURGE")]
    [InlineData("http.batch([{ method: 'post', url: 'BASE/', body: 'q' }])[0].json('method')", "POST")]
    [InlineData("http.batch([{ method: 'GET', url: 'BASE/', body: 'q' }])[0].json('body')", "")]
    [InlineData("http.post('BASE/', '', { compression: 'gzip' }).json('content-encoding')", "gzip")]
    [InlineData("Number(http.post('BASE/', '', { compression: 'gzip' }).json('content-length')) > 10", "true")]
    [InlineData("http.get('BASE/to?/x').json('referer').endsWith('/to?/x')", "true")]
    [InlineData("http.get('BASE/to?/x', { headers: { Referer: 'mine' } }).json('referer')", "mine")]
    [InlineData("[http.get('BASE/to?ftp://x/').status, http.get('BASE/to?ftp://x/').url, http.get('BASE/to?ftp://x/').error_code].join()", "0,ftp://x/,1000")]
    [InlineData("[http.get('').status, http.get('').error_code].join()", "0,1000")]
    [InlineData("[http.get('nope').status, http.get('ftp://x/').error].join()", "0,unsupported protocol scheme \"ftp\"")]
    [InlineData("[http.get(undefined).status, http.get(undefined).error_code, http.get('http://[bad').error_code, http.get('127.0.0.1:80/x').error_code].join()", "0,1020,1020,1020")]
    [InlineData("http.batch(['BASE/', 'http://[bad']).map((r) => r.status).join()", "0,0")]
    [InlineData("http.get('BASE/', { timeout: 'abc' }).status + http.get('BASE/', { timeout: 0 }).status", "0")]
    [InlineData("http.get('BASE/', { timeout: 0 }).error_code", "1050")]
    [InlineData("http.get('BASE/slow?3', { timeout: '250ms' }).error_code", "1050")]
    [InlineData("http.get('BASE/', { responseType: 'xml' }).status", "0")]
    [InlineData("http.get('BASE/', { tags: { a: null } }).error.startsWith('invalid HTTP request metric tags')", "true")]
    [InlineData("http.get('BASE/', { auth: 'magic' }).status", "200")]
    [InlineData("http.get('BASE/status?204').body === null && http.get('BASE/status?304').body === null", "true")]
    [InlineData("[http.get('BASE/status?204').status_text, http.get('BASE/status?418').status_text].join()", "204 No Content,418 I'm a teapot")]
    [InlineData("http.get('BASE/', { headers: { 'User-Agent': 'me' } }).request.headers['User-Agent'].join()", "me")]
    [InlineData("JSON.stringify(http.get('BASE/', { cookies: { c: 'd' } }).request.cookies)", "{\"c\":[{\"name\":\"c\",\"value\":\"d\",\"replace\":false}]}")]
    [InlineData("http.get('BASE/', { cookies: { c: 'd' } }).request.headers.Cookie[0]", "c=d")]
    [InlineData("Object.keys(http.get('BASE/')).sort().join()", "body,cookies,error,error_code,headers,ocsp,proto,remote_ip,remote_port,request,status,status_text,timings,tls_cipher_suite,tls_version,url")]
    [InlineData("Object.keys(JSON.parse(JSON.stringify(http.get('BASE/')))).length", "16")]
    [InlineData("http.url`BASE/${5}`.clean_url.endsWith('/5')", "true")]
    [InlineData("Object.keys(http.file('x', 'n')).sort().join()", "content_type,data,filename")]
    [InlineData("(http.cookieJar().set('BASE', 'sp', 'a b;c\"d'), http.get('BASE/').json('cookie'))", "sp=\"a bcd\"")]
    [InlineData("http.cookieJar().set('BASE', 'old', 'x', { expires: 'Mon, 02 Jan 2006 15:04:05 MST' })", "true")]
    [InlineData("thrown(() => http.expectedStatuses()).length > 0", "true")]
    [InlineData("http.get('BASE/text').json('a')", "undefined")]
    [InlineData("http.get('BASE/status?200').json('a')", "undefined")]
    [InlineData("[thrown(() => http.get('BASE/text').json()).length > 0, thrown(() => http.get('BASE/status?200').json()).length > 0].join()", "true,true")]
    [InlineData("thrown(() => http.get('BASE/status?204').json('a')).startsWith('the body is null')", "true")]
    [InlineData("thrown(() => http.get('BASE/status?204').html()).startsWith('the body is null')", "true")]
    [InlineData("http.get('BASE/', { headers: { 'x-n': '1', 'X-N': '2' } }).json().h", ",,,2")]
    [InlineData("[http.get('BASE/%zz').error_code, http.get('BASE/a\\r').error_code, http.get('BASE/?a=%zz').status].join()", "1020,1020,200")]
    [InlineData("[http.get('BASE/status?302').status, http.get('BASE/status?302').error_code].join()", "302,0")]
    [InlineData("[1, 2, 3, 4].map((n) => http.get(`BASE/odd?${n}`)).map((r) => [r.status, r.error_code, r.error.startsWith('failed to parse Location header'), r.body].join()).join('|')", "0,1000,true,|0,1000,true,|0,1000,true,|0,1000,true,")]
    [InlineData("http.get('BASE/odd?1', { redirects: 0 }).status", "0")]
    [InlineData("[http.get('BASE/to?/', { headers: { Cookie: 'a=1' } }), http.get('BASE/to?/', { headers: { Cookie: 'a=1' }, cookies: { b: '2' } })].map((r) => r.json('cookie')).join()", ",b=2")]
    [InlineData("['/', 'BASE/', '//' + 'BASE/'.split('//')[1]].map((to) => http.get('BASE/to?' + to, { headers: { Host: 'own.example' } }).json('host') === 'own.example').join()", "true,false,true")]
    public async Task A_request_is_what_k6_makes_of_it(string expression, string expected)
    {
        await using var server = await StubServer.StartAsync(EchoAsync);

        var run = await ScriptHarness.RunAsync(server, $$"""
            import http from 'k6/http';
            const thrown = (f) => { try { f(); } catch (e) { return e.message; } return ''; };
            export default function () { console.log('saw ' + String({{expression}})); }
            """);

        run.Messages.Should().Contain("script info: saw " + expected, string.Join('\n', run.Messages));
    }

    [Fact]
    public async Task What_is_no_request_throws_where_the_option_throw_asks_for_it()
    {
        await using var server = await StubServer.StartAsync(EchoAsync);

        var run = await ScriptHarness.RunAsync(server, """
            import http from 'k6/http';
            export const options = { throw: true };
            const thrown = (f) => { try { f(); } catch (e) { return 'thrown'; } return 'not'; };
            export default function () { console.log([() => http.get('http://[bad'), () => http.post('BASE/', 5), () => http.get('http://127.0.0.1:1/'), () => http.get('BASE/status?500'), () => http.batch(['http://127.0.0.1:1/'])].map(thrown).join()); }
            """);

        run.Messages.Should().Contain("script info: thrown,thrown,thrown,not,thrown");
    }

    /// <summary>An address that is none at all is not counted; one that nothing can be sent to is a failed request.</summary>
    [Fact]
    public async Task Requests_and_failures_are_counted_as_k6_counts_them()
    {
        await using var server = await StubServer.StartAsync(EchoAsync);

        var run = await ScriptHarness.RunAsync(server, """
            import http from 'k6/http';
            export const options = { thresholds: { 'http_reqs{url:BASE/status?404}': ['count==2'], 'http_reqs{name:n1}': ['count==1'], 'http_reqs{url:n1}': ['count==1'], 'http_reqs{status:0}': ['count==2'] } };
            export default function () {
              http.get('http://[bad'); http.get(undefined); http.post('BASE/', 5);
              http.get('nope'); http.get('BASE/broken');
              http.get('BASE/status?404', { tags: { name: 'n1' } }); http.get('BASE/status?404'); http.get('BASE/status?404');
            }
            """);

        run.Metric("http_reqs").Values["count"].Should().Be(5);
        run.Metric("http_req_failed").Values["passes"].Should().Be(5);
        run.Outcomes.Values.Should().AllBeEquivalentTo(true);
    }

    /// <summary>What it leads to cannot be asked for: the redirect itself is the request that failed.</summary>
    [Fact]
    public async Task A_redirect_to_what_is_no_address_is_one_failed_request()
    {
        await using var server = await StubServer.StartAsync(EchoAsync);

        var run = await ScriptHarness.RunAsync(server, "import http from 'k6/http'; export const options = { thresholds: { 'http_reqs{status:0}': ['count==1'] } }; export default () => { http.get('BASE/odd?1'); };");

        (run.Metric("http_reqs").Values["count"], run.Metric("http_req_failed").Values["passes"]).Should().Be((1d, 1d));
        run.Outcomes.Values.Should().AllBeEquivalentTo(true);
        run.Result.Phases.Single().Failures.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Class = "protocol", Code = "" });
    }

    [Fact]
    public async Task An_answer_that_changes_the_protocol_is_a_failed_request()
    {
        await using var server = RawServer.Answering("HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat\r\nConnection: Upgrade\r\n\r\n");

        var run = await ScriptHarness.RunAsync(server.Address.ToString().TrimEnd('/'), "import http from 'k6/http'; export default () => { console.log('saw ' + http.get('BASE/').error); };", new K6Arguments(), new Dictionary<string, string>());

        run.Messages.Should().Contain("script info: saw unsupported response status: 101 Switching Protocols");
        run.Metric("http_req_failed").Values["passes"].Should().Be(1);
    }

    /// <summary>On the connection they are bytes; Go, and so k6, takes them as UTF-8.</summary>
    [Fact]
    public async Task Headers_that_are_UTF8_are_read_as_that()
    {
        var asked = new List<string>();
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            while (await RawServer.ReadHeadAsync(stream, cancellationToken) is { } head)
            {
                asked.Add(head.Split(' ')[1]);
                await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"HTTP/1.1 {(asked.Count == 1 ? "302 Found\r\nLocation: /gr\u00fcn" : "200 OK\r\nX-Name: Gr\u00fc\u00dfe")}\r\nContent-Length: 0\r\n\r\n"), cancellationToken);
            }
        });

        var run = await ScriptHarness.RunAsync(server.Address.ToString().TrimEnd('/'), "import http from 'k6/http'; export default () => { console.log('saw ' + http.get('BASE/').headers['X-Name']); };", new K6Arguments(), new Dictionary<string, string>());

        asked.Should().Equal("/", "/gr%C3%BCn");
        run.Messages.Should().Contain("script info: saw Gr\u00fc\u00dfe");
    }

    [Fact]
    public async Task Two_answers_that_are_each_in_time_are_too_late_together()
    {
        await using var server = await StubServer.StartAsync(EchoAsync);

        var run = await ScriptHarness.RunAsync(server, "import http from 'k6/http'; export default () => console.log('saw ' + http.get('BASE/slow?4', { timeout: '700ms' }).error_code);");

        run.Messages.Should().Contain("script info: saw 1050");
    }

    [Fact]
    public async Task A_script_that_marks_the_test_as_failed_has_a_row_that_fails()
    {
        await using var server = await StubServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, """
            import exec from 'k6/execution';
            export const options = { iterations: 3 };
            export default () => { if (exec.scenario.iterationInTest === 1) exec.test.fail('no stock'); };
            """);

        run.Outcomes.Should().ContainSingle().Which.Should().Be(new KeyValuePair<string, bool>("test_marked_failed count==0", false));
        run.Metric("iterations").Values["count"].Should().Be(3, "the test goes on");
        run.Messages.Should().Contain("script error: exec.test.fail(): no stock");
    }

    [Fact]
    public async Task HandleSummary_may_send_requests()
    {
        await using var server = await StubServer.StartAsync(EchoAsync);

        var run = await ScriptHarness.RunAsync(server, """
            import http from 'k6/http';
            export default () => {};
            export const handleSummary = (data) => ({ stdout: http.post('BASE/', JSON.stringify({ sent: data.metrics.iterations.values.count })).json('body') });
            """);

        run.SummaryText.Should().Be("{\"sent\":1}");
        run.Result.Outcome.Should().Be(LoadLab.Core.Runs.RunOutcome.Completed);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var query = request.QueryString.Value!.TrimStart('?');
        switch (request.Path.Value)
        {
            case "/to":
                response.Redirect(query);
                return;
            case "/slow":
                await Task.Delay(TimeSpan.FromMilliseconds(200));
                response.Redirect(query == "1" ? "/" : $"/slow?{int.Parse(query, System.Globalization.CultureInfo.InvariantCulture) - 1}");
                return;
            case "/status":
                response.StatusCode = int.Parse(query, System.Globalization.CultureInfo.InvariantCulture);
                return;
            case "/text":
                await response.WriteAsync("<h1>no JSON</h1>");
                return;
            case "/odd":
                response.StatusCode = 302;
                response.Headers.Location = query switch { "1" => "/%zz", "2" => "1a:b", "3" => ":b", _ => "http://[bad" };
                return;
            case "/broken":
                response.Headers.ContentEncoding = "gzip";
                await response.WriteAsync("this is no gzip");
                return;
        }

        using var reader = new StreamReader(request.Body);
        var seen = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        (seen["method"], seen["body"]) = (request.Method, await reader.ReadToEndAsync());
        seen["h"] = string.Join(',', new[] { "X-Nul", "X-U", "X-B", "X-N" }.Select(name => request.Headers[name].ToString()));
        await response.WriteAsync(JsonSerializer.Serialize(seen));
    }
}
