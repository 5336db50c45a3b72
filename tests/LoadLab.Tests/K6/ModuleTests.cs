using LoadLab.Core;
using LoadLab.K6.State;

namespace LoadLab.Tests.K6;

/// <summary>What scripts can do without a server.</summary>
public sealed class ModuleTests
{
    [Theory]
    [InlineData("encoding.b64encode('hello, world')", "aGVsbG8sIHdvcmxk")]
    [InlineData("encoding.b64encode('hello, world!??', 'rawurl')", "aGVsbG8sIHdvcmxkIT8_")]
    [InlineData("encoding.b64decode('aGVsbG8sIHdvcmxk', 'std', 's')", "hello, world")]
    [InlineData("new Uint8Array(encoding.b64decode('AQID')).join()", "1,2,3")]
    [InlineData("crypto.md5('hello', 'hex')", "5d41402abc4b2a76b9719d911017c592")]
    [InlineData("crypto.sha256('hello', 'base64')", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=")]
    [InlineData("crypto.hmac('sha256', 'key', 'The quick brown fox jumps over the lazy dog', 'hex')", "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8")]
    [InlineData("(() => { const h = crypto.createHash('sha1'); h.update('hel'); h.update('lo'); return h.digest('hex'); })()", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d")]
    [InlineData("new Uint8Array(crypto.randomBytes(8)).length", "8")]
    [InlineData("[__VU, __ITER].join()", "1,")]
    [InlineData("exec.vu.idInTest", "1")]
    [InlineData("(exec.vu.tags.kind = 'read', exec.vu.metrics.tags.kind)", "read")]
    [InlineData("(randomSeed(7), Math.random()) === (randomSeed(7), Math.random())", "true")]
    [InlineData("(randomSeed(7), Math.random()) === (randomSeed(8), Math.random())", "false")]
    [InlineData("(() => { try { fail('no luck'); } catch (e) { return e.message; } })()", "no luck")]
    [InlineData("group('a', () => group('b', () => exec.vu.tags.group))", "::a::b")]
    [InlineData("check(3, { three: (v) => v === 3, four: (v) => v === 4 })", "false")]
    [InlineData("check(3, { three: (v) => v === 3, yes: true })", "true")]
    [InlineData("rows.length + rows.map((row) => row.n).join() + rows[1].n + [...rows].length + rows.find((row) => row.n > 1).n", "31,2,3232")]
    [InlineData("(() => { try { rows.push(1); } catch (e) { return e.message; } })()", "A SharedArray cannot be changed.")]
    [InlineData("JSON.stringify(rows)", "[{\"n\":1},{\"n\":2},{\"n\":3}]")]
    [InlineData("lib.twice(4) + data.name", "8Ada")]
    [InlineData("http.url`http://host/${7}/x`.name", "http://host/${}/x")]
    [InlineData("(() => { try { new Trend('late'); } catch (e) { return e.message; } })()", "The metric 'late' must be declared outside of functions, where the script is read.")]
    [InlineData("(() => { try { open('a.txt'); } catch (e) { return e.message; } })()", "open('a.txt') can be called only outside of functions, where the script is read.")]
    public void Modules_do_what_k6s_do(string expression, string expected)
    {
        var script = $$"""
            import http from 'k6/http';
            import exec from 'k6/execution';
            import encoding from 'k6/encoding';
            import crypto from 'k6/crypto';
            import { check, fail, group, randomSeed } from 'k6';
            import { Trend } from 'k6/metrics';
            import { SharedArray } from 'k6/data';
            import * as lib from './lib/lib.js';
            import data from './data.json';
            const rows = new SharedArray('rows', () => JSON.parse(open('./rows.json')));
            export default () => {{expression}};
            """;

        ScriptFolder.Run(
            script,
            ("lib/lib.js", "import { two } from './two.js';\nexport const twice = (n) => n * two;"),
            ("lib/two.js", "export const two = 2;"),
            ("data.json", "{\"name\":\"Ada\"}"),
            ("rows.json", "[{\"n\":1},{\"n\":2},{\"n\":3}]")).Should().Be(expected);
    }

    /// <summary>With <c>--module</c> a copy stands for what a script imports by its address.</summary>
    [Fact]
    public void A_copy_stands_for_an_address()
    {
        const string Address = "https://jslib.example/utils/1.4.0/index.js";
        using var folder = new ScriptFolder($"import {{ five }} from '{Address}'; export const options = {{ vus: five }}; export default () => {{}};").Write("copy.js", "export const five = 5;");

        var script = LoadLab.K6.K6Script.Load(folder.Script, new LoadLab.K6.K6Arguments { ModuleCopies = new Dictionary<string, string> { [Address] = Path.Combine(folder.Folder, "copy.js") } });

        script.Phases.Should().ContainSingle().Which.MaxVirtualUsers.Should().Be(5);
    }

    [Fact]
    public void Promises_and_timers_are_waited_for() => ScriptFolder.Run("""
        import { setTimeout } from 'k6/timers';
        export default async function () { const order = []; const soon = new Promise((done) => setTimeout(done, 1)); setTimeout(() => order.push('late'), 30); await soon; order.push('soon'); await new Promise((done) => setTimeout(done, 60)); return order.join(); }
        """).Should().Be("soon,late");

    [Theory]
    [InlineData("GET", "http://h:1/users/123/orders/9?x=1", "GET h:1/users/{id}/orders/{id}")]
    [InlineData("GET", "http://h/", "GET h/")]
    [InlineData("POST", "http://h/a/6f1e2c3d-1111-2222-3333-444455556666", "POST h/a/{id}")]
    [InlineData("GET", "http://h/v2/list", "GET h/v2/list")]
    [InlineData("GET", "http://h/f/5f3a9c81b2d4e6f70123", "GET h/f/{id}")]
    public void A_step_without_a_name_has_no_ids(string method, string url, string expected) => new StepNames().Of(method, new Uri(url)).Should().Be(expected);

    [Fact]
    public void Names_of_steps_are_kept_for_so_many_addresses_and_no_more()
    {
        var names = new StepNames();
        for (var i = 0; i < StepNames.MostKept + 500; i++)
        {
            names.Of("GET", new Uri($"http://h/a{i}"));
        }

        names.Kept.Should().Be(StepNames.MostKept);
        names.Of("GET", new Uri("http://h/users/7")).Should().Be("GET h/users/{id}");
    }

    [Theory]
    [InlineData("import { browser } from 'k6/browser';", "there is no browser.*")]
    [InlineData("import { b } from 'k6/browser';\nimport grpc from 'k6/experimental/grpc';", "there is no browser.*k6/net/grpc*")]
    [InlineData("import sql from 'k6/x/sql';", "extensions of k6 (xk6) are programs in Go*")]
    [InlineData("import { x } from 'https://jslib.k6.io/k6-utils/1.4.0/index.js';", "*--module https://jslib.k6.io/k6-utils/1.4.0/index.js=./copy.js")]
    [InlineData("import { x } from './gone.js';", "there is no file*")]
    [InlineData("import { x } from '../../../../../../etc/hosts.js';", "there is no file*")]
    [InlineData("import _ from 'lodash';", "only k6's own modules*")]
    [InlineData("import x from 'k6/htp';", "k6 has no such module. Did you mean 'k6/http' or 'k6/html' or 'k6'?")]
    public void What_cannot_be_imported_is_refused_with_its_line(string import, string why)
    {
        using var folder = new ScriptFolder("// a comment\n" + import + "\nexport default () => {};");

        var fault = folder.Invoking(script => script.Load()).Should().Throw<LoadLabException>().Which;

        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Faults[0].Should().StartWith("script.js:2: " + import.Split('\n')[0]);
        string.Join(' ', fault.Faults).Should().Match("*" + why);
    }

    [Fact]
    public void A_syntax_error_is_told_with_its_line()
    {
        using var folder = new ScriptFolder("export default function () {\n  const a = ;\n}");

        folder.Invoking(script => script.Load()).Should().Throw<LoadLabException>().Which.Message.Should().StartWith("script.js:2:13: const a = ;\n  The script cannot be read: ");
    }

    [Fact]
    public void An_exception_while_the_script_is_read_is_told_with_its_line()
    {
        using var folder = new ScriptFolder("import { f } from './lib.js';\nexport default () => f;").Write("lib.js", "export const f = 1;\nnothing.here();");

        var fault = folder.Invoking(script => script.Load()).Should().Throw<LoadLabException>().Which;

        fault.ExitCode.Should().Be(ExitCode.ScenarioInitFailed);
        fault.Message.Should().Contain("ReferenceError: nothing is not defined").And.Contain("lib.js:2:1: nothing.here();");
    }
}
