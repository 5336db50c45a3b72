using System.IO.Compression;
using System.Text;
using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.IntegrationTests.Engine;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.K6;

/// <summary>Scripts against a real server.</summary>
public sealed class ScriptRunTests
{
    /// <summary>The sample script with as many iterations as k6 2.2.0 made of it: its counts are those of k6's own summary.</summary>
    [Fact]
    public async Task The_sample_has_the_counts_and_outcomes_that_k6_has()
    {
        await using var server = await StubServer.StartAsync(Answer);

        var run = await ScriptHarness.RunAsync(server, """
            import http from 'k6/http'; import { check, group, sleep } from 'k6'; import { Trend, Counter, Rate, Gauge } from 'k6/metrics';
            const waiting=new Trend('own_waiting', true), sizes=new Trend('own_sizes'), orders=new Counter('own_orders'), good=new Rate('own_good'), depth=new Gauge('own_depth');
            export const options={ scenarios:{ rate:{executor:'shared-iterations',vus:10,iterations:301,exec:'browse',tags:{kind:'read'}}, users:{executor:'per-vu-iterations',vus:5,iterations:60,exec:'order'} },
             thresholds:{ http_req_duration:['p(95)<20000'], 'http_req_duration{scenario:rate}':['p(95)<15000'], http_req_failed:['rate<0.01'], own_good:['rate>0.9'], checks:['rate>0.99'], 'http_reqs{kind:read}':['count==301'] } };
            export function browse(){ group('catalogue',()=>{ group('list',()=>{ const r=http.get(`BASE/`,{tags:{name:'list courses'}}); check(r,{'status is 200':x=>x.status===200}); waiting.add(r.timings.waiting); sizes.add(r.body.length); good.add(r.status===200); }); }); }
            export function order(){ const i=__ITER%10; const p=i==3?'/missing':i==7?'/boom':'/'; const r=http.get('BASE'+p); check(r,{'status is 200':x=>x.status===200,'has body':x=>x.body&&x.body.length>0}); orders.add(1); depth.add(i); if(i==9){ http.get('http://127.0.0.1:1/refused'); } sleep(0.001); }
            """);

        run.Metric("http_reqs").Values["count"].Should().Be(631);
        run.Metric("iterations").Values["count"].Should().Be(601);
        run.Metric("http_req_failed").Values.Should().Contain(new Dictionary<string, double> { ["passes"] = 90, ["fails"] = 541, ["rate"] = 0.14263074484944532 });
        run.Metric("checks").Values.Should().Contain(new Dictionary<string, double> { ["passes"] = 841, ["fails"] = 60, ["rate"] = 0.9334073251942286 });
        run.Metric("own_orders").Values["count"].Should().Be(300);
        run.Metric("own_sizes").Values.Should().Contain(new Dictionary<string, double> { ["avg"] = 24, ["p(95)"] = 24, ["count"] = 301 });
        run.Metric("own_depth").Values.Should().Contain(new Dictionary<string, double> { ["min"] = 0, ["max"] = 9 });
        run.Metric("http_req_duration{expected_response:true}").Samples.Should().Be(541);
        run.Result.Script!.Checks.Should().BeEquivalentTo<ScriptCheck>(
            [new("::catalogue::list", "status is 200", 301, 0), new("", "status is 200", 240, 60), new("", "has body", 300, 0)]);
        var own = run.Result.Custom!.Metrics.ToDictionary(metric => metric.Name);
        own.Keys.Should().BeEquivalentTo(["own_waiting", "own_sizes", "own_orders", "own_good", "own_depth"], "what a script declares are metrics of scenarios too");
        (own["own_orders"].Sum, own["own_good"].Passes, own["own_depth"].Max, own["own_sizes"].Samples, own["own_sizes"].P95, own["own_waiting"].Unit).Should().Be((300, 301, 9, 301, 24, "ms"));
        run.Result.Custom.Checks.Should().BeEquivalentTo<ScriptCheck>([new("catalogue::list", "status is 200", 301, 0), new("", "status is 200", 240, 60), new("", "has body", 300, 0)]);
        run.Result.Series.Select(series => series.Measure.Name).Should().Contain(["counter.own_orders", "rate.own_good.passes", "gauge.own_depth", "trend.own_waiting.count", "check.has body.passes"]);
        run.Outcomes.Values.Should().Equal(true, true, false, true, false, true);
        server.Arrivals.Should().HaveCount(601, "30 of the 631 requests were refused elsewhere");
        run.Result.Phases.Select(phase => (phase.Name, phase.Whole.Started, phase.Whole.Ok, phase.Whole.Failed)).Should().BeEquivalentTo([("rate", 301L, 301L, 0L), ("users", 300L, 240L, 60L)]);
        run.Result.Phases.Single(phase => phase.Name == "rate").StatusCodes["rate/list courses"].Should().Equal(new Dictionary<string, long> { ["200"] = 301 });
    }

    [Fact]
    public async Task Values_with_tags_that_a_threshold_names_are_counted_once_in_all_and_once_under_them()
    {
        await using var server = await StubServer.StartAsync(_ => Task.CompletedTask);
        var run = await ScriptHarness.RunAsync(server, """
            import { Counter } from 'k6/metrics';
            const orders = new Counter('orders');
            export const options = { vus: 1, iterations: 10, thresholds: { 'orders{kind:a}': ['count==5'], 'orders{size:big}': ['count==10'] } };
            export default function () { orders.add(2, { kind: __ITER % 2 ? 'a' : 'b', size: 'big' }); }
            """);

        run.Result.Custom!.Metrics.Select(metric => (metric.Tag, metric.Samples, metric.Sum)).Should().BeEquivalentTo<(string, long, double?)>([("", 10, 20), ("kind:a", 5, 10), ("size:big", 10, 20)]);
        run.Metric("orders").Values["count"].Should().Be(20);
    }

    [Theory]
    [InlineData("r.status", "200")]
    [InlineData("r.json('items.#')", "6")]
    [InlineData("r.json('items.1')", "2")]
    [InlineData("r.json().items.join()", "1,2,3,4,5,6")]
    [InlineData("r.headers['Content-Type']", "application/json")]
    [InlineData("r.timings.duration > 0", "true")]
    [InlineData("r.status_text", "200 OK")]
    [InlineData("r.proto", "HTTP/1.1")]
    [InlineData("http.post('BASE/echo', { a: 1, b: 'x y' }).body", "POST|application/x-www-form-urlencoded|a=1&b=x+y")]
    [InlineData("http.put('BASE/echo', JSON.stringify({ a: 1 }), { headers: { 'content-type': 'application/json' } }).body", "PUT|application/json|{\"a\":1}")]
    [InlineData("http.patch('BASE/echo', 'p').body", "PATCH||p")]
    [InlineData("http.del('BASE/echo').body", "DELETE||")]
    [InlineData("http.options('BASE/echo').body", "OPTIONS||")]
    [InlineData("http.head('BASE/echo').status", "200")]
    [InlineData("http.request('POST', 'BASE/echo', new Uint8Array([104, 105]).buffer).body", "POST||hi")]
    [InlineData("http.post('BASE/file', { f: http.file('data', 'a.txt', 'text/plain'), n: 'v' }).body", "a.txt text/plain data v")]
    [InlineData("http.get('BASE/redir').url.endsWith('/') + ' ' + http.get('BASE/redir').status", "true 200")]
    [InlineData("http.get('BASE/redir', { redirects: 0 }).status", "302")]
    [InlineData("http.get('BASE/zip').body", "unpacked")]
    [InlineData("http.get('BASE/cookie').cookies.seen[0].value + http.get('BASE/cookie').body", "yesseen=yes")]
    [InlineData("http.get('BASE/cookie', { cookies: { own: '1' } }).body", "own=1")]
    [InlineData("(http.get('BASE/cookie'), http.cookieJar().cookiesForURL('BASE/').seen[0])", "yes")]
    [InlineData("http.get('BASE/slow', { timeout: '50ms' }).error_code", "1050")]
    [InlineData("http.get('http://127.0.0.1:1/').error_code", "1212")]
    [InlineData("http.get('BASE/missing').error_code", "1404")]
    [InlineData("(() => { try { http.get('http://127.0.0.1:1/', { throw: true }); } catch (e) { return 'thrown'; } })()", "thrown")]
    [InlineData("http.batch(['BASE/', ['POST', 'BASE/echo', 'b'], { method: 'GET', url: 'BASE/missing' }]).map((one) => one.status).join()", "200,200,404")]
    [InlineData("http.batch({ a: 'BASE/', b: 'BASE/missing' }).b.status", "404")]
    [InlineData("new Uint8Array(http.get('BASE/', { responseType: 'binary' }).body).length", "24")]
    [InlineData("http.get('BASE/', { responseType: 'none' }).body", "null")]
    [InlineData("await http.asyncRequest('GET', 'BASE/').then((one) => one.status)", "200")]
    [InlineData("exec.scenario.name + exec.scenario.executor + exec.vu.iterationInScenario", "defaultshared-iterations0")]
    public async Task A_script_sees_what_a_k6_script_sees(string expression, string expected)
    {
        await using var server = await StubServer.StartAsync(Answer);

        var run = await ScriptHarness.RunAsync(server, $$"""
            import http from 'k6/http'; import exec from 'k6/execution';
            export default async function () { const r = http.get('BASE/'); console.log('saw ' + String({{expression}})); }
            """);

        run.Messages.Should().Contain("script info: saw " + expected, string.Join('\n', run.Messages));
    }

    [Fact]
    public async Task Expected_statuses_decide_what_has_failed()
    {
        await using var server = await StubServer.StartAsync(Answer);

        var run = await ScriptHarness.RunAsync(server, """
            import http from 'k6/http';
            http.setResponseCallback(http.expectedStatuses(404, { min: 200, max: 299 }));
            export default () => { http.get('BASE/missing'); http.get('BASE/boom'); http.get('BASE/', { responseCallback: http.expectedStatuses(500) }); http.get('BASE/boom', { responseCallback: null }); };
            """);

        run.Metric("http_req_failed").Values.Should().Contain(new Dictionary<string, double> { ["passes"] = 2, ["fails"] = 1 });
    }

    [Fact]
    public async Task Setup_gives_its_data_to_iterations_and_teardown()
    {
        await using var server = await StubServer.StartAsync(Answer);

        var run = await ScriptHarness.RunAsync(server, """
            import http from 'k6/http';
            export const options = { vus: 2, iterations: 4 };
            export const setup = () => ({ count: http.get('BASE/').json('items.#') });
            export default (data) => { console.log('iteration ' + data.count); data.count = 'changed'; };
            export const teardown = (data) => console.log('teardown ' + data.count);
            """);

        run.Messages.Where(message => message.StartsWith("script", StringComparison.Ordinal)).Should().Contain("script info: iteration 6").And.HaveElementAt(run.Messages.Count(message => message.StartsWith("script", StringComparison.Ordinal)) - 1, "script info: teardown 6");
    }

    [Fact]
    public async Task A_setup_that_throws_ends_the_run_before_any_load()
    {
        await using var server = await StubServer.StartAsync(Answer);

        var running = () => ScriptHarness.RunAsync(server, "export const setup = () => {\n  nothing.here;\n};\nexport default () => {};");

        var fault = (await running.Should().ThrowAsync<LoadLabException>()).Which;
        fault.ExitCode.Should().Be(ExitCode.ScenarioInitFailed);
        fault.Message.Should().Contain("setup() failed: ReferenceError: nothing is not defined").And.Contain("script.js:2:");
        server.Arrivals.Should().BeEmpty();
    }

    [Fact]
    public async Task Exceptions_are_counted_with_their_lines_and_the_user_goes_on()
    {
        await using var server = await StubServer.StartAsync(Answer);

        var run = await ScriptHarness.RunAsync(server, "export const options = { iterations: 4 };\nexport default () => {\n  if (__ITER % 2) null.x;\n};");

        var phase = run.Result.Phases.Single();
        (phase.Whole.Ok, phase.Whole.Failed).Should().Be((2, 2));
        phase.Failures.Should().ContainSingle().Which.Should().Match<FailureCount>(failure => failure.Class == "exception" && failure.Message.StartsWith("TypeError") && failure.Message.Contains("script.js:3"));
        run.Metric("iterations").Values["count"].Should().Be(4);
    }

    [Fact]
    public async Task An_endless_loop_is_interrupted_when_the_drain_is_over()
    {
        await using var server = await StubServer.StartAsync(Answer);

        var run = await ScriptHarness.RunAsync(server, """
            export const options = { scenarios: { s: { executor: 'constant-vus', vus: 2, duration: '200ms', gracefulStop: '100ms' } } };
            export default () => { while (true) {} };
            """);

        run.Result.Phases.Single().Whole.Interrupted.Should().Be(2);
    }

    [Fact]
    public async Task An_endless_loop_does_not_outlast_maxDuration()
    {
        await using var server = await StubServer.StartAsync(Answer);

        var run = await ScriptHarness.RunAsync(server, """
            export const options = { scenarios: { s: { executor: 'per-vu-iterations', vus: 2, iterations: 9, maxDuration: '200ms', gracefulStop: '100ms' } } };
            export default () => { while (true) {} };
            """);

        run.Result.Phases.Single().Whole.Started.Should().Be(2);
    }

    [Fact]
    public async Task A_threshold_with_abortOnFail_ends_the_run()
    {
        await using var server = await StubServer.StartAsync(Answer);

        var run = await ScriptHarness.RunAsync(server, """
            import http from 'k6/http'; import { sleep } from 'k6';
            export const options = { vus: 1, duration: '10m', thresholds: { http_req_failed: [{ threshold: 'rate<0.1', abortOnFail: true }] } };
            export default () => { http.get('BASE/boom'); sleep(0.05); };
            """);

        run.Result.Outcome.Should().Be(RunOutcome.Stopped);
        run.Result.Stop!.Slo.Should().Be("http_req_failed rate<0.1");
    }

    [Fact]
    public async Task Each_user_has_its_own_iterations_under_per_vu_iterations()
    {
        await using var server = await StubServer.StartAsync(Answer);

        var run = await ScriptHarness.RunAsync(server, """
            import { check, sleep } from 'k6';
            export const options = { scenarios: { s: { executor: 'per-vu-iterations', vus: 3, iterations: 4 } } };
            export default () => { check(1, { ['vu ' + __VU]: true }); if (__VU === 1) sleep(0.05); };
            """);

        run.Result.Script!.Checks.Select(check => check.Passes).Should().Equal(4, 4, 4);
    }

    private static async Task Answer(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/":
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{\"items\":[1,2,3,4,5,6]}\n");
                break;
            case "/boom":
                context.Response.StatusCode = 500;
                await context.Response.WriteAsync("boom");
                break;
            case "/redir":
                context.Response.Redirect("/");
                break;
            case "/echo":
                using (var reader = new StreamReader(context.Request.Body))
                {
                    await context.Response.WriteAsync($"{context.Request.Method}|{context.Request.ContentType}|{await reader.ReadToEndAsync()}");
                }

                break;
            case "/file":
                var form = await context.Request.ReadFormAsync();
                using (var reader = new StreamReader(form.Files[0].OpenReadStream()))
                {
                    await context.Response.WriteAsync($"{form.Files[0].FileName} {form.Files[0].ContentType} {await reader.ReadToEndAsync()} {form["n"]}");
                }

                break;
            case "/zip":
                context.Response.Headers.ContentEncoding = "gzip";
                await using (var zip = new GZipStream(context.Response.Body, CompressionLevel.Fastest))
                {
                    await zip.WriteAsync(Encoding.UTF8.GetBytes("unpacked"));
                }

                break;
            case "/cookie":
                context.Response.Headers.SetCookie = "seen=yes; Path=/";
                await context.Response.WriteAsync(context.Request.Headers.Cookie.ToString());
                break;
            case "/slow":
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            default:
                context.Response.StatusCode = 404;
                await context.Response.WriteAsync("missing");
                break;
        }
    }
}
